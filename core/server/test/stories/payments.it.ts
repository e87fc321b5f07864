import { randomUUID } from 'node:crypto';
import type { AdminPayment, Invoice, Order, Payment } from '@hostwright/sdk/http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aServer, aShop, expectStatus, type Shop, type ShopCustomer, type TestServer } from '../harness/shop.js';
import { deliver, expectHealthy, statuses, together } from './story.js';

let server: TestServer;
let shop: Shop;
let customer: ShopCustomer;
let order: Order;

beforeAll(async () => {
  server = await aServer();
});

afterAll(() => server.close());

beforeEach(async () => {
  shop = await aShop(server);
  customer = await shop.customer();
  order = await shop.order(customer);
});

const read = <Answer>(path: string): Promise<Answer> =>
  shop.call(`GET /api/store/${path}`, { token: customer.token }).then(answer => expectStatus(answer, 200).json<Answer>());

const invoice = (): Promise<Invoice> => read<Invoice>(`invoices/${order.invoiceId}`);
const chargesOf = (paymentId: string): number =>
  server.pay.payments.filter(charge => charge.metadata['payment_id'] === paymentId).length;

async function expectDelivered(): Promise<void> {
  const { serviceId } = order.items[0]!;
  expect(await invoice()).toMatchObject({ state: 'paid' });
  expect(await read(`services/${serviceId}`)).toMatchObject({ state: 'active' });
  expect(server.cloud.serversOf(serviceId)).toHaveLength(1);
  expect(await shop.rows(`select id from payments where tenant_id = $1 and state = 'succeeded'`, [shop.tenant.id])).toHaveLength(
    1,
  );
}

describe('a card', () => {
  it('that is declined leaves the invoice open, and the next one pays it', async () => {
    const { payment } = await shop.startPayment(customer, order.invoiceId);
    await server.pay.settle(payment.id, 'declined', { silently: true });
    await deliver(shop, server.pay.signedWebhook(payment.id));
    await shop.runJobs();

    expect(await read<Payment>(`payments/${payment.id}`)).toMatchObject({ state: 'declined', mayRetry: true });
    expect(await invoice()).toMatchObject({ state: 'open' });
    expect(server.cloud.serversOf(order.items[0]!.serviceId)).toHaveLength(0);
    await expectHealthy(shop);

    await shop.pay(customer, order);
    await shop.passTime('2 minutes');

    await expectDelivered();
    await expectHealthy(shop);
  });

  it('whose answer was lost pays once when it is looked up', async () => {
    server.pay.nextStart('unknown');

    const { payment } = await shop.startPayment(customer, order.invoiceId);
    expect(payment.state).toBe('unknown');
    await expectHealthy(shop);
    await shop.passTime('5 minutes');

    await expectDelivered();
    expect(chargesOf(payment.id)).toBe(1);
    await expectHealthy(shop);
  });
});

it('marks a bank transfer paid once, however often staff press the button', async () => {
  const { payment, step } = await shop.startPayment(customer, order.invoiceId, shop.bank);
  expect(step).toMatchObject({ next: 'instructions' });
  const body = { installationId: shop.bank, amount: order.today, reference: 'statement 17, line 3' };
  const headers = { 'idempotency-key': randomUUID() };

  const answers = await together(10, () =>
    shop.asOwner(`POST /api/admin/invoices/${order.invoiceId}/payments`, { headers, body }),
  );
  await shop.passTime('2 minutes');

  expect(new Set(answers.map(answer => answer.text)).size).toBe(1);
  expect(expectStatus(answers[0]!, 201).json<AdminPayment>()).toMatchObject({ state: 'succeeded', id: payment.id });
  await expectDelivered();
  await expectHealthy(shop);
});

describe('webhooks', () => {
  it('of one message, 50 times in parallel, book one payment', async () => {
    const { payment } = await shop.startPayment(customer, order.invoiceId);
    await server.pay.settle(payment.id, 'succeeded', { silently: true });
    const message = server.pay.signedWebhook(payment.id);

    const answers = await together(50, () => deliver(shop, message));
    await shop.passTime('2 minutes');

    expect(new Set(statuses(answers))).toEqual(new Set([200]));
    await expectDelivered();
    await expectHealthy(shop);
  });

  it('that say different things in any order end at the same: the money is there', async () => {
    const { payment } = await shop.startPayment(customer, order.invoiceId);
    const pending = server.pay.signedWebhook(payment.id);
    await server.pay.settle(payment.id, 'requires-action', { silently: true });
    const confirm = server.pay.signedWebhook(payment.id);
    await server.pay.settle(payment.id, 'succeeded', { silently: true });
    const paid = [server.pay.signedWebhook(payment.id), server.pay.signedWebhook(payment.id)];

    await together(2, index => deliver(shop, paid[index]!));
    await shop.runJobs();
    await together(20, index => deliver(shop, [confirm, pending, paid[0]!][index % 3]!));
    await shop.passTime('2 minutes');

    expect(await read<Payment>(`payments/${payment.id}`)).toMatchObject({ state: 'succeeded' });
    await expectDelivered();
    await expectHealthy(shop);
  });
});
