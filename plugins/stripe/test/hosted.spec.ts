import { money } from '@hostwright/sdk';
import { aCall } from '@hostwright/sdk/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aPayment, aShop, started } from './shop.js';

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

/** The page that the customer sees, and its buttons. */
async function open(words = {}) {
  const begun = await shop.start(words);
  if (begun.step.next !== 'redirect') throw new Error('The payer should be sent to the page');
  const { url } = begun.step;
  const press = (action: string) => fetch(url, { method: 'POST', body: new URLSearchParams({ action }), redirect: 'manual' });
  return { ...begun, url, press, look: async () => (await fetch(url, { headers: { 'accept-language': 'uk' } })).text() };
}

describe('a payment on the page of Stripe', () => {
  it('is paid, heard of and seen with its fee, under one reference', async () => {
    const { press, reference, payment } = await open();

    const back = await press('pay');

    expect(back.headers.get('location')).toBe(payment.returnUrl);
    const events = await shop.heard();
    expect(events.length).toBeGreaterThan(0);
    for (const event of events)
      expect(event).toMatchObject({
        type: 'payment',
        paymentId: payment.paymentId,
        payment: { reference, state: 'succeeded', received: payment.amount },
      });
    expect(await shop.gateway.fetch(reference)).toMatchObject({
      reference,
      state: 'succeeded',
      received: payment.amount,
      fee: money(46n, 'EUR'),
    });
  });

  it('shows sum and purpose in the language of the payer, and no markup of others', async () => {
    const { look } = await open();

    const html = (await look()).replaceAll(/\s/g, ' ');

    expect(html).toContain('Сплатити 14,40 €');
    expect(html).toContain('Server &lt;one&gt; &amp; two');
  });

  it('stays open after a refused card, and takes the next one once', async () => {
    const { press, look, reference, payment } = await open();

    await press('decline');

    expect(await look()).toContain('role="alert"');
    const refused = await shop.gateway.fetch(reference);
    expect(refused).toMatchObject({ state: 'pending' });
    expect(refused.decline).toBeUndefined();
    expect(await shop.heard()).toEqual([]);
    await press('pay');
    await press('pay');
    expect(await shop.gateway.fetch(reference)).toMatchObject({ state: 'succeeded', received: payment.amount });
    expect(shop.stripe.desk.charges(payment.paymentId)).toBe(1);
  });

  it('waits while the bank asks for 3-D Secure, and goes on when the payer confirms', async () => {
    const { press, reference } = await open();

    await press('authenticate');
    expect((await shop.gateway.fetch(reference)).state).toBe('requires-action');
    await press('confirm');

    expect((await shop.gateway.fetch(reference)).state).toBe('succeeded');
  });

  it('stays pending when the tab is closed, is the same when the payer comes back, and ends with its page', async () => {
    const { reference, payment, url } = await open();

    expect((await shop.gateway.fetch(reference)).state).toBe('pending');
    expect(await started(shop.gateway, payment)).toMatchObject({ step: { next: 'redirect', url }, reference });
    shop.stripe.desk.expire(payment.paymentId);

    expect((await shop.gateway.fetch(reference)).state).toBe('cancelled');
    expect(await shop.heard()).toMatchObject([{ payment: { reference, state: 'cancelled' } }]);
  });

  it.each([
    ['succeeded', 'succeeded'],
    ['failed', 'declined'],
  ] as const)('waits for a bank debit that has %s days later', async (outcome, state) => {
    const { press, reference, payment } = await open();

    await press('later');
    expect(await shop.heard()).toMatchObject([{ payment: { reference, state: 'pending' } }]);
    shop.stripe.desk.settleLater(payment.paymentId, outcome);

    expect((await shop.heard()).at(-1)).toMatchObject({ paymentId: payment.paymentId, payment: { reference, state } });
    expect((await shop.gateway.fetch(reference)).state).toBe(state);
  });

  it('reports what was really taken when that is another sum', async () => {
    const { press, reference, paymentId } = await open();
    shop.stripe.desk.misquote(paymentId, 100, 'usd');

    await press('pay');

    expect(await shop.heard()).toMatchObject([{ payment: { state: 'succeeded', received: money(100n, 'USD') } }]);
    expect(await shop.gateway.fetch(reference)).toMatchObject({ state: 'succeeded', received: money(100n, 'USD') });
  });

  it('is cancelled by the shop, so that nobody can pay it any more', async () => {
    const { press, reference } = await open();

    expect((await shop.gateway.cancel(reference, aCall('cancel-1'))).state).toBe('cancelled');
    await press('pay');

    expect((await shop.gateway.fetch(reference)).state).toBe('cancelled');
  });

  it('is told as paid when it is cancelled too late', async () => {
    const { press, reference } = await open();
    await press('pay');

    expect((await shop.gateway.cancel(reference, aCall('cancel-2'))).state).toBe('succeeded');
  });
});

