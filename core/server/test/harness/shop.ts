import { randomBytes, randomUUID } from 'node:crypto';
import { SANDBOX_CLOUD_KEY } from '@hostwright/plugin-sandbox-cloud/vendor';
import { SANDBOX_PAY_ACCOUNT } from '@hostwright/plugin-sandbox-pay/vendor';
import type { Cart, Order, PaymentStepAnswer, Quote, Session } from '@hostwright/sdk/http';
import { CatalogSetup } from '../../src/billing/catalog/index.js';
import { StaffMembers } from '../../src/platform/identity/index.js';
import { Installations } from '../../src/platform/plugins/index.js';
import { type NewTenant, type Tenant, TenantSetup } from '../../src/platform/tenancy/index.js';
import { someTenant } from './platform.js';
import type { ServerAnswer, ServerRequest, TestServer } from './server.js';
import { CHOICE, serverGoods, serverGoodsAfar } from './shop-goods.js';

export { aServer, type ServerAnswer, type ServerRequest, type TestServer } from './server.js';

export const PASSWORD = 'correct horse battery';

const BILLING = {
  name: 'Ada Lovelace',
  company: '',
  taxNumber: '',
  street: 'Pikk 1',
  city: 'Tallinn',
  postalCode: '10123',
  country: 'EE',
};

export interface ShopCustomer {
  readonly id: string;
  readonly email: string;
  readonly token: string;
}

export interface Goods {
  readonly productId: string;
  readonly small: string;
  readonly large: string;
}

export interface CartWish {
  readonly currency?: string;
  readonly quantity?: number;
  readonly planId?: string;
  readonly productId?: string;
  readonly hostname?: string;
  readonly selection?: Readonly<Record<string, unknown>>;
}

export interface ShopOptions {
  readonly tenant?: Partial<NewTenant>;
  /** A word that stands in whatever this shop writes and in no other: it must never be read next door. */
  readonly canary?: string;
}

/** One reseller, open for business: goods, ways to pay, a cloud, mail, an owner. */
export class Shop {
  private constructor(
    readonly server: TestServer,
    readonly tenant: Tenant,
    readonly owner: string,
    readonly cards: string,
    readonly bank: string,
    readonly cloud: string,
    readonly mail: string,
    readonly goods: Goods,
    readonly goodsAfar: Goods,
    private readonly canary: string,
  ) {}

  static async open(server: TestServer, { tenant: changes = {}, canary = '' }: ShopOptions = {}): Promise<Shop> {
    const { app } = server;
    const currencies = ['EUR', 'USD', 'UAH', 'JPY', 'KWD'];
    const named = { name: `Test Hosting ${canary}`.trim(), currencies };
    const tenant = await app.get(TenantSetup).create({ ...someTenant(), ...named, ...changes });
    const email = `owner${canary.toLowerCase()}@${tenant.slug}.example`;
    await app.get(StaffMembers).create(tenant.id, { email, name: `Olga ${canary}`, password: PASSWORD, role: 'owner' });
    const install = async (pluginId: string, config: Record<string, unknown>): Promise<string> => {
      const wanted = { pluginId, label: `${pluginId} ${canary}`.trim(), enabled: true, config };
      return (await app.get(Installations).create(tenant.id, wanted, 'system:test')).id;
    };
    const cards = await install('sandbox-pay', { apiUrl: server.pay.url, ...SANDBOX_PAY_ACCOUNT });
    const bank = await install('bank-transfer', { beneficiary: `Test ${canary}`, iban: 'DE89370400440532013000' });
    const cloud = await install('sandbox-cloud', { apiUrl: server.cloud.url, apiKey: SANDBOX_CLOUD_KEY });
    const { host, port } = server.mailbox;
    const mail = await install('email', {
      host,
      port,
      secure: false,
      from: `Shop <billing${canary.toLowerCase()}@test.example>`,
    });
    const sell = async (product: ReturnType<typeof serverGoods>): Promise<Goods> => {
      const { productId, planIds } = await app.get(CatalogSetup).create(tenant.id, { ...product, description: canary });
      return { productId, small: planIds[0]!, large: planIds[1]! };
    };
    const goods = await sell(serverGoods(cloud));
    const goodsAfar = await sell(serverGoodsAfar(cloud));
    const signedIn = await server.request('POST', '/api/admin/sessions', {
      host: tenant.canonicalHost,
      body: { email, password: PASSWORD },
    });
    const owner = expectStatus(signedIn, 201).json<{ accessToken: string }>().accessToken;
    return new Shop(server, tenant, owner, cards, bank, cloud, mail, goods, goodsAfar, canary);
  }

