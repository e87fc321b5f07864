import { createHash } from 'node:crypto';
import { money, type WebhookRequest } from '@hostwright/sdk';
import { fakeContext } from '@hostwright/sdk/testing';
import { describe, expect, it } from 'vitest';
import liqpay from '../src/index.js';
import type { LiqPayConfig } from '../src/liqpay-settings.js';

const PRIVATE_KEY = 'private_key_of_the_shop';
const PAID = {
  version: 7,
  public_key: 'i00000001',
  action: 'pay',
  status: 'success',
  order_id: 'b7d5e3a0-0000-4000-8000-000000000001',
  payment_id: 165173,
  amount: 19.99,
  currency: 'EUR',
};

const gatewayOf = (config: Partial<LiqPayConfig> = {}) =>
  liqpay.create(
    fakeContext<LiqPayConfig>({ config: { publicKey: 'i00000001', ...config }, secrets: { privateKey: PRIVATE_KEY } }),
  );

interface Envelope {
  readonly key?: string;
  readonly hash?: string;
  readonly form?: (data: string, signature: string) => string;
}

function callback(json: string, { key = PRIVATE_KEY, hash = 'sha3-256', form = encoded }: Envelope = {}): WebhookRequest {
  const data = Buffer.from(json).toString('base64');
  const signature = createHash(hash).update(`${key}${data}${key}`).digest('base64');
  return { headers: {}, query: {}, body: new TextEncoder().encode(form(data, signature)), remoteAddress: '192.0.2.1' };
}

const encoded = (data: string, signature: string): string => new URLSearchParams({ data, signature }).toString();
const said = (changes: Record<string, unknown> = {}): string => JSON.stringify({ ...PAID, ...changes });
const parse = async (request: WebhookRequest, gateway = gatewayOf()) => gateway.parseWebhook!(request);

describe('a callback', () => {
  it('tells of the payment whose id is the order', async () => {
    expect((await parse(callback(said()))).events).toMatchObject([
      {
        type: 'payment',
        paymentId: PAID.order_id,
        payment: { reference: PAID.order_id, state: 'succeeded', received: money(1999n, 'EUR') },
      },
    ]);
  });

  it('has the same name whenever it comes, and another one for other news', async () => {
    const idOf = async (changes: Record<string, unknown>) => (await parse(callback(said(changes)))).events[0]!.id;
    const first = await idOf({});

    expect(await idOf({ end_date: 1767225601000 })).toBe(first);
    expect(await idOf({ amount: '19.990', payment_id: '165173' })).toBe(first);
    const others = [
      await idOf({ status: '3ds_verify' }),
      await idOf({ amount: 20 }),
      await idOf({ payment_id: 165174 }),
      await idOf({ currency: 'USD' }),
      await idOf({ refund_amount: 5 }),
      await idOf({ order_id: 'another' }),
    ];
    expect(new Set([first, ...others]).size).toBe(7);
  });

  it('is understood with its plus signs left as they are', async () => {
    const json = said({ description: '>>>???>>>~~~ї'.repeat(3) });
    const bare = callback(json, { form: (data, signature) => `data=${data}&signature=${signature}` });

    expect((await parse(bare)).events).toHaveLength(1);
  });

  it('in the way of version 3 counts only in a shop of version 3', async () => {
    const old = callback(said({ version: 3 }), { hash: 'sha1' });

    await expect(parse(old)).rejects.toMatchObject({ kind: 'final', code: 'bad-signature' });
    expect((await parse(old, gatewayOf({ apiVersion: '3' }))).events).toHaveLength(1);
    expect((await parse(callback(said()), gatewayOf({ apiVersion: '3' }))).events).toHaveLength(1);
  });

  it.each<readonly [string, WebhookRequest]>([
    ['is signed with another key', callback(said(), { key: 'private_key_of_another' })],
    ['is signed with no key', callback(said(), { key: '' })],
    ['names another shop', callback(said({ public_key: 'i00000002' }))],
    ['has no data', callback(said(), { form: (_, signature) => `signature=${encodeURIComponent(signature)}` })],
    ['has data twice', callback(said(), { form: (data, signature) => `${encoded(data, signature)}&data=e30%3D` })],
    ['has a signature twice', callback(said(), { form: (data, signature) => `${encoded(data, signature)}&signature=e30%3D` })],
    ['is no form', callback(said(), { form: () => '{"data":1}' })],
    ['is endless', callback(said(), { form: (data, signature) => `${encoded(data, signature)}&x=${'y'.repeat(70_000)}` })],
  ])('that %s is refused', async (_, request) => {
    await expect(parse(request)).rejects.toMatchObject({ name: 'PluginFailure', kind: 'final', code: 'bad-signature' });
  });

  it('that is truly signed and yet cannot be read is refused in words', async () => {
    await expect(parse(callback('not JSON'))).rejects.toMatchObject({ kind: 'final', code: 'bad-callback' });
    await expect(parse(callback('[]'))).rejects.toMatchObject({ kind: 'final', code: 'bad-callback' });
  });

  it('about an order without a name, or with one that is none of ours, tells nothing', async () => {
    expect(await parse(callback(said({ order_id: null })))).toEqual({ events: [] });
    expect(await parse(callback(said({ order_id: 'x'.repeat(201) })))).toEqual({ events: [] });
  });

  it('verifies nothing without a key', async () => {
    const careless = liqpay.create(fakeContext({ config: { publicKey: 'i00000001' }, secrets: { privateKey: '' } }));

    await expect(parse(callback(said(), { key: '' }), careless)).rejects.toMatchObject({ kind: 'final' });
  });
});
