import { randomUUID } from 'node:crypto';
import type { Order } from '@hostwright/sdk/http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CatalogSetup } from '../../src/billing/catalog/index.js';
import { aServer, aShop, type Shop, type TestServer } from '../harness/shop.js';
import { checkout, codes, expectHealthy, statuses, together } from './story.js';

let server: TestServer;
let shop: Shop;

beforeAll(async () => {
  server = await aServer();
});

afterAll(() => server.close());

beforeEach(async () => {
  shop = await aShop(server);
});

const count = async (table: string): Promise<number> => {
  const [row] = await shop.rows<{ count: number }>(`select count(*)::int as count from ${table} where tenant_id = $1`, [
    shop.tenant.id,
  ]);
  return row!.count;
};

describe('one cart', () => {
  it('ordered 20 times at once under different keys is one order', async () => {
    const [customer, cart] = [await shop.customer(), await shop.cart({ quantity: 2 })];

    const answers = await together(20, () => checkout(shop, customer, cart));

    expect(statuses(answers).filter(status => status === 201)).toHaveLength(1);
    expect(codes(answers)).toEqual(new Set(['cart-ordered']));
    expect([await count('orders'), await count('invoices'), await count('services')]).toEqual([1, 1, 2]);
    await expectHealthy(shop);
  });

  it('ordered by 50 clicks under one key is one order, and all of them get the same answer', async () => {
    const [customer, cart, key] = [await shop.customer(), await shop.cart(), randomUUID()];

    const answers = await together(50, () => checkout(shop, customer, cart, key));

    expect(new Set(statuses(answers))).toEqual(new Set([201]));
    expect(new Set(answers.map(answer => answer.text)).size).toBe(1);
    expect([await count('orders'), await count('invoices'), await count('services')]).toEqual([1, 1, 1]);
    await expectHealthy(shop);
  });
});

it('asks again when the price has changed in between, and orders nothing', async () => {
  const [customer, cart] = [await shop.customer(), await shop.cart()];
  const base = { model: 'flat', amounts: { 'month:1': { EUR: '599', USD: '649', UAH: '25900' } } } as const;
  await server.app.get(CatalogSetup).reprice(shop.tenant.id, shop.goods.small, { base });

  const refused = await checkout(shop, customer, cart);

  const today = { amount: String(BigInt(cart.today.amount) + 100n), currency: 'EUR' };
  expect(refused.status).toBe(409);
  expect(refused.json()).toMatchObject({ code: 'price-changed', today, expected: cart.today });
  expect([await count('orders'), await count('invoices'), await count('ledger_postings')]).toEqual([0, 0, 0]);

  const agreed = await checkout(shop, customer, { ...cart, today });
  expect(agreed.json<Order>().today).toEqual(today);
  await expectHealthy(shop);
});

it('sells the last piece once to 20 who want it at the same moment', async () => {
  await shop.asOwner(`PATCH /api/admin/plans/${shop.goods.small}`, { body: { stock: 1 } });
  const buyers = await Promise.all(
    Array.from({ length: 20 }, async () => ({ customer: await shop.customer(), cart: await shop.cart() })),
  );

  const answers = await together(20, index => checkout(shop, buyers[index]!.customer, buyers[index]!.cart));

  expect(statuses(answers).filter(status => status === 201)).toHaveLength(1);
  expect(codes(answers)).toEqual(new Set(['out-of-stock']));
  expect(await shop.rows('select stock from plans where tenant_id = $1 and id = $2', [shop.tenant.id, shop.goods.small])).toEqual(
    [{ stock: 0 }],
  );
  expect(await count('orders')).toBe(1);
  await expectHealthy(shop);
});

it('numbers 50 invoices that are issued at once without a gap or a double, refused orders in between', async () => {
  const customer = await shop.customer();
  const carts = await Promise.all(Array.from({ length: 60 }, () => shop.cart()));
  const wrong = { amount: '1', currency: 'EUR' };

  const answers = await together(60, index => {
    const cart = carts[index]!;
    return checkout(shop, customer, index % 6 === 5 ? { ...cart, today: wrong } : cart);
  });

  expect(statuses(answers).filter(status => status === 201)).toHaveLength(50);
  expect(codes(answers)).toEqual(new Set(['price-changed']));
  const rows = await shop.rows<{ sequence: bigint }>('select sequence from invoices where tenant_id = $1 order by sequence', [
    shop.tenant.id,
  ]);
  expect(rows.map(row => Number(row.sequence))).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  await expectHealthy(shop);
});
