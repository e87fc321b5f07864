import { generateKeyPairSync } from 'node:crypto';
import { PluginFailure, type GatewayEvent, type WebhookRequest } from '@hostwright/sdk';
import { aCall, fakeContext, memoryStorage, type FakeContext } from '@hostwright/sdk/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { trusted } from '../src/certificate-chain.js';
import { certificateAddress } from '../src/certificates.js';
import { makeSigner } from '../src/fake/index.js';
import type { PayPalConfig } from '../src/paypal-config.js';
import { PayPalGateway } from '../src/paypal-gateway.js';
import { aDesk, aPayment, asRequest, nothingMuch, type Desk } from './bench.js';

let desk: Desk;
let context: FakeContext<PayPalConfig>;
let gateway: PayPalGateway;

beforeEach(async () => {
  desk = await aDesk();
  context = fakeContext({ ...desk });
  gateway = new PayPalGateway(context);
});
afterEach(async () => {
  await desk.close();
  expect(desk.paypal.faults).toEqual([]);
});

const askedFor = (part: string): number => context.requests.filter(({ url }) => url.includes(part)).length;

async function paid(): Promise<{ readonly paymentId: string; readonly reference: string; readonly request: WebhookRequest }> {
  const payment = aPayment();
  const { reference } = (await gateway.start(payment, aCall(`payment-${payment.paymentId}`))).payment;
  await desk.paypal.settle(payment.paymentId);
  return { paymentId: payment.paymentId, reference, request: asRequest(desk.paypal.signedWebhook(payment.paymentId)) };
}

const refused = expect.objectContaining({ kind: 'final', code: 'bad-signature' }) as PluginFailure;

describe('a signed webhook', () => {
  it('is read with the certificate, which is fetched once for the process and kept for the next', async () => {
    const { paymentId, reference, request } = await paid();

    const { events } = await gateway.parseWebhook(request);
    await gateway.parseWebhook(request);
    await new PayPalGateway(context).parseWebhook(request);

    expect(events).toMatchObject([{ type: 'payment', paymentId, payment: { reference, state: 'succeeded' } }]);
    expect(askedFor('/certs/')).toBe(1);
    expect(desk.paypal.api.notifications.verifications).toBe(0);
  });

  it('is asked about at PayPal, byte for byte, while the certificate cannot be had', async () => {
    const { paymentId, request } = await paid();
    desk.paypal.isCertificateDown = true;

    const { events } = await gateway.parseWebhook(request);
    const forged = { ...request, body: Uint8Array.from(request.body, byte => (byte === 0x31 ? 0x32 : byte)) };

    expect(events).toMatchObject([{ paymentId }]);
    await expect(gateway.parseWebhook(forged)).rejects.toEqual(refused);
    expect(desk.paypal.api.notifications.verifications).toBe(2);
  });

  it('grows old after the time in the settings, and does not come from the future', async () => {
    const { request } = await paid();
    await gateway.parseWebhook(request);

    desk.clock.pass(3_599_000);
    await gateway.parseWebhook(request);
    desk.clock.pass(2_000);
    await expect(gateway.parseWebhook(request)).rejects.toEqual(refused);
    desk.clock.pass(-4_000_000);
    await expect(gateway.parseWebhook(request)).rejects.toEqual(refused);
  });

  it('may come again for three days unless the settings say otherwise', async () => {
    const { request } = await paid();
    const { webhookMaxAgeMinutes: _, ...config } = desk.config;
    const patient = new PayPalGateway(fakeContext({ ...desk, config }));

    desk.clock.pass(3 * 86_400_000 - 1000);
    expect((await patient.parseWebhook(request)).events).toHaveLength(1);
    desk.clock.pass(2000);
    await expect(patient.parseWebhook(request)).rejects.toEqual(refused);
  });

  it('to another webhook, of another shop, is not ours', async () => {
    const { paymentId } = await paid();
    const foreign = desk.paypal.register('http://127.0.0.1:1/hooks/another-shop');

    const request = asRequest(desk.paypal.signedWebhook(paymentId, { webhookId: foreign }));

    await expect(gateway.parseWebhook(request)).rejects.toEqual(refused);
  });

  it.each([
    ['paypal-auth-algo', 'SHA1withRSA'],
    ['paypal-auth-algo', ''],
    ['paypal-transmission-id', ''],
    ['paypal-transmission-id', 'a|b'],
    ['paypal-transmission-time', 'yesterday'],
    ['paypal-transmission-time', '2026-03-01T12:00:00+00:00'],
    ['paypal-transmission-sig', ''],
    ['paypal-transmission-sig', '%%%'],
    ['paypal-cert-url', ''],
    ['paypal-cert-url', 'https://evil.example/v1/notifications/certs/CERT-1'],
    ['paypal-cert-url', 'http://169.254.169.254/v1/notifications/certs/CERT-1'],
  ])('with the header %s "%s" is refused without a question to anybody', async (name, value) => {
    const { request } = await paid();
    const before = context.requests.length;

    await expect(gateway.parseWebhook({ ...request, headers: { ...request.headers, [name]: value } })).rejects.toEqual(refused);

    expect(context.requests.length).toBe(before);
  });

  it('with an invented certificate is refused, and that address is not asked twice', async () => {
    const { request } = await paid();
    const invented = { ...request.headers, 'paypal-cert-url': `${desk.paypal.url}/v1/notifications/certs/CERT-0` };

    await expect(gateway.parseWebhook({ ...request, headers: invented })).rejects.toEqual(refused);
    await expect(gateway.parseWebhook({ ...request, headers: invented })).rejects.toEqual(refused);

    expect(askedFor('CERT-0')).toBe(1);
  });

  it('of strangers cannot make us ask PayPal without end', async () => {
    const { request } = await paid();
    const invent = (number: number) => {
      const address = `${desk.paypal.url}/v1/notifications/certs/CERT-${number}`;
      return gateway.parseWebhook({ ...request, headers: { ...request.headers, 'paypal-cert-url': address } });
    };

    const outcomes = await Promise.allSettled(Array.from({ length: 100 }, (_, number) => invent(number)));
    const codes = outcomes.map(outcome => (outcome.status === 'rejected' ? (outcome.reason as PluginFailure).code : 'read'));

    expect(codes.filter(code => code === 'bad-signature')).toHaveLength(60);
    expect(codes.filter(code => code === 'too-many-webhooks')).toHaveLength(40);
    desk.clock.pass(60_000);
    expect((await gateway.parseWebhook(request)).events).toHaveLength(1);
  });

  it('waits while the webhook is not registered yet', async () => {
    const { request } = await paid();
    const { webhookId: _, ...config } = desk.config;

    await expect(new PayPalGateway(fakeContext({ ...desk, config })).parseWebhook(request)).rejects.toMatchObject({
      kind: 'retryable',
      code: 'webhook-not-registered',
    });
  });

  it('about something else says nothing', async () => {
    expect(await gateway.parseWebhook(asRequest(desk.paypal.sign(nothingMuch)))).toEqual({ events: [] });
  });
});

