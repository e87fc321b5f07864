import { randomUUID } from 'node:crypto';
import { money } from '@hostwright/sdk';
import { aCall, fakeContext } from '@hostwright/sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import plugin from '../src/index.js';
import { bench } from './bench.js';

let desk: Awaited<ReturnType<typeof bench>>;

beforeAll(async () => {
  desk = await bench();
});
afterAll(() => desk.close?.());

describe('a signed webhook', () => {
  it('grows old in five minutes', async () => {
    const gateway = plugin.create(fakeContext({ ...desk }));
    const paymentId = randomUUID();
    await gateway.start(
      {
        paymentId,
        invoiceId: randomUUID(),
        invoiceNumber: 'A-1',
        amount: money(500n, 'JPY'),
        description: 'One',
        payer: { customerId: randomUUID(), email: 'payer@example.test' },
        locale: 'en',
        saveMethod: false,
        returnUrl: 'https://shop.example/return',
        cancelUrl: 'https://shop.example/cancel',
      },
      aCall(`payment-${paymentId}`),
    );
    const request = await desk.webhook!(paymentId);

    desk.clock.pass(299_000);
    expect((await gateway.parseWebhook!(request)).events).toMatchObject([{ type: 'payment', paymentId }]);
    desk.clock.pass(2_000);
    await expect(gateway.parseWebhook!(request)).rejects.toMatchObject({ kind: 'final', code: 'bad-signature' });
  });

  it.each(['', 't=1', 'v1=00', 't=,v1=', 't=1,v1=zz', 'x'.repeat(5000)])(
    'is not one with the signature "%s"',
    async signature => {
      const gateway = plugin.create(fakeContext({ ...desk }));
      const request = {
        headers: { 'sandbox-signature': signature },
        query: {},
        body: new Uint8Array([123, 125]),
        remoteAddress: '127.0.0.1',
      };

      await expect(gateway.parseWebhook!(request)).rejects.toMatchObject({ kind: 'final', code: 'bad-signature' });
    },
  );
});

describe('testing the connection', () => {
  it('tells whether the key is right and the address answers', async () => {
    const wrongKey = fakeContext({ config: desk.config, secrets: { apiKey: 'sk_wrong_123456', webhookSecret: 'whsec_1234' } });
    const nobody = fakeContext({ config: { apiUrl: 'http://127.0.0.1:1' }, secrets: desk.secrets });

    expect(await plugin.check!(fakeContext({ ...desk }))).toEqual({ ok: true });
    expect(await plugin.check!(wrongKey)).toMatchObject({ ok: false, detail: expect.stringContaining('unauthorized') as string });
    expect(await plugin.check!(nobody)).toMatchObject({ ok: false });
  });
});
