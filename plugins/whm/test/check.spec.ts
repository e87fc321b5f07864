import { aCertificate } from '@hostwright/sdk/testing';
import { afterEach, expect, it } from 'vitest';
import whm from '../src/index.js';
import { Shop } from './shop.js';

const shops: Shop[] = [];

afterEach(async () => {
  await Promise.all(shops.splice(0).map(shop => shop.whm.close()));
});

async function open(...given: Parameters<typeof Shop.open>): Promise<Shop> {
  const shop = await Shop.open(...given);
  shops.push(shop);
  return shop;
}

const check = (shop: Shop, words: Parameters<Shop['process']>[0] = {}) => whm.check!(shop.process(words).context);

it('tells the version and how many packages there are, and makes nothing', async () => {
  const shop = await open();

  expect(await check(shop)).toEqual({ ok: true, detail: 'Connected to WHM 11.136.0.22. Packages: 3.' });
  expect(shop.whm.calls.every(({ method }) => method === 'GET')).toBe(true);
});

it('tells a wrong token, and names the rights that are missing', async () => {
  const shop = await open();
  shop.whm.lacking.add('kill-acct').add('passwd');

  expect(await check(shop, { token: 'SOMETHINGELSE012' })).toMatchObject({ ok: false, detail: expect.stringContaining('token') });
  expect(await check(shop)).toEqual({ ok: false, detail: 'The token lacks rights: kill-acct, passwd.' });
});

it('tells an address at which something else answers, and a server without packages', async () => {
  const shop = await open({}, { packages: [] });

  shop.whm.troubles.showPageNext();
  expect(await check(shop)).toMatchObject({ ok: false, detail: expect.stringContaining('not WHM') });
  expect(await check(shop)).toMatchObject({ ok: false, detail: expect.stringContaining('no package') });
});

it('trusts the certificate whose fingerprint it was told, and no other', async () => {
  const [its, other] = [aCertificate(), aCertificate()];
  const shop = await open({ fingerprint: its.fingerprint }, { tls: its });

  expect(await check(shop)).toMatchObject({ ok: true });
  expect(await check(shop, { config: { fingerprint: other.fingerprint } })).toMatchObject({
    ok: false,
    detail: expect.stringContaining('another certificate'),
  });
});
