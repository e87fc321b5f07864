import { randomUUID } from 'node:crypto';
import { money, type SettledPayment } from '@hostwright/sdk';
import { aCall, fakeContext, type FakeContext } from '@hostwright/sdk/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FAKE_PAYPAL_ACCOUNT, startFakePayPal } from '../src/fake/index.js';
import plugin from '../src/index.js';
import type { PayPalConfig } from '../src/paypal-config.js';
import { PayPalGateway } from '../src/paypal-gateway.js';
import { aDesk, aPayment, asRequest, checkRequest, schema, type Desk } from './bench.js';
import { aShop } from './shop.js';

const HOUR_MS = 3_600_000;

let desk: Desk;
let shop: Awaited<ReturnType<typeof aShop>>;
let context: FakeContext<PayPalConfig>;
let gateway: PayPalGateway;

beforeEach(async () => {
  shop = await aShop();
  desk = await aDesk();
  const webhookId = desk.paypal.register(shop.url);
  context = fakeContext({ ...desk, config: { ...desk.config, webhookId } });
  gateway = new PayPalGateway(context);
});
afterEach(async () => {
  await desk.close();
  await shop.close();
  expect(desk.paypal.faults).toEqual([]);
});

const capture = (reference: string, amount = money(1999n, 'EUR'), key = `capture-${reference}`) =>
  gateway.capture(reference, amount, aCall(key));

async function started(words: Parameters<typeof aPayment>[0] = {}) {
  const payment = aPayment(words);
  const step = await gateway.start(payment, aCall(`payment-${payment.paymentId}`));
  return { payment, step, reference: step.payment.reference };
}

async function paid(words: Parameters<typeof aPayment>[0] = {}) {
  const begun = await started(words);
  await desk.paypal.settle(begun.payment.paymentId);
  return begun;
}

/** The event that came last, as the gateway reads it. */
async function told() {
  const { events } = await gateway.parseWebhook(shop.received.at(-1)!);
  return events[0];
}

/** What the payer presses on PayPal's page; answers with where the browser goes. */
async function press(step: { readonly next: string; readonly url?: string }, action: string): Promise<string> {
  const response = await fetch(step.url!, { method: 'POST', body: new URLSearchParams({ action }), redirect: 'manual' });
  return response.headers.get('location') ?? '';
}

