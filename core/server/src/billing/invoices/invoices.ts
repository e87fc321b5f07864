import { Injectable } from '@nestjs/common';
import { money, moneyToJson, type Money } from '@hostwright/sdk';
import type { Party } from '@hostwright/sdk/http';
import { Clock } from '../../platform/clock/index.js';
import { newId, TenantDb } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { Problem } from '../../platform/http/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { Credits } from '../credits/index.js';
import { accounts, Ledger } from '../ledger/index.js';
import { hashOf, mayBePaid, nextState, totalsOf, type InvoiceContent, type InvoiceLine } from './invoice.js';
import { due, type InvoiceRow } from './invoice-row.js';
import { NumberSeries } from './number-series.js';

const DAY_MS = 86_400_000;

export interface NewInvoice {
  readonly id: string;
  readonly tenant: Tenant;
  readonly customerId: string;
  /** Null for a renewal, which nobody ordered again. */
  readonly orderId: string | null;
  /** The tenant's days from now, where nothing else is said. */
  readonly dueAt?: Date;
  readonly locale: string;
  readonly currency: string;
  readonly buyer: Party;
  readonly lines: readonly InvoiceLine[];
}

export interface Receipt {
  readonly invoiceId: string;
  readonly paymentId: string;
  readonly installationId: string;
  readonly received: Money;
}

export interface Settlement {
  /** What went into the invoice, and what is left over as the customer's balance. */
  readonly applied: Money;
  readonly surplus: Money;
  readonly paid: boolean;
}

