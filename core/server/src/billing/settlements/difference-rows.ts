import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { newId, TenantDb } from '../../platform/database/index.js';
import { Problem, type Cursor } from '../../platform/http/index.js';
import type { Difference, DifferenceKind } from './comparison.js';
import type { RunRow } from './run-rows.js';

export interface DifferenceRow {
  readonly id: string;
  readonly installationId: string;
  readonly kind: DifferenceKind;
  readonly reference: string;
  readonly paymentId: string | null;
  readonly invoiceId: string | null;
  readonly invoiceNumber: string | null;
  readonly oursMinor: bigint | null;
  readonly oursCurrency: string | null;
  readonly theirsMinor: bigint | null;
  readonly theirsCurrency: string | null;
  readonly state: 'open' | 'gone' | 'closed';
  readonly note: string | null;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
}

export interface DifferenceFilter {
  readonly state?: string | undefined;
  readonly installationId?: string | undefined;
  readonly after?: Cursor | undefined;
  readonly limit: number;
}

const SELECT = `select d.id, d.installation_id, d.kind, d.reference, d.payment_id, p.invoice_id, p.invoice_number, d.ours_minor, d.ours_currency,
    d.theirs_minor, d.theirs_currency, d.state, d.note, d.first_seen_at, d.last_seen_at
  from settlement_differences d left join payments p on p.tenant_id = d.tenant_id and p.id = d.payment_id`;

/** What was found, one row however many nights find it. Methods run inside `TenantDb.run`. */
@Injectable()
export class DifferenceRows {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
  ) {}

  /** Whether it is news: found for the first time, or again after it was gone. What staff have closed stays closed. */
  async found(run: RunRow, { kind, reference, paymentId, ours, theirs }: Difference): Promise<boolean> {
    const now = this.clock.now();
    const known = await this.db.one<Pick<DifferenceRow, 'id' | 'state'>>(
      'select id, state from settlement_differences where tenant_id = $1 and installation_id = $2 and reference = $3 and kind = $4 for update',
      [this.db.tenantId, run.installationId, reference, kind],
    );
    const sums = {
      oursMinor: ours?.amount ?? null,
      oursCurrency: ours?.currency ?? null,
      theirsMinor: theirs?.amount ?? null,
      theirsCurrency: theirs?.currency ?? null,
    };
    if (!known) {
      const named = { id: newId(now.getTime()), runId: run.id, installationId: run.installationId, kind, reference, paymentId };
      const row = { ...named, ...sums, state: 'open', firstSeenAt: now, lastSeenAt: now };
      await this.db.insert('settlement_differences', row);
      return true;
    }
    const state = known.state === 'gone' ? 'open' : known.state;
    await this.db.execute(
      `update settlement_differences set run_id = $3, payment_id = $4, ours_minor = $5, ours_currency = $6, theirs_minor = $7,
         theirs_currency = $8, state = $9, last_seen_at = $10 where tenant_id = $1 and id = $2`,
      [this.db.tenantId, known.id, run.id, paymentId, ...Object.values(sums), state, now],
    );
    return state !== known.state;
  }

  /** Both sides agree on these now, in every way but the one that was found. */
  async agreed(installationId: string, references: readonly string[], except?: DifferenceKind): Promise<void> {
    if (references.length === 0) return;
    await this.db.execute(
      `update settlement_differences set state = 'gone', last_seen_at = $5
       where tenant_id = $1 and installation_id = $2 and reference = any($3) and state = 'open' and kind is distinct from $4`,
      [this.db.tenantId, installationId, references, except ?? null, this.clock.now()],
    );
  }

  async close(id: string, note: string): Promise<DifferenceRow> {
    await this.db.execute(`update settlement_differences set state = 'closed', note = $3 where tenant_id = $1 and id = $2`, [
      this.db.tenantId,
      id,
      note,
    ]);
    const row = await this.db.one<DifferenceRow>(`${SELECT} where d.tenant_id = $1 and d.id = $2`, [this.db.tenantId, id]);
    if (!row) throw new Problem('not-found');
    return row;
  }

  /** Newest first, one more than the limit. */
  list({ state, installationId, after, limit }: DifferenceFilter): Promise<DifferenceRow[]> {
    return this.db.query<DifferenceRow>(
      `${SELECT} where d.tenant_id = $1
         and ($2::text is null or d.state = $2)
         and ($3::uuid is null or d.installation_id = $3)
         and ($4::timestamptz is null or (d.first_seen_at, d.id) < ($4::timestamptz, $5::uuid))
       order by d.first_seen_at desc, d.id desc limit $6`,
      [this.db.tenantId, state ?? null, installationId ?? null, after?.createdAt ?? null, after?.id ?? null, limit + 1],
    );
  }
}
