import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { testHttp, type TestHttp } from '../../../test/harness/http.js';
import { aPluginsDir, writePlugin } from '../../../test/harness/plugin-folder.js';
import type { Tenant } from '../tenancy/index.js';
import { Installations, Plugins, PluginsModule } from './index.js';

const BOX_CODE =
  "export default { kind: 'product-type', create: () => ({ options: () => [], check: () => [], fulfil: () => ({ action: 'none' }) }) };";
const CARD_CODE = "customElements.define('counter-card', class extends HTMLElement {});";

let database: TestDatabase;
let http: TestHttp;
let shop: Tenant;

beforeAll(async () => {
  const pluginsDir = await aPluginsDir();
  await symlink(path.resolve(fileURLToPath(import.meta.url), '../fixtures/till'), path.join(pluginsDir, 'till'));
  const box = { kind: 'product-type', product: { type: 'object', properties: {} } };
  await writePlugin(pluginsDir, 'box', box, { 'index.js': BOX_CODE, 'dist/browser.js': BOX_CODE });
  const counter = { elements: { 'counter-card': './card.js' }, permissions: { browser: ['js.counter.test', 'config:pageUrl'] } };
  const page = {
    config: { type: 'object', properties: { pageUrl: { type: 'string', default: 'https://pay.counter.test/now' } } },
  };
  await writePlugin(pluginsDir, 'counter', { ...counter, ...page }, { 'card.js': CARD_CODE });
  database = await testDatabase();
  http = await testHttp(database, [PluginsModule], { PLUGINS_DIR: pluginsDir });
  shop = await http.tenant();
});

afterAll(async () => {
  await http.close();
  await database.drop();
});

it('serves an icon that can do nothing', async () => {
  const icon = await http.call(shop, 'GET /plugins/till/icon.svg');

  expect([icon.status, icon.headers['content-type'], icon.headers['x-content-type-options']]).toEqual([
    200,
    'image/svg+xml',
    'nosniff',
  ]);
  expect(icon.headers['content-security-policy']).toContain('sandbox');
  expect((await http.call(shop, 'GET /plugins/box/icon.svg')).status).toBe(404);
  expect((await http.call(shop, 'GET /plugins/__proto__/icon.svg')).status).toBe(404);
});

it('serves a product type to every site, for ever', async () => {
  const plugins = http.app.get(Plugins);
  const module = await http.call(shop, `GET ${plugins.moduleUrl('box')}`);

  expect([module.status, module.text]).toEqual([200, BOX_CODE]);
  expect(module.headers).toMatchObject({
    'access-control-allow-origin': '*',
    'cache-control': expect.stringContaining('immutable') as string,
  });
  expect((await http.call(shop, 'GET /plugins/box/module-0000000000000000.js')).status).toBe(404);
  expect((await http.call(shop, 'GET /plugins/box/plugin.json')).status).toBe(404);
  expect(plugins.productType('box').check({}, {})).toEqual([]);
  expect(plugins.moduleUrl('till')).toBeUndefined();
});

it('serves the elements of a gateway to every site, named by their content', async () => {
  const plugins = http.app.get(Plugins);
  const module = await http.call(shop, `GET ${plugins.elementUrl('counter', 'counter-card')}`);

  expect([module.status, module.text, module.headers['content-type']]).toEqual([
    200,
    CARD_CODE,
    'text/javascript; charset=utf-8',
  ]);
  expect(module.headers).toMatchObject({
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': expect.stringContaining('immutable') as string,
  });
  expect(plugins.elementUrl('counter', 'other-card')).toBeUndefined();
  expect((await http.call(shop, 'GET /plugins/counter/card.js')).status).toBe(404);
});

it('lets the browsers of a shop reach what its gateways need there', async () => {
  const plugins = http.app.get(Plugins);
  expect(await plugins.browserHosts(shop.id)).toEqual([]);

  const installations = http.app.get(Installations);
  await installations.create(shop.id, { pluginId: 'counter', label: 'Counter', enabled: true, config: {} }, 'staff:ada');
  const till = { apiUrl: 'https://till.test', apiKey: 'sk_live_of_a_shop' };
  await installations.create(shop.id, { pluginId: 'till', label: 'Cards', enabled: true, config: till }, 'staff:ada');

  expect(await plugins.browserHosts(shop.id)).toEqual(['js.counter.test', 'pay.counter.test:443']);
});
