import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { money, type SettledPayment } from '@hostwright/sdk';
import { aCall, fakeContext } from '@hostwright/sdk/testing';
import { describe, expect, it } from 'vitest';
import { FAKE_PAYPAL_ACCOUNT, startFakePayPal } from '../src/fake/index.js';
import plugin from '../src/index.js';
import { PayPalGateway } from '../src/paypal-gateway.js';
import { aPayment, asRequest, checkRequest } from './bench.js';
import { aCounter } from './counter.js';
import { aShop } from './shop.js';

const HOUR_MS = 3_600_000;

const at = aCounter();

describe('the list of what was settled', () => {
  async function listed(from: Date, until: Date): Promise<{ readonly settled: SettledPayment[]; readonly pages: number }> {
    const settled: SettledPayment[] = [];
    let pages = 0;
    for (let cursor: string | undefined, isLast = false; !isLast; pages++) {
      const page = await at.gateway.listSettled({ from, until, ...(cursor !== undefined && { cursor }) });
      settled.push(...page.settled);
      cursor = page.cursor;
      isLast = cursor === undefined;
    }
    return { settled, pages };
  }

  it('comes page by page and month by month, each payment once, with its fee', async () => {
    const from = new Date(at.desk.clock.now());
    const first = await at.paid();
    for (let count = 0; count < 101; count++) await at.paid();
    at.desk.clock.pass(40 * 24 * HOUR_MS);
    const last = await at.paid();
    const { payment } = await at.paid();
    await at.desk.paypal.refundAtDesk(payment.paymentId);
    await at.started();

    const { settled, pages } = await listed(from, new Date(at.desk.clock.now().getTime() + 1000));

    expect(pages).toBe(3);
    expect(settled).toHaveLength(104);
    expect(new Set(settled.map(({ reference }) => reference)).size).toBe(104);
    for (const { reference, payment: one } of [first, last]) {
      expect(settled).toContainEqual({ reference, paymentId: one.paymentId, received: one.amount, fee: money(68n, 'EUR') });
    }
  });

  it('ends where the history of PayPal ends, and is not given when that is a day ago', async () => {
    await at.paid();
    const until = new Date(at.desk.clock.now().getTime() + 1);
    const query = { from: new Date(until.getTime() - 24 * HOUR_MS), until };

    at.desk.paypal.api.historyLagMs = 3 * HOUR_MS;
    expect(await at.gateway.listSettled(query)).toEqual({ settled: [] });
    at.desk.paypal.api.historyLagMs = 25 * HOUR_MS;
    await expect(at.gateway.listSettled(query)).rejects.toMatchObject({ kind: 'retryable', code: 'history-incomplete' });

    at.desk.clock.pass(25 * HOUR_MS);
    expect((await at.gateway.listSettled(query)).settled).toHaveLength(1);
  });

  it('says what to switch on when the app may not read the history', async () => {
    const account = { ...FAKE_PAYPAL_ACCOUNT, lacks: ['reporting', 'vault'] as const };
    const paypal = await startFakePayPal({ accounts: [account], clock: at.desk.clock, checkRequest });
    const config = { clientId: account.clientId, apiUrl: paypal.url };
    const poor = fakeContext({ ...at.desk, config });

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
    await expect(at.gateway.listSettled(query)).rejects.toMatchObject({ kind: 'final', code: 'bad-cursor' });
  });
});

