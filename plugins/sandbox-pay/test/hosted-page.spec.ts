import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { money, type StartPayment } from '@hostwright/sdk';
import { aCall, fakeContext } from '@hostwright/sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SandboxGateway } from '../src/sandbox-gateway.js';
import { SANDBOX_PAY_ACCOUNT, startSandboxPay, type SandboxPay } from '../src/vendor/index.js';
import { aShop } from './shop.js';

let pay: SandboxPay;
let shop: Awaited<ReturnType<typeof aShop>>;

beforeAll(async () => {
  [pay, shop] = await Promise.all([startSandboxPay({ webhookRetriesMs: [1, 1] }), aShop()]);
});
afterAll(async () => {
  await pay.close();
  await shop.close();
});

function gatewayOf(target: { readonly url: string } = pay, notify = shop.url): SandboxGateway {
  const context = fakeContext({
    config: { apiUrl: target.url },
    secrets: { ...SANDBOX_PAY_ACCOUNT },
    clock: { now: () => new Date() },
  });
  return new SandboxGateway({ ...context, urls: { ...context.urls, webhook: () => `${notify}/hooks/one` } });
}

const aPayment = (words: Partial<StartPayment> = {}): StartPayment => ({
  paymentId: randomUUID(),
  invoiceId: randomUUID(),
  invoiceNumber: 'TUU-2026-000042',
  amount: money(1440n, 'EUR'),
  description: 'Server <one> & two',
  payer: { customerId: randomUUID(), email: 'payer@example.test' },
  locale: 'en',
  saveMethod: false,
  returnUrl: 'http://shop.example/return?invoice=1',
  cancelUrl: 'http://shop.example/cancel',
  ...words,
});

async function open(words: Partial<StartPayment> = {}, gateway = gatewayOf()) {
  const payment = aPayment(words);
  const step = await gateway.start(payment, aCall(`payment-${payment.paymentId}`));
  if (step.next !== 'redirect') throw new Error('The payer should be sent to the hosted page');
  const url = step.url;
  const press = (action: string, more: Record<string, string> = {}): Promise<Response> =>
    fetch(url, { method: 'POST', body: new URLSearchParams({ action, ...more }), redirect: 'manual' });
  return { payment, url, press, reference: step.payment.reference, gateway };
}

const eventsOf = async (paymentId: string) => {
  const answers = await Promise.all(shop.received.map(request => gatewayOf().parseWebhook(request)));
  return answers.flatMap(answer => answer.events).filter(event => event.type === 'payment' && event.paymentId === paymentId);
};

describe('the hosted page', () => {
  it('shows who is paid, what and for which invoice, in the language of the payer, and no markup of others', async () => {
    const { url } = await open({ locale: 'uk', amount: money(120_000n, 'UAH') });

    const answer = await fetch(url);
    const html = (await answer.text()).replaceAll(/\s/g, ' ');

    expect(answer.status).toBe(200);
    expect(html).toContain('lang="uk"');
    expect(html).toContain('Сплатити 1 200,00 ₴');
    expect(html).toContain('TUU-2026-000042');
    expect(html).toContain('Acme Hosting');
    expect(html).toContain('Server &lt;one&gt; &amp; two');
    expect(answer.headers.get('content-security-policy')).toContain("form-action 'self' http://shop.example");
  });

  it('speaks another language when asked', async () => {
    const { url } = await open({ locale: 'uk' });

    expect(await (await fetch(url.replace('locale=uk', 'locale=ru'))).text()).toContain('Оплатить');
    expect(await (await fetch(url.replace('locale=uk', 'locale=constructor'))).text()).toContain('Сплатити');
  });

  it('takes the payment, tells the shop and sends the payer back', async () => {
    const { press, payment, reference, gateway } = await open();
    const before = shop.received.length;

    const answer = await press('pay');
    await shop.has(before + 1);

    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toMatch(
      /^http:\/\/shop\.example\/return\?invoice=1&sandbox_charge=.+&sandbox_status=paid$/,
    );
    expect(await eventsOf(payment.paymentId)).toMatchObject([
      { payment: { reference, state: 'succeeded', received: payment.amount } },
    ]);
    expect(await gateway.fetch(reference)).toMatchObject({ state: 'succeeded', fee: money(22n, 'EUR') });
  });

  it('declines with a reason and a way to try again', async () => {
    const { press, reference, gateway } = await open();

    await press('decline');

    const snapshot = await gateway.fetch(reference);
    expect(snapshot).toMatchObject({ state: 'declined', decline: { code: 'card_declined', mayRetry: true } });
    expect(snapshot.received).toBeUndefined();
  });

  it('goes back without a payment when the payer cancels', async () => {
    const { press, reference, gateway } = await open();

    expect((await press('cancel')).headers.get('location')).toContain('http://shop.example/cancel');
    expect((await gateway.fetch(reference)).state).toBe('cancelled');
  });

  it('asks for the code of the bank before it takes the money', async () => {
    const { press, reference, gateway, url } = await open();

    await press('confirm');
    expect((await gateway.fetch(reference)).state).toBe('requires-action');
    expect(await (await fetch(url)).text()).toContain('424242');
    const wrong = await press('code', { code: '111111' });
    expect(await wrong.text()).toContain('role="alert"');
    const right = await press('code', { code: '424242' });

    expect(right.headers.get('location')).toContain('sandbox_status=paid');
    expect((await gateway.fetch(reference)).state).toBe('succeeded');
  });

  it('declines after three wrong codes', async () => {
    const { press, reference, gateway } = await open();
    await press('confirm');

    for (const code of ['1', '2', '3']) await press('code', { code });

    expect((await gateway.fetch(reference)).state).toBe('declined');
  });

  it('says "pending" and sends nothing when the answer is lost; only asking shows the truth', async () => {
    const { press, payment, reference, gateway } = await open();

    expect((await press('lost')).headers.get('location')).toContain('sandbox_status=pending');

    expect((await gateway.fetch(reference)).state).toBe('succeeded');
    expect(pay.deliveries.length).toBe(shop.received.length);
    expect(await eventsOf(payment.paymentId)).toEqual([]);
  });

  it('tells the same event twice when asked to', async () => {
    const { press, payment } = await open();
    const before = shop.received.length;

    await press('twice');
    await shop.has(before + 2);

    const events = await eventsOf(payment.paymentId);
    expect(events.length).toBe(2);
    expect(events[0]).toEqual(events[1]);
  });

  it('tells the shop before it sends the payer back when asked to', async () => {
    const { press, payment } = await open();

    await press('early');

    expect((await eventsOf(payment.paymentId)).length).toBe(1);
  });

  it('takes a payment once, whatever is pressed afterwards', async () => {
    const { press, reference, gateway } = await open();
    await press('pay');

    const again = await press('decline');

    expect(again.status).toBe(200);
    expect((await gateway.fetch(reference)).state).toBe('succeeded');
  });

  it('knows no payment but its own, and no button but those it shows', async () => {
    const { press } = await open();

    expect((await fetch(`${pay.url}/pay/ch_unknown`)).status).toBe(404);
    expect((await press('constructor')).status).toBe(422);
  });
});

