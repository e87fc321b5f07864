import { Injectable } from '@nestjs/common';
import { TenantDb } from '../../platform/database/index.js';
import type { Period, RenewalRow } from './renewal.js';

const COLUMNS = 'invoice_id, service_id, customer_id, due_at, state, tries, turn, next_try_at, payment_id';

const SETTABLE = {
  state: 'state',
  tries: 'tries',
  turn: 'turn',
  nextTryAt: 'next_try_at',
  paymentId: 'payment_id',
} as const satisfies Partial<Record<keyof RenewalRow, string>>;

export type RenewalChanges = { readonly [Name in keyof typeof SETTABLE]?: RenewalRow[Name] };

/** Periods that were billed, and what becomes of their invoices. Methods run inside `TenantDb.run`. */
@Injectable()
export class RenewalRows {
  constructor(private readonly db: TenantDb) {}

  /** Active services whose period ends before this, in pages by id, and whose next one has no invoice. */
  async toBill(before: Date, afterId: string | null, limit: number): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `select s.id from services s
       where s.tenant_id = $1 and s.state = 'active' and s.wanted_state <> 'terminated' and s.ends_at is null and s.renews_at is not null and s.renews_at <= $2 and ($3::uuid is null or s.id > $3::uuid)
         and not exists (select from billed_periods b
           where b.tenant_id = s.tenant_id and b.service_id = s.id and b.number > 0 and b.starts_at >= s.renews_at)
       order by s.id limit $4`,
      [this.db.tenantId, before, afterId, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** The number of the last period that was billed, and whether it is the one that begins at this moment or a later one. */
  async lastBilled(serviceId: string, renewsAt: Date): Promise<{ number: number; isNext: boolean }> {
    const row = await this.db.one<{ number: number; startsAt: Date }>(
      'select number, starts_at from billed_periods where tenant_id = $1 and service_id = $2 order by number desc limit 1',
      [this.db.tenantId, serviceId],
    );
    return { number: row?.number ?? 0, isNext: row !== undefined && row.number > 0 && row.startsAt >= renewsAt };
  }

  /** False when somebody has billed the period already. */
  async bill(serviceId: string, { number, startsAt, endsAt }: Period, invoiceId: string): Promise<boolean> {
    const written = await this.db.execute(
      `insert into billed_periods (tenant_id, service_id, starts_at, ends_at, invoice_id, number)
       values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
      [this.db.tenantId, serviceId, startsAt, endsAt, invoiceId, number],
    );
    return written > 0;
  }

  /** Renewed periods that this invoice pays for. */
  periodsOf(invoiceId: string): Promise<{ serviceId: string; startsAt: Date; endsAt: Date }[]> {
    return this.db.query(
      'select service_id, starts_at, ends_at from billed_periods where tenant_id = $1 and invoice_id = $2 and number > 0 order by service_id',
      [this.db.tenantId, invoiceId],
    );
  }

  async insert(row: Pick<RenewalRow, 'invoiceId' | 'serviceId' | 'customerId' | 'dueAt' | 'nextTryAt'>): Promise<void> {
    await this.db.insert('renewals', { ...row, state: 'waiting' });
  }

  find(invoiceId: string): Promise<RenewalRow | undefined> {
    return this.one('invoice_id = $2', invoiceId);
  }

  lock(invoiceId: string): Promise<RenewalRow | undefined> {
    return this.one('invoice_id = $2 for update', invoiceId);
  }

  lockByPayment(paymentId: string): Promise<RenewalRow | undefined> {
    return this.one('payment_id = $2 for update', paymentId);
  }

  /** The renewal of a service that is not paid yet. */
  unpaidOf(serviceId: string): Promise<RenewalRow | undefined> {
    return this.one(`service_id = $2 and state <> 'paid' order by due_at desc limit 1`, serviceId);
  }

  unpaid(serviceId: string): Promise<RenewalRow[]> {
    return this.db.query<RenewalRow>(
      `select ${COLUMNS} from renewals where tenant_id = $1 and service_id = $2 and state <> 'paid' order by due_at`,
      [this.db.tenantId, serviceId],
    );
  }

  /** Until when periods were billed, paid or not; undefined where none but the ordered one was. */
  async billedUntil(serviceId: string): Promise<Date | undefined> {
    const row = await this.db.one<{ until: Date | null }>(
      'select max(ends_at) as until from billed_periods where tenant_id = $1 and service_id = $2 and number > 0',
      [this.db.tenantId, serviceId],
    );
    return row?.until ?? undefined;
  }

  /** Whether the customer has said that the service is to end. */
  async isCancelled(serviceId: string): Promise<boolean> {
    const row = await this.db.one('select id from services where tenant_id = $1 and id = $2 and ends_at is not null', [
      this.db.tenantId,
      serviceId,
    ]);
    return row !== undefined;
  }

  async update(invoiceId: string, changes: RenewalChanges): Promise<void> {
    const entries = Object.entries(changes) as [keyof RenewalChanges, unknown][];
    const sets = entries.map(([name], index) => `${SETTABLE[name]} = $${index + 3}`).join(', ');
    await this.db.execute(`update renewals set ${sets} where tenant_id = $1 and invoice_id = $2`, [
      this.db.tenantId,
      invoiceId,
      ...entries.map(([, value]) => value),
    ]);
  }

  /** What waited too long, or waits for a payment that is over: whoever should have gone on with it did not. */
  leftBehind(before: Date): Promise<RenewalRow[]> {
    return this.db.query<RenewalRow>(
      `select ${COLUMNS} from renewals r where tenant_id = $1
         and ((state = 'waiting' and next_try_at < $2) or (state = 'charging' and exists (select from payments p
           where p.tenant_id = r.tenant_id and p.id = r.payment_id and p.state in ('failed', 'declined', 'cancelled'))))
       order by invoice_id limit 1000`,
      [this.db.tenantId, before],
    );
  }

  private one(condition: string, id: string): Promise<RenewalRow | undefined> {
    return this.db.one<RenewalRow>(`select ${COLUMNS} from renewals where tenant_id = $1 and ${condition}`, [
      this.db.tenantId,
      id,
    ]);
  }
}
