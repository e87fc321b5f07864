import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Order } from '@hostwright/sdk/http';
import { PooledShop, type PooledGoods } from '../../../test/harness/pooled-shop.js';
import { aServer, type TestServer } from '../../../test/harness/shop.js';
import { Doctor } from '../../features/doctor/index.js';
import { newId } from '../../platform/database/index.js';
import { Invoices } from '../invoices/index.js';

let server: TestServer;
let pooled: PooledShop;
let goods: PooledGoods;
let order: Order;

beforeAll(async () => {
  server = await aServer();
});

afterAll(() => server.close());

/** One slot, and an order that has it. */
beforeEach(async () => {
  pooled = await PooledShop.open(server);
  const pool = await pooled.pool('Main', { limits: { slots: 2 } });
  goods = await pooled.sell('pooled', { poolId: pool.id });
  await pooled.shop.rows('update plans set stock = 2');
  order = await pooled.order(goods, { quantity: 2 });
});

const path = () => `orders/${order.id}/cancellation`;
const cancel = (token = pooled.customer.token) => pooled.shop.call(`POST /api/store/${path()}`, { token });
const asStaff = () => pooled.shop.asOwner(`POST /api/admin/${path()}`);
const invoice = () => pooled.shop.rows<{ state: string; paidMinor: bigint }>('select state, paid_minor from invoices');
const states = async () => (await pooled.shop.rows<{ state: string }>('select state from services')).map(({ state }) => state);
/** Who was sent a mail that it is cancelled. */
const told = () => pooled.shop.rows(`select customer_id from deliveries where template = 'order-cancelled'`);
const receive = (amount: bigint) =>
  server.db.run(pooled.shop.tenant.id, () =>
    server.app.get(Invoices).receive({
      ...{ invoiceId: order.invoiceId, paymentId: newId(), installationId: pooled.shop.cards },
      received: { amount, currency: 'EUR' },
    }),
  );

it('ends with everything that hangs on it, and leaves its place and its stock to others', async () => {
  const answer = await cancel();
  await server.runJobs();

  expect(await told()).toEqual([]);
  expect([answer.status, answer.json<Order>().state]).toEqual([200, 'cancelled']);
  expect(await invoice()).toEqual([{ state: 'void', paidMinor: 0n }]);
  expect(await states()).toEqual(['terminated', 'terminated']);
  expect(await pooled.shop.rows('select released_why from placements')).toEqual(
    Array.from({ length: 2 }, () => ({ releasedWhy: 'cancelled' })),
  );
  const [event] = await pooled.shop.rows<{ data: object }>(`select data from events where name = 'order.cancelled'`);
  expect(event!.data).toEqual({ orderId: order.id, customerId: pooled.customer.id, reason: 'customer' });
  expect(await pooled.shop.rows(`select actor from audit_entries where action = 'order.cancelled'`)).toEqual([
    { actor: `customer:${pooled.customer.id}` },
  ]);
  expect(await server.app.get(Doctor).complaints(pooled.shop.tenant.id)).toEqual([]);
  expect(await pooled.tryOrder(goods, { quantity: 2 })).toMatchObject({ status: 201 });
});

it('is staff’s to cancel as well, once', async () => {
  const answer = await asStaff();

  expect([answer.status, answer.json()]).toMatchObject([200, { state: 'cancelled', customer: { id: pooled.customer.id } }]);
  expect([(await asStaff()).status, (await cancel()).status]).toEqual([409, 409]);
  await server.runJobs();
  expect(await told()).toEqual([{ customerId: pooled.customer.id }]);
  expect(await pooled.shop.rows('select stock from plans where stock is not null')).toContainEqual({ stock: 2 });
});

it('is not anybody else’s to cancel', async () => {
  const other = await pooled.shop.customer();

  expect((await cancel(other.token)).status).toBe(404);
  expect(await states()).toEqual(['pending', 'pending']);
});

it('stays when it is paid, or in part', async () => {
  await receive(1n);
  expect([(await cancel()).status, (await asStaff()).status]).toEqual([409, 409]);
  const { totalMinor } = (await pooled.shop.rows<{ totalMinor: bigint }>('select total_minor from invoices'))[0]!;
  await receive(totalMinor - 1n);

  expect([(await cancel()).status, (await asStaff()).status]).toEqual([409, 409]);
  expect(await invoice()).toMatchObject([{ state: 'paid' }]);
});

it('either is cancelled or is paid, though both come at once, and money that is too late becomes credit', async () => {
  const { totalMinor } = (await pooled.shop.rows<{ totalMinor: bigint }>('select total_minor from invoices'))[0]!;
  const [answer] = await Promise.all([cancel(), receive(totalMinor)]);
  await server.runJobs();

  const isCancelled = answer.status === 200;
  expect(await invoice()).toMatchObject([{ state: isCancelled ? 'void' : 'paid' }]);
  expect((await states()).includes('terminated')).toBe(isCancelled);
  const credits = await pooled.shop.rows<{ balanceMinor: bigint }>('select balance_minor from customer_credits');
  expect(credits).toEqual(isCancelled ? [{ balanceMinor: totalMinor }] : []);
});

it('is the only way to end a server that nobody has paid for yet', async () => {
  const { serviceId, hostname } = order.items[0]!;
  const answer = await pooled.shop.asOwner(`POST /api/admin/services/${serviceId}/actions`, {
    body: { action: 'terminate', confirmation: hostname },
  });

  expect(answer.status).toBe(409);
  expect(await states()).toEqual(['pending', 'pending']);
});
