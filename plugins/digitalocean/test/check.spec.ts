import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAKE_OCEAN_TOKENS } from '../src/fake/index.js';
import digitalocean from '../src/index.js';
import { Shop } from './shop.js';
import { schema } from './vendor-check.js';

let shop: Shop;

beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.cloud.close());

const check = (token?: string) =>
  digitalocean.check!(shop.process(undefined, token === undefined ? undefined : { token }).context);

describe('the test of a connection', () => {
  it('says how many droplets there may be, and makes none', async () => {
    expect(await check()).toEqual({ ok: true, detail: 'Connected. The account may have 1000 droplets.' });
    expect(shop.cloud.account.droplets.size).toBe(0);
  });

  it('tells a wrong token', async () => {
    expect(await check('dop_v1_something_else')).toMatchObject({ ok: false, detail: expect.stringContaining('does not accept') });
  });

  it('tells a token that lacks a scope', async () => {
    expect(await check(FAKE_OCEAN_TOKENS.readOnly)).toMatchObject({
      ok: false,
      detail: expect.stringContaining('lacks a scope'),
    });
  });
});

describe.runIf(schema)("DigitalOcean's own description", () => {
  it('finds a field that is wrong or missing', () => {
    const droplet = { name: 'x', size: 's-1vcpu-1gb', image: 'debian-13-x64' };

    expect(schema!.faults('POST', '/v2/droplets', droplet)).toEqual([]);
    expect(schema!.faults('POST', '/v2/droplets', { ...droplet, tags: 'svc-1' })).not.toEqual([]);
    expect(schema!.faults('POST', '/v2/droplets', { name: 'x', size: 's-1vcpu-1gb' })).not.toEqual([]);
    expect(schema!.faults('POST', '/v2/droplets/1/actions', { type: 'explode' })).not.toEqual([]);
  });
});