describe('paying', () => {
  it('approves at PayPal, comes back, and is taken once', async () => {
    const { payment, step, reference } = await started();
    const back = await press(step, 'pay');
    await shop.has(1);

    const approved = await gateway.fetch(reference);
    const [one, other] = await Promise.all([capture(reference), capture(reference, undefined, 'capture-from-the-webhook')]);

    expect(step.next).toBe('redirect');
    expect(back).toContain(`hw-payment=1&token=${reference}&PayerID=`);
    expect(await told()).toMatchObject({ paymentId: payment.paymentId });
    expect(approved.state).toBe('authorized');
    expect(one).toMatchObject({ state: 'succeeded', received: payment.amount, fee: money(68n, 'EUR') });
    expect(other).toMatchObject({ state: 'succeeded', received: payment.amount });
    expect(desk.paypal.sees(payment.paymentId)?.captures).toHaveLength(1);
  });

  it('tells the shop before the browser is back, when the fake is told so', async () => {
    const { step } = await started();
    desk.paypal.page.webhookFirst = true;

    await press(step, 'pay');

    expect(shop.received).toHaveLength(1);
  });

  it('goes through a second step when PayPal wants one', async () => {
    const { step, reference } = await started();

    const second = await press(step, 'authenticate');
    expect((await gateway.fetch(reference)).state).toBe('requires-action');
    const page = await (await fetch(new URL(second, step.next === 'redirect' ? step.url : ''))).text();
    await press(step, 'pay');

    expect(page).toContain('data-testid="confirm"');
    expect((await capture(reference)).state).toBe('succeeded');
  });

  it('is declined in words that the payer may read, and another try is another order', async () => {
    const { step, reference } = await started();
    await press(step, 'decline');

    expect(await capture(reference)).toEqual({
      reference,
      state: 'declined',
      decline: {
        code: 'instrument-declined',
        mayRetry: true,
        publicMessage: expect.stringContaining('declined') as string,
      },
    });
    expect((await started()).reference).not.toBe(reference);
  });

  it('is not paid while PayPal looks into it, and then is, or is not', async () => {
    for (const [outcome, state] of [
      ['COMPLETED', 'succeeded'],
      ['DECLINED', 'declined'],
    ] as const) {
      const { payment, step, reference } = await started();
      await press(step, 'review');

      const held = await capture(reference);
      expect([held.state, held.received]).toEqual(['pending', undefined]);

      await desk.paypal.review(payment.paymentId, outcome);
      expect(await told()).toMatchObject({ payment: { reference, state } });
      expect((await gateway.fetch(reference)).state).toBe(state);
    }
  });

  it('is left open when the tab is closed, and over when PayPal has dropped the order', async () => {
    const { payment, reference } = await started();
    expect(await capture(reference)).toMatchObject({ state: 'requires-action' });

    desk.clock.pass(3 * HOUR_MS);

    expect(await gateway.fetch(reference)).toEqual({ reference, state: 'cancelled' });
    const again = await gateway.start(payment, aCall(`payment-${payment.paymentId}`));
    expect(again).toEqual({ next: 'nothing', payment: { reference, state: 'cancelled' } });
  });

  it('goes back without paying when the payer cancels', async () => {
    const { step, reference } = await started();

    expect(await press(step, 'cancel')).toContain('https://shop.example/cancel?hw-payment=1&token=');
    expect((await gateway.fetch(reference)).state).toBe('requires-action');
  });

  it('takes no other amount than the payer has approved', async () => {
    const { step, reference } = await started();
    await press(step, 'pay');

    await expect(capture(reference, money(999n, 'EUR'))).rejects.toMatchObject({ kind: 'final', code: 'amount-differs' });
    await expect(capture(reference, money(1999n, 'USD'))).rejects.toMatchObject({ kind: 'final', code: 'amount-differs' });
    expect((await gateway.fetch(reference)).state).toBe('authorized');
  });

  it('is not forgotten when PayPal no longer shows the order but knows the capture', async () => {
    const { payment, reference } = await paid();
    await gateway.fetch(reference);
    desk.paypal.say(payment.paymentId, 'PAYER_ACTION_REQUIRED');
    desk.clock.pass(4 * HOUR_MS);

    expect(await gateway.fetch(reference)).toMatchObject({ reference, state: 'succeeded', received: payment.amount });
    const refund = { refundId: randomUUID(), reference, amount: money(100n, 'EUR') };
    expect((await gateway.refund(refund, aCall(`refund-${refund.refundId}`))).state).toBe('succeeded');
  });
});

