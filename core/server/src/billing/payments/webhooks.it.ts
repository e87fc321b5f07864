import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  installCards,
  OTHER_ACCOUNT,
  payingHouse,
  type PayingHouse,
  type PayingShop,
  type TestInvoice,
} from '../../../test/harness/paying-shop.js';
import { newId } from '../../platform/database/index.js';

let house: PayingHouse;
let shop: PayingShop;
let invoice: TestInvoice;
let paymentId: string;

beforeAll(async () => {
  house = await payingHouse();
});

afterAll(() => house.close());

beforeEach(async () => {
  shop = await house.shop();
  invoice = await shop.invoice();
  paymentId = (await shop.start(invoice)).payment.id;
});

const PAID = { status: 'paid', captured: '1999', fee: '30' };
const stateOf = async (): Promise<string | undefined> => (await shop.paymentsOf(invoice))[0]?.state;

describe('a webhook', () => {
  it('settles the payment and the invoice', async () => {
    const answer = await shop.deliver(shop.webhook(paymentId, PAID));
    await house.jobs.run();

    expect(answer.status).toBe(200);
    expect(await shop.payment(paymentId)).toMatchObject({
      state: 'succeeded',
      received: { amount: '1999', currency: 'EUR' },
      mayRetry: false,
    });
    expect(await shop.invoiceState(invoice)).toEqual({ state: 'paid', paidMinor: 1999n });
    expect(await shop.gatewayPostings()).toEqual([{ source: `gateway:${shop.cards}`, amountMinor: 1999n, currency: 'EUR' }]);
  });

  it('settles once when fifty copies arrive at once', async () => {
    const webhook = shop.webhook(paymentId, PAID);

    const answers = await Promise.all(Array.from({ length: 50 }, () => shop.deliver(webhook)));
    await Promise.all([house.jobs.run(), house.jobs.run(), house.jobs.run()]);

    expect(new Set(answers.map(answer => answer.status))).toEqual(new Set([200]));
    expect(await shop.inbox()).toEqual([{ state: 'applied' }]);
    expect(await shop.paymentsOf(invoice)).toMatchObject([{ id: paymentId, state: 'succeeded' }]);
    expect(await shop.gatewayPostings()).toHaveLength(1);
    expect(await shop.events('payment.succeeded')).toHaveLength(1);
    expect(await shop.events('invoice.paid')).toHaveLength(1);
  });

  it('settles once when the provider says the same in fifty events', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => shop.deliver(shop.webhook(paymentId, PAID))));
    await Promise.all([house.jobs.run(), house.jobs.run(), house.jobs.run(), house.jobs.run()]);

    expect(new Set(answers.map(answer => answer.status))).toEqual(new Set([200]));
    expect(await shop.inbox()).toHaveLength(50);
    expect(await shop.gatewayPostings()).toHaveLength(1);
    expect(await shop.events('payment.succeeded')).toHaveLength(1);
    expect((await shop.staffPayment(paymentId)).note).toBeNull();
  });

  it.each([
    [['paid', 'created', 'declined', 'cancelled', 'awaiting_confirmation']],
    [['declined', 'paid', 'created']],
    [['cancelled', 'awaiting_confirmation', 'paid']],
    [['awaiting_confirmation', 'paid', 'declined']],
  ])('leads to the money in the order %j', async statuses => {
    for (const status of statuses) {
      await shop.deliver(shop.webhook(paymentId, status === 'paid' ? PAID : { status }));
      await house.jobs.run();
    }

    expect(await stateOf()).toBe('succeeded');
    expect(await shop.invoiceState(invoice)).toMatchObject({ state: 'paid' });
    expect(await shop.gatewayPostings()).toHaveLength(1);
  });

  it('leads to the money when a refusal and the money are worked on at the same moment', async () => {
    const invoices = await Promise.all(Array.from({ length: 12 }, () => shop.invoice()));
    const payments = await Promise.all(invoices.map(async each => (await shop.start(each)).payment.id));
    for (const id of payments) {
      await shop.deliver(shop.webhook(id, PAID));
      await shop.deliver(shop.webhook(id, { status: 'declined' }));
    }
    await Promise.all(Array.from({ length: 4 }, () => house.jobs.run()));

    const rows = await shop.rows<{ state: string }>('select distinct state from payments where id = any($1)', [payments]);
    expect(rows).toEqual([{ state: 'succeeded' }]);
    expect(await shop.events('payment.succeeded')).toHaveLength(12);
  });

  it.each(['declined', 'cancelled', 'created', 'awaiting_confirmation', 'a_word_of_tomorrow'])(
    'that says %s pays nothing',
    async status => {
      await shop.deliver(shop.webhook(paymentId, { status }));
      await house.jobs.run();

      expect(await shop.invoiceState(invoice)).toEqual({ state: 'open', paidMinor: 0n });
      expect(await shop.gatewayPostings()).toEqual([]);
    },
  );

  it('finds the payment by the provider’s reference when it names no other', async () => {
    await shop.deliver(shop.webhook(paymentId, { ...PAID, metadata: {} }));
    await house.jobs.run();

    expect(await stateOf()).toBe('succeeded');
  });

  it('that is about nobody yet is kept and matched when its payment is there', async () => {
    const later = newId();
    const webhook = shop.webhook(paymentId, { ...PAID, id: 'ch_of_later', metadata: { payment_id: later } });
    await shop.deliver(webhook);
    await house.jobs.run();
    expect(await shop.inbox()).toEqual([{ state: 'unmatched' }]);
    expect(await stateOf()).toBe('pending');

    await shop.rows(
      `insert into payments (tenant_id, id, invoice_id, invoice_number, customer_id, installation_id, state, currency, amount_minor, created_at)
       select tenant_id, $2, invoice_id, invoice_number, customer_id, installation_id, 'created', currency, amount_minor, created_at from payments where id = $1`,
      [paymentId, later],
    );
    await house.pass(0.2);

    expect(await shop.inbox()).toEqual([{ state: 'applied' }]);
    expect((await shop.staffPayment(later)).state).toBe('succeeded');
  });

  it('that is about nobody stays for staff when it was looked at long enough', async () => {
    await shop.deliver(shop.webhook(paymentId, { ...PAID, id: 'ch_of_nobody', metadata: { payment_id: newId() } }));
    for (let round = 0; round < 5; round += 1) await house.pass(11);

    expect(await shop.inbox()).toEqual([{ state: 'unmatched' }]);
    expect(await shop.gatewayPostings()).toEqual([]);
  });
});