describe('the address of a certificate', () => {
  const config: PayPalConfig = { clientId: 'x', apiUrl: 'http://127.0.0.1:4020/' };

  it.each([
    'https://api.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-1d93a270',
    'https://api-m.sandbox.paypal.com/v1/notifications/certs/CERT-1',
    'http://127.0.0.1:4020/v1/notifications/certs/CERT-1',
  ])('may be %s', address => {
    expect(certificateAddress(address, config)?.href).toBe(address);
  });

  it.each([
    'http://api.paypal.com/v1/notifications/certs/CERT-1',
    'https://api.paypal.com:8443/v1/notifications/certs/CERT-1',
    'https://api.paypal.com.evil.example/v1/notifications/certs/CERT-1',
    'https://user@api.paypal.com/v1/notifications/certs/CERT-1',
    'https://api.paypal.com/v1/notifications/certs/../../oauth2/token',
    'https://api.paypal.com/v1/notifications/certs/CERT-1?x=1',
    'http://127.0.0.1:4021/v1/notifications/certs/CERT-1',
    'not an address',
  ])('may not be %s', address => {
    expect(certificateAddress(address, config)).toBeUndefined();
  });
});

describe('a chain of certificates', () => {
  const now = new Date('2026-03-01T12:00:00Z');
  const signer = makeSigner(now);
  const [leaf = '', top = ''] = signer.pem.match(/-----BEGIN[^]+?-----END CERTIFICATE-----\n/g) ?? [];

  it('from the host in the settings is taken when it is whole', () => {
    expect(trusted(signer.pem, 'own')).toMatchObject({ validFrom: new Date('2026-02-28T12:00:00Z') });
    expect(trusted(`${top}${leaf}`, 'own')).toBeDefined();
    expect(trusted(leaf, 'own')).toBeUndefined();
  });

  it('from PayPal must lead to an authority that everybody trusts', () => {
    expect(trusted(signer.pem, 'public')).toBeUndefined();
  });

  it('does not hold with an authority that has issued something else', () => {
    const [, foreign = ''] = makeSigner(now).pem.match(/-----BEGIN[^]+?-----END CERTIFICATE-----\n/g) ?? [];
    expect(trusted(`${leaf}${foreign}`, 'own')).toBeUndefined();
  });

  it.each(['', 'nonsense', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'])('cannot be "%s"', pem => {
    expect(trusted(pem, 'own')).toBeUndefined();
  });

  it('is not taken for another kind of key', () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    expect(trusted(publicKey.export({ type: 'spki', format: 'pem' }).toString(), 'own')).toBeUndefined();
  });

  it('out of its dates vouches for nothing, and PayPal is asked', async () => {
    const { request } = await paid();
    const { webhookMaxAgeMinutes: _, ...config } = desk.config;
    const later = { now: () => new Date(desk.clock.now().getTime() + 400 * 86_400_000) };
    const headers = { ...request.headers, 'paypal-transmission-time': later.now().toISOString() };

    const attempt = new PayPalGateway(fakeContext({ ...desk, config, clock: later })).parseWebhook({ ...request, headers });

    await expect(attempt).rejects.toEqual(refused);
    expect(desk.paypal.api.notifications.verifications).toBe(1);
  });
});

