import { describe, expect, it } from 'vitest';
import ts from 'typescript';
import { ofExample, README, tutorialFiles } from './tutorial.js';

describe('the README', () => {
  it('tells the example word for word', () => {
    const told = tutorialFiles();

    expect(told.map(({ file }) => file)).toEqual(
      expect.arrayContaining(['plugin.json', 'src/index.ts', 'src/acme-gateway.ts', 'test/acme.ts', 'test/contract.spec.ts']),
    );
    for (const { file, text } of told) expect(text, file).toBe(ofExample(file));
  });

  it('has no code that is not run: every block of TypeScript or JSON is a file of the tutorial', () => {
    const loose = [...README.matchAll(/```(ts|json)(?! file=)[^\n]*\n/g)];

    expect(loose.map(([fence]) => fence)).toEqual([]);
  });

  it('names only what the SDK has', () => {
    const names = [
      ...README.matchAll(
        /`((?:payment|server|notification|product)[A-Za-z]*(?:Contract|Rules)|brokenRules|fakeContext|ScriptedHttp)`/g,
      ),
    ];
    const testing = ts.createSourceFile('index.ts', ts.sys.readFile('sdk/src/testing/index.ts') ?? '', ts.ScriptTarget.Latest);

    expect(names.length).toBeGreaterThan(3);
    for (const [, name = ''] of names) expect(testing.text).toContain(name);
  });
});