describe('a forged webhook', () => {
  const forgeries: Record<
    string,
    (genuine: { headers: Readonly<Record<string, string>>; body: string }) => { headers: Record<string, string>; body: string }
  > = {
    'without a signature': ({ body }) => ({ headers: {}, body }),
    'with an empty signature': ({ body }) => ({ headers: { 'sandbox-signature': '' }, body }),
    'with a changed body': ({ headers, body }) => ({ headers: { ...headers }, body: body.replace('1999', '1998') }),
    'with no body': ({ headers }) => ({ headers: { ...headers }, body: '' }),
    'that is no JSON': () => ({ headers: { 'sandbox-signature': 't=1,v1=00' }, body: '{' }),
  };

  it.each(Object.keys(forgeries))('%s is refused and leaves nothing behind', async name => {
    const forged = forgeries[name]!(shop.webhook(paymentId, PAID));

    const answer = await shop.deliver({ url: '', ...forged });
    await house.jobs.run();

    expect(answer.status).toBe(401);
    expect(answer.json()).toMatchObject({ code: 'bad-signature' });
    expect(await shop.inbox()).toEqual([]);
    expect(await stateOf()).toBe('pending');
  });

  it('signed with the empty secret or with that of another shop is refused', async () => {
    for (const secret of ['', ' ', OTHER_ACCOUNT.webhookSecret]) {
      expect((await shop.deliver(shop.webhook(paymentId, PAID, secret))).status).toBe(401);
    }
    expect(await shop.inbox()).toEqual([]);
  });

  it('is refused when it was listened to and is sent again much later', async () => {
    const webhook = shop.webhook(paymentId, PAID);
    await house.pass(10);

    expect((await shop.deliver(webhook)).status).toBe(401);
  });

  it('has no address at a gateway that sends none, nor at one that does not exist, nor by another method', async () => {
    const webhook = shop.webhook(paymentId, PAID);

    expect((await shop.deliver(webhook, shop.bank)).status).toBe(404);
    expect((await shop.deliver(webhook, newId())).status).toBe(404);
    expect((await shop.deliver(webhook, 'not-an-id')).status).toBe(404);
    expect((await shop.call(`GET /hooks/${shop.cards}`)).status).toBe(405);
    expect((await shop.deliver({ ...webhook, body: 'x'.repeat(300_000) })).status).toBe(413);
    expect(await shop.inbox()).toEqual([]);
  });

  it('of another shop, though truly signed there, does not touch the payment here', async () => {
    const other = await house.shop();
    const cards = await installCards(house.http, other.tenant, house.pay, OTHER_ACCOUNT);
    const second = await installCards(house.http, shop.tenant, house.pay, OTHER_ACCOUNT);
    const webhook = shop.webhook(paymentId, PAID, OTHER_ACCOUNT.webhookSecret);

    const elsewhere = await other.deliver(webhook, cards);
    const beside = await shop.deliver(webhook, second);
    await house.jobs.run();

    expect([elsewhere.status, beside.status]).toEqual([200, 200]);
    expect(await other.inbox()).toEqual([{ state: 'unmatched' }]);
    expect(await shop.inbox()).toEqual([{ state: 'unmatched' }]);
    expect(await stateOf()).toBe('pending');
    expect(await other.gatewayPostings()).toEqual([]);
  });
});

