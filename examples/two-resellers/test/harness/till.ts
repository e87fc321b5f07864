import { randomUUID } from 'node:crypto';
import { money, type Money } from '@hostwright/sdk';
import type { AdminPayment, AdminRefund, Payment, PaymentStepAnswer } from '@hostwright/sdk/http';
import { expect } from 'vitest';
import { Invoices } from '../../../../core/server/src/billing/invoices/index.js';
import { Doctor } from '../../../../core/server/src/features/doctor/index.js';
import { Installations } from '../../../../core/server/src/platform/plugins/index.js';
import { newId } from '../../../../core/server/src/platform/database/index.js';
import {
  expectStatus,
  PASSWORD,
  type Shop,
  type ShopCustomer,
  type TestServer,
} from '../../../../core/server/test/harness/shop.js';
import type { Vendor } from '../vendors/index.js';
import { Payer } from './payer.js';

export interface Bill {
  readonly id: string;
  readonly customer: ShopCustomer;
  readonly total: Money;
}

/** What the customer wants besides. */
export interface Wish {
  readonly saveMethod?: boolean;
  readonly savedMethodId?: string;
}

export interface Begun extends PaymentStepAnswer {
  readonly page: Payer;
}

/** One shop, its installation of one vendor, and what its customers and staff do there. */
export class Till {
  constructor(
    readonly server: TestServer,
    readonly shop: Shop,
    readonly vendor: Vendor,
    readonly installationId: string,
  ) {}

  /** An invoice as the checkout issues it, of a customer who has no other unless told. */
  async bill(total: Money = money(1999n, 'EUR'), known?: ShopCustomer): Promise<Bill> {
    const { server, shop } = this;
    const customer = known ?? (await shop.customer());
    const id = newId();
    const buyer = { name: 'Ada', street: 'Pikk 1', city: 'Tallinn', postalCode: '10123', country: 'EE' };
    const lines = [{ description: 'Server', detail: '', quantity: 1, taxCode: null, amount: total }];
    const { tenant } = shop;
    const wanted = { id, tenant, customerId: customer.id, orderId: null, locale: 'en', currency: total.currency, buyer, lines };
    await server.db.run(tenant.id, () => server.app.get(Invoices).issue(wanted));
    return { id, customer, total };
  }

  /** The customer asks to pay; what the vendor's plugin says comes next. */
  async start({ id, customer }: Pick<Bill, 'id' | 'customer'>, wish: Wish = {}): Promise<PaymentStepAnswer> {
    const body = {
      installationId: this.installationId,
      returnUrl: `${this.shop.tenant.url}/cabinet`,
      ...wish,
    };
    const headers = { 'idempotency-key': randomUUID() };
    const token = await this.signIn(customer);
    const answer = await this.shop.call(`POST /api/store/invoices/${id}/payments`, { token, headers, body });
    return expectStatus(answer, 201).json<PaymentStepAnswer>();
  }

  /** The customer asks to pay and is on the vendor's page. */
  async begin(bill: Pick<Bill, 'id' | 'customer'>, wish: Wish = {}): Promise<Begun> {
    const begun = await this.start(bill, wish);
    return { ...begun, page: await Payer.follow(begun) };
  }

  /** Presses a button of the vendor's page; ends when the vendor has told what it had to tell. */
  async press(page: Payer, button: string): Promise<Awaited<ReturnType<Payer['press']>>> {
    const led = await page.press(button);
    await this.vendor.settled();
    return led;
  }

  /** Pays the whole way, with everybody doing what they should. */
  async pay(bill: Pick<Bill, 'id' | 'customer'>, wish: Wish = {}): Promise<string> {
    const { payment, page } = await this.begin(bill, wish);
    await this.press(page, 'pay');
    await this.work();
    return payment.id;
  }

  /** Does what is due, also what the vendor says meanwhile. */
  async work(): Promise<void> {
    await this.shop.runJobs();
    await this.vendor.settled();
    await this.shop.runJobs();
  }

  async passTime(span: string): Promise<void> {
    await this.shop.passTime(span);
    await this.vendor.settled();
    await this.shop.runJobs();
  }

  /** The customer looks at the payment. */
  async look(paymentId: string, { customer }: Pick<Bill, 'customer'>): Promise<Payment> {
    const answer = await this.shop.call(`GET /api/store/payments/${paymentId}`, { token: await this.signIn(customer) });
    return expectStatus(answer, 200).json<Payment>();
  }

  async staffPayment(paymentId: string): Promise<AdminPayment> {
    return expectStatus(await this.asOwner(`GET /api/admin/payments/${paymentId}`), 200).json<AdminPayment>();
  }

