import { Injectable } from '@nestjs/common';
import { TenantDb } from '../../platform/database/index.js';
import { type DunningDays, type DunningRow, USUAL_DAYS } from './dunning.js';

export interface Overdue {
  readonly invoiceId: string;
  readonly serviceId: string;
}

const COLUMNS = {
  suspendsAt: 'suspends_at',
  suspendedAt: 'suspended_at',
  terminatesAt: 'terminates_at',
  terminatedAt: 'terminated_at',
} as const;

/** Unpaid renewals and what was done about them. Methods run inside `TenantDb.run`. */
@Injectable()
export class DunningRows {
  constructor(private readonly db: TenantDb) {}

  /** Renewals of services that go on and are not paid although their day has come, in pages by id. */
  overdue(now: Date, afterId: string | null, limit: number): Promise<Overdue[]> {
    return this.db.query<Overdue>(
      `select r.invoice_id, r.service_id from renewals r
       join services s on s.tenant_id = r.tenant_id and s.id = r.service_id
       join invoices i on i.tenant_id = r.tenant_id and i.id = r.invoice_id
       where r.tenant_id = $1 and r.state <> 'paid' and r.due_at <= $2 and ($3::uuid is null or r.invoice_id > $3::uuid)
         and i.state in ('open', 'overdue') and s.state in ('active', 'suspended') and s.wanted_state <> 'terminated'
       order by r.invoice_id limit $4`,
      [this.db.tenantId, now, afterId, limit],
    );
  }

  async of({ invoiceId, serviceId }: Overdue): Promise<DunningRow> {
    await this.db.execute('insert into dunnings (tenant_id, invoice_id, service_id) values ($1, $2, $3) on conflict do nothing', [
      this.db.tenantId,
      invoiceId,
      serviceId,
    ]);
    return (await this.find(invoiceId))!;
  }

  find(invoiceId: string): Promise<DunningRow | undefined> {
    return this.db.one<DunningRow>('select * from dunnings where tenant_id = $1 and invoice_id = $2', [
      this.db.tenantId,
      invoiceId,
    ]);
  }

  async note(invoiceId: string, what: keyof typeof COLUMNS, at: Date): Promise<void> {
    await this.db.execute(`update dunnings set ${COLUMNS[what]} = $3 where tenant_id = $1 and invoice_id = $2`, [
      this.db.tenantId,
      invoiceId,
      at,
    ]);
  }

  async days(): Promise<DunningDays> {
    const row = await this.db.one<DunningDays>(
      'select suspend_after_days, terminate_after_days from dunning_settings where tenant_id = $1',
      [this.db.tenantId],
    );
    return row ?? USUAL_DAYS;
  }

  async setDays({ suspendAfterDays, terminateAfterDays }: DunningDays): Promise<void> {
    await this.db.execute(
      `insert into dunning_settings (tenant_id, suspend_after_days, terminate_after_days) values ($1, $2, $3)
       on conflict (tenant_id) do update set suspend_after_days = excluded.suspend_after_days,
         terminate_after_days = excluded.terminate_after_days`,
      [this.db.tenantId, suspendAfterDays, terminateAfterDays],
    );
  }
}
