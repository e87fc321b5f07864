import { randomUUID } from 'node:crypto';
import { money, type GatewayEvent } from '@hostwright/sdk';
import { aCall, TestClock } from '@hostwright/sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FakeLiqPay } from '../src/fake/index.js';
import { aFake, aPayment, aShop, asWebhook } from './bench.js';
import { openPage } from './payer.js';

const HOUR_MS = 3_600_000;
let fake: FakeLiqPay;

beforeAll(async () => {
  fake = await aFake();
});
afterAll(async () => {
  await fake.close();
  expect(fake.faults).toEqual([]);
});

/** A payment of 10.00 UAH that was paid, in a shop of its own. */
async function paid() {
  const clock = new TestClock(new Date().toISOString());
  const { gateway } = aShop(fake, clock);
  const payment = aPayment({ amount: money(1000n, 'UAH') });
  const reference = payment.paymentId;
  await openPage(await gateway.start(payment, aCall('start')));
  await fake.settle(reference, 'success', { silently: true });
  const ask = (minor: bigint, refundId = randomUUID()) => ({ refundId, reference, amount: money(minor, 'UAH') });
  const refund = (request: ReturnType<typeof ask>) => gateway.refund!(request, aCall(`refund-${request.refundId}`));
  const hear = async (): Promise<readonly GatewayEvent[]> =>
    (await gateway.parseWebhook!(asWebhook(fake, reference))).events.filter(event => event.type === 'refund');
  return { clock, gateway, reference, ask, refund, hear, given: () => fake.sees(reference)?.refunded };
}

describe('a refund', () => {
  it('is made in two parts, and each is told of as ours', async () => {
    const { ask, refund, hear, given, reference, gateway } = await paid();
    const [one, two] = [ask(300n), ask(700n)];

    expect(await refund(one)).toEqual({ reference: `${reference}:${one.refundId}`, state: 'succeeded', amount: one.amount });
    expect(await hear()).toMatchObject([
      { refundId: one.refundId, paymentReference: reference, refund: { state: 'succeeded', amount: one.amount } },
    ]);
    expect((await gateway.fetch(reference)).state).toBe('succeeded');
    expect(await refund(two)).toMatchObject({ state: 'succeeded', amount: two.amount });
    expect(await hear()).toMatchObject([{ refundId: two.refundId, refund: { amount: two.amount } }]);

    expect(given()).toBe(1000n);
    expect((await gateway.fetch(reference)).state).toBe('cancelled');
  });

  it('is made once, however often the same one is asked for', async () => {
    const { ask, refund, given } = await paid();
    const one = ask(300n);

    const answers = [await refund(one), await refund(one), await refund(one)];

    expect(new Set(answers.map(({ reference }) => reference)).size).toBe(1);
    expect(given()).toBe(300n);
  });

  it('is found in the total when its answer was lost, and not made again', async () => {
    const { ask, refund, given, gateway, reference } = await paid();
    const one = ask(300n);

    fake.loseNextAnswer();
    await expect(refund(one)).rejects.toMatchObject({ kind: 'unknown' });

    expect(await gateway.fetchRefund!(`${reference}:${one.refundId}`)).toMatchObject({ state: 'succeeded' });
    expect(await refund(one)).toMatchObject({ state: 'succeeded', amount: one.amount });
    expect(given()).toBe(300n);
  });

  it('is told of as ours although its answer was lost', async () => {
    const { ask, refund, hear } = await paid();
    const one = ask(300n);
    fake.breakAfterActing();
    await expect(refund(one)).rejects.toMatchObject({ kind: 'unknown', code: 'http-500' });

    expect(await hear()).toMatchObject([{ refundId: one.refundId, refund: { state: 'succeeded', amount: one.amount } }]);
  });

  it('stays pending while LiqPay shows no trace of it, and has failed when it never does', async () => {
    const { gateway, ask, refund, given, clock } = await paid();
    const [one, two] = [ask(300n), ask(100n)];
    const cut = { ...aCall('refund'), signal: AbortSignal.abort() };

    await expect(gateway.refund!(one, cut)).rejects.toMatchObject({ kind: 'unknown' });
    expect((await refund(one)).state).toBe('pending');
    await expect(refund(two)).rejects.toMatchObject({ kind: 'retryable', code: 'refund-in-progress' });
    clock.pass(HOUR_MS + 1);

    expect((await refund(one)).state).toBe('failed');
    expect((await refund(two)).state).toBe('succeeded');
    expect(given()).toBe(100n);
  });

  it('that is not the first is never given up: it is found, or staff look for it', async () => {
    const { gateway, ask, refund, clock } = await paid();
    const two = ask(300n);
    await refund(ask(300n));

    await expect(gateway.refund!(two, { ...aCall('refund'), signal: AbortSignal.abort() })).rejects.toMatchObject({
      kind: 'unknown',
    });
    clock.pass(1000 * HOUR_MS);
    expect((await refund(two)).state).toBe('pending');
    fake.refundAtDesk(two.reference, 300n);

    expect((await refund(two)).state).toBe('succeeded');
  });

  it('waits for future income, and is over when LiqPay has it', async () => {
    const { ask, refund, given, gateway, reference, hear } = await paid();
    const one = ask(400n);
    fake.nextRefundWaits();

    expect(await refund(one)).toMatchObject({ state: 'pending', amount: one.amount });
    expect(await gateway.fetchRefund!(`${reference}:${one.refundId}`)).toMatchObject({ state: 'pending' });
    expect(await hear()).toEqual([]);
    fake.completeRefund(reference);

    expect(await hear()).toMatchObject([{ refundId: one.refundId, refund: { state: 'succeeded' } }]);
    expect(await gateway.fetchRefund!(`${reference}:${one.refundId}`)).toMatchObject({ state: 'succeeded' });
    expect(given()).toBe(400n);
  });

  it('fails later when what was set aside is set free, and another one may follow', async () => {
    const { ask, refund, given, gateway, reference } = await paid();
    const [one, two] = [ask(400n), ask(1000n)];
    fake.nextRefundWaits();
    await refund(one);
    expect((await gateway.fetchRefund!(`${reference}:${one.refundId}`)).state).toBe('pending');

    await fake.failRefund(reference);

    expect((await gateway.fetchRefund!(`${reference}:${one.refundId}`)).state).toBe('failed');
    expect((await refund(one)).state).toBe('failed');
    expect((await refund(two)).state).toBe('succeeded');
    expect(given()).toBe(1000n);
  });

  it('of more than is left is refused, and leaves the way free', async () => {
    const { ask, refund, given } = await paid();

    await expect(refund(ask(1001n))).rejects.toMatchObject({ kind: 'final', code: 'liqpay-err-amount-hold' });
    await refund(ask(1000n));
    await expect(refund(ask(1n))).rejects.toMatchObject({ kind: 'final' });

    expect(given()).toBe(1000n);
  });

  it('is asked for again after LiqPay wanted patience', async () => {
    const { ask, refund, given } = await paid();
    const one = ask(300n);

    fake.slowDownNext(3);
    await expect(refund(one)).rejects.toMatchObject({ kind: 'retryable', retryAfterMs: 3000 });
    expect((await refund(one)).state).toBe('succeeded');

    expect(given()).toBe(300n);
  });

  it('of a payment that LiqPay does not know, or with a name nobody gave, is refused', async () => {
    const { gateway, ask } = await paid();

    await expect(gateway.refund!({ ...ask(1n), reference: randomUUID() }, aCall('refund'))).rejects.toMatchObject({
      kind: 'final',
      code: 'liqpay-payment-not-found',
    });
    await expect(gateway.fetchRefund!('no:such')).rejects.toMatchObject({ kind: 'final', code: 'no-such-refund' });
  });
});

