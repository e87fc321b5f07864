import type { Type } from '@nestjs/common';
import type { Selection } from '@hostwright/sdk';
import type { Service } from '@hostwright/sdk/http';
import {
  startSandboxCloud,
  type RecordedCall,
  SANDBOX_CLOUD_KEY,
  type SandboxCloud,
} from '@hostwright/plugin-sandbox-cloud/vendor';
import { CartsModule, Carts } from '../../src/billing/carts/index.js';
import { CatalogModule, CatalogSetup } from '../../src/billing/catalog/index.js';
import { Invoices, InvoicesModule } from '../../src/billing/invoices/index.js';
import { LedgerModule } from '../../src/billing/ledger/index.js';
import { NotificationsModule } from '../../src/billing/notifications/index.js';
import { Checkout, OrdersModule } from '../../src/billing/orders/index.js';
import { Quotes, QuotesModule } from '../../src/billing/quotes/index.js';
import { type Orderer, ServiceReader, ServicesModule } from '../../src/billing/services/index.js';
import { newId } from '../../src/platform/database/index.js';
import { Customers } from '../../src/platform/identity/index.js';
import { Jobs } from '../../src/platform/jobs/index.js';
import { LiveModule } from '../../src/platform/live/index.js';
import { Installations, PluginsModule } from '../../src/platform/plugins/index.js';
import { SecretsModule } from '../../src/platform/secrets/index.js';
import type { Tenant } from '../../src/platform/tenancy/index.js';
import { ThemesModule } from '../../src/platform/themes/index.js';
import { testDatabase, type TestDatabase } from './database.js';
import { DueJobs } from './due-jobs.js';
import { testHttp, type TestHttp } from './http.js';
import { ManualClock } from './manual-clock.js';
import { aPluginsDir, writePlugin } from './plugin-folder.js';
import { slowLineTo, type SlowLine } from './slow-line.js';

const BILLING = [
  LedgerModule,
  CatalogModule,
  QuotesModule,
  CartsModule,
  InvoicesModule,
  OrdersModule,
  NotificationsModule,
  ServicesModule,
];
const PLATFORM = [SecretsModule, LiveModule, PluginsModule, ThemesModule];

/** What sells and delivers. */
export const SERVICE_MODULES: readonly Type[] = [...PLATFORM, ...BILLING];

/** A product that needs no server: its settings are what has to be done. */
const ERRAND = { kind: 'product-type', name: 'Errand', product: { type: 'object', properties: {} } };
const ERRAND_CODE = `export default {
  kind: 'product-type',
  create: () => ({ options: () => [], check: () => [], fulfil: settings => settings.plan }),
};`;

export const PASSWORD = 'correct horse battery';

/** A server of the application with a cloud of its own: both live by the same clock. */
export interface ServiceHouse {
  readonly http: TestHttp;
  readonly cloud: SandboxCloud;
  /** What lies between the two. */
  readonly line: SlowLine;
  readonly jobs: DueJobs;
  readonly database: TestDatabase;
  shop(): Promise<ServiceShop>;
  /** Calls that ask the cloud for a server. */
  creations(): readonly RecordedCall[];
  /** Lets time go by and does what becomes due on the way, each piece at its moment. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** With these modules beside those that sell and deliver. */
export async function serviceHouse(modules: readonly Type[] = []): Promise<ServiceHouse> {
  const database = await testDatabase();
  const cloudClock = new ManualClock();
  const cloud = await startSandboxCloud({ clock: cloudClock, provisionMs: 6000, changeMs: 1500 });
  const line = await slowLineTo(cloud.url);
  const pluginsDir = await aPluginsDir();
  await writePlugin(pluginsDir, 'errand', ERRAND, { 'index.js': ERRAND_CODE });
  const http = await testHttp(database, [...SERVICE_MODULES, ...modules], {
    PLUGINS_DIR: pluginsDir,
    ALLOWED_PRIVATE_HOSTS: new URL(line.url).host,
  });
  const jobs = new DueJobs(database, http.app.get(Jobs), http.clock);
  const pass = async (ms: number): Promise<void> => {
    const end = http.clock.now().getTime() + ms;
    for (;;) {
      await jobs.run();
      const next = (await jobs.next())?.getTime() ?? Infinity;
      const stride = Math.max(0, Math.min(next, end) - http.clock.now().getTime());
      for (const clock of [http.clock, cloudClock]) clock.pass(stride);
      if (next > end) return;
    }
  };
  return {
    http,
    cloud,
    line,
    jobs,
    database,
    pass,
    shop: () => ServiceShop.open(http, line.url, pass),
    creations: () => cloud.calls.filter(({ method, path }) => method === 'POST' && path === '/v1/servers'),
    async close() {
      await jobs.close();
      await http.close();
      await line.close();
      await cloud.close();
      await database.drop();
    },
  };
}

export interface PlacedServices {
  readonly invoiceId: string;
  readonly orderId: string;
  readonly serviceIds: readonly string[];
}

/** A fresh shop that sells one server, and a customer who buys. */
export class ServiceShop {
  private constructor(
    private readonly http: TestHttp,
    private readonly pass: (ms: number) => Promise<void>,
    readonly tenant: Tenant,
    readonly installationId: string,
    readonly productId: string,
    readonly planId: string,
    readonly customerId: string,
  ) {}