  /** A request to the shop's own host: `call('GET /api/store/shop')`. */
  call(route: string, request: ServerRequest = {}): Promise<ServerAnswer> {
    const [method, path] = route.split(' ') as [string, string];
    return this.server.request(method, path, { host: this.tenant.canonicalHost, ...request });
  }

  asOwner(route: string, request: ServerRequest = {}): Promise<ServerAnswer> {
    return this.call(route, { token: this.owner, ...request });
  }

  async customer(): Promise<ShopCustomer> {
    const email = `${randomBytes(5).toString('hex')}${this.canary.toLowerCase()}@customers.example`;
    const body = { email, password: PASSWORD, name: `Ada ${this.canary}`.trim() };
    const { accessToken, customer } = expectStatus(await this.call('POST /api/store/customers', { body }), 201).json<Session>();
    return { id: customer.id, email, token: accessToken };
  }

  async quote(wish: CartWish = {}): Promise<Quote> {
    const { currency = 'EUR', selection = CHOICE } = wish;
    const goods = ['JPY', 'KWD'].includes(currency) ? this.goodsAfar : this.goods;
    const { productId = goods.productId, planId = goods.small } = wish;
    const body = { productId, planId, selection, period: { unit: 'month', count: 1 }, currency };
    return expectStatus(await this.call('POST /api/store/quotes', { body }), 200).json<Quote>();
  }

  /** A cart that holds one line. */
  async cart(wish: CartWish = {}): Promise<Cart> {
    const { currency = 'EUR', quantity = 1, hostname = `web${this.canary.toLowerCase()}.example.com` } = wish;
    const { token } = await this.quote(wish);
    const cart = expectStatus(await this.call('POST /api/store/carts', { body: { currency } }), 201).json<Cart>();
    const body = { quote: token, quantity, hostname };
    return expectStatus(await this.call(`POST /api/store/carts/${cart.id}/items`, { body }), 201).json<Cart>();
  }

  async order(customer: ShopCustomer, wish: CartWish = {}, cart?: Cart): Promise<Order> {
    const { id: cartId, today } = cart ?? (await this.cart(wish));
    const billing = { ...BILLING, name: `${BILLING.name} ${this.canary}`.trim() };
    const body = { cartId, expectedToday: today, billing, acceptTerms: true };
    const headers = { 'idempotency-key': randomUUID() };
    return expectStatus(await this.call('POST /api/store/orders', { token: customer.token, headers, body }), 201).json<Order>();
  }

  async startPayment(customer: ShopCustomer, invoiceId: string, installationId = this.cards): Promise<PaymentStepAnswer> {
    const body = { installationId, returnUrl: `${this.tenant.url}/cabinet` };
    const headers = { 'idempotency-key': randomUUID() };
    const answer = await this.call(`POST /api/store/invoices/${invoiceId}/payments`, { token: customer.token, headers, body });
    return expectStatus(answer, 201).json<PaymentStepAnswer>();
  }

  /** Pays an invoice by card: the provider takes the money and tells the shop, as a webhook does. */
  async pay(customer: ShopCustomer, { invoiceId }: { readonly invoiceId: string }): Promise<string> {
    const { payment } = await this.startPayment(customer, invoiceId);
    await this.server.pay.settle(payment.id, 'succeeded', { silently: true });
    const { body, headers } = this.server.pay.signedWebhook(payment.id);
    expectStatus(await this.server.request('POST', `/hooks/${this.cards}`, { host: 'provider.example', body, headers }), 200);
    return payment.id;
  }

  runJobs(): Promise<void> {
    return this.server.runJobs();
  }

  passTime(span: string): Promise<void> {
    return this.server.passTime(span);
  }

  /** Straight from the tables, in the shop's own transaction. */
  rows<Row extends object>(sql: string, bind: readonly unknown[] = []): Promise<Row[]> {
    return this.server.db.run(this.tenant.id, () => this.server.db.query<Row>(sql, bind));
  }
}

export const aShop = (server: TestServer, options?: ShopOptions): Promise<Shop> => Shop.open(server, options);

export function expectStatus(answer: ServerAnswer, status: number): ServerAnswer {
  if (answer.status !== status) throw new Error(`The answer was ${answer.status}, not ${status}: ${answer.text}`);
  return answer;
}
