import { randomUUID } from 'node:crypto';
import { money, type Money, type SettledPayment } from '@hostwright/sdk';
import { aCall } from '@hostwright/sdk/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aShop } from './shop.js';

let shop: Awaited<ReturnType<typeof aShop>>;

beforeAll(async () => {
  shop = await aShop();
  await shop.install();
});
beforeEach(async () => void (await shop.heard()));
afterAll(async () => {
  expect(shop.stripe.faults).toEqual([]);
  await shop.close();
});

async function paid(words = {}) {
  const begun = await shop.start(words);
  shop.stripe.desk.pay(begun.paymentId);
  await shop.heard();
  return begun;
}

function refund(reference: string, amount: Money, refundId = randomUUID()) {
  return shop.gateway.refund({ refundId, reference, amount, reason: 'Cancelled within 14 days' }, aCall(`refund-${refundId}`));
}

describe('money that goes back', () => {
  it('goes in two parts, and no further', async () => {
    const { reference } = await paid();

    const first = await refund(reference, money(440n, 'EUR'));
    const second = await refund(reference, money(1000n, 'EUR'));

    expect([first, second]).toMatchObject([{ state: 'succeeded', amount: money(440n, 'EUR') }, { state: 'succeeded' }]);
    expect(first.reference).not.toBe(second.reference);
    await expect(refund(reference, money(1n, 'EUR'))).rejects.toMatchObject({ kind: 'final', code: 'charge-already-refunded' });
  });

  it('is told with our number, and fails days later with a reason', async () => {
    const { reference } = await paid();
    shop.stripe.desk.refundsWait(true);
    const refundId = randomUUID();

    const pending = await refund(reference, money(1440n, 'EUR'), refundId);
    shop.stripe.desk.refundsWait(false);
    shop.stripe.desk.settleRefund(pending.reference, 'failed');

    expect(pending.state).toBe('pending');
    const events = await shop.heard();
    expect(events[0]).toMatchObject({ type: 'refund', refundId, refund: { state: 'pending' } });
    expect(events.at(-1)).toMatchObject({
      type: 'refund',
      refundId,
      paymentReference: reference,
      refund: { reference: pending.reference, state: 'failed', reason: 'expired_or_canceled_card' },
    });
    expect(await shop.gateway.fetchRefund(pending.reference)).toMatchObject({ state: 'failed' });
  });

  it("names only the payment when it was given at Stripe's own desk", async () => {
    const { reference, paymentId } = await paid();

    shop.stripe.desk.refundAtDesk(paymentId, 500);

    const [event] = await shop.heard();
    expect(event).toMatchObject({ type: 'refund', paymentReference: reference, refund: { amount: money(500n, 'EUR') } });
    expect(event).not.toHaveProperty('refundId');
  });

  it('is not taken from a payment that nobody paid', async () => {
    const { reference } = await shop.start();

    await expect(refund(reference, money(1n, 'EUR'))).rejects.toMatchObject({ kind: 'final', code: 'not-paid' });
  });

  it('goes once when the answer was lost', async () => {
    const { reference } = await paid();
    const refundId = randomUUID();
    shop.stripe.troubles.loseNextAnswer();

    await expect(refund(reference, money(1440n, 'EUR'), refundId)).rejects.toMatchObject({ kind: 'unknown' });

    expect(await refund(reference, money(1440n, 'EUR'), refundId)).toMatchObject({ state: 'succeeded' });
  });
});

describe('a disputed payment', () => {
  it.each(['won', 'lost'] as const)('is opened with its fee and %s, under its own reference', async outcome => {
    const { reference, paymentId } = await paid();

    const { id } = shop.stripe.desk.dispute(paymentId);
    const opened = await shop.heard();
    shop.stripe.desk.closeDispute(id, outcome);
    const closed = await shop.heard();

    const dispute = { type: 'dispute', reference, disputeReference: id, amount: money(1440n, 'EUR'), reason: 'fraudulent' };
    for (const event of opened) expect(event).toMatchObject({ ...dispute, state: 'opened', fee: money(1500n, 'EUR') });
    for (const event of closed) expect(event).toMatchObject({ ...dispute, state: outcome });
    expect(opened.length).toBe(2);
    expect(closed.length).toBeGreaterThan(0);
  });

  it('is none yet while the bank only asks', async () => {
    const { paymentId } = await paid();

    const { id } = shop.stripe.desk.dispute(paymentId, { isInquiry: true });
    shop.stripe.desk.closeDispute(id, 'warning_closed');

    expect(await shop.heard()).toEqual([]);
  });
});

describe('what was settled in a period', () => {
  it('is listed page by page, each payment once with its fee, and nothing of others', async () => {
    const own = await aShop();
    const references: string[] = [];
    for (let count = 0; count < 101; count += 1) {
      const { reference, paymentId } = await own.start();
      own.stripe.desk.pay(paymentId);
      references.push(reference);
    }
    await own.start();
    const query = { from: new Date(own.clock.now().getTime() - 1000), until: new Date(own.clock.now().getTime() + 1000) };
    const other = own.contextWith({ installationId: '01970000-0000-7000-8000-0000000000ff' });

    const first = await own.gateway.listSettled(query);
    const second = await own.gateway.listSettled({ ...query, cursor: first.cursor! });
    const rows: readonly SettledPayment[] = [...first.settled, ...second.settled];

    expect(second.cursor).toBeUndefined();
    expect(rows.map(({ reference }) => reference).toSorted()).toEqual(references.toSorted());
    expect(rows[0]).toMatchObject({ received: money(1440n, 'EUR'), fee: money(46n, 'EUR') });
    expect(rows.every(({ paymentId }) => paymentId !== undefined)).toBe(true);
    const stranger = (await import('../src/index.js')).default.create(other);
    expect((await stranger.listSettled!(query)).settled).toEqual([]);
    expect(own.stripe.faults).toEqual([]);
    await own.close();
  });
});

describe('money that is only reserved', () => {
  it('is taken when somebody says so', async () => {
    const reserving = await aShop({ capture: 'manual' });
    await reserving.install();
    const { reference, paymentId, payment } = await reserving.start();
    reserving.stripe.desk.pay(paymentId);

    expect(await reserving.heard()).toMatchObject([{ payment: { reference, state: 'authorized' } }]);
    expect((await reserving.gateway.fetch(reference)).state).toBe('authorized');
    const taken = await reserving.gateway.capture(reference, payment.amount, aCall('capture-1'));

    expect(taken).toMatchObject({ reference, state: 'succeeded', received: payment.amount });
    expect(await reserving.heard()).toMatchObject([{ paymentId, payment: { reference, state: 'succeeded' } }]);
    expect(reserving.stripe.faults).toEqual([]);
    await reserving.close();
  });

  it('is left alone when it is in another currency than is to be taken', async () => {
    const reserving = await aShop({ capture: 'manual' });
    await reserving.install();
    const { reference, paymentId, payment } = await reserving.start();
    reserving.stripe.desk.misquote(paymentId, Number(payment.amount.amount), 'sek');
    reserving.stripe.desk.pay(paymentId);

    const taken = reserving.gateway.capture(reference, payment.amount, aCall('capture-1'));

    await expect(taken).rejects.toMatchObject({ kind: 'final', code: 'amount-differs' });
    expect((await reserving.gateway.fetch(reference)).state).toBe('authorized');
    await reserving.close();
  });
});