describe('when the line fails', () => {
  it('finds the order whose answer was lost: there is one', async () => {
    const payment = aPayment();
    desk.paypal.loseAnswer();
    const start = () => gateway.start(payment, aCall(`payment-${payment.paymentId}`));

    await expect(start()).rejects.toMatchObject({ kind: 'unknown' });
    const found = await gateway.find(payment.paymentId);

    expect(found).toMatchObject({ reference: desk.paypal.sees(payment.paymentId)!.id, state: 'requires-action' });
    expect((await start()).next).toBe('redirect');
    expect(await desk.charges!(payment.paymentId)).toBe(1);
  });

  it('finds nothing when the answer was lost so long ago that PayPal forgot the key', async () => {
    const payment = aPayment();
    desk.paypal.loseAnswer();
    await gateway.start(payment, aCall(`payment-${payment.paymentId}`)).catch(() => undefined);

    desk.clock.pass(6 * HOUR_MS);

    expect(await gateway.find(payment.paymentId)).toBeUndefined();
  });

  it('takes the money once when PayPal acted and answered 500', async () => {
    const { payment, step, reference } = await started();
    await press(step, 'pay');
    desk.paypal.failAfterActing();

    await expect(capture(reference)).rejects.toMatchObject({ kind: 'unknown', code: 'internal-server-error' });

    expect((await capture(reference)).state).toBe('succeeded');
    expect(desk.paypal.sees(payment.paymentId)?.captures).toHaveLength(1);
  });

  it('gives back once when PayPal acted and answered 500, also after the key is forgotten', async () => {
    const { payment, reference } = await paid();
    const refund = { refundId: randomUUID(), reference, amount: money(500n, 'EUR') };
    desk.paypal.failAfterActing();
    await expect(gateway.refund(refund, aCall('refund-1'))).rejects.toMatchObject({ kind: 'unknown' });

    desk.clock.pass(46 * 24 * HOUR_MS);

    expect(await gateway.refund(refund, aCall('refund-1'))).toMatchObject({ state: 'succeeded', amount: refund.amount });
    expect(desk.paypal.sees(payment.paymentId)?.refunds).toHaveLength(1);
  });

  it('waits as long as PayPal asks', async () => {
    await gateway.find(randomUUID());
    desk.paypal.slowDown(42);

    await expect(started()).rejects.toMatchObject({ kind: 'retryable', code: 'rate-limit-reached', retryAfterMs: 42_000 });
  });

  it("keeps PayPal's number of the refusal in the log", async () => {
    await expect(gateway.fetch('NOSUCHORDER')).rejects.toMatchObject({ kind: 'final' });

    expect(context.logs.at(-1)).toMatchObject({ level: 'warn', fields: { debugId: expect.stringMatching(/^\w+$/) as string } });
  });
});

describe('the token', () => {
  it('is asked for once by many calls, and again before it runs out', async () => {
    await Promise.all(Array.from({ length: 20 }, () => started()));
    expect(desk.paypal.api.tokens.issued).toBe(1);

    desk.clock.pass(32_400_000 - 300_001);
    await started();
    expect(desk.paypal.api.tokens.issued).toBe(1);
    desk.clock.pass(1);
    await started();
    expect(desk.paypal.api.tokens.issued).toBe(2);
  });

  it('is replaced when PayPal has withdrawn it', async () => {
    await started();
    desk.paypal.api.tokens.revoke();

    expect((await started()).step.next).toBe('redirect');
    expect(desk.paypal.api.tokens.issued).toBe(2);
  });
});

describe('giving back', () => {
  it('in two parts, and no more than was taken', async () => {
    const { payment, reference } = await paid();
    const part = (amount: bigint) => {
      const refundId = randomUUID();
      return gateway.refund({ refundId, reference, amount: money(amount, 'EUR') }, aCall(`refund-${refundId}`));
    };

    const [one, two] = [await part(500n), await part(1499n)];

    expect([one.state, two.state]).toEqual(['succeeded', 'succeeded']);
    await expect(part(1n)).rejects.toMatchObject({ kind: 'final', code: 'capture-fully-refunded' });
    expect(await gateway.fetch(reference)).toMatchObject({ state: 'succeeded', received: payment.amount });
  });

  it('may fail days later, and that is told', async () => {
    const { reference } = await paid();
    desk.paypal.desk.refundsWait = true;
    const refundId = randomUUID();

    const pending = await gateway.refund({ refundId, reference, amount: money(1999n, 'EUR') }, aCall(`refund-${refundId}`));
    desk.clock.pass(600_000);
    await desk.paypal.settleRefund(pending.reference, 'FAILED');

    expect(pending.state).toBe('pending');
    expect(await told()).toMatchObject({ type: 'refund', refundId, paymentReference: reference, refund: { state: 'failed' } });
    expect((await gateway.fetchRefund(pending.reference)).state).toBe('failed');
  });

  it("at PayPal's own desk is told with the payment and without a name of ours", async () => {
    const { payment, reference } = await paid();

    await desk.paypal.refundAtDesk(payment.paymentId, { currency_code: 'EUR', value: '5.00' });

    const event = await told();
    expect(event).toMatchObject({ type: 'refund', paymentReference: reference, refund: { amount: money(500n, 'EUR') } });
    expect(event).not.toHaveProperty('refundId');
  });

  it('is refused where nothing was taken', async () => {
    const { reference } = await started();
    const refund = { refundId: randomUUID(), reference, amount: money(1n, 'EUR') };

    await expect(gateway.refund(refund, aCall('refund-1'))).rejects.toMatchObject({ kind: 'final', code: 'nothing-captured' });
  });
});

