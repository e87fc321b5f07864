import { money, type PaymentStep, type SavedMethod } from '@hostwright/sdk';
import { aCall, fakeContext, TestClock } from '@hostwright/sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAKE_LIQPAY_SHOP, type FakeLiqPay } from '../src/fake/index.js';
import liqpay from '../src/index.js';
import { aFake, aPayment, aShop, asWebhook, configFor, SECRETS } from './bench.js';
import { openPage } from './payer.js';

const HOUR_MS = 3_600_000;
const clock = new TestClock();
let fake: FakeLiqPay;

beforeAll(async () => {
  fake = await aFake({ clock });
});
afterAll(async () => {
  await fake.close();
  expect(fake.faults).toEqual([]);
});

const call = () => aCall('payment-1');

/** What LiqPay was sent in a link. */
function sentIn(step: PaymentStep): Record<string, unknown> {
  if (step.next !== 'redirect') throw new Error('No page');
  const data = step.fields?.['data'] ?? new URL(step.url).searchParams.get('data') ?? '';
  return JSON.parse(Buffer.from(data, 'base64').toString('utf8'));
}

describe('starting a payment', () => {
  it('gives a link with everything that was asked for, and tells nobody', async () => {
    const { gateway, context } = aShop(fake, clock);
    const payment = aPayment();

    const step = await gateway.start(payment, call());

    expect(step).toMatchObject({ next: 'redirect', payment: { reference: payment.paymentId, state: 'pending' } });
    expect(sentIn(step)).toEqual({
      version: 7,
      public_key: FAKE_LIQPAY_SHOP.publicKey,
      action: 'pay',
      order_id: payment.paymentId,
      amount: 1000.5,
      currency: 'UAH',
      description: 'Acme Hosting · TUU-2026-000042',
      language: 'uk',
      server_url: context.urls.webhook(),
      result_url: 'https://shop.example/return?payment=1',
      expired_date: '2026-03-02 12:00:00',
    });
    expect(context.requests).toEqual([]);
  });

  it('gives a form to post where the shop wants one', async () => {
    const { gateway } = aShop(fake, clock, { checkout: 'form', payTypes: 'card' });
    const step = await gateway.start(aPayment(), call());

    expect(step).toMatchObject({
      url: `${fake.url}/api/3/checkout`,
      fields: { data: expect.any(String), signature: expect.any(String) },
    });
    expect(sentIn(step)).toMatchObject({ paytypes: 'card' });
    const page = await openPage(step);
    expect([page.status, page.html]).toEqual([200, expect.stringContaining('data-testid="pay"')]);
  });

  it('signs in the way of version 3 where the shop is still on it', async () => {
    const { gateway } = aShop(fake, clock, { apiVersion: '3' });
    const payment = aPayment();
    const step = await gateway.start(payment, call());

    expect(sentIn(step)).toMatchObject({ version: 3 });
    await (await openPage(step)).press('pay');
    expect(await gateway.fetch(payment.paymentId)).toMatchObject({ state: 'succeeded' });
    expect((await gateway.parseWebhook!(asWebhook(fake, payment.paymentId))).events).toHaveLength(1);
  });

  it('keeps within what LiqPay takes: languages, lengths, currencies', async () => {
    const { gateway } = aShop(fake, clock);
    const long = { description: '😀'.repeat(500), returnUrl: `https://shop.example/${'x'.repeat(600)}` };
    const sent = sentIn(await gateway.start(aPayment({ ...long, locale: 'en-GB' }), call()));

    expect(sent['language']).toBe('en');
    expect(sent['description']).toBe('😀'.repeat(200));
    expect(sent).not.toHaveProperty('result_url');
    await expect(gateway.start(aPayment({ amount: money(100n, 'PLN') }), call())).rejects.toMatchObject({
      kind: 'final',
      code: 'currency-not-supported',
    });
  });
});

