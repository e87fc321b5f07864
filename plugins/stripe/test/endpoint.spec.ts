import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAKE_STRIPE_KEYS, startFakeStripe } from '../src/fake/index.js';
import plugin from '../src/index.js';
import { StripeClient } from '../src/stripe-client.js';
import { EVENT_TYPES } from '../src/stripe-events.js';
import { aShop } from './shop.js';

let shop: Awaited<ReturnType<typeof aShop>>;
const endpoints = () => new StripeClient(shop.context).endpoints();

beforeAll(async () => {
  shop = await aShop();
});
afterAll(async () => {
  expect(shop.stripe.faults).toEqual([]);
  await shop.close();
});

describe('the webhook at Stripe', () => {
  it('is one, however often the plugin is switched on, with the API version of the library', async () => {
    await shop.install();
    const [first] = await endpoints();
    await shop.install();

    expect(await endpoints()).toMatchObject([
      { id: first?.id, url: shop.context.urls.webhook(), api_version: Stripe.API_VERSION, status: 'enabled' },
    ]);
    expect(first?.enabled_events).toEqual([...EVENT_TYPES]);
  });

  it('is made anew when its secret is not known any more, and then its messages are understood', async () => {
    const [before] = await endpoints();
    await shop.context.storage.delete('webhook-endpoint');

    await shop.install();

    const after = await endpoints();
    expect(after.length).toBe(1);
    expect(after[0]?.id).not.toBe(before?.id);
    const { paymentId } = await shop.start();
    shop.stripe.desk.pay(paymentId);
    expect(await shop.heard()).toMatchObject([{ paymentId, payment: { state: 'succeeded' } }]);
  });

  it('is made anew when somebody deleted it at Stripe, and mended when somebody changed it', async () => {
    const client = new StripeClient(shop.context);
    const [before] = await endpoints();
    await client.updateEndpoint(before!.id, { enabled_events: ['charge.succeeded'], disabled: true });
    await shop.install();
    expect(await endpoints()).toMatchObject([{ id: before?.id, status: 'enabled', enabled_events: [...EVENT_TYPES] }]);

    await client.deleteEndpoint(before!.id);
    await shop.install();

    expect((await endpoints()).length).toBe(1);
  });

  it('is gone when the plugin is switched off, also for the second time', async () => {
    await plugin.uninstall!(shop.context);
    await plugin.uninstall!(shop.context);

    expect(await endpoints()).toEqual([]);
    await expect(
      shop.gateway.parseWebhook({ headers: {}, query: {}, body: new Uint8Array([1]), remoteAddress: '' }),
    ).rejects.toMatchObject({ kind: 'final', code: 'secret-missing' });
  });

  it('is left to the staff who typed in a secret by hand', async () => {
    await shop.install();
    const secrets = { secretKey: FAKE_STRIPE_KEYS.secretKey, webhookSecret: 'whsec_typed_in_by_hand' };

    await plugin.install!(shop.contextWith({ secrets }));

    expect(await endpoints()).toEqual([]);
  });
});

describe('testing the connection', () => {
  const check = (options = {}) => plugin.check!(shop.contextWith(options));

  it('tells the mode and whether webhooks arrive', async () => {
    expect(await check()).toEqual({ ok: true, detail: expect.stringContaining('test mode. No webhook') as string });
    await shop.install();
    expect(await check()).toEqual({ ok: true, detail: expect.stringMatching(/Webhook we_\w+ is registered/) as string });
  });

  it('says in a sentence what is wrong, and nothing of the key', async () => {
    const wrong = await check({ secrets: { secretKey: 'sk_test_wrongwrongwrong' } });
    const gone = await startFakeStripe();
    await gone.close();
    const nobody = await check({ config: { apiUrl: gone.url } });
    const keyless = await check({ config: { apiUrl: shop.stripe.url, checkout: 'embedded' } });
    const mixed = await check({ config: { apiUrl: shop.stripe.url, checkout: 'embedded', publishableKey: 'pk_live_12345678' } });

    expect(wrong).toMatchObject({ ok: false, detail: expect.stringContaining('does not accept the secret key') as string });
    expect(JSON.stringify(wrong)).not.toContain('wrongwrong');
    expect(nobody).toMatchObject({ ok: false, detail: expect.stringContaining('cannot be reached') as string });
    expect(keyless).toMatchObject({ ok: false, detail: expect.stringContaining('publishable key') as string });
    expect(mixed).toMatchObject({ ok: false, detail: expect.stringContaining('different modes') as string });
  });
});