  static async open(http: TestHttp, apiUrl: string, pass: (ms: number) => Promise<void>): Promise<ServiceShop> {
    const { app } = http;
    const tenant = await http.tenant();
    const wanted = {
      pluginId: 'sandbox-cloud',
      label: 'Cloud',
      enabled: true,
      config: { apiUrl, apiKey: SANDBOX_CLOUD_KEY },
    };
    const { id: installationId } = await app.get(Installations).create(tenant.id, wanted, 'system');
    const { productId, planIds } = await app.get(CatalogSetup).create(tenant.id, aProduct(installationId));
    const email = `ada@${tenant.slug}.example`;
    const customer = await app.get(Customers).create(tenant.id, { email, name: 'Ada', locale: 'en', password: PASSWORD });
    return new ServiceShop(http, pass, tenant, installationId, productId, planIds[0]!, customer.id);
  }

  /** An order of so many servers, not paid yet. */
  order(quantity = 1, hostname = 'web.example.com', customerId = this.customerId): Promise<PlacedServices> {
    return this.place(this, SELECTION, quantity, hostname, customerId);
  }

  /** A paid product that is delivered without a server. */
  async errand(plan: object): Promise<string> {
    const errand = { ...aProduct(this.installationId), slug: 'errand', type: 'errand', settings: { plan } };
    const plans = errand.plans.map(one => ({ ...one, options: [] }));
    const { productId, planIds } = await this.http.app.get(CatalogSetup).create(this.tenant.id, { ...errand, plans });
    const placed = await this.place({ productId, planId: planIds[0]! }, {}, 1, 'errand.example.com', this.customerId);
    await this.pay(placed.invoiceId);
    return placed.serviceIds[0]!;
  }

  private async place(
    { productId, planId }: { readonly productId: string; readonly planId: string },
    selection: Selection,
    quantity: number,
    hostname: string,
    customerId: string,
  ): Promise<PlacedServices> {
    const { app, db } = this.http;
    const choice = {
      productId,
      planId,
      selection,
      period: { unit: 'month', count: 1 } as const,
      currency: 'EUR',
    };
    const { token, today } = await app.get(Quotes).quote(this.tenant, choice, 'en');
    const cart = await app.get(Carts).create(this.tenant, 'EUR');
    await app.get(Carts).add(this.tenant, cart.id, { quote: token, quantity, hostname });
    const expectedToday = { amount: today.amount * BigInt(quantity), currency: 'EUR' };
    const { order, invoiceId } = await app
      .get(Checkout)
      .place(this.tenant, customerId, { cartId: cart.id, expectedToday, billing: BILLING_DETAILS });
    const rows = await db.run(this.tenant.id, () =>
      db.query<{ id: string }>('select id from services where tenant_id = $1 and order_id = $2 order by id', [
        this.tenant.id,
        order.id,
      ]),
    );
    return { invoiceId, orderId: order.id, serviceIds: rows.map(row => row.id) };
  }

