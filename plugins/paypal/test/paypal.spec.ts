import { randomUUID } from 'node:crypto';
import { money } from '@hostwright/sdk';
import { aCall } from '@hostwright/sdk/testing';
import { describe, expect, it } from 'vitest';
import { FAKE_PAYPAL_ACCOUNT, startFakePayPal } from '../src/fake/index.js';
import { aPayment, checkRequest, schema } from './bench.js';
import { aCounter } from './counter.js';

const HOUR_MS = 3_600_000;

const at = aCounter();

describe('paying', () => {
  it('approves at PayPal, comes back, and is taken once', async () => {
    const { payment, step, reference } = await at.started();
    const back = await at.press(step, 'pay');
    await at.shop.has(1);

    const approved = await at.gateway.fetch(reference);
    const [one, other] = await Promise.all([at.capture(reference), at.capture(reference, undefined, 'capture-from-the-webhook')]);

    expect(step.next).toBe('redirect');
    expect(back).toContain(`hw-payment=1&token=${reference}&PayerID=`);
    expect(await at.told()).toMatchObject({ paymentId: payment.paymentId });
    expect(approved.state).toBe('authorized');
    expect(one).toMatchObject({ state: 'succeeded', received: payment.amount, fee: money(68n, 'EUR') });
    expect(other).toMatchObject({ state: 'succeeded', received: payment.amount });
    expect(at.desk.paypal.sees(payment.paymentId)?.captures).toHaveLength(1);
  });

  it('tells the shop before the browser is back, when the fake is told so', async () => {
    const { step } = await at.started();
    at.desk.paypal.page.webhookFirst = true;

    await at.press(step, 'pay');

    expect(at.shop.received).toHaveLength(1);
  });

  it('goes through a second step when PayPal wants one', async () => {
    const { step, reference } = await at.started();

    const second = await at.press(step, 'authenticate');
    expect((await at.gateway.fetch(reference)).state).toBe('requires-action');
    const page = await (await fetch(new URL(second, step.next === 'redirect' ? step.url : ''))).text();
    await at.press(step, 'pay');

    expect(page).toContain('data-testid="confirm"');
    expect((await at.capture(reference)).state).toBe('succeeded');
  });

  it('is declined in words that the payer may read, and another try is another order', async () => {
    const { step, reference } = await at.started();
    await at.press(step, 'decline');

    expect(await at.capture(reference)).toEqual({
      reference,
      state: 'declined',
      decline: {
        code: 'instrument-declined',
        mayRetry: true,
        publicMessage: expect.stringContaining('declined') as string,
      },
    });
    expect((await at.started()).reference).not.toBe(reference);
  });

  it('is not paid while PayPal looks into it, and then is, or is not', async () => {
    for (const [outcome, state] of [
      ['COMPLETED', 'succeeded'],
      ['DECLINED', 'declined'],
    ] as const) {
      const { payment, step, reference } = await at.started();
      await at.press(step, 'review');

      const held = await at.capture(reference);
      expect([held.state, held.received]).toEqual(['pending', undefined]);

      await at.desk.paypal.review(payment.paymentId, outcome);
      expect(await at.told()).toMatchObject({ payment: { reference, state } });
      expect((await at.gateway.fetch(reference)).state).toBe(state);
    }
  });

  it('is left open when the tab is closed, and over when PayPal has dropped the order', async () => {
    const { payment, reference } = await at.started();
    expect(await at.capture(reference)).toMatchObject({ state: 'requires-action' });

    at.desk.clock.pass(3 * HOUR_MS);

    expect(await at.gateway.fetch(reference)).toEqual({ reference, state: 'cancelled' });
    const again = await at.gateway.start(payment, aCall(`payment-${payment.paymentId}`));
    expect(again).toEqual({ next: 'nothing', payment: { reference, state: 'cancelled' } });
  });

  it('goes back without paying when the payer cancels', async () => {
    const { step, reference } = await at.started();

    expect(await at.press(step, 'cancel')).toContain('https://shop.example/cancel?hw-payment=1&token=');
    expect((await at.gateway.fetch(reference)).state).toBe('requires-action');
  });

  it('takes no other amount than the payer has approved', async () => {
    const { step, reference } = await at.started();
    await at.press(step, 'pay');

    await expect(at.capture(reference, money(999n, 'EUR'))).rejects.toMatchObject({ kind: 'final', code: 'amount-differs' });
    await expect(at.capture(reference, money(1999n, 'USD'))).rejects.toMatchObject({ kind: 'final', code: 'amount-differs' });
    expect((await at.gateway.fetch(reference)).state).toBe('authorized');
  });

  it('is not forgotten when PayPal no longer shows the order but knows the capture', async () => {
    const { payment, reference } = await at.paid();
    await at.gateway.fetch(reference);
    at.desk.paypal.say(payment.paymentId, 'PAYER_ACTION_REQUIRED');
    at.desk.clock.pass(4 * HOUR_MS);

    expect(await at.gateway.fetch(reference)).toMatchObject({ reference, state: 'succeeded', received: payment.amount });
    const refund = { refundId: randomUUID(), reference, amount: money(100n, 'EUR') };
    expect((await at.gateway.refund(refund, aCall(`refund-${refund.refundId}`))).state).toBe('succeeded');
  });
});

