import { Injectable } from '@nestjs/common';
import type { UnmatchedReason } from '@hostwright/sdk/http';
import { TenantDb } from '../../platform/database/index.js';
import { decodeCursor, Problem } from '../../platform/http/index.js';
import type { InvoiceRow } from '../invoices/index.js';
import { bareNumber } from './judgement.js';

export interface StatementRow {
  readonly id: string;
  readonly installationId: string;
  readonly name: string;
  readonly digest: string;
  readonly bookedFrom: string | null;
  readonly bookedUntil: string | null;
  readonly faults: number;
  readonly createdAt: Date;
}

export interface CountedStatement extends StatementRow {
  readonly matched: number;
  readonly unmatched: number;
  readonly dismissed: number;
}

export interface LineRow {
  readonly id: string;
  readonly statementId: string;
  readonly installationId: string;
  readonly reference: string;
  readonly line: number;
  readonly bookedOn: string;
  readonly payer: string | null;
  readonly words: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly state: 'unmatched' | 'matched' | 'dismissed';
  readonly reason: UnmatchedReason | 'other-currency' | null;
  readonly invoiceId: string | null;
  readonly paymentId: string | null;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
}

export type NewLine = Omit<LineRow, 'state' | 'paymentId' | 'settledAt'>;
export type LineChanges = Pick<LineRow, 'state' | 'reason' | 'invoiceId' | 'paymentId' | 'settledAt'>;

export type InvoiceFacts = Pick<InvoiceRow, 'id' | 'number' | 'customerId' | 'state' | 'currency' | 'totalMinor' | 'paidMinor'>;
export type NamedInvoice = InvoiceFacts & { readonly bare: string };

const INVOICE = 'id, number, customer_id, state, currency, total_minor, paid_minor';

export interface LineFilter {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly state?: string | undefined;
  readonly statementId?: string | undefined;
  readonly installationId?: string | undefined;
  readonly search?: string | undefined;
}

/** PostgreSQL takes 65 535 values in a statement; this many rows stay far below. */
const ROWS_AT_ONCE = 1000;

/** The tables of imported statements. Every method runs inside `TenantDb.run`. */
@Injectable()
export class StatementRows {
  constructor(private readonly db: TenantDb) {}

  /** The import of this file, made now unless it was made before: then whoever came first is waited for. */
  async open(row: StatementRow): Promise<{ readonly statement: StatementRow; readonly isNew: boolean }> {
    const { sql, bind } = this.db.insertion('statements', [{ ...row }]);
    const isNew = (await this.db.execute(`${sql} on conflict (tenant_id, installation_id, digest) do nothing`, bind)) > 0;
    return { statement: isNew ? row : (await this.byDigest(row.installationId, row.digest))!, isNew };
  }

  byDigest(installationId: string, digest: string): Promise<StatementRow | undefined> {
    return this.db.one<StatementRow>('select * from statements where tenant_id = $1 and installation_id = $2 and digest = $3', [
      this.db.tenantId,
      installationId,
      digest,
    ]);
  }

  /** Those that are not there yet. In one order for everybody, so that two statements that overlap do not wait for each other. */
  async add(lines: readonly NewLine[]): Promise<void> {
    const ordered = lines.toSorted((one, other) => (one.reference < other.reference ? -1 : 1));
    for (let from = 0; from < ordered.length; from += ROWS_AT_ONCE) {
      const rows = ordered.slice(from, from + ROWS_AT_ONCE).map(line => ({ ...line }));
      const { sql, bind } = this.db.insertion('statement_lines', rows);
      await this.db.execute(`${sql} on conflict (tenant_id, installation_id, reference) do nothing`, bind);
    }
  }

  /** The bookings of this gateway that came with any statement before, by the gateway's names for them. */
  async known(installationId: string, references: readonly string[]): Promise<ReadonlyMap<string, LineRow>> {
    if (references.length === 0) return new Map();
    const rows = await this.db.query<LineRow>(
      'select * from statement_lines where tenant_id = $1 and installation_id = $2 and reference = any($3::text[])',
      [this.db.tenantId, installationId, references],
    );
    return new Map(rows.map(row => [row.reference, row]));
  }

