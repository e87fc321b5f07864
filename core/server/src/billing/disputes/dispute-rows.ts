import { Injectable } from '@nestjs/common';
import { TenantDb } from '../../platform/database/index.js';
import { Problem, type Cursor } from '../../platform/http/index.js';
import type { DisputeRow } from './dispute.js';

const SETTABLE = {
  state: 'state',
  feeMinor: 'fee_minor',
  feeCurrency: 'fee_currency',
  bookedMinor: 'booked_minor',
  note: 'note',
  closedAt: 'closed_at',
} as const satisfies Partial<Record<keyof DisputeRow, string>>;

export type DisputeChanges = { readonly [Name in keyof typeof SETTABLE]?: DisputeRow[Name] };

export interface DisputeFilter {
  readonly state?: string | undefined;
  readonly paymentId?: string | undefined;
  readonly invoiceId?: string | undefined;
  readonly customerId?: string | undefined;
  readonly after?: Cursor | undefined;
  readonly limit: number;
}

/** The table of disputes. Every method runs inside `TenantDb.run`. */
@Injectable()
export class DisputeRows {
  constructor(private readonly db: TenantDb) {}

  async insert(row: Omit<DisputeRow, 'feeMinor' | 'feeCurrency' | 'closedAt'>): Promise<DisputeRow> {
    await this.db.insert('disputes', { ...row });
    return { ...row, feeMinor: null, feeCurrency: null, closedAt: null };
  }

  async read(id: string): Promise<DisputeRow> {
    const row = await this.db.one<DisputeRow>('select * from disputes where tenant_id = $1 and id = $2', [this.db.tenantId, id]);
    if (!row) throw new Problem('not-found');
    return row;
  }

  lockByReference(installationId: string, reference: string): Promise<DisputeRow | undefined> {
    return this.db.one<DisputeRow>(
      'select * from disputes where tenant_id = $1 and installation_id = $2 and reference = $3 for update',
      [this.db.tenantId, installationId, reference],
    );
  }

  async update(id: string, changes: DisputeChanges): Promise<DisputeRow> {
    const entries = Object.entries(changes) as [keyof DisputeChanges, unknown][];
    const sets = entries.map(([name], index) => `${SETTABLE[name]} = $${index + 3}`).join(', ');
    const row = await this.db.one<DisputeRow>(`update disputes set ${sets} where tenant_id = $1 and id = $2 returning *`, [
      this.db.tenantId,
      id,
      ...entries.map(([, value]) => value),
    ]);
    return row!;
  }

  /** Newest first, one more than the limit, so that `pageOf` can tell whether there is a next page. */
  list({ state, paymentId, invoiceId, customerId, after, limit }: DisputeFilter): Promise<DisputeRow[]> {
    return this.db.query<DisputeRow>(
      `select * from disputes
       where tenant_id = $1 and ($2::text is null or state = $2) and ($3::uuid is null or payment_id = $3)
         and ($4::uuid is null or invoice_id = $4) and ($5::uuid is null or customer_id = $5)
         and ($6::timestamptz is null or (opened_at, id) < ($6::timestamptz, $7::uuid))
       order by opened_at desc, id desc limit $8`,
      [
        ...[this.db.tenantId, state ?? null, paymentId ?? null, invoiceId ?? null, customerId ?? null],
        ...[after?.createdAt ?? null, after?.id ?? null, limit + 1],
      ],
    );
  }

  /** Open ones, and those that the books could not take as they were told. */
  inDoubt(limit: number): Promise<DisputeRow[]> {
    return this.db.query<DisputeRow>(
      `select * from disputes where tenant_id = $1 and (state = 'opened' or note is not null) order by opened_at desc, id desc limit $2`,
      [this.db.tenantId, limit],
    );
  }
}