describe('webhooks on their way', () => {
  it('come again until they are taken, as often as the fake is told, and in any order', async () => {
    const impatient = await startFakePayPal({ clock: at.desk.clock, webhookRetriesMs: [1, 1, 1], checkRequest });
    const stubborn = await aShop([500, 503, 200]);
    impatient.register(stubborn.url);
    const other = new PayPalGateway(fakeContext({ ...at.desk, config: { ...at.desk.config, apiUrl: impatient.url } }));
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
    const { webhookId: _, ...config } = at.desk.config;
    return fakeContext({ ...at.desk, config });
  };

  it('registers one webhook, again and again, for kinds of events that PayPal offers', async () => {
    const installing = bare();

    await plugin.install!(installing);
    await plugin.install!(installing);
    const own = await installing.storage.get<{ id: string; url: string }>('webhook');

    expect(own?.url).toBe(installing.urls.webhook());
    expect(at.desk.paypal.calls.filter(call => call === 'POST /v1/notifications/webhooks')).toHaveLength(1);
    expect(await plugin.check!(installing)).toEqual({ ok: true });
  });

  it('lets the registered webhook verify, until it is removed', async () => {
    const installing = bare();
    await plugin.install!(installing);
    const own = await installing.storage.get<{ id: string }>('webhook');
    const { payment } = await at.started();
    await at.desk.paypal.approve(payment.paymentId, { silently: true });
    const request = asRequest(at.desk.paypal.signedWebhook(payment.paymentId, { webhookId: own!.id }));

    expect((await plugin.create(installing).parseWebhook!(request)).events).toHaveLength(1);

    await plugin.uninstall!(installing);
    await plugin.uninstall!(installing);
    await expect(plugin.create(installing).parseWebhook!(request)).rejects.toMatchObject({ code: 'webhook-not-registered' });
  });

  it('survives a lost answer without a second webhook', async () => {
    const installing = bare();
    at.desk.paypal.loseAnswer();

    await expect(plugin.install!(installing)).rejects.toMatchObject({ kind: 'unknown' });
    await plugin.install!(installing);

    expect(at.desk.paypal.calls.filter(call => call === 'POST /v1/notifications/webhooks')).toHaveLength(1);
  });

  it('says in words when PayPal takes no more webhooks', async () => {
    for (let count = 0; count < 8; count++) at.desk.paypal.register(`http://127.0.0.1:1/${count}`);

    await expect(plugin.install!(bare())).rejects.toMatchObject({ kind: 'final', message: /ten webhooks/ });
  });

  it('leaves a webhook alone that was made by hand', async () => {
    await plugin.install!(at.context);
    await plugin.uninstall!(at.context);

    expect(at.desk.paypal.calls).toEqual([]);
  });
});

describe('testing the connection', () => {
  it('tells wrong keys from an address where nobody answers, and a webhook that is gone', async () => {
    const wrong = fakeContext({ ...at.desk, secrets: { clientSecret: 'wrong-secret-0123456789' } });
    const nobody = fakeContext({ ...at.desk, config: { ...at.desk.config, apiUrl: 'http://127.0.0.1:1' } });
    const gone = fakeContext({ ...at.desk, config: { ...at.desk.config, webhookId: 'GONE' } });

    expect(await plugin.check!(at.context)).toEqual({ ok: true });
    expect(await plugin.check!(wrong)).toMatchObject({ ok: false, detail: expect.stringContaining('unauthorized') as string });
    expect(await plugin.check!(nobody)).toMatchObject({ ok: false, detail: expect.stringContaining('127.0.0.1:1') as string });
    expect(await plugin.check!(gone)).toMatchObject({ ok: false, detail: expect.stringContaining('off and on') as string });
  });
});

describe('the stand-in', () => {
  it('remembers orders, keys and webhooks after a restart, when it is given a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'paypal-'));
    const stateFile = join(folder, 'state.json');
    const payment = aPayment();
    const start = async (apiUrl: string) => {
      const context = fakeContext({ ...at.desk, config: { ...at.desk.config, apiUrl } });
      return (await new PayPalGateway(context).start(payment, aCall('payment-1'))).payment.reference;
    };
    const first = await startFakePayPal({ stateFile, clock: at.desk.clock, checkRequest });
    const webhookId = first.register('http://127.0.0.1:1/hooks');
    const before = await start(first.url);
    await first.close();

    const second = await startFakePayPal({ stateFile, clock: at.desk.clock, checkRequest });

    expect(await start(second.url)).toBe(before);
    expect(second.orders).toHaveLength(1);
    expect(second.register('http://127.0.0.1:1/hooks')).toBe(webhookId);
    await second.close();
    await rm(folder, { recursive: true });
  });
});
