import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { money, type PluginContext, type WebhookRequest } from '@hostwright/sdk';
import { aCall, fakeContext, TestClock } from '@hostwright/sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FakeLiqPay } from '../src/fake/index.js';
import liqpay from '../src/index.js';
import type { LiqPayConfig } from '../src/liqpay-settings.js';
import { encodeFields, signatureOf, type Fields } from '../src/liqpay-wire.js';
import { aFake, aPayment, configFor, SECRETS } from './bench.js';
import { openPage } from './payer.js';
import { vendorCheck } from './vendor-check.js';

const clock = new TestClock();
let fake: FakeLiqPay;
let shop: Awaited<ReturnType<typeof listen>>;

beforeAll(async () => {
  fake = await aFake({ clock, callbackRetriesMs: [5, 10, 20, 40] });
  shop = await listen();
});
afterAll(async () => {
  await fake.close();
  await shop.close();
  expect(fake.faults).toEqual([]);
});

/** The shop's end of the callbacks: a real listener that keeps what came. */
async function listen(statuses: number[] = []) {
  const received: WebhookRequest[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const parts: Buffer[] = [];
      for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
      received.push({ headers: {}, query: {}, body: Buffer.concat(parts), remoteAddress: '127.0.0.1' });
      response.writeHead(statuses.shift() ?? 200).end();
    })();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    /** Waits for the fact, not for a time. */
    async has(count: number): Promise<void> {
      while (received.length < count) await wait(5);
    },
    close: () => new Promise(resolve => server.close(resolve)),
  };
}

/** A gateway whose callbacks arrive at the listener. */
function gatewayFor({ url }: { readonly url: string }) {
  const context = fakeContext<LiqPayConfig>({ config: configFor(fake), secrets: SECRETS, clock });
  const listening: PluginContext<LiqPayConfig> = { ...context, urls: { ...context.urls, webhook: () => url } };
  return liqpay.create(listening);
}

async function opened(at = shop) {
  const gateway = gatewayFor(at);
  const payment = aPayment({ amount: money(1000n, 'UAH') });
  const step = await gateway.start(payment, aCall('start'));
  const statesOf = async (requests: readonly WebhookRequest[]) => {
    const answers = await Promise.all(requests.map(request => gateway.parseWebhook!(request)));
    return answers.map(({ events }) => (events[0]?.type === 'payment' ? events[0].payment.state : undefined));
  };
  return { gateway, payment, page: await openPage(step), statesOf };
}

describe('the payment page', () => {
  it('shows what is paid, in the language of the payer, and loads nothing from elsewhere', async () => {
    const { page } = await opened();

    expect(page.html).toContain('lang="uk"');
    expect(page.html).toMatch(/10,00\s₴/);
    expect(page.html).toContain('TUU-2026-000042');
    expect(page.html).not.toMatch(/<script|src=|@import/);
    for (const button of ['pay', 'decline', 'authenticate', 'cancel']) expect(page.html).toContain(`data-testid="${button}"`);
  });

  it('writes what a shop says as text', async () => {
    const gateway = gatewayFor(shop);
    const step = await gateway.start(aPayment({ description: '<b onclick="x">&\'' }), aCall('start'));

    expect((await openPage(step)).html).toContain('&lt;b onclick=&quot;x&quot;&gt;&amp;&#39;');
  });

  it('is shown to nobody without a true signature', async () => {
    const step = await gatewayFor(shop).start(aPayment(), aCall('start'));
    if (step.next !== 'redirect') throw new Error('No page');
    const changed = step.url.replace(/signature=./, 'signature=%2B');

    expect((await fetch(changed)).status).toBe(400);
    expect((await fetch(`${fake.url}/checkout/${'0'.repeat(32)}`)).status).toBe(404);
  });
});