describe('what webhooks tell', () => {
  const sign = (eventType: string, resource: object): WebhookRequest =>
    asRequest(desk.paypal.sign({ id: 'WH-7', event_type: eventType, resource }));
  const read = async (eventType: string, resource: object): Promise<readonly GatewayEvent[]> =>
    (await gateway.parseWebhook(sign(eventType, resource))).events;
  const upTo = (captureId: string) => [{ rel: 'up', href: `https://api.paypal.com/v2/payments/captures/${captureId}` }];
  const amount = { currency_code: 'EUR', value: '19.99' };

  it('an approval, which is not yet a payment', async () => {
    const payment = aPayment();
    const { reference } = (await gateway.start(payment, aCall('payment-1'))).payment;
    await desk.paypal.approve(payment.paymentId, { silently: true });

    const { events } = await gateway.parseWebhook(asRequest(desk.paypal.signedWebhook(payment.paymentId)));

    expect(events).toMatchObject([{ paymentId: payment.paymentId, payment: { reference, state: 'authorized' } }]);
  });

  it('a refund of ours by our own name, one from the desk by the payment', async () => {
    const { paymentId, reference } = await paid();
    const capture = desk.paypal.sees(paymentId)!.captures[0]!.id;
    const refund = { id: 'R1', status: 'COMPLETED', amount, links: upTo(capture) };

    const ours = await read('PAYMENT.CAPTURE.REFUNDED', { ...refund, custom_id: 'refund-42' });
    const theirs = await read('PAYMENT.CAPTURE.REFUNDED', { ...refund, custom_id: paymentId });

    expect(ours).toMatchObject([{ type: 'refund', refundId: '42', paymentReference: reference }]);
    expect(theirs).toMatchObject([{ type: 'refund', paymentReference: reference, refund: { state: 'succeeded' } }]);
    expect(theirs[0]).not.toHaveProperty('refundId');
  });

  it('nothing of money that this app has not taken', async () => {
    const resource = { id: 'R1', status: 'COMPLETED', amount, links: upTo('NOTOURS') };
    expect(await read('PAYMENT.CAPTURE.REFUNDED', resource)).toEqual([]);
    expect(await read('PAYMENT.CAPTURE.REVERSED', resource)).toEqual([]);
    const disputed = {
      dispute_id: 'PP-R-9',
      dispute_amount: amount,
      disputed_transactions: [{ seller_transaction_id: 'NOTOURS' }],
    };
    expect(await read('CUSTOMER.DISPUTE.CREATED', disputed)).toEqual([]);
  });

  it('a reversal as money that is lost, unless a dispute tells of it already', async () => {
    const { paymentId, reference } = await paid();
    const capture = desk.paypal.sees(paymentId)!.captures[0]!.id;
    const reversal = { id: 'V1', status: 'COMPLETED', amount, links: upTo(capture) };

    const before = await read('PAYMENT.CAPTURE.REVERSED', reversal);
    await read('CUSTOMER.DISPUTE.CREATED', {
      dispute_id: 'PP-R-9',
      status: 'OPEN',
      dispute_amount: amount,
      disputed_transactions: [{ seller_transaction_id: capture }],
    });
    const after = await read('PAYMENT.CAPTURE.REVERSED', reversal);

    expect(before).toMatchObject([{ type: 'dispute', reference, disputeReference: 'reversal-V1', state: 'lost' }]);
    expect(after).toEqual([]);
  });

  it('a saved method, of a payment whose state others tell', async () => {
    const events = await read('VAULT.PAYMENT-TOKEN.CREATED', {
      id: 'nkq2y9g',
      customer: { id: '695922590' },
      payment_source: { paypal: { email_address: 'olena@example.com' } },
      metadata: { order_id: '5O190127TN364715T' },
    });

    expect(events).toEqual([
      {
        id: 'WH-7',
        type: 'payment',
        payment: {
          reference: '5O190127TN364715T',
          state: 'pending',
          savedMethod: { token: 'nkq2y9g', label: 'PayPal · o…@example.com' },
        },
      },
    ]);
  });

  it('nothing when it is signed but no JSON', async () => {
    const { url, headers } = desk.paypal.webhooks.sign(
      { id: desk.config.webhookId!, url: 'http://127.0.0.1:1/hooks/paypal' },
      'not json',
    );
    await expect(gateway.parseWebhook(asRequest({ url, headers, body: 'not json' }))).rejects.toMatchObject({
      kind: 'final',
      code: 'unreadable-webhook',
    });
  });
});

it('keeps its memory in the storage that it is given', async () => {
  const storage = memoryStorage(desk.clock);
  const first = new PayPalGateway(fakeContext({ ...desk, storage }));
  const payment = aPayment();
  await first.start(payment, aCall(`payment-${payment.paymentId}`));

  const second = new PayPalGateway(fakeContext({ ...desk, storage }));

  expect(await second.find(payment.paymentId)).toMatchObject({ state: 'requires-action' });
});
