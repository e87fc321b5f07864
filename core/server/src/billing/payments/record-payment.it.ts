import type { AdminPayment, Payment } from '@hostwright/sdk/http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PASSWORD, payingHouse, signIn, type PayingHouse, type PayingShop } from '../../../test/harness/paying-shop.js';
import { newId } from '../../platform/database/index.js';
import { StaffMembers } from '../../platform/identity/index.js';

let house: PayingHouse;
let shop: PayingShop;

beforeAll(async () => {
  house = await payingHouse();
});

afterAll(() => house.close());

beforeEach(async () => {
  shop = await house.shop();
});

describe('money that staff have seen arrive', () => {
  it('pays the invoice, is booked at that gateway, and is in the audit', async () => {
    const invoice = await shop.invoice();

    const answer = await shop.record(invoice, '1999', 'RF18 5390');

    expect(answer.status).toBe(201);
    expect(answer.json()).toMatchObject({
      state: 'succeeded',
      reference: 'RF18 5390',
      gateway: 'Our bank',
      customer: { id: shop.customer.id },
      note: null,
    });
    expect(await shop.invoiceState(invoice)).toEqual({ state: 'paid', paidMinor: 1999n });
    expect(await shop.gatewayPostings()).toEqual([{ source: `gateway:${shop.bank}`, amountMinor: 1999n, currency: 'EUR' }]);
    const audit = await shop.rows(`select actor, target, detail from audit_entries where action = 'payment.recorded'`);
    expect(audit).toEqual([
      {
        actor: expect.stringMatching(/^staff:/) as string,
        target: `payment:${answer.json<AdminPayment>().id}`,
        detail: { invoice: invoice.number, amount: '1999', currency: 'EUR' },
      },
    ]);
  });

  it('ends the payment that the customer began', async () => {
    const invoice = await shop.invoice();
    const { payment } = await shop.start(invoice, shop.bank);

    await shop.record(invoice, '1999', 'RF18 5390');

    expect(await shop.paymentsOf(invoice)).toMatchObject([{ id: payment.id, state: 'succeeded' }]);
  });

  it('with the same reference is one payment, in ten requests at once', async () => {
    const invoice = await shop.invoice();

    const answers = await Promise.all(Array.from({ length: 10 }, () => shop.record(invoice, '1999', 'RF18 5390')));

    expect(new Set(answers.map(answer => answer.status))).toEqual(new Set([201]));
    expect(new Set(answers.map(answer => answer.json<AdminPayment>().id)).size).toBe(1);
    expect(await shop.gatewayPostings()).toHaveLength(1);
  });

  it('with the reference of another payment is refused', async () => {
    const [first, second] = [await shop.invoice(), await shop.invoice()];
    await shop.record(first, '1999', 'RF18 5390');

    const elsewhere = await shop.record(second, '1999', 'RF18 5390');
    const otherSum = await shop.record(first, '999', 'RF18 5390');

    expect([elsewhere, otherSum].map(answer => answer.json<{ code: string }>().code)).toEqual(['payment-state', 'payment-state']);
    expect(await shop.invoiceState(second)).toEqual({ state: 'open', paidMinor: 0n });
  });

  it('for two invoices under one reference in the same moment pays one of them', async () => {
    const invoices = [await shop.invoice(), await shop.invoice()];

    const answers = await Promise.all(invoices.map(invoice => shop.record(invoice, '1999', 'RF18 5390')));

    expect(answers.map(answer => answer.status).toSorted()).toEqual([201, 409]);
    expect(await shop.gatewayPostings()).toHaveLength(1);
  });

  it('in parts pays when the parts are enough, and what is too much is kept', async () => {
    const invoice = await shop.invoice();

    await shop.record(invoice, '1000', 'first');
    expect(await shop.invoiceState(invoice)).toEqual({ state: 'open', paidMinor: 1000n });
    const last = await shop.record(invoice, '1500', 'second');

    expect(last.json()).toMatchObject({ amount: { amount: '999' }, received: { amount: '1500' } });
    expect(await shop.invoiceState(invoice)).toEqual({ state: 'paid', paidMinor: 1999n });
    expect((await shop.gatewayPostings()).map(posting => posting.amountMinor)).toEqual([1000n, 1500n]);
  });

  it.each([
    ['another currency', { amount: { amount: '1999', currency: 'USD' } }],
    ['nothing', { amount: { amount: '0', currency: 'EUR' } }],
    ['less than nothing', { amount: { amount: '-1999', currency: 'EUR' } }],
  ])('of %s is refused', async (_, changes) => {
    const invoice = await shop.invoice();

    const answer = await shop.record(invoice, '1999', 'RF18 5390', changes);

    expect(answer.json()).toMatchObject({ code: 'amount-mismatch', status: 422 });
    expect(await shop.paymentsOf(invoice)).toEqual([]);
  });

  it('for an invoice that is void or of another shop is refused', async () => {
    const invoice = await shop.invoice(1999n, 'EUR', { state: 'void' });
    const other = await house.shop();

    expect((await shop.record(invoice, '1999', 'a')).json()).toMatchObject({ code: 'invoice-state' });
    expect((await shop.record(await other.invoice(), '1999', 'b')).status).toBe(404);
    expect((await shop.record(await shop.invoice(), '1999', 'c', { installationId: other.bank })).status).toBe(404);
  });

  it('is recorded by nobody without the right to', async () => {
    const invoice = await shop.invoice();
    const email = `support@${shop.tenant.slug}.example`;
    await house.http.app.get(StaffMembers).create(shop.tenant.id, { email, name: 'Sam', password: PASSWORD, role: 'support' });
    const token = await signIn(house.http, shop.tenant, 'POST /api/admin/sessions', email);
    const body = { installationId: shop.bank, amount: { amount: '1999', currency: 'EUR' }, reference: 'x' };
    const call = { headers: { 'idempotency-key': newId() }, body };

    expect((await shop.call(`POST /api/admin/invoices/${invoice.id}/payments`, { ...call, token })).status).toBe(403);
    expect((await shop.call(`POST /api/admin/invoices/${invoice.id}/payments`, call)).status).toBe(401);
  });
});

