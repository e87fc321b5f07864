import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import hetzner from '../src/index.js';
import { FAKE_HETZNER_TOKENS } from '../src/fake/index.js';
import { Shop } from './shop.js';
import { schema } from './vendor-check.js';

let shop: Shop;

beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.cloud.close());

const check = (token?: string) => hetzner.check!(shop.process(undefined, token === undefined ? undefined : { token }).context);

describe('the test of a connection', () => {
  it('says how many servers there are, and makes nothing', async () => {
    expect(await check()).toEqual({ ok: true, detail: 'Connected. The project has 0 servers.' });
    expect(shop.cloud.project.keys).toEqual([]);
  });

  it('tells a wrong token', async () => {
    expect(await check('hcloud-something-else')).toMatchObject({ ok: false, detail: expect.stringContaining('does not accept') });
  });

  it('tells a token that may only read', async () => {
    expect(await check(FAKE_HETZNER_TOKENS.readOnly)).toMatchObject({
      ok: false,
      detail: expect.stringContaining('may only read'),
    });
  });
});

describe.runIf(schema)("Hetzner's own description", () => {
  it('finds a field that is wrong or missing', () => {
    expect(schema!.faults('POST', '/servers', { name: 'x', server_type: 22, image: 'debian-13' })).toHaveLength(1);
    expect(schema!.faults('POST', '/servers', { name: 'x', server_type: 'cx22' })).toHaveLength(1);
    expect(schema!.faults('POST', '/servers/{id}/actions/change_dns_ptr', { ip: '192.0.2.1' })).toHaveLength(1);
  });
});