  /** Staff ask for money to go back; nothing is done yet. */
  async askRefund(paymentId: string, amount?: bigint): Promise<string> {
    const body = { reason: 'Asked for', ...(amount !== undefined && { amount: { amount: String(amount), currency: 'EUR' } }) };
    const asked = await this.asOwner(`POST /api/admin/payments/${paymentId}/refunds`, body);
    return expectStatus(asked, 201).json<AdminRefund>().id;
  }

  /** Money back, as far as the vendor does it at once. */
  async refund(paymentId: string, amount?: bigint): Promise<AdminRefund> {
    const refundId = await this.askRefund(paymentId, amount);
    await this.work();
    return this.readRefund(refundId);
  }

  async readRefund(refundId: string): Promise<AdminRefund> {
    return expectStatus(await this.asOwner(`GET /api/admin/refunds/${refundId}`), 200).json<AdminRefund>();
  }

  async paymentsOf({ id }: Pick<Bill, 'id'>): Promise<{ id: string; state: string; note: string | null }[]> {
    return this.shop.rows('select id, state, note from payments where invoice_id = $1 order by created_at, id', [id]);
  }

  async invoice({ id }: Pick<Bill, 'id'>): Promise<{ state: string; paidMinor: bigint }> {
    return (
      await this.shop.rows<{ state: string; paidMinor: bigint }>('select state, paid_minor from invoices where id = $1', [id])
    )[0]!;
  }

  /** What the ledger was given for an invoice: one row for each time that money arrived. */
  async received({ id }: Pick<Bill, 'id'>): Promise<bigint[]> {
    const rows = await this.shop.rows<{ amountMinor: bigint }>(
      `select l.amount_minor from ledger_postings l join payments p on l.idempotency_key = 'payment:' || p.id || '#0'
       where p.invoice_id = $1 and l.source = 'gateway:' || p.installation_id`,
      [id],
    );
    return rows.map(({ amountMinor }) => amountMinor);
  }

  /** Paid, once: in the invoice, in the ledger, at the vendor. */
  async expectPaidOnce(bill: Pick<Bill, 'id' | 'total'>): Promise<void> {
    expect(await this.invoice(bill)).toEqual({ state: 'paid', paidMinor: bill.total.amount });
    expect(await this.received(bill)).toEqual([bill.total.amount]);
    await this.expectTaken(bill, 1);
  }

  /** Not paid: neither here nor at the vendor. */
  async expectUnpaid(bill: Pick<Bill, 'id'>, state: 'open' | 'overdue' = 'open'): Promise<void> {
    expect(await this.invoice(bill)).toEqual({ state, paidMinor: 0n });
    expect(await this.received(bill)).toEqual([]);
    await this.expectTaken(bill, 0);
  }

  /** So many charges at the vendor, none of them held twice, and nothing that cannot be true in the shop's rows. */
  async expectTaken(bill: Pick<Bill, 'id'>, count: number): Promise<void> {
    const payments = await this.paymentsOf(bill);
    const taken = payments.map(({ id }) => this.vendor.taken(id)).reduce((sum, one) => sum + one, 0);
    expect(taken, `charges at ${this.vendor.id}`).toBe(count);
    for (const { id } of payments) expect(this.vendor.held(id), `payments ${id} at ${this.vendor.id}`).toBeLessThanOrEqual(1);
    await this.expectClean();
  }

  async expectClean(): Promise<void> {
    expect(await this.server.app.get(Doctor).complaints(this.shop.tenant.id)).toEqual([]);
    expect(this.vendor.faults).toEqual([]);
  }

  /** The shop does without the vendor from now on, and the vendor no longer speaks to it. */
  async close(): Promise<void> {
    const { app } = this.server;
    await app.get(Installations).update(this.shop.tenant.id, this.installationId, { enabled: false }, 'system:test');
    await this.server.runJobs();
  }

  /** Hours may have gone by: everybody signs in again. */
  async signIn({ email }: Pick<ShopCustomer, 'email'>): Promise<string> {
    const answer = await this.shop.call('POST /api/store/sessions', { body: { email, password: PASSWORD } });
    return expectStatus(answer, 201).json<{ accessToken: string }>().accessToken;
  }

  private async asOwner(route: string, body?: object) {
    const email = `owner@${this.shop.tenant.slug}.example`;
    const signedIn = await this.shop.call('POST /api/admin/sessions', { body: { email, password: PASSWORD } });
    const token = expectStatus(signedIn, 201).json<{ accessToken: string }>().accessToken;
    const headers = { 'idempotency-key': randomUUID() };
    return this.shop.call(route, { token, ...(body && { body, headers }) });
  }
}