describe('a dispute', () => {
  it('is opened and lost, with its fee, about the payment as we know it', async () => {
    const { payment, reference } = await paid();
    const disputeId = await desk.paypal.openDispute(payment.paymentId);
    const opened = await told();
    await desk.paypal.resolveDispute(disputeId, 'RESOLVED_BUYER_FAVOUR', { currency_code: 'EUR', value: '14.00' });

    expect(opened).toMatchObject({
      type: 'dispute',
      reference,
      disputeReference: disputeId,
      state: 'opened',
      amount: payment.amount,
    });
    expect(await told()).toMatchObject({ disputeReference: disputeId, state: 'lost', fee: money(1400n, 'EUR') });
  });

  it('is won', async () => {
    const { payment } = await paid();
    const disputeId = await desk.paypal.openDispute(payment.paymentId, { currency_code: 'EUR', value: '5.00' });
    await desk.paypal.resolveDispute(disputeId, 'RESOLVED_SELLER_FAVOUR');

    expect(await told()).toMatchObject({ disputeReference: disputeId, state: 'won', amount: money(500n, 'EUR') });
  });
});

describe('a renewal', () => {
  const savedMethod = async () => (await gateway.fetch((await paid({ saveMethod: true })).reference)).savedMethod!;
  const charge = async (method: Awaited<ReturnType<typeof savedMethod>>, payment = aPayment()) =>
    gateway.chargeSaved({ ...payment, method }, aCall(`payment-${payment.paymentId}`));

  it('takes the money without the payer, once', async () => {
    const method = await savedMethod();
    const payment = aPayment({ amount: money(500n, 'JPY') });

    const [one, two] = [await charge(method, payment), await charge(method, payment)];

    expect(one).toMatchObject({ state: 'succeeded', received: money(500n, 'JPY') });
    expect(two.reference).toBe(one.reference);
    expect(await desk.charges!(payment.paymentId)).toBe(1);
  });

  it('that needs the payer says so', async () => {
    const method = await savedMethod();
    desk.paypal.api.orders.nextSavedCharge = 'PAYER_ACTION_REQUIRED';

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
    desk.paypal.api.orders.nextSavedCharge = issue;
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
    desk.paypal.loseAnswer();
    await expect(charge(method, payment)).rejects.toMatchObject({ kind: 'unknown' });

    expect(await gateway.find(payment.paymentId)).toMatchObject({ state: 'succeeded', received: payment.amount });

    const forgetful = new PayPalGateway(context);
    desk.clock.pass(7 * HOUR_MS);
    expect(await forgetful.chargeSaved({ ...payment, method }, aCall(`payment-${payment.paymentId}`))).toMatchObject({
      state: 'succeeded',
    });
    expect(await desk.charges!(payment.paymentId)).toBe(1);
  });

  it('that PayPal may not show yet is not called absent', async () => {
    const method = await savedMethod();
    const payment = aPayment();
    desk.paypal.api.historyLagMs = 3 * HOUR_MS;
    desk.paypal.loseAnswer();
    await charge(method, payment).catch(() => undefined);

    await expect(gateway.find(payment.paymentId)).rejects.toMatchObject({ kind: 'retryable', code: 'history-incomplete' });
    desk.clock.pass(4 * HOUR_MS);
    expect(await gateway.find(payment.paymentId)).toMatchObject({ state: 'succeeded' });
  });

  it('works with a method that PayPal kept only later, and no more when it is forgotten', async () => {
    desk.paypal.desk.vaultsLater = true;
    const { payment, reference } = await paid({ saveMethod: true });
    expect((await gateway.fetch(reference)).savedMethod).toBeUndefined();
    await desk.paypal.vaultNow(payment.paymentId);
    const event = await told();
    const method = event?.type === 'payment' ? event.payment.savedMethod! : await savedMethod();

    expect(event).toMatchObject({ payment: { reference } });
    expect((await charge(method)).state).toBe('succeeded');
    await gateway.forgetMethod(method, aCall('forget-1'));
    await gateway.forgetMethod(method, aCall('forget-2'));
    expect(await charge(method)).toMatchObject({ state: 'declined', decline: { mayRetry: false } });
  });
});

