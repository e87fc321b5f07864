import { describe, expect, it } from 'vitest';
import { aCart, anItem, json, refusal, smallShop } from '../platform/small-shop.testing.js';
import { AddToCart, type Wish } from './add-to-cart.js';

const wish: Wish = {
  productId: 'p',
  planId: 'plan',
  selection: {},
  period: { unit: 'month', count: 1 },
  currency: 'EUR',
  locale: 'en',
  quantity: 1,
  hostname: '',
  shown: { amount: '400', currency: 'EUR' },
};

const quoted = (amount: string) => () => json({ token: 'signed', today: { amount, currency: 'EUR' } });

function shopQuoting(amount: string) {
  return smallShop({
    'POST /api/store/quotes': quoted(amount),
    'POST /api/store/carts': () => json(aCart()),
    'POST /api/store/carts/:id/items': () => json(aCart({ items: [anItem(amount)] })),
  });
}

describe('AddToCart', () => {
  it('puts the quote of the server into a new cart', async () => {
    const shop = shopQuoting('400');
    const adding = new AddToCart(shop.api, shop.cart);

    await adding.add(wish);

    expect(adding.state().kind).toBe('added');
    expect(shop.requests.at(-1)?.body).toEqual({ quote: 'signed', quantity: 1 });
    expect(shop.requests.at(-1)?.headers['Idempotency-Key']).toBeTruthy();
  });

  it('adds nothing at another price than the shown one until the buyer agrees', async () => {
    const shop = shopQuoting('450');
    const adding = new AddToCart(shop.api, shop.cart);

    await adding.add(wish);
    expect(adding.state().kind).toBe('price-differs');
    expect(shop.cart.count()).toBe(0);

    await adding.takeNewPrice();
    expect(adding.state().kind).toBe('added');
    expect(shop.cart.count()).toBe(1);
  });

  it('adds once however often the button is pressed', async () => {
    const shop = shopQuoting('400');
    const adding = new AddToCart(shop.api, shop.cart);

    await Promise.all([adding.add(wish), adding.add(wish), adding.add(wish)]);

    expect(shop.requests.filter(request => request.url.endsWith('/items'))).toHaveLength(1);
  });

  it('does not mix currencies in one cart', async () => {
    const shop = shopQuoting('400');
    const adding = new AddToCart(shop.api, shop.cart);
    await adding.add(wish);

    await adding.add({ ...wish, currency: 'USD', shown: { amount: '400', currency: 'USD' } });

    expect(adding.state()).toMatchObject({ kind: 'currency-differs', inCart: 'EUR' });
    expect(shop.cart.count()).toBe(1);
  });

  it('repeats a lost request under the same key', async () => {
    let lost = true;
    const shop = smallShop({
      'POST /api/store/quotes': quoted('400'),
      'POST /api/store/carts': () => json(aCart()),
      'POST /api/store/carts/:id/items': () => {
        if (lost) return Promise.reject(new TypeError('Failed to fetch'));
        return json(aCart({ items: [anItem('400')] }));
      },
    });
    const adding = new AddToCart(shop.api, shop.cart);

    await adding.add(wish);
    expect(adding.state()).toMatchObject({ kind: 'problem', problem: { code: 'offline' } });
    lost = false;
    await adding.add(wish);

    const keys = shop.requests
      .filter(request => request.url.endsWith('/items'))
      .map(request => request.headers['Idempotency-Key']);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  it('says why the server refuses', async () => {
    const shop = smallShop({ 'POST /api/store/quotes': () => refusal(422, 'selection-invalid') });
    const adding = new AddToCart(shop.api, shop.cart);

    await adding.add(wish);

    expect(adding.state()).toMatchObject({ kind: 'problem', problem: { code: 'selection-invalid' } });
  });
});