describe('lists of payments', () => {
  it('show a customer their own, newest first, page by page', async () => {
    const made: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      made.unshift((await shop.start(await shop.invoice())).payment.id);
      house.http.clock.pass(1000);
    }

    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await shop.call(`GET /api/store/payments?limit=2${cursor}`);
      const { items, next } = page.json<{ items: Payment[]; next: string | null }>();
      seen.push(...items.map(item => item.id));
      cursor = next === null ? '' : `&cursor=${next}`;
    } while (cursor !== '');

    expect(seen).toEqual(made);
  });

  it('show staff those of their shop by state, customer, number, reference and name', async () => {
    const [paid, open] = [await shop.invoice(), await shop.invoice()];
    await shop.record(paid, '1999', 'RF18-5390');
    await shop.start(open);
    const other = await house.shop();
    await other.start(await other.invoice());
    const numbers = async (query: string): Promise<string[]> =>
      (await shop.asStaff(`GET /api/admin/payments?${query}`))
        .json<{ items: AdminPayment[] }>()
        .items.map(item => item.invoiceNumber);

    expect(await numbers('')).toEqual([open.number, paid.number]);
    expect(await numbers('state=succeeded')).toEqual([paid.number]);
    expect(await numbers('search=rf18')).toEqual([paid.number]);
    expect(await numbers(`search=${open.number.toLowerCase()}`)).toEqual([open.number]);
    expect(await numbers('search=chris')).toHaveLength(2);
    expect(await numbers('search=nobody')).toEqual([]);
    expect(await numbers(`customerId=${newId()}`)).toEqual([]);
    expect(await numbers('state=%27;drop')).toEqual([]);
  });

  it('show nothing of another shop', async () => {
    const { payment } = await shop.start(await shop.invoice());
    const other = await house.shop();

    expect((await other.asStaff('GET /api/admin/payments')).json()).toEqual({ items: [], next: null });
    for (const route of [`GET /api/admin/payments/${payment.id}`, `POST /api/admin/payments/${payment.id}/check`]) {
      expect((await other.asStaff(route)).status).toBe(404);
    }
  });
});