describe('when the line fails', () => {
  it('finds the order whose answer was lost: there is one', async () => {
    const payment = aPayment();
    at.desk.paypal.loseAnswer();
    const start = () => at.gateway.start(payment, aCall(`payment-${payment.paymentId}`));

    await expect(start()).rejects.toMatchObject({ kind: 'unknown' });
    const found = await at.gateway.find(payment.paymentId);

    expect(found).toMatchObject({ reference: at.desk.paypal.sees(payment.paymentId)!.id, state: 'requires-action' });
    expect((await start()).next).toBe('redirect');
    expect(await at.desk.charges!(payment.paymentId)).toBe(1);
  });

  it('finds nothing when the answer was lost so long ago that PayPal forgot the key', async () => {
    const payment = aPayment();
    at.desk.paypal.loseAnswer();
    await at.gateway.start(payment, aCall(`payment-${payment.paymentId}`)).catch(() => undefined);

    at.desk.clock.pass(6 * HOUR_MS);

    expect(await at.gateway.find(payment.paymentId)).toBeUndefined();
  });

  it('takes the money once when PayPal acted and answered 500', async () => {
    const { payment, step, reference } = await at.started();
    await at.press(step, 'pay');
    at.desk.paypal.failAfterActing();

    await expect(at.capture(reference)).rejects.toMatchObject({ kind: 'unknown', code: 'internal-server-error' });

    expect((await at.capture(reference)).state).toBe('succeeded');
    expect(at.desk.paypal.sees(payment.paymentId)?.captures).toHaveLength(1);
  });

  it('gives back once when PayPal acted and answered 500, also after the key is forgotten', async () => {
    const { payment, reference } = await at.paid();
    const refund = { refundId: randomUUID(), reference, amount: money(500n, 'EUR') };
    at.desk.paypal.failAfterActing();
    await expect(at.gateway.refund(refund, aCall('refund-1'))).rejects.toMatchObject({ kind: 'unknown' });

    at.desk.clock.pass(46 * 24 * HOUR_MS);

    expect(await at.gateway.refund(refund, aCall('refund-1'))).toMatchObject({ state: 'succeeded', amount: refund.amount });
    expect(at.desk.paypal.sees(payment.paymentId)?.refunds).toHaveLength(1);
  });

  it('waits as long as PayPal asks', async () => {
    await at.gateway.find(randomUUID());
    at.desk.paypal.slowDown(42);

    await expect(at.started()).rejects.toMatchObject({ kind: 'retryable', code: 'rate-limit-reached', retryAfterMs: 42_000 });
  });

  it("keeps PayPal's number of the refusal in the log", async () => {
    await expect(at.gateway.fetch('NOSUCHORDER')).rejects.toMatchObject({ kind: 'final' });

    expect(at.context.logs.at(-1)).toMatchObject({
      level: 'warn',
      fields: { debugId: expect.stringMatching(/^\w+$/) as string },
    });
  });
});

describe('the token', () => {
  it('is asked for once by many calls, and again before it runs out', async () => {
    await Promise.all(Array.from({ length: 20 }, () => at.started()));
    expect(at.desk.paypal.api.tokens.issued).toBe(1);

    at.desk.clock.pass(32_400_000 - 300_001);
    await at.started();
    expect(at.desk.paypal.api.tokens.issued).toBe(1);
    at.desk.clock.pass(1);
    await at.started();
    expect(at.desk.paypal.api.tokens.issued).toBe(2);
  });

  it('is replaced when PayPal has withdrawn it', async () => {
    await at.started();
    at.desk.paypal.api.tokens.revoke();

    expect((await at.started()).step.next).toBe('redirect');
    expect(at.desk.paypal.api.tokens.issued).toBe(2);
  });
});

it.runIf(schema)("notices a field that the vendor's description does not allow", async () => {
  const paypal = await startFakePayPal({ checkRequest });
  const keys = Buffer.from(`${FAKE_PAYPAL_ACCOUNT.clientId}:${FAKE_PAYPAL_ACCOUNT.clientSecret}`).toString('base64');
  const response = await fetch(`${paypal.url}/v1/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${keys}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=password',
  });

  expect(response.status).toBe(400);
  expect(paypal.faults).toEqual([expect.stringContaining('POST /v1/oauth2/token: /grant_type')]);
  await paypal.close();
});
