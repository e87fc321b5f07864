import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../config/index.js';
import { loadPlugins, type PluginSet } from './load.js';
import { aPluginsDir, GATEWAY_CODE, writePlugin } from '../../../test/harness/plugin-folder.js';

type Files = Readonly<Record<string, string>>;

async function load(plugins: Readonly<Record<string, readonly [manifest?: object | string, files?: Files]>>): Promise<PluginSet> {
  const pluginsDir = await aPluginsDir();
  await Promise.all(Object.entries(plugins).map(([id, [manifest, files]]) => writePlugin(pluginsDir, id, manifest, files)));
  return loadPlugins({ pluginsDir, modulesDir: path.join(pluginsDir, 'none') });
}

const problemOf = async (manifest: object | string, files?: Files): Promise<string | undefined> =>
  (await load({ till: [manifest, files ?? {}] })).leftOut[0]?.problem;

describe('loadPlugins', () => {
  it('runs the plugins that are right and reports the others, one by one', async () => {
    const set = await load({
      good: [],
      broken: ['{ "id": "broken", '],
      late: [{ engine: '^2.0.0' }],
      loud: [{}, { 'index.js': "throw new Error('no database')" }],
    });

    expect([...set.running.keys()]).toEqual(['good']);
    expect(set.leftOut).toMatchObject([
      { id: 'broken', problem: expect.stringContaining('is not JSON') as string },
      { id: 'late', problem: 'Needs SDK ^2.0.0, and this is SDK 1.0.0' },
      { id: 'loud', problem: 'no database' },
    ]);
  });

  it.each([
    ['an unknown kind', { kind: 'coffee-machine' }, 'kind must be equal to one of'],
    ['an unknown property', { kinds: [] }, 'kinds must NOT have additional properties'],
    ['a missing name', { name: undefined }, 'name must have required property'],
    [
      'a wish for something else',
      { permissions: { network: ['https://api.acme.test/'] } },
      'permissions.network.0 must match pattern',
    ],
    ['a range that is none', { engine: 'latest please' }, 'is not a range of versions'],
    ['the name of another folder', { id: 'other' }, "must have the plugin's id as its name"],
    ['an entry outside', { entry: './../other/index.js' }, 'entry must match pattern'],
    ['an entry that was not built', { entry: './dist/index.js' }, 'has the plugin been built'],
    [
      'a form that cannot be compiled',
      { config: { type: 'object', properties: { host: { type: 'string', pattern: '(' } } } },
      'nvalid regular expression',
    ],
    [
      'a secret below the top',
      {
        config: {
          type: 'object',
          properties: { api: { type: 'object', properties: { key: { type: 'string', writeOnly: true } } } },
        },
      },
      'top of the form',
    ],
    [
      'a secret that is no text',
      { config: { type: 'object', properties: { key: { type: 'array', writeOnly: true } } } },
      'must be of type string',
    ],
  ])('keeps %s out', async (_, manifest, problem) => {
    expect(await problemOf(manifest)).toContain(problem);
  });

  it.each([
    ['no default export', 'export const plugin = {};', 'must export definePlugin'],
    [
      'another kind',
      "export default { kind: 'server-provider', create: () => ({}) };",
      'The manifest says payment-gateway, the code says server-provider',
    ],
    ['a missing method', "export default { kind: 'payment-gateway', create: () => ({ start() {} }) };", 'without fetch'],
    ['nothing built', "export default { kind: 'payment-gateway', create: () => undefined };", 'must return an object'],
    [
      'a throw while building',
      "export default { kind: 'payment-gateway', create() { throw new Error('no luck'); } };",
      'no luck',
    ],
    [
      'an unasked event',
      "export default { kind: 'payment-gateway', create: () => ({ start() {}, fetch() {} }), on: { 'invoice.paid': () => {} } };",
      'handles invoice.paid',
    ],
  ])('keeps code with %s out', async (_, code, problem) => {
    expect(await problemOf({}, { 'index.js': code })).toContain(problem);
  });

  it('keeps a promise that the object does not hold out', async () => {
    expect(await problemOf({ capabilities: ['refund', 'webhook'], permissions: { webhook: true } })).toContain(
      'without refund, parseWebhook',
    );
    expect(await problemOf({ permissions: { events: ['invoice.paid'] } })).toContain('asks for invoice.paid');
  });

  it('leaves the comparison to the first use when settings must be filled in by hand', async () => {
    const config = { type: 'object', required: ['apiUrl'], properties: { apiUrl: { type: 'string' } } };

    const set = await load({ till: [{ config, capabilities: ['refund'] }] });

    expect(set.leftOut).toEqual([]);
  });

  it('refuses an entry that leads out of the folder', async () => {
    const pluginsDir = await aPluginsDir();
    const folder = await writePlugin(pluginsDir, 'till', { entry: './linked.js' });
    await writeFile(path.join(pluginsDir, 'outside.js'), GATEWAY_CODE);
    await symlink(path.join(pluginsDir, 'outside.js'), path.join(folder, 'linked.js'));

    const set = await loadPlugins({ pluginsDir, modulesDir: path.join(pluginsDir, 'none') });

    expect(set.leftOut[0]?.problem).toContain('leads out of');
  });

  it('finds installed packages that call themselves plugins, and each plugin once', async () => {
    const pluginsDir = await aPluginsDir();
    const modulesDir = await aPluginsDir();
    const own = await writePlugin(pluginsDir, 'own');
    await mkdir(path.join(modulesDir, '@acme'));
    await symlink(own, path.join(modulesDir, '@acme/own'));
    const keyword = { 'package.json': '{"type":"module","keywords":["hostwright-plugin"]}' };
    await writePlugin(modulesDir, '@acme/till', { id: 'acme-till' }, keyword);
    await writePlugin(modulesDir, 'twin', { id: 'own' }, keyword);
    await writePlugin(modulesDir, 'stranger');

    const set = await loadPlugins({ pluginsDir, modulesDir });

    expect([...set.running.keys()].toSorted()).toEqual(['acme-till', 'own']);
    expect(set.leftOut).toMatchObject([{ id: 'own', problem: 'Another plugin has the same id' }]);
  });

  it('shows an icon that is a drawing and none that is more', async () => {
    const icons = {
      drawing:
        '<svg xmlns="http://www.w3.org/2000/svg"><defs><path id="a" d="M0 0"/></defs><use href="#a" fill="url(#g)"/></svg>',
      script: '<svg><script>alert(1)</script></svg>',
      handler: '<svg onload="alert(1)"/>',
      slashed: '<svg/onload=alert(1)>',
      remote: '<svg><image href="https://evil.test/a.png"/></svg>',
      style: '<svg><style>a{background:url(https://evil.test)}</style></svg>',
      entity: '<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>',
      text: 'not a drawing',
    };
    const set = await load(
      Object.fromEntries(Object.entries(icons).map(([id, svg]) => [id, [{ icon: './icon.svg' }, { 'icon.svg': svg }]])),
    );

    expect([...set.running.values()].filter(({ icon }) => icon).map(({ manifest }) => manifest.id)).toEqual(['drawing']);
  });

  it('names the browser module of a product type by its content', async () => {
    const productType = { kind: 'product-type', product: { type: 'object', properties: {} } };
    const code =
      "export default { kind: 'product-type', create: () => ({ options: () => [], check: () => [], fulfil: () => ({ action: 'none' }) }) };";

    const set = await load({
      one: [productType, { 'index.js': code, 'dist/browser.js': code }],
      two: [productType, { 'index.js': code }],
    });

    expect(set.running.get('one')?.browserModule).toMatchObject({ hash: expect.stringMatching(/^[0-9a-f]{16}$/) as string });
    expect(set.running.get('two')?.browserModule).toBeUndefined();
  });

  it('finds the modules of a gateway’s elements, or leaves the gateway out', async () => {
    const elements = { 'till-card': './dist/elements/card.js' };
    const set = await load({
      good: [{ elements }, { 'dist/elements/card.js': 'export {};' }],
      unbuilt: [{ elements }],
      ours: [{ elements: { 'hw-card': './card.js' } }, { 'card.js': '' }],
      plain: [{ elements: { card: './card.js' } }, { 'card.js': '' }],
    });

    expect([...set.running.get('good')!.elements.keys()]).toEqual(['till-card']);
    expect(set.leftOut.map(({ id, problem }) => [id, problem])).toEqual([
      ['ours', expect.stringContaining('elements') as string],
      ['plain', expect.stringContaining('elements') as string],
      ['unbuilt', 'elements.till-card: ./dist/elements/card.js is not there: has the plugin been built?'],
    ]);
  });

  it('leaves none of the project’s own plugins out once they are built', async () => {
    const set = await loadPlugins({
      pluginsDir: path.join(projectRoot, 'plugins'),
      modulesDir: path.join(projectRoot, 'node_modules'),
    });

    expect(set.leftOut.filter(({ problem }) => !problem.includes('has the plugin been built'))).toEqual([]);
  });
});
