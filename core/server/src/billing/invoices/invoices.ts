import { Injectable } from '@nestjs/common';
import { money, moneyToJson, type Money } from '@hostwright/sdk';
import type { Party } from '@hostwright/sdk/http';
import { Clock } from '../../platform/clock/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { Problem } from '../../platform/http/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { accounts, Ledger } from '../ledger/index.js';
import { hashOf, mayBePaid, nextState, totalsOf, type InvoiceContent, type InvoiceLine } from './invoice.js';
import { due, type InvoiceRow } from './invoice-row.js';

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
    const { sequence, lastHash } = await this.nextNumber(series);
    const number = `${series}-${String(sequence).padStart(6, '0')}`;
    const content: InvoiceContent = { number, ...unnumbered };
    const hash = hashOf(content, lastHash);
    await this.write({
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
   * Books money that has arrived. The whole of it goes to the customer's account; the invoice takes what it needs and the
   * rest stays there as a balance. A payment is received once, however often it is reported.
   */
  async receive({ invoiceId, paymentId, installationId, received }: Receipt): Promise<Settlement> {
    const row = await this.lock(invoiceId);
    if (received.currency !== row.currency) throw new Problem('amount-mismatch', 'The invoice is in another currency');
    if (await this.isReceived(paymentId)) return this.settlement(row, 0n, 0n);
    const applied = mayBePaid(row.state) ? min(received.amount, row.totalMinor - row.paidMinor) : 0n;
    await this.ledger.post({
      key: `payment:${paymentId}`,
      reference: `payment:${paymentId}`,
      postings: [{ source: accounts.gateway(installationId), destination: accounts.customer(row.customerId), amount: received }],
    });
    if (applied > 0n) await this.apply(row, applied);
    return this.settlement({ ...row, paidMinor: row.paidMinor + applied }, applied, received.amount - applied);
  }

  private async apply(row: InvoiceRow, applied: bigint): Promise<void> {
    const paidMinor = row.paidMinor + applied;
    const isPaid = paidMinor === row.totalMinor;
    await this.db.execute('update invoices set paid_minor = $3, state = $4, paid_at = $5 where tenant_id = $1 and id = $2', [
      this.db.tenantId,
      row.id,
      paidMinor,
      isPaid ? nextState(row.state, 'paid') : row.state,
      isPaid ? this.clock.now() : null,
    ]);
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

  /** The row and its place in the chain, in one statement: others wait for their number meanwhile. */
  private async write(
    row: Readonly<Record<string, unknown>> & { readonly series: string; readonly hash: string },
  ): Promise<void> {
    const { sql, bind } = this.db.insertion('invoices', [row]);
    const series = [row.series, row.hash].map(value => `$${bind.push(value)}`);
    await this.db.execute(
      `with issued as (${sql}) update number_series set last_hash = ${series[1]} where tenant_id = $1 and series = ${series[0]}`,
      bind,
    );
  }

  private async nextNumber(series: string): Promise<{ sequence: bigint; lastHash: string }> {
    const row = await this.db.one<{ sequence: bigint; lastHash: string }>(
      `insert into number_series (tenant_id, series, next) values ($1, $2, 2)
       on conflict (tenant_id, series) do update set next = number_series.next + 1
       returning next - 1 as sequence, last_hash`,
      [this.db.tenantId, series],
    );
    return row!;
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
