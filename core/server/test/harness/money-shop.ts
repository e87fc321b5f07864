import { rm } from 'node:fs/promises';
import { money, type GatewayEvent, type Money } from '@hostwright/sdk';
import type { AdminPayment, AdminRefund } from '@hostwright/sdk/http';
import { Invoices, type InvoiceLine } from '../../src/billing/invoices/index.js';
import { Doctor, DoctorModule, LEDGER_INVARIANTS } from '../../src/features/doctor/index.js';
import { newId } from '../../src/platform/database/index.js';
import { encode } from '../../src/platform/jobs/index.js';
import { Installations } from '../../src/platform/plugins/index.js';
import type { TestAnswer } from './http.js';
import { payingHouse, type PayingHouse, type PayingShop, type TestInvoice } from './paying-shop.js';
import { aPluginsDir, writePlugin } from './plugin-folder.js';

/** What a gateway written for tests does next, and what it was told to do. */
export interface Till {
  start: (payment: { readonly paymentId: string; readonly amount: Money }) => unknown;
  fetch: (reference: string) => unknown;
  capture: (reference: string, amount: Money) => unknown;
  cancel: (reference: string) => unknown;
  refund: (request: { readonly refundId: string; readonly reference: string; readonly amount: Money }) => unknown;
  fetchRefund: (reference: string) => unknown;
  readonly calls: { readonly method: string; readonly key: string }[];
}

/** The plugin is a file of its own and meets the test here. */
const shared = globalThis as typeof globalThis & { till: Till };

const CODE = `
const told = (method, key) => void globalThis.till.calls.push({ method, key });
const revived = (name, value) => (name === 'amount' && typeof value === 'string' ? BigInt(value) : value);
export default { kind: 'payment-gateway', create: () => ({
  async start(payment, call) { told('start', call.idempotencyKey); return globalThis.till.start(payment); },
  async fetch(reference) { return globalThis.till.fetch(reference); },
  async capture(reference, amount, call) { told('capture', call.idempotencyKey); return globalThis.till.capture(reference, amount); },
  async cancel(reference, call) { told('cancel', call.idempotencyKey); return globalThis.till.cancel(reference); },
  async refund(request, call) { told('refund', call.idempotencyKey); return globalThis.till.refund(request); },
  async fetchRefund(reference) { return globalThis.till.fetchRefund(reference); },
  async parseWebhook({ body }) { return { events: JSON.parse(new TextDecoder().decode(body), revived) }; },
}) };`;

const CAPABILITIES = ['idempotent', 'webhook', 'capture', 'cancel', 'refund', 'partial-refund', 'fetch-refund'];

/** A failure as a plugin throws it, without the SDK at hand. */
export const failure = (kind: 'retryable' | 'final' | 'unknown', code: string): Error =>
  Object.assign(new Error('internal words'), { [Symbol.for('hostwright.plugin-failure')]: true, kind, code });

export const euros = (amount: bigint): Money => money(amount, 'EUR');

export interface MoneyHouse extends PayingHouse {
  readonly pluginsDir: string;
  moneyShop(): Promise<MoneyShop>;
}

/** A house whose shops take money through a gateway that does as the test says; `prepare` may add others. */
export async function moneyHouse(prepare?: (pluginsDir: string) => Promise<unknown>): Promise<MoneyHouse> {
  const pluginsDir = await aPluginsDir();
  await prepare?.(pluginsDir);
  const permissions = { webhook: true };
  await writePlugin(pluginsDir, 'till', { capabilities: CAPABILITIES, permissions }, { 'index.js': CODE });
  const keyless = CAPABILITIES.filter(name => name !== 'idempotent');
  await writePlugin(pluginsDir, 'keyless', { capabilities: keyless, permissions }, { 'index.js': CODE });
  const house = await payingHouse({ PLUGINS_DIR: pluginsDir }, [DoctorModule]);
  return {
    ...house,
    pluginsDir,
    moneyShop: async () => MoneyShop.open(house, await house.shop()),
    async close() {
      await house.close();
      await rm(pluginsDir, { recursive: true });
    },
  };
}

/** One shop with real invoices, its gateway, and the books to look into. */
export class MoneyShop {
  private constructor(
    readonly house: PayingHouse,
    readonly shop: PayingShop,
    readonly till: string,
    readonly keyless: string,
  ) {}

  static async open(house: PayingHouse, shop: PayingShop): Promise<MoneyShop> {
    const install = async (pluginId: string): Promise<string> => {
      const wanted = { pluginId, label: pluginId, enabled: true, config: {} };
      return (await house.http.app.get(Installations).create(shop.tenant.id, wanted, 'test')).id;
    };
    shared.till = {
      start: ({ paymentId }) => ({
        next: 'redirect',
        url: 'https://till.example/pay',
        payment: { reference: `p-${paymentId}`, state: 'pending' },
      }),
      fetch: reference => ({ reference, state: 'pending' }),
      capture: (reference, amount) => ({ reference, state: 'succeeded', received: amount }),
      cancel: reference => ({ reference, state: 'cancelled' }),
      refund: ({ refundId, amount }) => ({ reference: `r-${refundId}`, state: 'succeeded', amount }),
      fetchRefund: reference => ({ reference, state: 'pending', amount: euros(0n) }),
      calls: [],
    };
    return new MoneyShop(house, shop, await install('till'), await install('keyless'));
  }

