import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packPlugin } from '../../src/testing/cli/pack-plugin.js';
import { testPlugin } from '../../src/testing/cli/run-tests.js';
import { runTool, type ToolResult } from '../../src/testing/cli/run-tool.js';
import { create } from '../src/create.js';
import { KINDS } from '../src/plugin-kinds.js';
import { tutorialFiles } from './tutorial.js';
import { TOP, workshop } from './workshop.js';

/** Compiling takes seconds, more of them on a machine with other work. */
const PATIENCE_MS = 180_000;
const TUTORIAL = 'tutorial';

const shop = workshop();
const folderOf = (name: string): string => path.join(shop.folder, name, name === TUTORIAL ? '' : 'nova-works');
let tested: ToolResult;

/** All of them are tested in one run: to start the test runner costs more than to run the tests. */
beforeAll(async () => {
  for (const { kind } of KINDS) {
    await create({ kind, name: 'Nova Works', into: path.join(shop.folder, kind), from: TOP }, nobody);
  }
  for (const { file, text } of tutorialFiles()) {
    mkdirSync(path.dirname(path.join(folderOf(TUTORIAL), file)), { recursive: true });
    // The example lies one folder nearer to the top of the project.
    const moved = file.endsWith('.json') ? text.replaceAll('"../../', '"../../../') : text;
    writeFileSync(path.join(folderOf(TUTORIAL), file), moved);
  }
  const report = ['--reporter=json', `--outputFile=${path.join(shop.folder, 'report.json')}`];
  tested = await runTool('vitest', shop.folder, ['run', '--root', shop.folder, '--no-isolate', ...report]);
}, PATIENCE_MS);
afterAll(() => shop.remove());

describe('a new plugin', () => {
  it('of every kind, and the one of the tutorial, passes its tests as it was written', () => {
    expect(tested.code, tested.output).toBe(0);
    const report = JSON.parse(readFileSync(path.join(shop.folder, 'report.json'), 'utf8')) as Report;
    const files = report.testResults.map(({ name, status }) => [path.relative(shop.folder, name).split(path.sep)[0], status]);

    expect(report.numFailedTests).toBe(0);
    expect(report.numPassedTests).toBeGreaterThan(150);
    expect(Object.fromEntries(files)).toEqual(
      Object.fromEntries([...KINDS.map(({ kind }) => kind), TUTORIAL].map(name => [name, 'passed'])),
    );
  });

  it(
    'is tested alone by the command line, with nothing of the workspace around it',
    async () => {
      const { code, output } = await testPlugin(folderOf('product-type'), false);

      expect(code).toBe(0);
      expect(stripVTControlCharacters(output)).toMatch(/Test Files\s+2 passed \(2\)/);
    },
    PATIENCE_MS,
  );

  it.each([...KINDS.map(({ kind }) => kind), TUTORIAL])(
    'of %s compiles, is in order and is packed',
    async kind => {
      const packed = await packPlugin(folderOf(kind), shop.folder);

      const archive = readFileSync(packed.file);
      expect(packed.sha256).toBe(createHash('sha256').update(archive).digest('hex'));
      expect(packed.names).toEqual(expect.arrayContaining(['README.md', 'dist/index.js', 'package.json', 'plugin.json']));
      expect(packed.names.filter(name => /^(src|test)|\.map$|tsbuildinfo/.test(name))).toEqual([]);
      expect(packed.names.includes('dist/browser.js')).toBe(kind === 'product-type');
      expect(packed.notes).toEqual([]);
      expect(gunzipSync(archive).subarray(0, 17).toString()).toBe('package/README.md');
      expect(leftovers(folderOf(kind))).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'is packed into the same bytes at another time, and says what it may do',
    async () => {
      const folder = folderOf('payment-gateway');

      const first = await packPlugin(folder, path.join(shop.folder, 'first'));
      utimesSync(path.join(folder, 'README.md'), new Date(0), new Date(0));
      const second = await packPlugin(folder, path.join(shop.folder, 'second'));

      expect(second.sha256).toBe(first.sha256);
      expect(first.permissions).toEqual([
        'network   api.nova-works.test',
        'webhook   a public address for callbacks',
        'events    none',
        'secrets   apiKey, webhookSecret',
      ]);
    },
    PATIENCE_MS,
  );
});

interface Report {
  readonly numFailedTests: number;
  readonly numPassedTests: number;
  readonly testResults: readonly { readonly name: string; readonly status: string }[];
}

const nobody = async (): Promise<string> => {
  throw new Error('Nothing should be asked');
};

/** Words of the template that are still in the new plugin; the tutorial keeps its own. */
function leftovers(folder: string): readonly string[] {
  if (folder === folderOf(TUTORIAL)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !/node_modules|dist/.test(entry.parentPath))
    .map(entry => path.join(entry.parentPath, entry.name))
    .filter(file => /acme-(pay|cloud|chat|box)|Acme ?(Pay|Cloud|Chat|Box)/.test(`${file}\n${readFileSync(file, 'utf8')}`));
}