describe('the list of what was settled', () => {
  async function listed(from: Date, until: Date): Promise<{ readonly settled: SettledPayment[]; readonly pages: number }> {
    const settled: SettledPayment[] = [];
    let pages = 0;
    for (let cursor: string | undefined, isLast = false; !isLast; pages++) {
      const page = await gateway.listSettled({ from, until, ...(cursor !== undefined && { cursor }) });
      settled.push(...page.settled);
      cursor = page.cursor;
      isLast = cursor === undefined;
    }
    return { settled, pages };
  }

  it('comes page by page and month by month, each payment once, with its fee', async () => {
    const from = new Date(desk.clock.now());
    const first = await paid();
    for (let count = 0; count < 101; count++) await paid();
    desk.clock.pass(40 * 24 * HOUR_MS);
    const last = await paid();
    const { payment } = await paid();
    await desk.paypal.refundAtDesk(payment.paymentId);
    await started();

    const { settled, pages } = await listed(from, new Date(desk.clock.now().getTime() + 1000));

    expect(pages).toBe(3);
    expect(settled).toHaveLength(104);
    expect(new Set(settled.map(({ reference }) => reference)).size).toBe(104);
    for (const { reference, payment: one } of [first, last]) {
      expect(settled).toContainEqual({ reference, paymentId: one.paymentId, received: one.amount, fee: money(68n, 'EUR') });
    }
  });

  it('ends where the history of PayPal ends, and is not given when that is a day ago', async () => {
    await paid();
    const until = new Date(desk.clock.now().getTime() + 1);
    const query = { from: new Date(until.getTime() - 24 * HOUR_MS), until };

    desk.paypal.api.historyLagMs = 3 * HOUR_MS;
    expect(await gateway.listSettled(query)).toEqual({ settled: [] });
    desk.paypal.api.historyLagMs = 25 * HOUR_MS;
    await expect(gateway.listSettled(query)).rejects.toMatchObject({ kind: 'retryable', code: 'history-incomplete' });

    desk.clock.pass(25 * HOUR_MS);
    expect((await gateway.listSettled(query)).settled).toHaveLength(1);
  });

  it('says what to switch on when the app may not read the history', async () => {
    const account = { ...FAKE_PAYPAL_ACCOUNT, lacks: ['reporting', 'vault'] as const };
    const paypal = await startFakePayPal({ accounts: [account], clock: desk.clock, checkRequest });
    const config = { clientId: account.clientId, apiUrl: paypal.url };
    const poor = fakeContext({ ...desk, config });

    const query = { from: new Date(0), until: new Date(HOUR_MS) };
    await expect(new PayPalGateway(poor).listSettled(query)).rejects.toMatchObject({ code: 'transaction-search-off' });
    expect(await plugin.check!(poor)).toMatchObject({
      ok: true,
      detail: expect.stringMatching(/Search is off.*Vault is off/) as string,
    });
    await paypal.close();
  });

  it('refuses a cursor of somebody else', async () => {
    const query = { from: new Date(0), until: new Date(1), cursor: 'x' };
    await expect(gateway.listSettled(query)).rejects.toMatchObject({ kind: 'final', code: 'bad-cursor' });
  });
});

