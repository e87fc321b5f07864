import { CUSTOMERS, Live, Session } from '@hostwright/kit';
import type { Me } from '@hostwright/sdk/http';
import { describe, expect, it } from 'vitest';
import type { Journey } from '../payment/journey.js';
import { PaymentFlow } from '../payment/payment-flow.js';
import { aCart, anItem, json, refusal, smallShop, type Route } from '../platform/small-shop.testing.js';
import { CheckoutModel } from './checkout-model.js';

const customer = {
  name: 'Anna',
  billing: { name: 'Anna', company: '', taxNumber: '', street: 'Pikk 12', city: 'Tallinn', postalCode: '10123', country: 'EE' },
} as Me;
const order = { id: 'o1', number: 'O-1', invoiceId: 'i1', today: { amount: '400', currency: 'EUR' } };
const payment = { id: 'p1', invoiceId: 'i1', invoiceNumber: 'INV-1', state: 'pending', createdAt: '2026-11-22T10:00:00Z' };

async function aCheckout(routes: Readonly<Record<string, Route>> = {}) {
  const gone: string[] = [];
  const shop = smallShop({
    'GET /api/store/carts/:id': () => json(aCart({ items: [anItem('400')], today: { amount: '400', currency: 'EUR' } })),
    'GET /api/store/payment-methods': () =>
      json({ items: [{ installationId: 'pay-1', name: 'Card', description: '', iconUrl: null }] }),
    'POST /api/store/orders': () => json(order, 201),
    'POST /api/store/invoices/:id/payments': () => json({ payment, step: { next: 'redirect', url: 'https://pay.test/1' } }, 201),
    ...routes,
  });
  const session = new Session(shop.api, CUSTOMERS);
  session.accept({ accessToken: 't', expiresInSeconds: 600, customer });
  const live = new Live(
    'https://shop.test',
    () => undefined,
    () => Promise.resolve(false),
  );
  live.start = () => Promise.resolve();
  shop.memory.write('hw-cart:https://shop.test', 'cart-1');
  await shop.cart.load();
  const journey: Journey = {
    here: () => 'https://partner.test/order?a=1#x',
    go: address => void gone.push(address),
    post: () => undefined,
    onReturn: () => undefined,
  };
  const payments = new PaymentFlow(shop.api, live, shop.memory, journey);
  await payments.loadMethods('EUR', 'en');
  const model = new CheckoutModel({ ...shop, session }, payments, shop.memory);
  model.prefill();
  model.setTerms(true);
  const keys = (path: string) =>
    shop.requests.filter(request => request.url.endsWith(path)).map(request => request.headers['Idempotency-Key']);
  return { ...shop, model, payments, gone, keys, stop: () => payments.stop() };
}

describe('CheckoutModel', () => {
  it('orders, begins to pay and goes to the payment page', async () => {
    const { model, gone, cart, requests, stop } = await aCheckout();

    expect(await model.pay()).toBe(true);
    stop();

    expect(gone).toEqual(['https://pay.test/1']);
    expect(cart.cart()).toBeUndefined();
    expect(requests.find(request => request.url.endsWith('/payments'))?.body).toEqual({
      installationId: 'pay-1',
      returnUrl: 'https://partner.test/order?a=1&hw-invoice=i1',
    });
  });

  it('places one order however often the button is pressed', async () => {
    const { model, keys, stop } = await aCheckout();

    await Promise.all([model.pay(), model.pay(), model.pay()]);
    stop();

    expect(keys('/orders')).toHaveLength(1);
    expect(keys('/payments')).toHaveLength(1);
  });

  it('repeats a lost order under the same key', async () => {
    let lost = true;
    const { model, keys, stop } = await aCheckout({
      'POST /api/store/orders': () => (lost ? Promise.reject(new TypeError('Failed to fetch')) : json(order, 201)),
    });

    await model.pay();
    expect(model.problem()?.code).toBe('offline');
    lost = false;
    await model.pay();
    stop();

    expect(new Set(keys('/orders')).size).toBe(1);
    expect(model.order()?.number).toBe('O-1');
  });

  it('orders nothing at a changed price before the buyer agrees', async () => {
    let calls = 0;
    const { model, requests, stop } = await aCheckout({
      'POST /api/store/orders': () =>
        ++calls === 1 ? refusal(409, 'price-changed', { today: { amount: '450', currency: 'EUR' } }) : json(order, 201),
    });

    await model.pay();
    expect(model.priceChange()).toEqual({ before: { amount: '400', currency: 'EUR' }, now: { amount: '450', currency: 'EUR' } });
    expect(model.order()).toBeUndefined();

    await model.agree();
    stop();
    const bodies = requests.filter(request => request.url.endsWith('/orders')).map(request => request.body);
    expect(bodies[1]).toMatchObject({ expectedToday: { amount: '450', currency: 'EUR' } });
    expect(model.order()?.number).toBe('O-1');
  });

  it('asks for terms and address before it asks the server', async () => {
    const { model, keys } = await aCheckout();
    model.setTerms(false);
    model.billing.set('city', ' ');

    expect(await model.pay()).toBe(false);

    expect(model.termsMissing()).toBe(true);
    expect(model.billing.problem('city')).toBe('wrong.city');
    expect(keys('/orders')).toEqual([]);
  });

  it('keeps the order when the payment cannot begin, and pays the same invoice on the next try', async () => {
    let reachable = false;
    const { model, payments, keys, stop } = await aCheckout({
      'POST /api/store/invoices/:id/payments': () =>
        reachable ? json({ payment, step: { next: 'nothing' } }, 201) : refusal(502, 'gateway-unreachable'),
    });

    await model.pay();
    expect(payments.problem()?.code).toBe('gateway-unreachable');
    expect(model.order()?.invoiceId).toBe('i1');
    reachable = true;
    await model.pay();
    stop();

    expect(keys('/orders')).toHaveLength(1);
    expect(keys('/payments')).toHaveLength(2);
  });

  it('remembers an unpaid order over a reload of the tab', async () => {
    const first = await aCheckout();
    await first.model.pay();
    first.stop();

    const again = new CheckoutModel({ ...first, session: new Session(first.api, CUSTOMERS) }, first.payments, first.memory);
    expect(again.order()).toEqual({ orderId: 'o1', number: 'O-1', invoiceId: 'i1', today: order.today });
    again.finish();

    expect(
      new CheckoutModel({ ...first, session: new Session(first.api, CUSTOMERS) }, first.payments, first.memory).order(),
    ).toBeUndefined();
  });

  it('puts the refusal of an address at its field', async () => {
    const { model } = await aCheckout({
      'POST /api/store/orders': () =>
        refusal(400, 'invalid-input', { errors: [{ field: 'billing.postalCode', code: 'x', message: 'x' }] }),
    });

    expect(await model.pay()).toBe(false);

    expect(model.billing.problem('postalCode')).toBe('wrong.postalCode');
  });
});