describe('a payer', () => {
  it('pays: the shop is told, and reads the same when it asks', async () => {
    const { gateway } = aShop(fake, clock);
    const payment = aPayment();
    const page = await openPage(await gateway.start(payment, call()));

    expect((await gateway.fetch(payment.paymentId)).state).toBe('pending');
    expect(await page.press('pay')).toEqual({ left: payment.returnUrl });

    const paid = { reference: payment.paymentId, state: 'succeeded', received: payment.amount, fee: money(1500n, 'UAH') };
    expect(await gateway.fetch(payment.paymentId)).toMatchObject(paid);
    expect(await gateway.find!(payment.paymentId)).toMatchObject(paid);
    expect((await gateway.parseWebhook!(asWebhook(fake, payment.paymentId))).events).toMatchObject([
      { type: 'payment', paymentId: payment.paymentId, payment: paid },
    ]);
  });

  it('is declined, and pays on the same page with another card', async () => {
    const { gateway } = aShop(fake, clock);
    const payment = aPayment();
    const step = await gateway.start(payment, call());

    await (await openPage(step)).press('decline');
    expect(await gateway.fetch(payment.paymentId)).toMatchObject({
      state: 'declined',
      decline: { code: 'insufficient-funds', mayRetry: true },
    });
    await (await openPage(step)).press('pay');

    expect(await gateway.fetch(payment.paymentId)).toMatchObject({ state: 'succeeded', received: payment.amount });
  });

  it('is asked by the bank first', async () => {
    const { gateway } = aShop(fake, clock);
    const payment = aPayment();
    const { page: bank } = await (await openPage(await gateway.start(payment, call()))).press('authenticate');

    expect((await gateway.fetch(payment.paymentId)).state).toBe('requires-action');
    expect((await bank!.press('authenticate')).left).toBe(payment.returnUrl);
    expect((await gateway.fetch(payment.paymentId)).state).toBe('succeeded');
  });

  it('closes the page in the middle: nothing is paid, and the link still works', async () => {
    const { gateway } = aShop(fake, clock);
    const payment = aPayment();
    const step = await gateway.start(payment, call());

    await (await openPage(step)).press('cancel');
    expect((await gateway.fetch(payment.paymentId)).state).toBe('pending');
    await (await openPage(step)).press('pay');
    expect((await gateway.fetch(payment.paymentId)).state).toBe('succeeded');
  });

  it('pays an order once: the same link again leads nowhere', async () => {
    const { gateway } = aShop(fake, clock);
    const step = await gateway.start(aPayment(), call());
    await (await openPage(step)).press('pay');

    const again = await openPage(step);

    expect([again.status, again.html]).toEqual([400, expect.stringContaining('order_id_duplicate')]);
  });

  it('never opens the page: the payment is over when its link is', async () => {
    const time = new TestClock();
    const { gateway } = aShop(fake, time, { linkLifetimeHours: 2 });
    const payment = aPayment();
    await gateway.start(payment, call());

    time.pass(2 * HOUR_MS);
    expect((await gateway.fetch(payment.paymentId)).state).toBe('pending');
    time.pass(HOUR_MS + 1);
    expect(await gateway.fetch(payment.paymentId)).toEqual({ reference: payment.paymentId, state: 'cancelled' });
    expect((await gateway.find!(payment.paymentId))?.state).toBe('cancelled');
  });

  it('comes too late for the link', async () => {
    const step = await aShop(fake, new TestClock('2026-02-01T00:00:00Z')).gateway.start(aPayment(), call());

    expect((await openPage(step)).status).toBe(400);
  });

  it('pays another sum or in another currency than was asked for: that is what is reported', async () => {
    const { gateway } = aShop(fake, clock);
    const payment = aPayment();
    await (await openPage(await gateway.start(payment, call()))).press('pay');
    fake.misquote(payment.paymentId, 5n, 'USD');

    expect((await gateway.fetch(payment.paymentId)).received).toEqual(money(5n, 'USD'));
  });
});