describe('webhooks on their way', () => {
  it('come again until they are taken, as often as the fake is told, and in any order', async () => {
    const impatient = await startFakePayPal({ clock: desk.clock, webhookRetriesMs: [1, 1, 1], checkRequest });
    const stubborn = await aShop([500, 503, 200]);
    impatient.register(stubborn.url);
    const other = new PayPalGateway(fakeContext({ ...desk, config: { ...desk.config, apiUrl: impatient.url } }));
    const [one, two] = [aPayment(), aPayment()];
    for (const payment of [one, two]) await other.start(payment, aCall(`payment-${payment.paymentId}`));

    await impatient.approve(one.paymentId);
    await stubborn.has(3);
    impatient.webhooks.multiply(100);
    await impatient.approve(two.paymentId);
    await stubborn.has(103);
    impatient.webhooks.hold();
    await impatient.settle(one.paymentId);
    await impatient.settle(two.paymentId);
    expect(stubborn.received).toHaveLength(103);
    await impatient.webhooks.release('reversed');

    const bodies = stubborn.received.map(({ body }) => Buffer.from(body).toString());
    expect(new Set(bodies.slice(0, 3)).size).toBe(1);
    expect(new Set(bodies.slice(3, 103)).size).toBe(1);
    expect(bodies[103]).toContain(two.paymentId);
    expect(bodies[104]).toContain(one.paymentId);
    await impatient.close();
    await stubborn.close();
  });
});

describe('installing', () => {
  const bare = () => {
    const { webhookId: _, ...config } = desk.config;
    return fakeContext({ ...desk, config });
  };

  it('registers one webhook, again and again, for kinds of events that PayPal offers', async () => {
    const installing = bare();

    await plugin.install!(installing);
    await plugin.install!(installing);
    const own = await installing.storage.get<{ id: string; url: string }>('webhook');

    expect(own?.url).toBe(installing.urls.webhook());
    expect(desk.paypal.calls.filter(call => call === 'POST /v1/notifications/webhooks')).toHaveLength(1);
    expect(await plugin.check!(installing)).toEqual({ ok: true });
  });

  it('lets the registered webhook verify, until it is removed', async () => {
    const installing = bare();
    await plugin.install!(installing);
    const own = await installing.storage.get<{ id: string }>('webhook');
    const { payment } = await started();
    await desk.paypal.approve(payment.paymentId, { silently: true });
    const request = asRequest(desk.paypal.signedWebhook(payment.paymentId, { webhookId: own!.id }));

    expect((await plugin.create(installing).parseWebhook!(request)).events).toHaveLength(1);

    await plugin.uninstall!(installing);
    await plugin.uninstall!(installing);
    await expect(plugin.create(installing).parseWebhook!(request)).rejects.toMatchObject({ code: 'webhook-not-registered' });
  });

  it('survives a lost answer without a second webhook', async () => {
    const installing = bare();
    desk.paypal.loseAnswer();

    await expect(plugin.install!(installing)).rejects.toMatchObject({ kind: 'unknown' });
    await plugin.install!(installing);

    expect(desk.paypal.calls.filter(call => call === 'POST /v1/notifications/webhooks')).toHaveLength(1);
  });

  it('says in words when PayPal takes no more webhooks', async () => {
    for (let count = 0; count < 8; count++) desk.paypal.register(`http://127.0.0.1:1/${count}`);

    await expect(plugin.install!(bare())).rejects.toMatchObject({ kind: 'final', message: /ten webhooks/ });
  });

  it('leaves a webhook alone that was made by hand', async () => {
    await plugin.install!(context);
    await plugin.uninstall!(context);

    expect(desk.paypal.calls).toEqual([]);
  });
});

describe('testing the connection', () => {
  it('tells wrong keys from an address where nobody answers, and a webhook that is gone', async () => {
    const wrong = fakeContext({ ...desk, secrets: { clientSecret: 'wrong-secret-0123456789' } });
    const nobody = fakeContext({ ...desk, config: { ...desk.config, apiUrl: 'http://127.0.0.1:1' } });
    const gone = fakeContext({ ...desk, config: { ...desk.config, webhookId: 'GONE' } });

    expect(await plugin.check!(context)).toEqual({ ok: true });
    expect(await plugin.check!(wrong)).toMatchObject({ ok: false, detail: expect.stringContaining('unauthorized') as string });
    expect(await plugin.check!(nobody)).toMatchObject({ ok: false, detail: expect.stringContaining('127.0.0.1:1') as string });
    expect(await plugin.check!(gone)).toMatchObject({ ok: false, detail: expect.stringContaining('off and on') as string });
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
