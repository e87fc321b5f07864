import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { payingHouse, type PayingHouse, type PayingShop } from '../../../test/harness/paying-shop.js';
import { newId } from '../../platform/database/index.js';
import { Plugins } from '../../platform/plugins/index.js';
import { PaymentIntents } from './payment-intents.js';

let house: PayingHouse;
let shop: PayingShop;

beforeAll(async () => {
  house = await payingHouse();
});

afterAll(() => house.close());

beforeEach(async () => {
  shop = await house.shop();
});

const chargesOf = (paymentId: string): number =>
  house.pay.payments.filter(charge => charge.metadata['payment_id'] === paymentId).length;

/** The intent is committed, and the process dies before it calls anybody. */
async function crashAfterTheIntent(invoiceId: string): Promise<string> {
  const wish = { invoiceId, customerId: shop.customer.id, installationId: shop.cards, returnUrl: `${shop.tenant.url}/` };
  const { payment } = await house.http.db.run(shop.tenant.id, () => house.http.app.get(PaymentIntents).open(wish, newId()));
  return payment.id;
}

describe('an answer that was lost', () => {
  it('is looked up: the money is found and booked once', async () => {
    const invoice = await shop.invoice();
    house.pay.nextStart('unknown');

    const { payment, step } = await shop.start(invoice);
    expect(payment).toMatchObject({ state: 'unknown', mayRetry: false });
    expect(step).toEqual({ next: 'nothing' });
    await house.pass(1);

    expect(await shop.paymentsOf(invoice)).toMatchObject([{ id: payment.id, state: 'succeeded' }]);
    expect(await shop.invoiceState(invoice)).toMatchObject({ state: 'paid' });
    expect(chargesOf(payment.id)).toBe(1);
    expect(await shop.gatewayPostings()).toHaveLength(1);
  });

  it('is found by the customer who looks', async () => {
    const invoice = await shop.invoice();
    house.pay.nextStart('unknown');
    const { payment } = await shop.start(invoice);

    expect(await shop.payment(payment.id)).toMatchObject({ state: 'succeeded' });
  });

  it('is given again to the customer who starts again: the same charge', async () => {
    const invoice = await shop.invoice();
    house.pay.loseAnswer();
    const lost = await shop.start(invoice);
    expect(lost.payment.state).toBe('unknown');

    const again = await shop.start(invoice);

    expect(again.payment.id).toBe(lost.payment.id);
    expect(again.step).toMatchObject({ next: 'redirect' });
    expect(chargesOf(lost.payment.id)).toBe(1);
  });

  it('does not keep the customer waiting when nothing was lost but time', async () => {
    const invoice = await shop.invoice();
    const { payment } = await shop.start(invoice);
    await house.pay.settle(payment.id, 'declined', { silently: true });
    await house.pass(1);

    expect(await shop.paymentsOf(invoice)).toMatchObject([{ state: 'declined' }]);
    await house.pay.settle(payment.id, 'succeeded', { silently: true });
    await shop.asStaff(`POST /api/admin/payments/${payment.id}/check`);

    expect(await shop.invoiceState(invoice)).toMatchObject({ state: 'paid' });
  });
});

