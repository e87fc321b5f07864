import { createHmac, randomBytes } from 'node:crypto';
import type { Type } from '@nestjs/common';
import { startSandboxPay, SANDBOX_PAY_ACCOUNT, type SandboxPay, type SignedWebhook } from '@hostwright/plugin-sandbox-pay/vendor';
import type { AdminPayment, Payment, PaymentStepAnswer } from '@hostwright/sdk/http';
import { DisputesModule } from '../../src/billing/disputes/index.js';
import { InvoicesModule } from '../../src/billing/invoices/index.js';
import { LedgerModule } from '../../src/billing/ledger/index.js';
import { PaymentsModule } from '../../src/billing/payments/index.js';
import { RefundsModule } from '../../src/billing/refunds/index.js';
import { newId } from '../../src/platform/database/index.js';
import { Customers, StaffMembers } from '../../src/platform/identity/index.js';
import { Jobs } from '../../src/platform/jobs/index.js';
import { LiveModule } from '../../src/platform/live/index.js';
import { Installations, PluginsModule } from '../../src/platform/plugins/index.js';
import { SecretsModule } from '../../src/platform/secrets/index.js';
import type { NewTenant, Tenant } from '../../src/platform/tenancy/index.js';
import { testDatabase, type TestDatabase } from './database.js';
import { DueJobs } from './due-jobs.js';
import { testHttp, type TestAnswer, type TestCall, type TestHttp } from './http.js';

export const PASSWORD = 'correct horse battery';
const MODULES = [
  SecretsModule,
  LiveModule,
  PluginsModule,
  LedgerModule,
  InvoicesModule,
  PaymentsModule,
  RefundsModule,
  DisputesModule,
];

/** A server of the application and the provider that its shops take cards through; both live by the same clock. */
export interface PayingHouse {
  readonly database: TestDatabase;
  readonly http: TestHttp;
  readonly pay: SandboxPay;
  readonly jobs: DueJobs;
  shop(changes?: Partial<NewTenant>): Promise<PayingShop>;
  /** Lets time go by and does what has become due. */
  pass(minutes: number): Promise<void>;
  close(): Promise<void>;
}

export async function payingHouse(
  changes: Readonly<Record<string, string>> = {},
  more: readonly Type[] = [],
): Promise<PayingHouse> {
  const database = await testDatabase();
  const time: { now: () => Date } = { now: () => new Date() };
  const accounts = [SANDBOX_PAY_ACCOUNT, OTHER_ACCOUNT];
  const pay = await startSandboxPay({ clock: { now: () => time.now() }, webhookRetriesMs: [], accounts });
  const http = await testHttp(database, [...MODULES, ...more], {
    ALLOWED_PRIVATE_HOSTS: new URL(pay.url).host,
    DATABASE_POOL: '8',
    ...changes,
  });
  time.now = () => http.clock.now();
  const jobs = new DueJobs(database, http.app.get(Jobs), http.clock);
  return {
    database,
    http,
    pay,
    jobs,
    shop: wanted => PayingShop.open(http, pay, wanted),
    async pass(minutes) {
      http.clock.pass(minutes * 60_000);
      await jobs.run();
    },
    async close() {
      await jobs.close();
      await http.close();
      await pay.close();
      await database.drop();
    },
  };
}

/** An account of another shop at the same provider. */
export const OTHER_ACCOUNT = { apiKey: 'sk_sandbox_of_the_other', webhookSecret: 'whsec_sandbox_of_the_other' };

export interface TestInvoice {
  readonly id: string;
  readonly number: string;
}

/** One tenant with a customer, an owner, cards and bank transfer. */
export class PayingShop {
  private constructor(
    readonly http: TestHttp,
    readonly pay: SandboxPay,
    readonly tenant: Tenant,
    readonly customer: { readonly id: string; readonly token: string },
    readonly owner: string,
    readonly cards: string,
    readonly bank: string,
  ) {}

  static async open(http: TestHttp, pay: SandboxPay, changes: Partial<NewTenant> = {}): Promise<PayingShop> {
    const tenant = await http.tenant(changes);
    const customer = await aCustomer(http, tenant);
    const email = `owner@${tenant.slug}.example`;
    await http.app.get(StaffMembers).create(tenant.id, { email, name: 'Olga Owner', password: PASSWORD, role: 'owner' });
    const owner = await signIn(http, tenant, 'POST /api/admin/sessions', email);
    const cards = await installCards(http, tenant, pay, SANDBOX_PAY_ACCOUNT);
    const config = { beneficiary: tenant.name, iban: 'DE89370400440532013000' };
    const wanted = { pluginId: 'bank-transfer', label: 'Our bank', enabled: true, config };
    const bank = await http.app.get(Installations).create(tenant.id, wanted, 'test');
    return new PayingShop(http, pay, tenant, customer, owner, cards, bank.id);
  }

  call(route: string, call: TestCall = {}): Promise<TestAnswer> {
    return this.http.call(this.tenant, route, { token: this.customer.token, ...call });
  }

  asStaff(route: string, call: TestCall = {}): Promise<TestAnswer> {
    return this.call(route, { token: this.owner, ...call });
  }

