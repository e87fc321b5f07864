import { randomUUID } from 'node:crypto';
import { money } from '@hostwright/sdk';
import { aCall } from '@hostwright/sdk/testing';
import { describe, expect, it } from 'vitest';
import { PayPalGateway } from '../src/paypal-gateway.js';
import { aPayment } from './bench.js';
import { aCounter } from './counter.js';

const HOUR_MS = 3_600_000;

const at = aCounter();

describe('giving back', () => {
  it('in two parts, and no more than was taken', async () => {
    const { payment, reference } = await at.paid();
    const part = (amount: bigint) => {
      const refundId = randomUUID();
      return at.gateway.refund({ refundId, reference, amount: money(amount, 'EUR') }, aCall(`refund-${refundId}`));
    };

    const [one, two] = [await part(500n), await part(1499n)];

    expect([one.state, two.state]).toEqual(['succeeded', 'succeeded']);
    await expect(part(1n)).rejects.toMatchObject({ kind: 'final', code: 'capture-fully-refunded' });
    expect(await at.gateway.fetch(reference)).toMatchObject({ state: 'succeeded', received: payment.amount });
  });

  it('may fail days later, and that is told', async () => {
    const { reference } = await at.paid();
    at.desk.paypal.desk.refundsWait = true;
    const refundId = randomUUID();

    const pending = await at.gateway.refund({ refundId, reference, amount: money(1999n, 'EUR') }, aCall(`refund-${refundId}`));
    at.desk.clock.pass(600_000);
    await at.desk.paypal.settleRefund(pending.reference, 'FAILED');

    expect(pending.state).toBe('pending');
    expect(await at.told()).toMatchObject({ type: 'refund', refundId, paymentReference: reference, refund: { state: 'failed' } });
    expect((await at.gateway.fetchRefund(pending.reference)).state).toBe('failed');
  });

  it("at PayPal's own at.desk is told with the payment and without a name of ours", async () => {
    const { payment, reference } = await at.paid();

    await at.desk.paypal.refundAtDesk(payment.paymentId, { currency_code: 'EUR', value: '5.00' });

    const event = await at.told();
    expect(event).toMatchObject({ type: 'refund', paymentReference: reference, refund: { amount: money(500n, 'EUR') } });
    expect(event).not.toHaveProperty('refundId');
  });

  it('is refused where nothing was taken', async () => {
    const { reference } = await at.started();
    const refund = { refundId: randomUUID(), reference, amount: money(1n, 'EUR') };

    await expect(at.gateway.refund(refund, aCall('refund-1'))).rejects.toMatchObject({ kind: 'final', code: 'nothing-captured' });
  });
});

describe('a dispute', () => {
  it('is opened and lost, with its fee, about the payment as we know it', async () => {
    const { payment, reference } = await at.paid();
    const disputeId = await at.desk.paypal.openDispute(payment.paymentId);
    const opened = await at.told();
    await at.desk.paypal.resolveDispute(disputeId, 'RESOLVED_BUYER_FAVOUR', { currency_code: 'EUR', value: '14.00' });

    expect(opened).toMatchObject({
      type: 'dispute',
      reference,
      disputeReference: disputeId,
      state: 'opened',
      amount: payment.amount,
    });
    expect(await at.told()).toMatchObject({ disputeReference: disputeId, state: 'lost', fee: money(1400n, 'EUR') });
  });

  it('is won', async () => {
    const { payment } = await at.paid();
    const disputeId = await at.desk.paypal.openDispute(payment.paymentId, { currency_code: 'EUR', value: '5.00' });
    await at.desk.paypal.resolveDispute(disputeId, 'RESOLVED_SELLER_FAVOUR');

    expect(await at.told()).toMatchObject({ disputeReference: disputeId, state: 'won', amount: money(500n, 'EUR') });
  });
});