describe('the sandbox', () => {
  it('delivers again what the shop did not take', async () => {
    const stubborn = await aShop([500, 503, 200]);
    const { press } = await open({}, gatewayOf(pay, stubborn.url));

    await press('pay');
    await stubborn.has(3);

    expect(new Set(stubborn.received.map(request => Buffer.from(request.body).toString())).size).toBe(1);
    await stubborn.close();
  });

  it('obeys the orders of a test', async () => {
    const gateway = gatewayOf();
    const begin = (payment: StartPayment) => gateway.start(payment, aCall(`payment-${payment.paymentId}`));

    const [unknown, declined, early] = [aPayment(), aPayment(), aPayment()];
    pay.nextStart('unknown');
    await expect(begin(unknown)).rejects.toMatchObject({ kind: 'unknown' });
    expect(pay.sees(unknown.paymentId)).toMatchObject({ state: 'succeeded' });
    expect(await gateway.find(unknown.paymentId)).toMatchObject({ state: 'succeeded' });

    pay.nextStart('declined');
    expect(await begin(declined)).toMatchObject({ next: 'nothing', payment: { state: 'declined' } });

    pay.webhookBeforeAnswer();
    expect(await begin(early)).toMatchObject({ next: 'nothing', payment: { state: 'succeeded' } });
    expect((await eventsOf(early.paymentId)).length).toBe(1);

    const later = aPayment();
    pay.nextStart('retryable');
    await expect(begin(later)).rejects.toMatchObject({ kind: 'retryable', retryAfterMs: 1000 });
    expect(pay.sees(later.paymentId)).toBeUndefined();
    expect(await begin(later)).toMatchObject({ next: 'redirect' });
  });

  it('shows the charges of one account to no other', async () => {
    const two = [SANDBOX_PAY_ACCOUNT, { apiKey: 'sk_other_0123456789', webhookSecret: 'whsec_other_0123456789' }];
    const shared = await startSandboxPay({ accounts: two });
    const mine = gatewayOf(shared);
    const payment = aPayment();
    const { reference } = (await mine.start(payment, aCall(`payment-${payment.paymentId}`))).payment;
    const other = new SandboxGateway(fakeContext({ config: { apiUrl: shared.url }, secrets: { ...two[1] } }));

    await expect(other.fetch(reference)).rejects.toMatchObject({ kind: 'final', code: 'no-such-charge' });
    expect(await other.find(payment.paymentId)).toBeUndefined();
    await shared.close();
  });

  it('remembers its charges and keys after a restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sandbox-pay-'));
    const stateFile = join(folder, 'state.json');
    const payment = aPayment();
    const first = await startSandboxPay({ stateFile });
    const before = await gatewayOf(first).start(payment, aCall('payment-1'));
    await first.close();

    const second = await startSandboxPay({ stateFile });
    const after = await gatewayOf(second).start(payment, aCall('payment-1'));

    expect(existsSync(stateFile)).toBe(true);
    expect(after.payment.reference).toBe(before.payment.reference);
    await second.close();
    await rm(folder, { recursive: true });
  });

  it('refuses another key, and a known key for another thing', async () => {
    const stranger = new SandboxGateway(
      fakeContext({ config: { apiUrl: pay.url }, secrets: { apiKey: 'sk_wrong_123456', webhookSecret: 'x' } }),
    );
    await expect(stranger.find('any')).rejects.toMatchObject({ kind: 'final', code: 'unauthorized' });

    const gateway = gatewayOf();
    await gateway.start(aPayment(), aCall('payment-same'));
    await expect(gateway.start(aPayment(), aCall('payment-same'))).rejects.toMatchObject({ kind: 'final', code: 'key-reused' });
  });
});