  /** What the gateway does next. */
  get script(): Till {
    return shared.till;
  }

  callsOf(method: string): readonly string[] {
    return this.script.calls.filter(call => call.method === method).map(call => call.key);
  }

  /** An invoice as the checkout issues it: numbered, in the books, announced. */
  async bill(totalMinor = 1999n, lines: readonly bigint[] = [totalMinor]): Promise<TestInvoice> {
    const { http, tenant, customer } = this.shop;
    const id = newId();
    const buyer = { name: 'Chris', street: 'Pikk 1', city: 'Tallinn', postalCode: '10123', country: 'EE' };
    const line = (minor: bigint, index: number): InvoiceLine => ({
      ...{ description: `Server ${index + 1}`, detail: '', quantity: 1, taxCode: null },
      amount: euros(minor),
    });
    const wanted = { id, tenant, customerId: customer.id, orderId: null, locale: 'en', currency: 'EUR', buyer };
    const { number } = await http.db.run(tenant.id, () => http.app.get(Invoices).issue({ ...wanted, lines: lines.map(line) }));
    return { id, number };
  }

  /** Begins to pay; the answer is the payment's id, and the gateway calls it `p-<id>`. */
  async begin(invoice: TestInvoice, installationId = this.till): Promise<string> {
    return (await this.shop.start(invoice, installationId)).payment.id;
  }

  /** Begins to pay, and the gateway says how much it took. */
  async pay(invoice: TestInvoice, received = 1999n, installationId = this.till): Promise<string> {
    const id = await this.begin(invoice, installationId);
    await this.hear([this.told(id, received)], installationId);
    return id;
  }

  told(paymentId: string, received: bigint, changes: object = {}): GatewayEvent {
    const payment = { reference: `p-${paymentId}`, state: 'succeeded', received: euros(received), ...changes } as const;
    return { id: newId(), type: 'payment', paymentId, payment };
  }

  /** The gateway's messages, delivered; what they ask for is not done yet. */
  async deliver(events: readonly GatewayEvent[], installationId = this.till): Promise<void> {
    const answer = await this.shop.deliver({ url: '', headers: {}, body: encode(events) }, installationId);
    if (answer.status !== 200) throw new Error(`The message was not taken: ${answer.text}`);
  }

  async hear(events: readonly GatewayEvent[], installationId = this.till): Promise<void> {
    await this.deliver(events, installationId);
    await this.house.jobs.run();
  }

  askRefund(paymentId: string, body: object = {}, key = newId()): Promise<TestAnswer> {
    const route = `POST /api/admin/payments/${paymentId}/refunds`;
    return this.shop.asStaff(route, { headers: { 'idempotency-key': key }, body: { reason: 'Asked for', ...body } });
  }

  /** Asked for and done, as far as the gateway does it. */
  async refund(paymentId: string, amount?: bigint): Promise<AdminRefund> {
    const body = amount === undefined ? {} : { amount: { amount: amount.toString(), currency: 'EUR' } };
    const answer = await this.askRefund(paymentId, body);
    if (answer.status !== 201) throw new Error(`The refund was not taken: ${answer.text}`);
    await this.house.jobs.run();
    return this.readRefund(answer.json<AdminRefund>().id);
  }

  async readRefund(id: string): Promise<AdminRefund> {
    return (await this.shop.asStaff(`GET /api/admin/refunds/${id}`)).json<AdminRefund>();
  }

  payment(id: string): Promise<AdminPayment> {
    return this.shop.staffPayment(id);
  }

  payWithCredit(invoice: TestInvoice, key = newId()): Promise<TestAnswer> {
    return this.shop.call(`POST /api/store/invoices/${invoice.id}/credit-payments`, { headers: { 'idempotency-key': key } });
  }

  async credit(): Promise<readonly { amount: string; currency: string }[]> {
    return (await this.shop.call('GET /api/store/credit')).json<{ balances: { amount: string; currency: string }[] }>().balances;
  }

  /** What an account holds in euros: what it was given less what was taken from it. */
  async holds(account: string): Promise<bigint> {
    const [row] = await this.shop.rows<{ balance: string }>(
      `select coalesce(sum(case when destination = $1 then amount_minor else -amount_minor end), 0)::text as balance
       from ledger_postings where (source = $1 or destination = $1) and currency = 'EUR'`,
      [account],
    );
    return BigInt(row!.balance);
  }

  /** What `ledger verify` finds in this shop. */
  async findings(): Promise<readonly string[]> {
    const { http, tenant } = this.shop;
    return http.app.get(Doctor).complaints(tenant.id, LEDGER_INVARIANTS);
  }
}