  /** An open invoice, as an order would have left it. */
  async invoice(totalMinor = 1999n, currency = 'EUR', changes: object = {}): Promise<TestInvoice> {
    const id = newId();
    const sequence = Number.parseInt(randomBytes(5).toString('hex'), 16) + 1;
    const number = `TST-2026-${sequence}`;
    const issuedAt = this.http.clock.now();
    const party = { name: 'Somebody', street: 'Pikk 1', city: 'Tallinn', postalCode: '10123', country: 'EE' };
    const sums = { subtotalMinor: totalMinor, taxMinor: 0n, totalMinor };
    const papers = { seller: party, buyer: party, lines: '[]', taxes: '[]', previousHash: '', hash: number };
    await this.http.db.run(this.tenant.id, () =>
      this.http.db.insert('invoices', {
        ...{ id, series: 'TST', sequence, number, customerId: this.customer.id, state: 'open', locale: 'en', currency },
        ...sums,
        ...papers,
        issuedAt,
        dueAt: issuedAt,
        ...changes,
      }),
    );
    return { id, number };
  }

  /** Pays an invoice the way the checkout does; `key` repeats a request. */
  async startRaw(
    invoice: TestInvoice,
    installationId: string,
    key = newId(),
    returnUrl = `${this.tenant.url}/cabinet`,
  ): Promise<TestAnswer> {
    const headers = { 'idempotency-key': key };
    return this.call(`POST /api/store/invoices/${invoice.id}/payments`, { headers, body: { installationId, returnUrl } });
  }

  async start(invoice: TestInvoice, installationId: string = this.cards): Promise<PaymentStepAnswer> {
    const answer = await this.startRaw(invoice, installationId);
    if (answer.status !== 201) throw new Error(`The payment did not start: ${answer.text}`);
    return answer.json<PaymentStepAnswer>();
  }

  async record(
    invoice: TestInvoice,
    amount: string,
    reference: string,
    changes: object = {},
    key = newId(),
  ): Promise<TestAnswer> {
    const body = { installationId: this.bank, amount: { amount, currency: 'EUR' }, reference, ...changes };
    return this.asStaff(`POST /api/admin/invoices/${invoice.id}/payments`, { headers: { 'idempotency-key': key }, body });
  }

  async payment(id: string): Promise<Payment> {
    return (await this.call(`GET /api/store/payments/${id}`)).json<Payment>();
  }

  async staffPayment(id: string): Promise<AdminPayment> {
    return (await this.asStaff(`GET /api/admin/payments/${id}`)).json<AdminPayment>();
  }

  /** Straight from the table: looking through the API would ask the provider. */
  async rows<Row extends object>(sql: string, bind: readonly unknown[] = []): Promise<Row[]> {
    return this.http.db.run(this.tenant.id, () => this.http.db.query<Row>(sql, bind));
  }

  async invoiceState(invoice: TestInvoice): Promise<{ state: string; paidMinor: bigint }> {
    const [row] = await this.rows<{ state: string; paidMinor: bigint }>('select state, paid_minor from invoices where id = $1', [
      invoice.id,
    ]);
    return row!;
  }

  async paymentsOf(invoice: TestInvoice): Promise<{ id: string; state: string; note: string | null }[]> {
    return this.rows('select id, state, note from payments where invoice_id = $1 order by created_at, id', [invoice.id]);
  }

  /** What the ledger holds for the customer: more than nothing is money that no invoice has taken. */
  async gatewayPostings(): Promise<{ source: string; amountMinor: bigint; currency: string }[]> {
    return this.rows(
      `select source, amount_minor, currency from ledger_postings where source like 'gateway:%' order by created_at`,
    );
  }

  async events(name: string): Promise<{ data: Record<string, unknown> }[]> {
    return this.rows('select data from events where name = $1 order by occurred_at', [name]);
  }

  async inbox(): Promise<{ state: string }[]> {
    return this.rows('select state from webhook_inbox order by received_at');
  }

  deliver(webhook: SignedWebhook, installationId: string = this.cards): Promise<TestAnswer> {
    return this.http.call(this.tenant, `POST /hooks/${installationId}`, {
      body: webhook.body,
      headers: webhook.headers,
      host: 'provider.example',
    });
  }

  /** What the provider would say if the charge stood otherwise, truly signed. */
  webhook(paymentId: string, charge: object = {}, secret = SANDBOX_PAY_ACCOUNT.webhookSecret): SignedWebhook {
    const genuine = this.pay.signedWebhook(paymentId);
    const event = JSON.parse(genuine.body) as { data: { charge: object } };
    const body = JSON.stringify({ ...event, data: { charge: { ...event.data.charge, ...charge } } });
    const time = Math.floor(this.http.clock.now().getTime() / 1000);
    const signature = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
    return { ...genuine, body, headers: { ...genuine.headers, 'sandbox-signature': `t=${time},v1=${signature}` } };
  }
}

export async function installCards(http: TestHttp, tenant: Tenant, pay: SandboxPay, account: object): Promise<string> {
  const wanted = { pluginId: 'sandbox-pay', label: 'Cards', enabled: true, config: { apiUrl: pay.url, ...account } };
  return (await http.app.get(Installations).create(tenant.id, wanted, 'test')).id;
}

export async function aCustomer(http: TestHttp, tenant: Tenant): Promise<{ readonly id: string; readonly token: string }> {
  const email = `${randomBytes(4).toString('hex')}@customers.example`;
  const { id } = await http.app
    .get(Customers)
    .create(tenant.id, { email, name: 'Chris Customer', locale: 'en', password: PASSWORD });
  return { id, token: await signIn(http, tenant, 'POST /api/store/sessions', email) };
}

export async function signIn(http: TestHttp, tenant: Tenant, route: string, email: string): Promise<string> {
  return (await http.call(tenant, route, { body: { email, password: PASSWORD } })).json<{ accessToken: string }>().accessToken;
}
