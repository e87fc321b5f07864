import { randomUUID } from 'node:crypto';
import type { AdminRefund, AdminService, CreditNote, Dashboard, Invoice } from '@hostwright/sdk/http';
import { PDFParse } from 'pdf-parse';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Jobs } from '../../src/platform/jobs/index.js';
import { aServer, aShop, expectStatus, type TestServer } from '../harness/shop.js';
import { expectHealthy } from './story.js';

let server: TestServer;

beforeAll(async () => {
  server = await aServer();
});

afterAll(() => server.close());

it('gives a purchase back in two parts, with a credit note in the mail for each', async () => {
  const shop = await aShop(server);
  const customer = await shop.customer();
  const order = await shop.order(customer);
  const paymentId = await shop.pay(customer, order);
  await shop.passTime('2 minutes');
  const before = server.mailbox.mails.length;

  const refund = async (body: object): Promise<AdminRefund> => {
    const headers = { 'idempotency-key': randomUUID() };
    const asked = await shop.asOwner(`POST /api/admin/payments/${paymentId}/refunds`, { headers, body });
    const { id } = expectStatus(asked, 201).json<AdminRefund>();
    await shop.passTime('2 minutes');
    return (await shop.asOwner(`GET /api/admin/refunds/${id}`)).json<AdminRefund>();
  };
  const first = await refund({ amount: { amount: '100', currency: 'EUR' }, reason: 'Slow first day' });
  const second = await refund({ reason: 'Cancelled' });

  expect([first.state, second.state]).toEqual(['succeeded', 'succeeded']);
  const mine = async <Answer>(path: string): Promise<Answer> =>
    (await shop.call(`GET /api/store/${path}`, { token: customer.token })).json<Answer>();
  const invoice = await mine<Invoice>(`invoices/${order.invoiceId}`);
  expect(invoice).toMatchObject({ state: 'refunded', refunded: invoice.total });
  const { items } = await mine<{ items: CreditNote[] }>(`credit-notes?invoiceId=${invoice.id}`);
  expect(items.map(({ total }) => BigInt(total.amount)).reduce((sum, one) => sum + one)).toBe(BigInt(invoice.total.amount));

  const mails = server.mailbox.mails.slice(before).filter(mail => mail.to.includes(customer.email));
  const papers = mails.flatMap(({ parsed }) => parsed.attachments);
  expect(papers.map(({ filename }) => filename).sort()).toEqual(items.map(({ number }) => `${number}.pdf`).sort());
  const text = await textOf(papers.find(({ filename }) => filename === `${first.creditNoteNumber}.pdf`)!.content);
  for (const words of ['Credit note', first.creditNoteNumber!, invoice.number, 'Slow first day', 'Ada Lovelace'])
    expect(text).toContain(words);
  const pdf = await shop.call(`GET /api/store/credit-notes/${items[0]!.id}/pdf`, { token: customer.token });
  expect(pdf.headers['content-type']).toBe('application/pdf');
  await expectHealthy(shop);
}, 120_000);

it('shows staff the service whose payment is disputed, and tells the owner', async () => {
  const shop = await aShop(server);
  const customer = await shop.customer();
  const order = await shop.order(customer);
  const paymentId = await shop.pay(customer, order);
  await shop.passTime('2 minutes');
  const reference = (await shop.asOwner(`GET /api/admin/payments/${paymentId}`)).json<{ reference: string }>().reference;
  const told = (state: string) => ({ ...{ type: 'dispute', reference, disputeReference: 'dp-1', state }, amount: order.today });
  const disputed = async (): Promise<boolean> =>
    (await shop.asOwner(`GET /api/admin/services/${order.items[0]!.serviceId}`)).json<AdminService>().disputed;

  await hear(told('opened'));
  expect(await disputed()).toBe(true);
  const { attention } = (await shop.asOwner('GET /api/admin/dashboard')).json<Dashboard>();
  expect(attention.map(({ kind }) => kind)).toContain('dispute-opened');
  const owners = server.mailbox.mails.filter(({ parsed }) => parsed.subject?.includes('is disputed'));
  expect(owners.map(({ to }) => to).flat()).toContain(`owner@${shop.tenant.slug}.example`);

  await hear(told('won'));
  expect(await disputed()).toBe(false);
  await expectHealthy(shop);

  /** As the gateway's plugin would have translated it. */
  async function hear(event: object): Promise<void> {
    const id = randomUUID();
    await shop.rows(
      `insert into webhook_inbox (installation_id, event_id, id, event, payment_reference, received_at)
       values ($1, $2, $3, $4::jsonb, $5, $6)`,
      [shop.cards, id, id, JSON.stringify({ ...event, id }), reference, server.clock.now()],
    );
    const tenantId = shop.tenant.id;
    await server.db.run(tenantId, () => server.app.get(Jobs).send('payments/apply', { tenantId, inboxId: id, misses: 0 }));
    await shop.passTime('1 minute');
  }
}, 120_000);

async function textOf(pdf: Buffer): Promise<string> {
  const parser = new PDFParse({ data: new Uint8Array(pdf) });
  try {
    return (await parser.getText()).text;
  } finally {
    await parser.destroy();
  }
}
