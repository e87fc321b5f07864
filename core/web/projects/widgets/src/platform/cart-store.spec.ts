import { describe, expect, it } from 'vitest';
import { CartStore } from './cart-store.js';
import { aCart, anItem, json, refusal, smallShop } from './small-shop.testing.js';

describe('CartStore', () => {
  it('asks nobody when there is no cart', async () => {
    const { cart, requests } = smallShop({});

    await cart.load();

    expect(requests).toEqual([]);
    expect(cart.loaded()).toBe(true);
    expect(cart.cart()).toBeUndefined();
  });

  it('is there again after a reload', async () => {
    const full = aCart({ items: [anItem('400', { quantity: 3 })] });
    const shop = smallShop({
      'POST /api/store/carts': () => json(aCart()),
      'POST /api/store/carts/:id/items': () => json(full),
      'GET /api/store/carts/:id': () => json(full),
    });
    await shop.cart.add('EUR', { quote: 'q' }, 'key-1');

    const reloaded = new CartStore(shop.api, shop.memory);
    await reloaded.load();

    expect(reloaded.count()).toBe(3);
  });

  it('begins another cart when the old one was ordered in another tab', async () => {
    let made = 0;
    const shop = smallShop({
      'POST /api/store/carts': () => json(aCart({ id: `cart-${++made}` })),
      'POST /api/store/carts/:id/items': (_, match) =>
        match[1] === 'cart-1' ? refusal(409, 'cart-ordered') : json(aCart({ id: 'cart-2', items: [anItem('1')] })),
    });

    await shop.cart.add('EUR', { quote: 'q' }, 'key-1');

    expect(shop.cart.cart()?.id).toBe('cart-2');
  });

  it('forgets a cart that has been ordered', async () => {
    const shop = smallShop({ 'GET /api/store/carts/:id': () => json(aCart({ state: 'ordered' })) });
    shop.memory.write('hw-cart:https://shop.test', 'cart-1');

    await shop.cart.load();

    expect(shop.cart.cart()).toBeUndefined();
    expect(shop.memory.read('hw-cart:https://shop.test')).toBeUndefined();
  });

  it('keeps the cart while the shop cannot be reached', async () => {
    const shop = smallShop({ 'GET /api/store/carts/:id': () => Promise.reject(new TypeError('Failed to fetch')) });
    shop.memory.write('hw-cart:https://shop.test', 'cart-1');

    await expect(shop.cart.load()).rejects.toMatchObject({ code: 'offline' });

    expect(shop.memory.read('hw-cart:https://shop.test')).toBe('cart-1');
  });

  it('tells its listeners of every change', async () => {
    const heard: number[] = [];
    const shop = smallShop({
      'POST /api/store/carts': () => json(aCart()),
      'POST /api/store/carts/:id/items': () => json(aCart({ items: [anItem('400')] })),
    });
    const leave = shop.cart.listen(cart => heard.push(cart?.items.length ?? 0));

    await shop.cart.add('EUR', { quote: 'q' }, 'key-1');
    shop.cart.forget();
    leave();
    shop.cart.forget();

    expect(heard).toEqual([1, 0]);
  });
});