  async pay(invoiceId: string): Promise<void> {
    const invoices = this.http.app.get(Invoices);
    await this.http.db.run(this.tenant.id, async () => {
      const received = invoices.due(await invoices.read(invoiceId));
      await invoices.receive({ invoiceId, paymentId: newId(), installationId: this.installationId, received });
    });
  }

  get customer(): Orderer {
    return { kind: 'customer', tenantId: this.tenant.id, id: this.customerId };
  }

  get staff(): Orderer {
    return { kind: 'staff', tenantId: this.tenant.id, id: '01970000-0000-7000-8000-000000000001' };
  }

  /** As the customer sees it. */
  service(id: string): Promise<Service> {
    return this.http.app.get(ServiceReader).readOf(this.tenant.id, this.customerId, id);
  }

  /** Codes of the steps of what was done last. */
  async steps(id: string): Promise<string[]> {
    return (await this.service(id)).operations[0]!.steps.map(step => step.code);
  }

  /** Rows of the shop; `$1` is its id. */
  rows<Row extends object>(sql: string, ...bind: readonly unknown[]): Promise<Row[]> {
    const { db } = this.http;
    return db.run(this.tenant.id, () => db.query<Row>(sql, [this.tenant.id, ...bind]));
  }

  async events(name: string): Promise<unknown[]> {
    const events = await this.rows<{ data: unknown }>('select data from events where tenant_id = $1 and name = $2', name);
    return events.map(({ data }) => data);
  }

  /** A paid server that has come up. */
  async running(hostname?: string): Promise<string> {
    const id = await this.bought(hostname);
    await this.pass(15_000);
    const { state, serverState } = await this.service(id);
    if (state !== 'active' || serverState !== 'running') throw new Error(`The server is ${state} and ${serverState}`);
    return id;
  }

  /** One paid server; its work has not begun. */
  async bought(hostname?: string): Promise<string> {
    const { invoiceId, serviceIds } = await this.order(1, hostname);
    await this.pay(invoiceId);
    return serviceIds[0]!;
  }

  async token(email = `ada@${this.tenant.slug}.example`): Promise<string> {
    const answer = await this.http.call(this.tenant, 'POST /api/store/sessions', { body: { email, password: PASSWORD } });
    return answer.json<{ accessToken: string }>().accessToken;
  }
}

const SELECTION = { cpu: 1, ram: 1, disk: 20, image: 'debian-13', location: 'fra' };

const BILLING_DETAILS = {
  name: 'Ada Lovelace',
  company: '',
  taxNumber: '',
  street: 'Pikk 1',
  city: 'Tallinn',
  postalCode: '10123',
  country: 'EE',
};

function aProduct(installationId: string) {
  const size = (id: string, min: number, max: number, step = 1) => ({
    id,
    kind: 'number' as const,
    label: id,
    unit: 'GB',
    min,
    max,
    step,
    included: min,
  });
  const choice = (id: string, ...values: readonly string[]) => ({
    id,
    kind: 'choice' as const,
    label: id,
    values: values.map(value => ({ value, label: value })),
  });
  return {
    slug: 'vps',
    type: 'vps',
    name: 'Cloud server',
    description: '',
    settings: {
      installationId,
      cpu: { min: 1, max: 16 },
      ram: { min: 1, max: 64 },
      disk: { min: 20, max: 640, step: 20 },
      images: [
        { id: 'debian-13', label: 'Debian 13' },
        { id: 'ubuntu-26.04', label: 'Ubuntu 26.04' },
      ],
      locations: [{ id: 'fra', label: 'Frankfurt' }],
    },
    plans: [
      {
        code: 'start',
        name: 'Start',
        description: '',
        base: { model: 'flat' as const, amounts: { 'month:1': { EUR: '500' } } },
        options: [
          size('cpu', 1, 16),
          size('ram', 1, 64),
          size('disk', 20, 640, 20),
          choice('image', 'debian-13', 'ubuntu-26.04'),
          choice('location', 'fra'),
        ],
        periods: ['month:1'],
        stock: null,
      },
    ],
  };
}