describe('a callback of the fake', () => {
  it('arrives truly signed, once, after the payer has paid', async () => {
    const before = shop.received.length;
    const { page, statesOf } = await opened();

    await page.press('pay');
    await shop.has(before + 1);

    expect(await statesOf(shop.received.slice(before))).toEqual(['succeeded']);
  });

  it('arrives before the payer is back when it is told to', async () => {
    const before = shop.received.length;
    const { page } = await opened();
    fake.tellShopFirst();

    await page.press('pay');

    expect(shop.received.length).toBe(before + 1);
  });

  it('is sent again until the shop takes it', async () => {
    const stubborn = await listen([500, 503, 302]);
    const { page, payment } = await opened(stubborn);

    await page.press('pay');
    await stubborn.has(4);

    expect(new Set(stubborn.received.map(({ body }) => Buffer.from(body).toString())).size).toBe(1);
    expect(fake.deliveries.filter(({ orderId }) => orderId === payment.paymentId).map(({ answered }) => answered)).toEqual(
      expect.arrayContaining([500, 503, 302]),
    );
    await stubborn.close();
  });

  it('is held, turned round and multiplied when a test wants it', async () => {
    const before = shop.received.length;
    const { page, statesOf } = await opened();

    fake.holdCallbacks();
    const { page: bank } = await page.press('authenticate');
    await bank!.press('authenticate');
    expect(shop.received.length).toBe(before);
    await fake.releaseCallbacks({ backwards: true });
    expect(await statesOf(shop.received.slice(before))).toEqual(['succeeded', 'requires-action']);

    const next = await opened();
    fake.multiplyNextCallback(20);
    await next.page.press('pay');
    await shop.has(before + 22);
    expect(await next.statesOf(shop.received.slice(before + 2))).toEqual(Array.from({ length: 20 }, () => 'succeeded'));
  });
});

describe('a fake that was given a file', () => {
  it('knows after a restart what was paid, and gives it back', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'liqpay-'));
    const options = { clock, stateFile: join(folder, 'state.json') };
    const at = ({ url }: FakeLiqPay) =>
      liqpay.create(fakeContext<LiqPayConfig>({ config: { ...configFor(fake), apiUrl: url }, secrets: SECRETS, clock }));
    const payment = aPayment({ amount: money(1000n, 'UAH') });
    const first = await aFake(options);
    await (await openPage(await at(first).start(payment, aCall('start')))).press('pay');
    await first.close();

    const second = await aFake(options);
    const gateway = at(second);
    const paid = await gateway.fetch(payment.paymentId);
    const refund = { refundId: randomUUID(), reference: paid.reference, amount: money(1000n, 'UAH'), reason: 'Cancelled' };
    const { state } = await gateway.refund!(refund, aCall('refund'));

    expect([paid.state, paid.received, state]).toEqual(['succeeded', money(1000n, 'UAH'), 'succeeded']);
    await second.close();
    await rm(folder, { recursive: true });
  });
});

describe('the description of LiqPay', () => {
  const check = vendorCheck();
  const found = (fields: Fields): readonly string[] => {
    const data = encodeFields(fields);
    const signature = signatureOf(data, SECRETS.privateKey, 7);
    return check!('POST', '/api/request', { data, signature });
  };
  const status = { version: 7, public_key: 'i1', action: 'status', order_id: 'one' };

  if (check) {
    it('has nothing against what is right', () => {
      expect(found(status)).toEqual([]);
    });

    it.each<readonly [string, Fields, RegExp]>([
      ['a field is missing', { ...status, order_id: undefined }, /order_id/],
      ['a field has another type', { ...status, action: 'refund', amount: '1.00' }, /amount must be number/],
      ['a field is not known', { ...status, sandbox: 1 }, /sandbox is not in/],
      ['a currency is not taken', { ...status, action: 'paytoken', currency: 'PLN' }, /currency must be equal/],
      ['a version is not known', { ...status, version: 5 }, /version/],
      ['an action is not known', { ...status, action: 'steal' }, /steal is not in/],
    ])('names the fault when %s', (_, fields, fault) => {
      expect(found(fields).join('\n')).toMatch(fault);
    });

    it('is what the fake looks at: a fault is refused and remembered', async () => {
      const strict = await aFake();
      const data = encodeFields({ ...status, public_key: configFor(strict).publicKey, order_id: undefined });
      const body = new URLSearchParams({ data, signature: signatureOf(data, SECRETS.privateKey, 7) });

      const answer = await fetch(`${strict.url}/api/request`, { method: 'POST', body });

      expect([answer.status, strict.faults]).toEqual([400, [expect.stringContaining('order_id')]]);
      await strict.close();
    });
  } else {
    it('is not at hand, and the fake works without', () => {
      expect(fake.faults).toEqual([]);
    });
  }
});