describe('a process that died with the intent written', () => {
  it('left a payment that never reached the provider: it fails once that is certain, and can be tried again', async () => {
    const invoice = await shop.invoice();
    const paymentId = await crashAfterTheIntent(invoice.id);

    await house.pass(1);
    expect(await shop.paymentsOf(invoice)).toMatchObject([{ id: paymentId, state: 'unknown' }]);
    await house.pass(4);
    expect(await shop.paymentsOf(invoice)).toMatchObject([{ id: paymentId, state: 'failed' }]);

    expect((await shop.start(invoice)).payment.id).not.toBe(paymentId);
  });

  it('left a payment that the provider has taken: it is found', async () => {
    const invoice = await shop.invoice();
    const paymentId = await crashAfterTheIntent(invoice.id);
    await startBehindOurBack(paymentId, invoice.id);
    await house.pay.settle(paymentId, 'succeeded', { silently: true });

    await house.pass(1);

    expect(await shop.paymentsOf(invoice)).toMatchObject([{ id: paymentId, state: 'succeeded' }]);
    expect(await shop.invoiceState(invoice)).toMatchObject({ state: 'paid' });
  });

  it('left a payment that a webhook settles before anybody asks', async () => {
    const invoice = await shop.invoice();
    const paymentId = await crashAfterTheIntent(invoice.id);
    await startBehindOurBack(paymentId, invoice.id);

    await shop.deliver(shop.webhook(paymentId, { status: 'paid', captured: '1999' }));
    await house.jobs.run();

    expect(await shop.invoiceState(invoice)).toMatchObject({ state: 'paid' });
  });

  /** What the process had done in the moment before it died. */
  async function startBehindOurBack(paymentId: string, invoiceId: string): Promise<void> {
    const gateway = await house.http.app.get(Plugins).get('payment-gateway', shop.tenant.id, shop.cards);
    const payer = { customerId: shop.customer.id, email: 'c@customers.example' };
    const urls = { returnUrl: `${shop.tenant.url}/`, cancelUrl: `${shop.tenant.url}/` };
    const request = {
      paymentId,
      invoiceId,
      invoiceNumber: 'T-1',
      amount: { amount: 1999n, currency: 'EUR' },
      description: 'T-1',
      payer,
    };
    const call = { idempotencyKey: `payment-${paymentId}`, attempt: 1, signal: new AbortController().signal };
    await gateway.start({ ...request, ...urls, locale: 'en', saveMethod: false }, call);
  }
});

describe('a payment that stays open', () => {
  it('is asked about six times in a day and then put before staff', async () => {
    const invoice = await shop.invoice();
    await shop.start(invoice);

    for (const minutes of [1, 4, 25, 90, 240]) await house.pass(minutes);
    expect(await shop.rows('select checks, note from payments')).toEqual([{ checks: 5, note: null }]);
    await house.pass(18 * 60);
    await house.pass(48 * 60);

    expect(await shop.rows('select checks, note from payments')).toEqual([
      { checks: 6, note: expect.stringContaining('within a day') as string },
    ]);
  });

  it('that waits for a bank transfer is no matter for staff', async () => {
    const invoice = await shop.invoice();
    await shop.start(invoice, shop.bank);

    for (const minutes of [1, 4, 25, 90, 240, 18 * 60]) await house.pass(minutes);

    expect(await shop.paymentsOf(invoice)).toMatchObject([{ state: 'pending', note: null }]);
  });

  it('is asked about at most once in five seconds, however often the customer looks', async () => {
    const { payment } = await shop.start(await shop.invoice());
    await Promise.all(Array.from({ length: 10 }, () => shop.payment(payment.id)));
    await house.pay.settle(payment.id, 'succeeded', { silently: true });

    expect(await shop.payment(payment.id)).toMatchObject({ state: 'pending' });
    house.http.clock.pass(5_100);

    expect(await shop.payment(payment.id)).toMatchObject({ state: 'succeeded' });
  });

  it('is asked about by several workers at once with one effect', async () => {
    const invoice = await shop.invoice();
    const { payment } = await shop.start(invoice);
    await house.pay.settle(payment.id, 'succeeded', { silently: true });
    const webhook = shop.webhook(payment.id);

    const checks = Array.from({ length: 8 }, () => shop.asStaff(`POST /api/admin/payments/${payment.id}/check`));
    await Promise.all([shop.deliver(webhook), house.pass(1), ...checks]);
    await house.jobs.run();

    expect(await shop.gatewayPostings()).toHaveLength(1);
    expect(await shop.events('payment.succeeded')).toHaveLength(1);
    expect(await shop.invoiceState(invoice)).toEqual({ state: 'paid', paidMinor: 1999n });
  });
});
