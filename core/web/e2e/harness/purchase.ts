import type { Order, PaymentMethod } from '@hostwright/sdk/http';
import { payPort, type Shop } from './addresses.js';
import { send, ShopApi } from './api.js';
import { aPerson, type Person } from './person.js';

export interface Purchase {
  readonly person: Person;
  readonly customer: ShopApi;
  readonly order: Order;
}

/** What is bought: small virtual servers with the first of every choice, where nothing else is said. */
export interface Wish {
  readonly slug?: string;
  readonly choices?: Readonly<Record<string, string>>;
}

/** A server ordered and paid by card through the API, for tests that begin after that. */
export async function aPurchase(shop: Shop, hostname: string, wish: Wish = {}): Promise<Purchase> {
  const purchase = await anOrder(shop, hostname, wish);
  const { customer, order } = purchase;
  const { payment, step } = await customer.call('startPayment', {
    params: { invoiceId: order.invoiceId },
    body: { installationId: (await cardAt(customer, order)).installationId, returnUrl: `${shop.url}/cabinet` },
  });
  if (step.next !== 'redirect') throw new Error(`The card payment goes on with ${step.next}`);
  const { pathname, search } = new URL(step.url);
  await send(payPort, 'POST', pathname + search, { 'content-type': 'application/x-www-form-urlencoded' }, 'action=pay');
  await customer.call('getPayment', { params: { paymentId: payment.id } });
  return purchase;
}

/** A server ordered through the API, not paid yet. */
export async function anOrder(shop: Shop, hostname: string, { slug = 'vps', choices = {} }: Wish = {}): Promise<Purchase> {
  const person = aPerson();
  const customer = new ShopApi(shop);
  const { email, password, name, street, city, postalCode, country } = person;
  customer.token = (await customer.call('signUp', { body: { email, password, name } })).accessToken;
  const product = await customer.call('getProduct', { params: { slug } });
  const { currency } = await customer.call('getShop');
  const plan = product.plans.find(candidate => candidate.stock !== 0);
  if (!plan) throw new Error('Every plan is sold out');
  const selection: Record<string, string | number> = {};
  for (const option of plan.options) {
    if (option.kind === 'choice') selection[option.id] = option.values[0]?.value ?? '';
    if (option.kind === 'number') selection[option.id] = Math.max(option.min, option.included);
  }
  Object.assign(selection, choices);
  const period = { unit: 'month', count: 1 };
  const quote = await customer.call('createQuote', {
    body: { productId: product.id, planId: plan.id, selection, period, currency },
  });
  const cart = await customer.call('createCart', { body: { currency } });
  const filled = await customer.call('addCartItem', { params: { cartId: cart.id }, body: { quote: quote.token, hostname } });
  const billing = { name, street, city, postalCode, country };
  const body = { cartId: cart.id, expectedToday: filled.today, billing, acceptTerms: true };
  return { person, customer, order: await customer.call('createOrder', { body }) };
}

async function cardAt(customer: ShopApi, order: Order): Promise<PaymentMethod> {
  const { items } = await customer.call('listPaymentMethods', { query: { currency: order.today.currency, locale: 'en' } });
  const card = items.find(({ description }) => /card/i.test(description));
  if (!card) throw new Error(`No way to pay is by card: ${items.map(({ name }) => name).join(', ')}`);
  return card;
}
