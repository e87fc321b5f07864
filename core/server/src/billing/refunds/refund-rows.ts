import { Injectable } from '@nestjs/common';
import { TenantDb } from '../../platform/database/index.js';
import { Problem, type Cursor } from '../../platform/http/index.js';
import type { RefundRow } from './refund.js';

const COLUMNS = `id, payment_id, invoice_id, invoice_number, customer_id, installation_id, origin, state, currency, amount_minor,
  credit_minor, reason, reference, note, credit_note_id, calls, is_uncertain, calling_since, created_by, created_at, settled_at`;

/** What may change of a refund; everything else is as it was when it was asked for. */
const SETTABLE = {
  state: 'state',
  creditMinor: 'credit_minor',
  reference: 'reference',
  note: 'note',
  creditNoteId: 'credit_note_id',
  calls: 'calls',
  isUncertain: 'is_uncertain',
  callingSince: 'calling_since',
  settledAt: 'settled_at',
} as const satisfies Partial<Record<keyof RefundRow, string>>;

export type RefundChanges = { readonly [Name in keyof typeof SETTABLE]?: RefundRow[Name] };

export type NewRefund = Omit<
  RefundRow,
  'state' | 'note' | 'creditNoteId' | 'calls' | 'isUncertain' | 'callingSince' | 'settledAt'
>;

export interface RefundFilter {
  readonly state?: string | undefined;
  readonly paymentId?: string | undefined;
  readonly invoiceId?: string | undefined;
  readonly customerId?: string | undefined;
  readonly after?: Cursor | undefined;
  readonly limit: number;
}

/** The table of refunds. Every method runs inside `TenantDb.run`. */
@Injectable()
export class RefundRows {
  constructor(private readonly db: TenantDb) {}

  async insert(refund: NewRefund): Promise<RefundRow> {
    await this.db.insert('refunds', { ...refund, state: 'pending' });
    return this.read(refund.id);
  }

  find(id: string): Promise<RefundRow | undefined> {
    return this.one('id = $2', [id]);
  }

  async read(id: string): Promise<RefundRow> {
    return found(await this.find(id));
  }

  async lock(id: string): Promise<RefundRow> {
    return found(await this.one('id = $2 for update', [id]));
  }

  byReference(installationId: string, reference: string): Promise<RefundRow | undefined> {
    return this.one('installation_id = $2 and reference = $3', [installationId, reference]);
  }

  /** A refund of ours that was sent and has no name at the gateway yet: what it says of one for this sum may be this one. */
  unnamed(paymentId: string, amountMinor: bigint): Promise<RefundRow | undefined> {
    return this.one(
      `payment_id = $2 and amount_minor = $3 and origin = 'gateway' and state = 'pending' and reference is null and calls > 0
       order by created_at, id limit 1`,
      [paymentId, amountMinor],
    );
  }

  /** How much of what the payment put into its invoice is with other refunds: on its way, or under a credit note. */
  async takenOfInvoice(paymentId: string): Promise<bigint> {
    const row = await this.db.one<{ taken: string }>(
      `select coalesce(sum(amount_minor - credit_minor), 0)::text as taken from refunds
       where tenant_id = $1 and payment_id = $2 and (state = 'pending' or state = 'succeeded' and credit_note_id is not null)`,
      [this.db.tenantId, paymentId],
    );
    return BigInt(row!.taken);
  }

  /** How much of the invoice is on its way back, without a credit note yet. */
  async pendingOfInvoice(invoiceId: string): Promise<bigint> {
    const row = await this.db.one<{ taken: string }>(
      `select coalesce(sum(amount_minor - credit_minor), 0)::text as taken from refunds
       where tenant_id = $1 and invoice_id = $2 and state = 'pending'`,
      [this.db.tenantId, invoiceId],
    );
    return BigInt(row!.taken);
  }

  /** How much of the invoice has become the customer's credit, so that no refund can take it. */
  async returnedOfInvoice(invoiceId: string): Promise<bigint> {
    const row = await this.db.one<{ returned: string }>(
      `select coalesce(sum(n.total_minor), 0)::text as returned from credit_notes n
       where n.tenant_id = $1 and n.invoice_id = $2 and n.state = 'issued'
         and not exists (select from refunds r where r.tenant_id = n.tenant_id and r.id = n.refund_id)`,
      [this.db.tenantId, invoiceId],
    );
    return BigInt(row!.returned);
  }

  async update(id: string, changes: RefundChanges): Promise<RefundRow> {
    const entries = Object.entries(changes) as [keyof RefundChanges, unknown][];
    const sets = entries.map(([name], index) => `${SETTABLE[name]} = $${index + 3}`).join(', ');
    const row = await this.db.one<RefundRow>(`update refunds set ${sets} where tenant_id = $1 and id = $2 returning ${COLUMNS}`, [
      this.db.tenantId,
      id,
      ...entries.map(([, value]) => value),
    ]);
    return found(row);
  }

  /** Newest first, one more than the limit, so that `pageOf` can tell whether there is a next page. */
  list({ state, paymentId, invoiceId, customerId, after, limit }: RefundFilter): Promise<RefundRow[]> {
    return this.db.query<RefundRow>(
      `select ${COLUMNS} from refunds
       where tenant_id = $1 and ($2::text is null or state = $2) and ($3::uuid is null or payment_id = $3)
         and ($4::uuid is null or invoice_id = $4) and ($5::uuid is null or customer_id = $5)
         and ($6::timestamptz is null or (created_at, id) < ($6::timestamptz, $7::uuid))
       order by created_at desc, id desc limit $8`,
      [
        ...[this.db.tenantId, state ?? null, paymentId ?? null, invoiceId ?? null, customerId ?? null],
        ...[after?.createdAt ?? null, after?.id ?? null, limit + 1],
      ],
    );
  }

  inDoubt(limit: number): Promise<RefundRow[]> {
    return this.db.query<RefundRow>(
      `select ${COLUMNS} from refunds where tenant_id = $1 and note is not null order by created_at desc, id desc limit $2`,
      [this.db.tenantId, limit],
    );
  }

  private one(condition: string, bind: readonly unknown[]): Promise<RefundRow | undefined> {
    return this.db.one<RefundRow>(`select ${COLUMNS} from refunds where tenant_id = $1 and ${condition}`, [
      this.db.tenantId,
      ...bind,
    ]);
  }
}

function found(row: RefundRow | undefined): RefundRow {
  if (!row) throw new Problem('not-found');
  return row;
}