describe('when something goes wrong on the way', () => {
  it('finds the payment whose answer was lost, and repeats it without a second one', async () => {
    const payment = aPayment();
    shop.stripe.troubles.loseNextAnswer();

    await expect(started(shop.gateway, payment)).rejects.toMatchObject({ kind: 'unknown' });
    const found = await shop.gateway.find(payment.paymentId);

    expect(found).toMatchObject({ state: 'pending' });
    expect((await started(shop.gateway, payment)).reference).toBe(found?.reference);
    expect(shop.stripe.desk.charges(payment.paymentId)).toBe(1);
  });

  it('does not know what a 500 means, and finds what was done all the same', async () => {
    const payment = aPayment();
    shop.stripe.troubles.failAfterNext();

    await expect(started(shop.gateway, payment)).rejects.toMatchObject({ kind: 'unknown', code: 'http-500' });

    expect(await shop.gateway.find(payment.paymentId)).toMatchObject({ state: 'pending' });
  });

  it('asks for patience as long as Stripe does', async () => {
    const payment = aPayment();
    shop.stripe.troubles.slowDownNext(7);

    await expect(started(shop.gateway, payment)).rejects.toMatchObject({ kind: 'retryable', retryAfterMs: 7000 });

    expect(shop.stripe.desk.charges(payment.paymentId)).toBe(0);
  });

  it('refuses another payment under a known key', async () => {
    const call = aCall('payment-one-key');
    await shop.gateway.start(aPayment(), call);

    await expect(shop.gateway.start(aPayment(), call)).rejects.toMatchObject({ kind: 'final', code: 'key-reused' });
  });

  it('may ask again after a 500 to what was only a question', async () => {
    const { reference } = await shop.start();
    shop.stripe.troubles.failNextRead();

    await expect(shop.gateway.fetch(reference)).rejects.toMatchObject({ kind: 'retryable' });
  });

  it.each([
    [money(1n, 'EUR'), 'amount-too-small', 'too small'],
    [money(1999n, 'KWD'), 'amount-not-payable', 'cannot be paid this way'],
    [money(150n, 'MGA'), 'amount-not-payable', 'cannot be paid this way'],
  ])('says which sums cannot be paid', async (amount, code, words) => {
    const publicMessage = expect.stringContaining(words) as string;

    await expect(shop.start({ amount })).rejects.toMatchObject({ kind: 'final', code, publicMessage });
  });
});

describe('webhooks on their way', () => {
  it('come again until the shop takes them', async () => {
    const { press } = await open();
    shop.inbox.statuses.push(500, 503, 500, 503);

    await press('pay');
    await shop.inbox.has(7);

    const events = await shop.heard();
    expect(new Set(events.map(({ id }) => id)).size).toBeLessThan(events.length);
  });

  it('are worth nothing an hour later', async () => {
    const { press, paymentId } = await open();
    await press('pay');
    await shop.heard();
    const { headers, body } = shop.stripe.desk.signedWebhook(paymentId, shop.stripe.desk.secretOf(shop.inbox.url));
    const replayed = { headers, query: {}, body: new TextEncoder().encode(body), remoteAddress: '127.0.0.1' };

    expect((await shop.gateway.parseWebhook(replayed)).events).toMatchObject([{ paymentId }]);
    shop.clock.pass(3_600_000);

    await expect(shop.gateway.parseWebhook(replayed)).rejects.toMatchObject({ kind: 'final', code: 'bad-signature' });
  });

  it('mean the same in reverse and in a hundred copies', async () => {
    const { press, paymentId, reference } = await open();
    shop.stripe.webhooks.hold();
    await press('pay');
    shop.stripe.webhooks.copy(100);

    await shop.stripe.webhooks.release({ reversed: true });
    shop.stripe.webhooks.copy(1);

    const events = await shop.heard();
    expect(events.length).toBeGreaterThanOrEqual(100);
    for (const event of events) expect(event).toMatchObject({ paymentId, payment: { reference, state: 'succeeded' } });
  });
});