describe('a saved card', () => {
  async function save(): Promise<SavedMethod> {
    const { gateway } = aShop(fake, clock);
    const payment = aPayment({ saveMethod: true });
    await (await openPage(await gateway.start(payment, call()))).press('pay');
    const { savedMethod } = await gateway.fetch(payment.paymentId);
    return savedMethod!;
  }

  it('pays a renewal, once for one payment', async () => {
    const { gateway } = aShop(fake, clock);
    const renewal = { ...aPayment(), method: await save() };

    const first = await gateway.chargeSaved!(renewal, call());
    const second = await gateway.chargeSaved!(renewal, call());

    expect(renewal.method).toEqual({ token: expect.stringMatching(/^[0-9A-F]{40}\|203\.0\.113\.7$/), label: 'Visa ••42' });
    expect(first).toMatchObject({ reference: renewal.paymentId, state: 'succeeded', received: renewal.amount });
    expect(second).toEqual(first);
    expect(fake.orders.filter(order => order.orderId === renewal.paymentId)).toHaveLength(1);
  });

  it('pays once when the answer was lost: the payment is found by its id', async () => {
    const { gateway } = aShop(fake, clock);
    const renewal = { ...aPayment(), method: await save() };

    fake.loseNextAnswer();
    await expect(gateway.chargeSaved!(renewal, call())).rejects.toMatchObject({ kind: 'unknown' });

    expect(await gateway.find!(renewal.paymentId)).toMatchObject({ state: 'succeeded', received: renewal.amount });
    expect(await gateway.chargeSaved!(renewal, call())).toMatchObject({ state: 'succeeded' });
    expect(fake.orders.filter(order => order.orderId === renewal.paymentId)).toHaveLength(1);
  });

  it('pays once when LiqPay acted and answered 500', async () => {
    const { gateway } = aShop(fake, clock);
    const renewal = { ...aPayment(), method: await save() };

    fake.breakAfterActing();
    await expect(gateway.chargeSaved!(renewal, call())).rejects.toMatchObject({ kind: 'unknown', code: 'http-500' });

    expect(await gateway.chargeSaved!(renewal, call())).toMatchObject({ state: 'succeeded' });
  });

  it('is tried later when LiqPay asks for patience, and not at all was done', async () => {
    const { gateway } = aShop(fake, clock);
    const renewal = { ...aPayment(), method: await save() };

    fake.slowDownNext(12);
    await expect(gateway.chargeSaved!(renewal, call())).rejects.toMatchObject({ kind: 'retryable', retryAfterMs: 12_000 });
    expect(await gateway.find!(renewal.paymentId)).toBeUndefined();

    fake.maintainNext();
    await expect(gateway.chargeSaved!(renewal, call())).rejects.toMatchObject({ kind: 'unknown', code: 'bad-answer' });
  });

  it.each<readonly [string, Parameters<FakeLiqPay['nextCharge']>[0], object]>([
    ['the money does not suffice', { status: 'failure', errCode: '9859' }, { code: 'insufficient-funds', mayRetry: true }],
    ['the card is over', { status: 'failure', errCode: '9851' }, { code: 'card-expired', mayRetry: false }],
    ['LiqPay refuses to make a payment', { status: 'refused', errCode: '9863' }, { code: 'card-blocked', mayRetry: false }],
  ])('is declined when %s', async (_, outcome, decline) => {
    const { gateway } = aShop(fake, clock);
    fake.nextCharge(outcome);

    const snapshot = await gateway.chargeSaved!({ ...aPayment(), method: await save() }, call());

    expect(snapshot).toMatchObject({ state: 'declined', decline });
    expect(snapshot.received).toBeUndefined();
  });

  it.each<readonly [string, Parameters<FakeLiqPay['nextCharge']>[0]]>([
    ['3-D Secure', { status: '3ds_verify' }],
    ['a verified card', { status: 'refused', errCode: 'err_get_verify_code' }],
  ])('needs the customer when the bank wants %s', async (_, outcome) => {
    const { gateway } = aShop(fake, clock);
    fake.nextCharge(outcome);

    const snapshot = await gateway.chargeSaved!({ ...aPayment(), method: await save() }, call());

    expect(snapshot.state).toBe('requires-action');
    expect(snapshot.decline).toBeUndefined();
  });

  it('is not charged for a word of tomorrow, and the shop keeps asking', async () => {
    const { gateway } = aShop(fake, clock);
    const [pending, refused] = [aPayment(), aPayment()];
    const method = await save();

    fake.nextCharge({ status: 'wait_for_godot' });
    expect((await gateway.chargeSaved!({ ...pending, method }, call())).state).toBe('pending');
    fake.nextCharge({ status: 'refused', errCode: 'err_of_tomorrow' });
    await expect(gateway.chargeSaved!({ ...refused, method }, call())).rejects.toMatchObject({ kind: 'unknown' });
  });

  it('needs an address of the payer: the one it was saved with, the one at hand, or the one of the settings', async () => {
    const { token, label } = await save();
    const bare = { label, token: token.split('|')[0]! };
    const ipOf = async (method: SavedMethod, config = {}, ip?: string) => {
      const base = aPayment();
      const renewal = { ...base, method, payer: { ...base.payer, ...(ip !== undefined && { ip }) } };
      await aShop(fake, clock, config).gateway.chargeSaved!(renewal, call());
      return fake.sees(renewal.paymentId)?.ip;
    };

    expect(await ipOf({ token, label }, { renewalIp: '192.0.2.3' }, '192.0.2.2')).toBe('203.0.113.7');
    expect(await ipOf(bare, { renewalIp: '192.0.2.3' }, '192.0.2.2')).toBe('192.0.2.2');
    expect(await ipOf(bare, { renewalIp: '192.0.2.3' })).toBe('192.0.2.3');
    await expect(ipOf(bare)).rejects.toMatchObject({ kind: 'final', code: 'payer-ip-missing' });
  });

  it('is forgotten for good, and forgetting it again is no fault', async () => {
    const { gateway } = aShop(fake, clock);
    const method = await save();

    await gateway.forgetMethod!(method, call());
    await gateway.forgetMethod!(method, call());

    expect(await gateway.chargeSaved!({ ...aPayment(), method }, call())).toMatchObject({
      state: 'declined',
      decline: { code: 'card-token-invalid', mayRetry: false },
    });
  });
});