  async lock(id: string): Promise<LineRow> {
    const row = await this.db.one<LineRow>('select * from statement_lines where tenant_id = $1 and id = $2 for update', [
      this.db.tenantId,
      id,
    ]);
    if (!row) throw new Problem('not-found');
    return row;
  }

  async settle(id: string, { state, reason, invoiceId, paymentId, settledAt }: LineChanges): Promise<LineRow> {
    const row = await this.db.one<LineRow>(
      `update statement_lines set state = $3, reason = $4, invoice_id = $5, payment_id = $6, settled_at = $7
       where tenant_id = $1 and id = $2 returning *`,
      [this.db.tenantId, id, state, reason, invoiceId, paymentId, settledAt],
    );
    return row!;
  }

  /**
   * The invoices that have these numbers, whatever stands between their letters and digits. One pass over the tenant's
   * invoices for a whole file: a function of a column is no condition for an index under row-level security.
   */
  async named(references: readonly string[]): Promise<readonly NamedInvoice[]> {
    const bare = [...new Set(references.map(bareNumber).filter(text => text !== ''))];
    if (bare.length === 0) return [];
    return this.db.query<NamedInvoice>(
      `select * from (
         select ${INVOICE}, regexp_replace(upper(number), '[^A-Z0-9]', '', 'g') as bare from invoices where tenant_id = $1
       ) numbered where bare = any($2::text[])`,
      [this.db.tenantId, bare],
    );
  }

  async invoices(ids: readonly string[]): Promise<ReadonlyMap<string, InvoiceFacts>> {
    if (ids.length === 0) return new Map();
    const rows = await this.db.query<InvoiceFacts>(
      `select ${INVOICE} from invoices where tenant_id = $1 and id = any($2::uuid[])`,
      [this.db.tenantId, [...new Set(ids)]],
    );
    return new Map(rows.map(row => [row.id, row]));
  }

  /** Newest first, one more than the limit. */
  statements(installationId: string | undefined, cursor: string | undefined, limit: number): Promise<CountedStatement[]> {
    const after = decodeCursor(cursor);
    return this.db.query<CountedStatement>(
      `select s.*, n.matched, n.unmatched, n.dismissed from statements s cross join lateral (
         select count(*) filter (where l.state = 'matched')::int as matched,
           count(*) filter (where l.state = 'unmatched')::int as unmatched,
           count(*) filter (where l.state = 'dismissed')::int as dismissed
         from statement_lines l where l.tenant_id = $1 and l.statement_id = s.id
       ) n
       where s.tenant_id = $1
         and ($2::uuid is null or s.installation_id = $2)
         and ($3::timestamptz is null or (s.created_at, s.id) < ($3::timestamptz, $4::uuid))
       order by s.created_at desc, s.id desc limit $5`,
      [this.db.tenantId, installationId, after?.createdAt, after?.id, limit + 1],
    );
  }

  /** The newest statement first, its bookings in the order of the file; one more than the limit. */
  lines({ cursor, limit, state, statementId, installationId, search }: LineFilter): Promise<LineRow[]> {
    const after = decodeCursor(cursor);
    return this.db.query<LineRow>(
      `select * from statement_lines
       where tenant_id = $1
         and ($2::text is null or state = $2)
         and ($3::uuid is null or statement_id = $3)
         and ($4::uuid is null or installation_id = $4)
         and ($5::text is null or strpos(lower(words), $5) > 0 or strpos(lower(payer), $5) > 0)
         and ($6::timestamptz is null or (created_at, id) < ($6::timestamptz, $7::uuid))
       order by created_at desc, id desc limit $8`,
      [
        this.db.tenantId,
        state,
        statementId,
        installationId,
        search === undefined || search === '' ? null : search.toLowerCase(),
        after?.createdAt,
        after?.id,
        limit + 1,
      ],
    );
  }
}