/** Issues invoices and receives money for them. Everything here runs inside `TenantDb.run`. */
@Injectable()
export class Invoices {
  constructor(
    private readonly db: TenantDb,
    private readonly ledger: Ledger,
    private readonly credits: Credits,
    private readonly series: NumberSeries,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Numbered without gaps: the counter's row stays locked until the commit, so this is the last thing an order does, and
   * everything that needs no number is written before it is taken.
   */
  async issue(wanted: NewInvoice): Promise<{ number: string }> {
    const { id, tenant, customerId, orderId, locale, currency, buyer, lines } = wanted;
    const issuedAt = this.clock.now();
    const dueAt = wanted.dueAt ?? new Date(issuedAt.getTime() + tenant.paymentDays * DAY_MS);
    const unnumbered = { locale, currency, seller: sellerOf(tenant), buyer, lines, taxes: [], issuedAt, dueAt };
    const { subtotal, tax, total } = totalsOf(unnumbered);
    const isFree = total.amount === 0n;
    await this.ledger.post({
      key: `invoice:${id}`,
      reference: `invoice:${id}`,
      postings: [{ source: accounts.customer(customerId), destination: accounts.revenue, amount: subtotal }],
    });
    await this.events.publish('invoice.issued', {
      invoiceId: id,
      customerId,
      total: moneyToJson(total),
      dueAt: dueAt.toISOString(),
    });
    if (isFree) await this.events.publish('invoice.paid', { invoiceId: id, customerId, total: moneyToJson(total) });
    const series = `${tenant.slug.slice(0, 3).toUpperCase()}-${issuedAt.getUTCFullYear()}`;
    const { sequence, lastHash } = await this.series.take(series);
    const number = `${series}-${String(sequence).padStart(6, '0')}`;
    const content: InvoiceContent = { number, ...unnumbered };
    const hash = hashOf(content, lastHash);
    await this.insert({
      id,
      series,
      sequence,
      number,
      customerId,
      orderId,
      state: isFree ? 'paid' : 'open',
      locale,
      currency,
      subtotalMinor: subtotal.amount,
      taxMinor: tax.amount,
      totalMinor: total.amount,
      seller: content.seller,
      buyer,
      lines: JSON.stringify(lines.map(line => ({ ...line, amount: moneyToJson(line.amount) }))),
      taxes: '[]',
      issuedAt,
      dueAt,
      paidAt: isFree ? issuedAt : null,
      previousHash: lastHash,
      hash,
    });
    return { number };
  }

  find(invoiceId: string): Promise<InvoiceRow | undefined> {
    return this.db.one<InvoiceRow>('select * from invoices where tenant_id = $1 and id = $2', [this.db.tenantId, invoiceId]);
  }

  /** 404 for an invoice that is not there or, where a customer is named, not theirs. */
  async read(invoiceId: string, customerId?: string): Promise<InvoiceRow> {
    const row = await this.find(invoiceId);
    if (!row || (customerId !== undefined && row.customerId !== customerId)) throw new Problem('not-found');
    return row;
  }

  async lock(invoiceId: string): Promise<InvoiceRow> {
    const row = await this.db.one<InvoiceRow>('select * from invoices where tenant_id = $1 and id = $2 for update', [
      this.db.tenantId,
      invoiceId,
    ]);
    if (!row) throw new Problem('not-found');
    return row;
  }

  due(row: Pick<InvoiceRow, 'totalMinor' | 'paidMinor' | 'currency'>): Money {
    return due(row);
  }

  /**
   * Books money that has arrived. The invoice takes what it needs, and the rest becomes the customer's credit. A payment is
   * received once, however often it is reported.
   */
  async receive({ invoiceId, paymentId, installationId, received }: Receipt): Promise<Settlement> {
    const row = await this.lock(invoiceId);
    if (received.currency !== row.currency) throw new Problem('amount-mismatch', 'The invoice is in another currency');
    if (await this.isReceived(paymentId)) return this.settlement(row, 0n, 0n);
    const reference = `payment:${paymentId}`;
    const customer = accounts.customer(row.customerId);
    await this.ledger.post({
      key: reference,
      reference,
      postings: [{ source: accounts.gateway(installationId), destination: customer, amount: received }],
    });
    const applied = await this.take(row, received.amount);
    const surplus = received.amount - applied;
    const { id, number, customerId, currency } = row;
    await this.credits.give(
      {
        ...{ key: `surplus:${paymentId}`, kind: 'surplus', customerId, amount: money(surplus, currency) },
        ...{ reference, invoice: { id, number }, paymentId },
      },
      customer,
    );
    return this.settlement({ ...row, paidMinor: row.paidMinor + applied }, applied, surplus);
  }

  /** Puts credit into the invoice: what it needs, or all there is. Whoever comes second finds less, or nothing. */
  async payWithCredit(invoiceId: string): Promise<Settlement & { readonly row: InvoiceRow; readonly balance: Money }> {
    const row = await this.lock(invoiceId);
    const { id, number, customerId, currency } = row;
    if (!mayBePaid(row.state)) throw new Problem('invoice-state', `Invoice ${number} is ${row.state}`);
    const balance = await this.credits.lock(customerId, currency);
    if (balance === 0n) throw new Problem('no-credit');
    const amount = money(min(balance, due(row).amount), currency);
    const [reference, invoice] = [`invoice:${id}`, { id, number }];
    const move = { key: `invoice:${newId()}`, kind: 'payment', customerId, amount, reference, invoice } as const;
    await this.credits.take(move, accounts.customer(customerId));
    await this.take(row, amount.amount);
    const after = { ...row, paidMinor: row.paidMinor + amount.amount };
    return { ...this.settlement(after, amount.amount, 0n), row: after, balance: money(balance - amount.amount, currency) };
  }

  /**
   * Money of this invoice has gone back. What is paid stays a bill with a credit note against it; what is not yet paid in
   * full is owed again. The caller has locked the invoice and writes the other half.
   */
  async giveBack(row: InvoiceRow, amount: bigint): Promise<'refunded' | 'reopened'> {
    if (mayBePaid(row.state)) {
      await this.write({ ...row, paidMinor: row.paidMinor - amount });
      return 'reopened';
    }
    const refundedMinor = row.refundedMinor + amount;
    const state = refundedMinor === row.totalMinor ? nextState(row.state, 'refunded') : row.state;
    await this.write({ ...row, refundedMinor, state });
    return 'refunded';
  }

  /** A refund against which a credit note was written turned out not to have happened. */
  async keepAfterAll(row: InvoiceRow, amount: bigint): Promise<void> {
    const state = row.state === 'refunded' ? nextState(row.state, 'paid') : row.state;
    await this.write({ ...row, refundedMinor: row.refundedMinor - amount, state });
  }

  /** Its day has gone by. The caller has locked it; a second time changes nothing. */
  async lapse(row: InvoiceRow): Promise<void> {
    const { id: invoiceId, customerId, state, dueAt } = row;
    if (state !== 'open') return;
    await this.write({ ...row, state: nextState(state, 'overdue') });
    const daysOverdue = Math.floor((this.clock.now().getTime() - dueAt.getTime()) / DAY_MS);
    await this.events.publish('invoice.overdue', { invoiceId, customerId, daysOverdue });
  }

  /** Nobody has to pay it any more. The caller has locked it; one that took money already is a bill for ever. */
  async void(row: InvoiceRow): Promise<void> {
    if (row.paidMinor > 0n) throw new Problem('invoice-state', `Something was paid of invoice ${row.number}`);
    const reference = `invoice:${row.id}`;
    await this.write({ ...row, state: nextState(row.state, 'void') });
    await this.ledger.reverse({ key: reference, reference, by: `${reference}:void` });
    await this.events.publish('invoice.voided', { invoiceId: row.id, customerId: row.customerId });
  }

  /** Takes what the invoice needs of some money that is on the customer's account, and says how much that was. */
  async take(row: InvoiceRow, available: bigint): Promise<bigint> {
    const applied = mayBePaid(row.state) ? min(available, row.totalMinor - row.paidMinor) : 0n;
    if (applied > 0n) await this.apply(row, applied);
    return applied;
  }

  async dispute(row: InvoiceRow, change: bigint): Promise<void> {
    await this.write({ ...row, disputedMinor: row.disputedMinor + change });
  }

  private async apply(row: InvoiceRow, applied: bigint): Promise<void> {
    const paidMinor = row.paidMinor + applied;
    const isPaid = paidMinor === row.totalMinor;
    const state = isPaid ? nextState(row.state, 'paid') : row.state;
    await this.write({ ...row, paidMinor, state, paidAt: isPaid ? this.clock.now() : null });
    if (!isPaid) return;
    const total = moneyToJson(money(row.totalMinor, row.currency));
    await this.events.publish('invoice.paid', { invoiceId: row.id, customerId: row.customerId, total });
  }

  private settlement(row: InvoiceRow, applied: bigint, surplus: bigint): Settlement {
    return {
      applied: money(applied, row.currency),
      surplus: money(surplus, row.currency),
      paid: row.paidMinor === row.totalMinor,
    };
  }

  private async isReceived(paymentId: string): Promise<boolean> {
    const found = await this.db.one<{ id: string }>(
      'select id from ledger_postings where tenant_id = $1 and idempotency_key = $2',
      [this.db.tenantId, `payment:${paymentId}#0`],
    );
    return found !== undefined;
  }

  private async write({ id, state, paidMinor, paidAt, refundedMinor, disputedMinor }: InvoiceRow): Promise<void> {
    await this.db.execute(
      `update invoices set state = $3, paid_minor = $4, paid_at = $5, refunded_minor = $6, disputed_minor = $7
       where tenant_id = $1 and id = $2`,
      [this.db.tenantId, id, state, paidMinor, paidAt, refundedMinor, disputedMinor],
    );
  }

  /** The row and its place in the chain, in one statement: others wait for their number meanwhile. */
  private async insert(
    row: Readonly<Record<string, unknown>> & { readonly series: string; readonly hash: string },
  ): Promise<void> {
    const { sql, bind } = this.db.insertion('invoices', [row]);
    const series = [row.series, row.hash].map(value => `$${bind.push(value)}`);
    const written = this.db.execute(
      `with issued as (${sql}) update number_series set last_hash = ${series[1]} where tenant_id = $1 and series = ${series[0]}`,
      bind,
    );
    this.db.trail(written);
  }
}

const min = (left: bigint, right: bigint): bigint => (left < right ? left : right);

function sellerOf({ legal }: Tenant): Party {
  const { name, registration, taxNumber, street, city, postalCode, country, email, phone, iban, bank } = legal;
  const optional = { registration, taxNumber, phone, iban, bank };
  return {
    name,
    street,
    city,
    postalCode,
    country,
    email,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  };
}
