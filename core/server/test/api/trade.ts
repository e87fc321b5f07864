import { randomBytes } from 'node:crypto';
import { Operators } from '../../src/platform/identity/index.js';
import { expectStatus, PASSWORD, type Shop, type ShopCustomer, type TestServer } from '../harness/shop.js';
import { CHOICE } from '../harness/shop-goods.js';
import type { ApiOperation } from './contract.js';
import { aChangeTrade, changeBodies } from './change-trade.js';
import { aHandTrade } from './hand-trade.js';
import { aPlacementTrade, placementBodies } from './placement-trade.js';
import { aStatement, aStatementTrade } from './statement-trade.js';
import { aRefundTrade } from './refund-trade.js';
import { aSavedTrade } from './saved-trade.js';

/** A customer of a shop with one of everything, by the names that the API gives ids. */
export interface Trade {
  readonly shop: Shop;
  readonly customer: ShopCustomer;
  readonly ids: Readonly<Record<string, string>>;
  /** A body that the operation takes, by its id. */
  readonly bodies: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** An item that was in the cart and is no more. */
  readonly goneItem: string;
}

const BILLING = {
  name: 'Ada',
  company: '',
  taxNumber: '',
  street: 'Pikk 1',
  city: 'Tallinn',
  postalCode: '10123',
  country: 'EE',
};

/** One server paid for and running, one order still to be paid, a cart with a line. */
export async function aTrade(shop: Shop): Promise<Trade> {
  const buyer = await shop.customer();
  const paid = await shop.order(buyer);
  const paymentId = await shop.pay(buyer, paid);
  await shop.passTime('2 minutes');
  const signedIn = await shop.call('POST /api/store/sessions', { body: { email: buyer.email, password: PASSWORD } });
  const customer = { ...buyer, token: expectStatus(signedIn, 201).json<{ accessToken: string }>().accessToken };
  const open = await shop.order(customer);
  const cart = await shop.cart();
  const { token: quote } = await shop.quote();
  const path = `/api/store/carts/${cart.id}/items`;
  const fuller = await shop.call(`POST ${path}`, { body: { quote } });
  const goneItem = expectStatus(fuller, 201).json<{ items: { id: string }[] }>().items[1]!.id;
  expectStatus(await shop.call(`DELETE ${path}/${goneItem}`), 200);
  const serviceId = paid.items[0]!.serviceId;
  const service = await shop.call(`GET /api/store/services/${serviceId}`, { token: customer.token });
  const sessions = await shop.call('GET /api/store/me/sessions', { token: customer.token });
  const ids = {
    ...{ cartId: cart.id, itemId: cart.items[0]!.id, orderId: open.id, invoiceId: open.invoiceId, paymentId },
    ...{
      serviceId,
      operationId: expectStatus(service, 200).json<{ operations: { id: string }[] }>().operations[0]!.id,
      customerId: customer.id,
      sessionId: sessions.json<{ items: { id: string }[] }>().items[0]!.id,
    },
    ...{ productId: shop.goods.productId, planId: shop.goods.small, installationId: shop.cards, slug: 'servers' },
    ...(await aRefundTrade(shop, customer, paymentId)),
    ...(await aSavedTrade(shop, customer)),
    ...(await aStatementTrade(shop)),
    ...(await aPlacementTrade(shop)),
    ...(await aChangeTrade(shop, customer, paid.items[0]!.serviceId)),
    ...(await aHandTrade(shop, customer, paid.items[0]!.serviceId)),
  };
  return { shop, customer, ids, goneItem, bodies: bodiesOf(shop, customer, ids, { quote, today: cart.today, due: open.today }) };
}

function bodiesOf(
  shop: Shop,
  { email }: ShopCustomer,
  { productId, planId, cartId, installationId, invoiceId, changeToken = '' }: Readonly<Record<string, string>>,
  { quote, today, due }: { readonly quote: string; readonly today: object; readonly due: object },
): Trade['bodies'] {
  const token = randomBytes(32).toString('base64url');
  const newcomer = `${randomBytes(6).toString('hex')}@customers.example`;
  const config = { beneficiary: 'Test', iban: 'DE89370400440532013000' };
  return {
    createQuote: { productId, planId, selection: CHOICE, period: { unit: 'month', count: 1 }, currency: 'EUR', locale: 'en' },
    createCart: { currency: 'EUR' },
    addCartItem: { quote, quantity: 1, hostname: 'web.example.com' },
    updateCartItem: { quantity: 2 },
    signUp: { email: newcomer, password: PASSWORD, name: 'Grace', locale: 'en' },
    signIn: { email, password: PASSWORD },
    confirmEmail: { token },
    requestPasswordReset: { email },
    resetPassword: { token, password: PASSWORD },
    updateMe: { name: 'Ada', locale: 'en', billing: BILLING },
    changePassword: { current: PASSWORD, password: PASSWORD },
    createOrder: { cartId, expectedToday: today, billing: BILLING, acceptTerms: true },
    startPayment: { installationId, returnUrl: `${shop.tenant.url}/cabinet` },
    changePower: { action: 'restart' },
    orderServiceAction: { action: 'restart' },
    orderAdminServiceAction: { action: 'restart' },
    closeSettlementDifference: { note: 'The provider has paid it out' },
    staffSignIn: { email: `owner@${shop.tenant.slug}.example`, password: PASSWORD },
    readStatement: aStatement(shop, true),
    matchStatementLine: { invoiceId },
    recordPayment: { installationId: shop.bank, amount: due, reference: 'statement 1' },
    refundPayment: { amount: { amount: '1', currency: 'EUR' }, reason: 'Asked for' },
    matchUnmatchedPayment: { invoiceId },
    dismissUnmatchedPayment: { note: 'Not ours' },
    changeServicePower: { action: 'restart' },
    assignTask: { staffId: null },
    addTaskNote: { text: 'The rack is full' },
    finishTask: { addresses: ['192.0.2.7'], username: 'root' },
    resolveFinding: { action: 'ignore' },
    updatePlan: { visible: true, stock: null },
    createInstallation: { pluginId: 'bank-transfer', label: 'Another bank', enabled: false, config },
    updateInstallation: { label: 'Cards', enabled: true, config: {} },
    ...changeBodies(changeToken),
    ...placementBodies(shop, newcomer.slice(0, 12)),
    operatorSignIn: { email: 'nobody@platform.example', password: PASSWORD },
  };
}

export async function anOperator(server: TestServer, host: string): Promise<string> {
  const email = `${randomBytes(5).toString('hex')}@platform.example`;
  await server.app.get(Operators).create({ email, name: 'Olena', password: PASSWORD });
  const answer = await server.request('POST', '/api/platform/sessions', { host, body: { email, password: PASSWORD } });
  return expectStatus(answer, 201).json<{ accessToken: string }>().accessToken;
}

/** The path with these ids in its placeholders. */
export function pathOf({ path }: ApiOperation, ids: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const id = ids[name];
    if (id === undefined) throw new Error(`A trade has no ${name} yet: ${path} cannot be called`);
    return id;
  });
}

export function audienceOf({ access }: ApiOperation): 'public' | 'customer' | 'staff' | 'operator' {
  return access === 'public' || access === 'customer' || access === 'operator' ? access : 'staff';
}
