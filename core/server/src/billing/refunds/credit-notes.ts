import { Injectable } from '@nestjs/common';
import { moneyToJson, type Money } from '@hostwright/sdk';
import { Clock } from '../../platform/clock/index.js';
import { newId, TenantDb } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { decodeCursor, pageOf, Problem } from '../../platform/http/index.js';
import { hashOf, NumberSeries, totalsOf, type InvoiceRow } from '../invoices/index.js';
import { accounts, Ledger } from '../ledger/index.js';
import { partsOf, type CreditNoteContent, type CreditNoteRow } from './credit-note.js';

export interface CreditNoteSearch {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly invoiceId?: string | undefined;
  readonly customerId?: string | undefined;
}

/** Corrects invoices: numbered without gaps in a series of their own, never changed. Everything here runs inside `TenantDb.run`. */
@Injectable()
export class CreditNotes {
  constructor(
    private readonly db: TenantDb,
    private readonly series: NumberSeries,
    private readonly ledger: Ledger,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** The caller has locked the invoice, so that what earlier notes have left of it does not change meanwhile. */
  async issue(
    invoice: InvoiceRow,
    refundId: string,
    amount: bigint,
    reason: string,
    { toCredit = false } = {},
  ): Promise<CreditNoteRow> {
    const id = newId();
    const { id: invoiceId, number: invoiceNumber, customerId, locale, currency, seller, buyer } = invoice;
    const parts = partsOf(invoice, await this.ofInvoice(invoiceId), amount);
    const { subtotal, tax, total } = totalsOf({ ...parts, currency });
    const issuedAt = this.clock.now();
    await this.post(refundId, customerId, parts.taxes, subtotal);
    const issued = { creditNoteId: id, invoiceId, customerId, total: moneyToJson(total) };
    await this.events.publish('credit-note.issued', { ...issued, ...(toCredit && { toCredit }) });
    const series = `${invoice.series.split('-')[0]}-CN-${issuedAt.getUTCFullYear()}`;
    const { sequence, lastHash } = await this.series.take(series);
    const number = `${series}-${String(sequence).padStart(6, '0')}`;
    const content: CreditNoteContent = { number, invoiceNumber, locale, currency, seller, buyer, reason, issuedAt, ...parts };
    const hash = hashOf(content, lastHash);
    await this.db.insert('credit_notes', {
      ...{ id, series, sequence, number, refundId, invoiceId, invoiceNumber, customerId, locale, currency, seller, buyer },
      ...{ state: 'issued', subtotalMinor: subtotal.amount, taxMinor: tax.amount, totalMinor: total.amount },
      lines: JSON.stringify(parts.lines.map(stored)),
      taxes: JSON.stringify(parts.taxes.map(stored)),
      ...{ reason, issuedAt, previousHash: lastHash, hash },
    });
    await this.series.chain(series, hash);
    return this.read(id);
  }

  /** The money stayed with us: the note counts no longer, and its number stays taken. */
  async void(id: string): Promise<void> {
    const { refundId } = await this.read(id);
    await this.db.execute(`update credit_notes set state = 'void' where tenant_id = $1 and id = $2`, [this.db.tenantId, id]);
    const key = `credit-note:${refundId}`;
    await this.ledger.reverse({ key, reference: `refund:${refundId}`, by: `${key}:void` });
  }

  /** 404 for one that is not there or, where a customer is named, not theirs. */
  async read(id: string, customerId?: string): Promise<CreditNoteRow> {
    const row = await this.db.one<CreditNoteRow>('select * from credit_notes where tenant_id = $1 and id = $2', [
      this.db.tenantId,
      id,
    ]);
    if (!row || (customerId !== undefined && row.customerId !== customerId)) throw new Problem('not-found');
    return row;
  }

  async page({
    cursor,
    limit,
    invoiceId,
    customerId,
  }: CreditNoteSearch): Promise<{ rows: readonly CreditNoteRow[]; next: string | null }> {
    const after = decodeCursor(cursor);
    const rows = await this.db.query<CreditNoteRow>(
      `select * from credit_notes
       where tenant_id = $1 and ($2::uuid is null or invoice_id = $2) and ($3::uuid is null or customer_id = $3)
         and ($4::timestamptz is null or (issued_at, id) < ($4::timestamptz, $5::uuid))
       order by issued_at desc, id desc limit $6`,
      [...[this.db.tenantId, invoiceId ?? null, customerId ?? null], ...[after?.createdAt ?? null, after?.id ?? null, limit + 1]],
    );
    return pageOf(
      rows.map(row => ({ ...row, createdAt: row.issuedAt })),
      limit,
    );
  }

  /** Their numbers, by id. */
  async numbers(ids: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
    const wanted = ids.filter(id => id !== null);
    if (wanted.length === 0) return new Map();
    const rows = await this.db.query<{ id: string; number: string }>(
      'select id, number from credit_notes where tenant_id = $1 and id = any($2::uuid[])',
      [this.db.tenantId, wanted],
    );
    return new Map(rows.map(({ id, number }) => [id, number]));
  }

  private ofInvoice(invoiceId: string): Promise<CreditNoteRow[]> {
    return this.db.query<CreditNoteRow>(
      `select * from credit_notes where tenant_id = $1 and invoice_id = $2 and state = 'issued' order by sequence`,
      [this.db.tenantId, invoiceId],
    );
  }

  private async post(
    refundId: string,
    customerId: string,
    taxes: readonly { readonly code: string; readonly amount: Money }[],
    subtotal: Money,
  ): Promise<void> {
    const destination = accounts.customer(customerId);
    await this.ledger.post({
      key: `credit-note:${refundId}`,
      reference: `refund:${refundId}`,
      postings: [
        { source: accounts.refunds, destination, amount: subtotal },
        ...taxes.map(({ code, amount }) => ({ source: accounts.tax(code), destination, amount })),
      ],
    });
  }
}

const stored = <Part extends { readonly amount: Money }>(part: Part) => ({ ...part, amount: moneyToJson(part.amount) });
