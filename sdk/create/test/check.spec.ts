import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { create } from '../src/create.js';
import { checkPlugin } from '../../src/testing/cli/check-plugin.js';
import { packPlugin } from '../../src/testing/cli/pack-plugin.js';
import { testPlugin } from '../../src/testing/cli/run-tests.js';
import { run, TOP, workshop } from './workshop.js';

const PATIENCE_MS = 180_000;

const shop = workshop();
afterAll(() => shop.remove());

/** A new gateway in a folder of its own, with some of its words replaced. */
async function gatewayWith(
  name: string,
  ...changes: (readonly [file: string, before: string, after: string])[]
): Promise<string> {
  const { folder } = await create({ kind: 'payment-gateway', name, into: shop.folder, from: TOP }, async () => '');
  for (const [file, before, after] of changes) {
    const text = readFileSync(path.join(folder, file), 'utf8');
    expect(text).toContain(before);
    writeFileSync(path.join(folder, file), text.replace(before, after));
  }
  return folder;
}

describe('the check of a plugin', () => {
  it(
    'names everything that does not fit together',
    async () => {
      const folder = await gatewayWith(
        'One',
        ['plugin.json', '"engine": "^1.0.0"', '"engine": "^7.0.0"'],
        ['plugin.json', '"network": ["api.one.test"]', '"network": ["api.two.test", "config:apiUrl"]'],
        [
          'src/one-gateway.ts',
          'async fetch(',
          "static home = new URL('https://other.test/x');\n  static help = 'https://help.test';\n\n  async fetch(",
        ],
        ['src/index.ts', 'import { definePlugin', "import pad from 'left-pad';\nimport 'node:net';\nimport { definePlugin"],
        ['test/one.ts', 'class One', 'const unused = pad;\nclass One'],
      );
      rmSync(path.join(folder, 'README.md'));
      rmSync(path.join(folder, 'icon.svg'));

      const { problems, notes } = await checkPlugin(folder);

      expect(problems).toEqual([
        'plugin.json: needs SDK ^7.0.0, and this is SDK 1.0.0',
        'README.md is missing',
        './icon.svg is missing',
        'plugin.json: permissions.network names config:apiUrl, and there is no such setting',
        'src/one-client.ts:59 asks api.one.test, which permissions.network does not name',
        'src/one-gateway.ts:30 asks other.test, which permissions.network does not name',
        'src/index.ts:1 imports left-pad, which package.json does not name',
        "src/index.ts:1:1 error TS6133: 'pad' is declared but its value is never read.",
        "src/index.ts:1:17 error TS2307: Cannot find module 'left-pad' or its corresponding type declarations.",
        "test/one.ts:11:7 error TS6133: 'unused' is declared but its value is never read.",
        "test/one.ts:11:16 error TS2304: Cannot find name 'pad'.",
      ]);
      expect(notes).toEqual([
        'src/one-gateway.ts:31 names help.test, which permissions.network does not',
        'imports node:net, which reaches past the context',
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'compares what is promised with what is built',
    async () => {
      const folder = await gatewayWith(
        'Two',
        ['plugin.json', '"find", ', ''],
        ['plugin.json', '"refund", ', '"refund", "settlements", '],
      );

      expect((await checkPlugin(folder)).problems).toEqual([
        'listSettled() is promised by the capabilities and not there',
        'find() is there and no capability declares it',
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'stops at a manifest that is none, and packs nothing of it',
    async () => {
      const folder = await gatewayWith('Three', ['plugin.json', '"kind": "payment-gateway"', '"kind": "payments"']);

      const checked = await run('hostwright-plugin', 'check', folder);

      expect(checked.code).toBe(1);
      expect(checked.output).toMatch(/^problem {2}plugin\.json: \/kind must be equal to one of the allowed values\n/);
      await expect(packPlugin(folder, folder)).rejects.toThrow('Not packed:');
      expect(readdirSync(folder).filter(name => name.endsWith('.tgz'))).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'says what is missing of a plugin that is none',
    async () => {
      const folder = await gatewayWith('Four');
      rmSync(path.join(folder, 'test/contract.spec.ts'));

      await expect(testPlugin(folder, false)).rejects.toThrow('There is no test/contract.spec.ts in');
      await expect(checkPlugin(shop.folder)).rejects.toThrow('There is no plugin.json in');
      await expect(checkPlugin('/nowhere')).rejects.toThrow('There is no folder /nowhere');
      expect(await run('hostwright-plugin', 'check', '/nowhere')).toEqual({ code: 1, output: 'There is no folder /nowhere\n' });
      expect(await run('hostwright-plugin', 'bake')).toMatchObject({
        code: 2,
        output: expect.stringContaining('hostwright-plugin test') as string,
      });
    },
    PATIENCE_MS,
  );
});
