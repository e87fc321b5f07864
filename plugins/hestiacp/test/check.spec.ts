import { aCertificate } from '@hostwright/sdk/testing';
import { afterEach, expect, it } from 'vitest';
import hestia from '../src/index.js';
import { Shop } from './shop.js';

const shops: Shop[] = [];

afterEach(async () => {
  await Promise.all(shops.splice(0).map(shop => shop.server.close()));
});

async function open(...given: Parameters<typeof Shop.open>): Promise<Shop> {
  const shop = await Shop.open(...given);
  shops.push(shop);
  return shop;
}

const check = (shop: Shop, words: Parameters<Shop['process']>[0] = {}) => hestia.check!(shop.process(words).context);

it('tells how much there is, and makes nothing', async () => {
  const shop = await open();

  expect(await check(shop)).toEqual({ ok: true, detail: 'Connected. Accounts: 0, packages: 3.' });
  expect(shop.server.calls).toEqual(['v-list-users', 'v-list-user-packages']);
});

it('tells a wrong key, an API that is switched off, and something else that answers', async () => {
  const shop = await open();

  const details = [(await check(shop, { secretKey: 'something-else-1' })).detail];
  shop.server.troubles.showPageNext();
  details.push((await check(shop)).detail);
  shop.server.isSwitchedOff = true;
  details.push((await check(shop)).detail);

  expect(details).toMatchObject([
    expect.stringContaining('does not accept'),
    expect.stringContaining('not HestiaCP'),
    expect.stringContaining('switched off'),
  ]);
});

it('asks for the names of packages when the key may not list them', async () => {
  const shop = await open();
  shop.server.forbidden.add('v-list-user-packages');

  expect(await check(shop)).toMatchObject({ ok: false, detail: expect.stringContaining('name them') });
  expect(await check(shop, { config: { packages: ['start'] } })).toMatchObject({ ok: true });
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
