import { describe, expect, it } from 'vitest';
import { json, refusal, smallShop, type Route } from '../platform/small-shop.testing.js';
import { PaymentChoice } from './payment-choice.js';

const way = (installationId: string, savesMethods = false) => ({ installationId, name: installationId, savesMethods });
const card = (id: string, more: object = {}) => ({ id, installationId: 'cards', isExpired: false, isDefault: false, ...more });

async function aChoice(saved: readonly object[] | Route, isSignedIn = true) {
  const shop = smallShop({
    'GET /api/store/payment-methods': () => json({ items: [way('cards', true), way('bank')] }),
    'GET /api/store/saved-methods': typeof saved === 'function' ? saved : () => json({ items: saved }),
  });
  if (isSignedIn) shop.api.credentials = { token: () => 'token', renew: () => Promise.resolve(false) };
  const choice = new PaymentChoice(shop.api);
  await choice.load('EUR', 'en');
  return { ...shop, choice };
}

describe('PaymentChoice', () => {
  it('offers the default saved method first, and pays with it', async () => {
    const { choice } = await aChoice([card('old'), card('new', { isDefault: true })]);

    expect(choice.id()).toBe('new');
    expect(choice.wish()).toEqual({ installationId: 'cards', savedMethodId: 'new' });
    expect(choice.maySave()).toBe(false);
  });

  it('does not offer what has expired or what takes no such currency', async () => {
    const { choice } = await aChoice([
      card('expired', { isExpired: true, isDefault: true }),
      card('else', { installationId: 'x' }),
    ]);

    expect(choice.saved()).toEqual([]);
    expect(choice.wish()).toEqual({ installationId: 'cards' });
  });

  it('saves a method only where the buyer agreed and the provider can', async () => {
    const { choice } = await aChoice([]);

    choice.save(true);
    expect(choice.wish()).toEqual({ installationId: 'cards', saveMethod: true });
    choice.choose('bank');

    expect(choice.wish()).toEqual({ installationId: 'bank' });
  });

  it('asks nothing of a visitor', async () => {
    const { requests } = await aChoice([], false);

    expect(requests.map(request => new URL(request.url).pathname)).toEqual(['/api/store/payment-methods']);
  });

  it('lets everybody pay while the saved methods cannot be read', async () => {
    const { choice } = await aChoice(() => refusal(500, 'internal-error'));

    expect(choice.wish()).toEqual({ installationId: 'cards' });
  });
});