describe('a refund at the desk of LiqPay', () => {
  it('is told of without a name of ours, with its own part of the total', async () => {
    const { ask, refund, hear, reference } = await paid();

    fake.refundAtDesk(reference, 200n);
    const first = await hear();
    await refund(ask(300n));
    fake.refundAtDesk(reference, 500n);
    const last = await hear();

    expect(first).toMatchObject([{ paymentReference: reference, refund: { state: 'succeeded', amount: money(200n, 'UAH') } }]);
    expect(last).toMatchObject([{ paymentReference: reference, refund: { state: 'succeeded', amount: money(500n, 'UAH') } }]);
    expect([...first, ...last].some(event => 'refundId' in event)).toBe(false);
    const names = [...first, ...last].map(event => (event.type === 'refund' ? event.refund.reference : event.id));
    expect(new Set(names).size).toBe(2);
  });

  it('adds up to what was given back, in whatever order and however often it is told', async () => {
    const { gateway, reference } = await paid();
    const requests = [100n, 200n, 300n].map(minor => {
      fake.refundAtDesk(reference, minor);
      return asWebhook(fake, reference);
    });
    const [one, two, three] = requests;
    const amounts = new Map<string, bigint>();

    for (const request of [two, one, three, two, one]) {
      for (const event of (await gateway.parseWebhook!(request!)).events) {
        if (event.type === 'refund') amounts.set(event.id, event.refund.amount.amount);
      }
    }
    const copies = await Promise.all(Array.from({ length: 100 }, () => gateway.parseWebhook!(three!)));

    expect([...amounts.values()].reduce((sum, amount) => sum + amount, 0n)).toBe(600n);
    expect(new Set(copies.map(({ events }) => events.map(({ id }) => id).join())).size).toBe(1);
  });
});