describe('a renewal', () => {
  const savedMethod = async () => (await at.gateway.fetch((await at.paid({ saveMethod: true })).reference)).savedMethod!;
  const charge = async (method: Awaited<ReturnType<typeof savedMethod>>, payment = aPayment()) =>
    at.gateway.chargeSaved({ ...payment, method }, aCall(`payment-${payment.paymentId}`));

  it('takes the money without the payer, once', async () => {
    const method = await savedMethod();
    const payment = aPayment({ amount: money(500n, 'JPY') });

    const [one, two] = [await charge(method, payment), await charge(method, payment)];

    expect(one).toMatchObject({ state: 'succeeded', received: money(500n, 'JPY') });
    expect(two.reference).toBe(one.reference);
    expect(await at.desk.charges!(payment.paymentId)).toBe(1);
  });

  it('that needs the payer says so', async () => {
    const method = await savedMethod();
    at.desk.paypal.api.orders.nextSavedCharge = 'PAYER_ACTION_REQUIRED';

    const renewal = await charge(method);

    expect(renewal.state).toBe('requires-action');
    expect(renewal).not.toHaveProperty('decline');
  });

  it.each([
    ['INSTRUMENT_DECLINED', true],
    ['PAYER_ACCOUNT_LOCKED_OR_CLOSED', false],
    ['TOKEN_ID_NOT_FOUND', false],
  ])('that is refused with %s may be tried again: %s', async (issue, mayRetry) => {
    const method = await savedMethod();
    at.desk.paypal.api.orders.nextSavedCharge = issue;
    const payment = aPayment();

    expect(await charge(method, payment)).toMatchObject({
      reference: `declined-${payment.paymentId}`,
      state: 'declined',
      decline: { code: issue.toLowerCase().replaceAll('_', '-'), mayRetry },
    });
  });

  it('whose answer was lost is found in the history, and not charged again even when the key is forgotten', async () => {
    const method = await savedMethod();
    const payment = aPayment();
    at.desk.paypal.loseAnswer();
    await expect(charge(method, payment)).rejects.toMatchObject({ kind: 'unknown' });

    expect(await at.gateway.find(payment.paymentId)).toMatchObject({ state: 'succeeded', received: payment.amount });

    const forgetful = new PayPalGateway(at.context);
    at.desk.clock.pass(7 * HOUR_MS);
    expect(await forgetful.chargeSaved({ ...payment, method }, aCall(`payment-${payment.paymentId}`))).toMatchObject({
      state: 'succeeded',
    });
    expect(await at.desk.charges!(payment.paymentId)).toBe(1);
  });

  it('that PayPal may not show yet is not called absent', async () => {
    const method = await savedMethod();
    const payment = aPayment();
    at.desk.paypal.api.historyLagMs = 3 * HOUR_MS;
    at.desk.paypal.loseAnswer();
    await charge(method, payment).catch(() => undefined);

    await expect(at.gateway.find(payment.paymentId)).rejects.toMatchObject({ kind: 'retryable', code: 'history-incomplete' });
    at.desk.clock.pass(4 * HOUR_MS);
    expect(await at.gateway.find(payment.paymentId)).toMatchObject({ state: 'succeeded' });
  });

  it('works with a method that PayPal kept only later, and no more when it is forgotten', async () => {
    at.desk.paypal.desk.vaultsLater = true;
    const { payment, reference } = await at.paid({ saveMethod: true });
    expect((await at.gateway.fetch(reference)).savedMethod).toBeUndefined();
    await at.desk.paypal.vaultNow(payment.paymentId);
    const event = await at.told();
    const method = event?.type === 'payment' ? event.payment.savedMethod! : await savedMethod();

    expect(event).toMatchObject({ payment: { reference } });
    expect((await charge(method)).state).toBe('succeeded');
    await at.gateway.forgetMethod(method, aCall('forget-1'));
    await at.gateway.forgetMethod(method, aCall('forget-2'));
    expect(await charge(method)).toMatchObject({ state: 'declined', decline: { mayRetry: false } });
  });
});
