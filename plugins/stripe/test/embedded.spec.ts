import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FAKE_STRIPE_KEYS } from '../src/fake/index.js';
import { aShop } from './shop.js';

let shop: Awaited<ReturnType<typeof aShop>>;

beforeAll(async () => {
  shop = await aShop({ checkout: 'embedded' });
  await shop.install();
});
beforeEach(async () => void (await shop.heard()));
afterAll(async () => {
  expect(shop.stripe.faults).toEqual([]);
  await shop.close();
});

async function open(words = {}) {
  const begun = await shop.start(words);
  if (begun.step.next !== 'embed') throw new Error('The form should be shown');
  const { data } = begun.step;
  const ask = async (path: string, fields: Record<string, string>): Promise<unknown> => {
    const body = new URLSearchParams({ key: data['publishableKey']!, client_secret: data['clientSecret']!, ...fields });
    return (await fetch(`${shop.stripe.url}${path}`, { method: 'POST', body })).json();
  };
  return { ...begun, data, ask };
}

describe('a payment in the form of the checkout', () => {
  it('brings what the form needs, in the language of the payer, and no secret of the shop', async () => {
    const { step, data, payment } = await open();

    expect(step).toMatchObject({ next: 'embed', element: 'hostwright-stripe-payment' });
    expect(data).toMatchObject({
      script: shop.stripe.scriptUrl,
      publishableKey: FAKE_STRIPE_KEYS.publishableKey,
      returnUrl: payment.returnUrl,
      locale: 'auto',
      pay: expect.stringMatching(/^Сплатити 14,40\s€$/) as string,
    });
    expect(JSON.stringify(step, (_, value: unknown) => String(value))).not.toContain(FAKE_STRIPE_KEYS.secretKey);
  });

  it('is paid and heard of under one reference', async () => {
    const { ask, reference, payment } = await open();

    expect(await ask('/js/confirm', { card: 'pay' })).toMatchObject({ paymentIntent: { status: 'succeeded' } });

    expect(await shop.heard()).toMatchObject([
      { type: 'payment', paymentId: payment.paymentId, payment: { reference, state: 'succeeded', received: payment.amount } },
    ]);
    expect(await shop.gateway.fetch(reference)).toMatchObject({ state: 'succeeded', received: payment.amount });
  });

  it('stays open after a refused card, because the form takes the next one', async () => {
    const { ask, reference, payment } = await open();

    expect(await ask('/js/confirm', { card: 'decline' })).toMatchObject({ error: { decline_code: 'insufficient_funds' } });

    expect((await shop.gateway.fetch(reference)).state).toBe('pending');
    expect(await shop.heard()).toMatchObject([{ payment: { reference, state: 'pending' } }]);
    await ask('/js/confirm', { card: 'pay' });
    expect(await shop.gateway.fetch(reference)).toMatchObject({ state: 'succeeded', received: payment.amount });
  });

  it('waits for 3-D Secure', async () => {
    const { ask, reference } = await open();

    await ask('/js/confirm', { card: 'authenticate' });
    expect(await shop.heard()).toMatchObject([{ payment: { reference, state: 'requires-action' } }]);
    await ask('/js/authenticate', { answer: 'confirm' });

    expect((await shop.gateway.fetch(reference)).state).toBe('succeeded');
  });

  it('names the saved card in the webhook already', async () => {
    const { ask, reference } = await open({ saveMethod: true });

    await ask('/js/confirm', { card: 'pay' });

    const told = (await shop.heard()).flatMap(event => (event.type === 'payment' ? [event.payment.savedMethod] : []));
    const { savedMethod } = await shop.gateway.fetch(reference);
    expect(told.filter(method => method !== undefined)).toEqual([savedMethod]);
    expect(savedMethod).toMatchObject({ label: 'Visa •••• 4242', expires: { month: 12, year: 2034 } });
  });

  it('is not begun without the publishable key', async () => {
    const keyless = await aShop({ checkout: 'embedded', publishableKey: '' });

    await expect(keyless.start()).rejects.toMatchObject({ kind: 'final', code: 'publishable-key-missing' });
    await keyless.close();
  });
});
