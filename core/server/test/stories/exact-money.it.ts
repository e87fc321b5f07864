import type { Cart, Invoice, Order } from '@hostwright/sdk/http';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Ledger } from '../../src/billing/ledger/index.js';
import { aServer, aShop, expectStatus, type Shop, type TestServer } from '../harness/shop.js';
import { checkout, expectHealthy } from './story.js';

const RUNS = 40;

let server: TestServer;
let shop: Shop;

beforeAll(async () => {
  server = await aServer();
  shop = await aShop(server);
});

afterAll(() => server.close());

/** A cart of one currency: one to three lines of anything that is on sale. */
const wish = fc.record({
  currency: fc.constantFrom('JPY', 'EUR', 'UAH', 'KWD'),
  lines: fc.array(
    fc.record({
      isLarge: fc.boolean(),
      quantity: fc.integer({ min: 1, max: 9 }),
      cpu: fc.integer({ min: 1, max: 16 }),
      ram: fc.integer({ min: 1, max: 64 }),
      disk: fc.integer({ min: 1, max: 32 }).map(steps => steps * 20),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

const sum = (amounts: readonly (string | bigint)[]): bigint => amounts.reduce<bigint>((all, amount) => all + BigInt(amount), 0n);

it('asks for the same sum in the quote, the cart, the order, the invoice and the ledger, to the minor unit', async () => {
  const property = fc.asyncProperty(wish, async ({ currency, lines }) => {
    const customer = await shop.customer();
    const goods = ['JPY', 'KWD'].includes(currency) ? shop.goodsAfar : shop.goods;
    let cart = expectStatus(await shop.call('POST /api/store/carts', { body: { currency } }), 201).json<Cart>();
    const quoted: bigint[] = [];
    for (const { isLarge, quantity, cpu, ram, disk } of lines) {
      const selection = { cpu, ram, disk, image: 'debian-13', location: 'fra' };
      const quote = await shop.quote({ currency, selection, planId: isLarge ? goods.large : goods.small });
      const body = { quote: quote.token, quantity };
      cart = expectStatus(await shop.call(`POST /api/store/carts/${cart.id}/items`, { body }), 201).json<Cart>();
      expect(sum(quote.lines.map(line => line.amount.amount))).toBe(BigInt(quote.today.amount));
      quoted.push(BigInt(quote.today.amount) * BigInt(quantity));
    }

    const order = expectStatus(await checkout(shop, customer, cart), 201).json<Order>();

    const total = { amount: String(sum(quoted)), currency };
    const invoice = (await shop.call(`GET /api/store/invoices/${order.invoiceId}`, { token: customer.token })).json<Invoice>();
    const owed = await server.db.run(shop.tenant.id, () => server.app.get(Ledger).balance(`customer:${customer.id}`, currency));
    expect(cart.today).toEqual(total);
    expect(order.today).toEqual(total);
    expect(sum(order.items.map(item => item.today.amount))).toBe(BigInt(total.amount));
    expect(invoice.total).toEqual(total);
    expect(sum(invoice.lines.map(line => line.amount.amount))).toBe(BigInt(total.amount));
    expect(owed).toBe(-BigInt(total.amount));
  });

  await fc.assert(property, { numRuns: RUNS });

  await expectHealthy(shop);
}, 120_000);