describe('the settled payments', () => {
  it('come page by page, each once', async () => {
    const time = new TestClock('2026-05-05T10:00:00Z');
    const own = await aFake({ clock: time });
    const { gateway } = aShop(own, time);
    const paid: string[] = [];
    for (let index = 0; index < 3; index += 1) {
      const payment = aPayment();
      await openPage(await gateway.start(payment, call()));
      await own.settle(payment.paymentId, index === 2 ? 'failure' : 'success', { silently: true });
      if (index < 2) paid.push(payment.paymentId);
    }
    const day = { from: new Date('2026-05-05T00:00:00Z'), until: new Date('2026-05-06T00:00:00Z') };
    paid.sort();

    const { settled, cursor } = await gateway.listSettled!(day);
    const rest = await gateway.listSettled!({ ...day, cursor: paid[0]! });
    const earlier = await gateway.listSettled!({
      from: new Date('2026-05-04T10:00:00Z'),
      until: new Date('2026-05-05T10:00:00Z'),
    });

    expect(settled.map(({ reference }) => reference)).toEqual(paid);
    expect(settled[0]).toMatchObject({ paymentId: paid[0], received: money(100_050n, 'UAH'), fee: money(1500n, 'UAH') });
    expect(cursor).toBeUndefined();
    expect(rest.settled.map(({ reference }) => reference)).toEqual(paid.slice(1));
    expect(earlier.settled).toEqual([]);
    await own.close();
    expect(own.faults).toEqual([]);
  });
});

describe('a long report', () => {
  it('is handed on in pages that have no gap and no overlap', async () => {
    const data = Array.from({ length: 1001 }, (_, index) => ({
      status: 'success',
      order_id: `order-${String(index).padStart(4, '0')}`,
      amount: 1.5,
      currency: 'UAH',
    })).toReversed();
    const context = fakeContext({
      config: configFor(fake),
      secrets: SECRETS,
      fetch: async () => new Response(JSON.stringify({ result: 'success', data })),
    });
    const gateway = liqpay.create(context);
    const day = { from: new Date('2026-05-05T00:00:00Z'), until: new Date('2026-05-06T00:00:00Z') };

    const first = await gateway.listSettled!(day);
    const second = await gateway.listSettled!({ ...day, cursor: first.cursor! });
    const third = await gateway.listSettled!({ ...day, cursor: second.cursor! });

    const all = [first, second, third].flatMap(page => page.settled.map(({ reference }) => reference));
    expect(all).toEqual(data.map(row => row.order_id).toReversed());
    expect([first.settled.length, second.settled.length, third.cursor]).toEqual([500, 500, undefined]);
  });
});

describe('testing the connection', () => {
  const check = (secrets: Record<string, string>, config = {}) =>
    liqpay.check!(fakeContext({ config: configFor(fake, config), secrets }));

  it('says yes, and that no money moves in the sandbox', async () => {
    expect(await check(SECRETS)).toEqual({ ok: true, detail: 'Sandbox keys: no money moves' });
  });

  it('says in words what is wrong with the keys', async () => {
    const wrong = { ok: false, detail: expect.stringContaining('does not accept these keys') as string };

    expect(await check({ privateKey: 'sandbox_another_key' })).toEqual(wrong);
    expect(await check(SECRETS, { publicKey: 'sandbox_i00000000009' })).toEqual(wrong);
    expect(await check(SECRETS, { publicKey: 'i00000000001' })).toMatchObject({
      detail: expect.stringContaining('sandbox') as string,
    });
  });

  it('says that nobody answers', async () => {
    expect(await check(SECRETS, { apiUrl: 'http://127.0.0.1:1' })).toMatchObject({ ok: false });
  });
});