describe('another sum than was asked for', () => {
  it.each([
    ['1999', 'JPY'],
    ['1999', 'USD'],
    ['19990', 'KWD'],
  ])('of %s %s is recorded, shown to staff, and pays nothing', async (captured, currency) => {
    await shop.deliver(shop.webhook(paymentId, { ...PAID, captured, currency }));
    await house.jobs.run();

    expect(await shop.invoiceState(invoice)).toEqual({ state: 'open', paidMinor: 0n });
    expect(await shop.gatewayPostings()).toEqual([]);
    expect(await shop.staffPayment(paymentId)).toMatchObject({
      received: { amount: captured, currency },
      note: `Asked for 1999 EUR, received ${captured} ${currency}`,
    });
    expect(await shop.events('payment.mismatched')).toMatchObject([
      { data: { paymentId, expected: { amount: '1999', currency: 'EUR' }, received: { amount: captured, currency } } },
    ]);
    expect(await shop.events('payment.succeeded')).toEqual([]);
  });

  it('that is less is a part of it, and the rest can be paid', async () => {
    await shop.deliver(shop.webhook(paymentId, { ...PAID, captured: '1500' }));
    await house.jobs.run();

    expect(await shop.invoiceState(invoice)).toEqual({ state: 'open', paidMinor: 1500n });
    expect(await shop.events('payment.mismatched')).toHaveLength(1);
    expect((await shop.start(invoice)).payment.amount).toEqual({ amount: '499', currency: 'EUR' });
  });

  it('that is more is kept for the customer', async () => {
    await shop.deliver(shop.webhook(paymentId, { ...PAID, captured: '2500' }));
    await house.jobs.run();

    expect(await shop.invoiceState(invoice)).toEqual({ state: 'paid', paidMinor: 1999n });
    expect(await shop.gatewayPostings()).toMatchObject([{ amountMinor: 2500n }]);
    expect(await shop.rows('select applied_minor from payments where id = $1', [paymentId])).toEqual([{ appliedMinor: 1999n }]);
  });

  it('taken twice by the provider is put before staff and booked once', async () => {
    await shop.deliver(shop.webhook(paymentId, PAID));
    await shop.deliver(shop.webhook(paymentId, { ...PAID, id: 'ch_second' }));
    await house.jobs.run();

    expect(await shop.gatewayPostings()).toHaveLength(1);
    expect((await shop.staffPayment(paymentId)).note).toContain('ch_second');
  });

  it('by two ways at once pays the invoice once and keeps the rest for the customer', async () => {
    const second = (await shop.start(invoice, await installCards(house.http, shop.tenant, house.pay, OTHER_ACCOUNT))).payment.id;
    await shop.deliver(shop.webhook(paymentId, PAID));
    await house.pay.settle(second, 'succeeded', { silently: true });
    await house.jobs.run();
    await house.pass(2);

    expect(await shop.paymentsOf(invoice)).toMatchObject([{ state: 'succeeded' }, { state: 'succeeded' }]);
    expect(await shop.invoiceState(invoice)).toEqual({ state: 'paid', paidMinor: 1999n });
    expect(await shop.gatewayPostings()).toHaveLength(2);
    expect(await shop.events('invoice.paid')).toHaveLength(1);
  });
});
