import { Injectable } from '@nestjs/common';
import { TenantDb } from '../../platform/database/index.js';
import type { Demand, Needs } from './needs.js';

export type PlacementState = 'waiting' | 'reserved' | 'used' | 'released';
export type ReleaseReason = 'cancelled' | 'failed' | 'terminated' | 'unpaid';

export interface PlacementRow extends Needs {
  readonly id: string;
  readonly serviceId: string;
  readonly poolId: string | null;
  readonly itemGroup: string | null;
  readonly wantedInstallationId: string | null;
  readonly memberId: string | null;
  readonly installationId: string | null;
  readonly itemId: string | null;
  readonly state: PlacementState;
  readonly reservedAt: Date;
  readonly usedAt: Date | null;
  readonly releasedAt: Date | null;
  readonly releasedWhy: ReleaseReason | null;
}

/** A place that was found. */
export interface Found {
  readonly memberId: string | null;
  readonly installationId: string;
  readonly itemId: string | null;
}

/** Where services have their places. Methods run inside `TenantDb.run`. */
@Injectable()
export class PlacementRows {
  constructor(private readonly db: TenantDb) {}

  /** The one that counts, held until the end. */
  lockLive(serviceId: string): Promise<PlacementRow | undefined> {
    return this.db.one<PlacementRow>(
      `select * from placements where tenant_id = $1 and service_id = $2 and state <> 'released' for update`,
      [this.db.tenantId, serviceId],
    );
  }

  /** The last one, also when it was given up. */
  latest(serviceId: string): Promise<PlacementRow | undefined> {
    return this.db.one<PlacementRow>(
      'select * from placements where tenant_id = $1 and service_id = $2 order by reserved_at desc, id desc limit 1',
      [this.db.tenantId, serviceId],
    );
  }

  async insert(rows: readonly Omit<PlacementRow, 'releasedAt' | 'releasedWhy'>[]): Promise<void> {
    await this.db.insertAll(
      'placements',
      rows.map(row => ({ ...row })),
    );
  }

  /** A place for one that waited. */
  async found(id: string, { memberId, installationId, itemId }: Found, now: Date): Promise<void> {
    await this.db.execute(
      `update placements set state = 'used', member_id = $3, installation_id = $4, item_id = $5, used_at = $6
       where tenant_id = $1 and id = $2 and state = 'waiting'`,
      [this.db.tenantId, id, memberId, installationId, itemId, now],
    );
  }

  /** The work on the service sets out for it. */
  async use(id: string, now: Date): Promise<void> {
    await this.db.execute(`update placements set state = 'used', used_at = $3 where tenant_id = $1 and id = $2`, [
      this.db.tenantId,
      id,
      now,
    ]);
  }

  async release(id: string, why: ReleaseReason, now: Date): Promise<void> {
    await this.db.execute(
      `update placements set state = 'released', released_at = $3, released_why = $4 where tenant_id = $1 and id = $2`,
      [this.db.tenantId, id, now, why],
    );
  }

  async resize(id: string, { vcpu, ramMb, diskGb, addresses, slots }: Needs): Promise<void> {
    await this.db.execute(
      'update placements set vcpu = $3, ram_mb = $4, disk_gb = $5, addresses = $6, slots = $7 where tenant_id = $1 and id = $2',
      [this.db.tenantId, id, vcpu, ramMb, diskGb, addresses, slots],
    );
  }

  /** A pool has begun to count the installation where it is. */
  async countAt(id: string, memberId: string, needs: Needs): Promise<void> {
    await this.db.execute('update placements set member_id = $3 where tenant_id = $1 and id = $2', [
      this.db.tenantId,
      id,
      memberId,
    ]);
    await this.resize(id, needs);
  }

  /** Services whose place is only kept for them, and whose first invoice was due before this and is not paid. */
  async unpaidSince(due: Date, limit: number): Promise<string[]> {
    const rows = await this.db.query<{ serviceId: string }>(
      `select p.service_id from placements p
       join services s on s.tenant_id = p.tenant_id and s.id = p.service_id
       join invoices i on i.tenant_id = s.tenant_id and i.id = s.invoice_id
       where p.tenant_id = $1 and p.state = 'reserved' and s.state = 'pending' and i.state in ('open', 'overdue') and i.due_at < $2
       order by p.service_id limit $3`,
      [this.db.tenantId, due, limit],
    );
    return rows.map(row => row.serviceId);
  }

  async holdDays(): Promise<number | undefined> {
    const row = await this.db.one<{ holdDays: number }>('select hold_days from placement_settings where tenant_id = $1', [
      this.db.tenantId,
    ]);
    return row?.holdDays;
  }

  async setHoldDays(days: number): Promise<void> {
    await this.db.execute(
      `insert into placement_settings (tenant_id, hold_days) values ($1, $2)
       on conflict (tenant_id) do update set hold_days = excluded.hold_days`,
      [this.db.tenantId, days],
    );
  }
}

/** What was asked for, to be asked for again. */
export const demandOfRow = (row: PlacementRow): Demand => ({
  poolId: row.poolId,
  installationId: row.wantedInstallationId,
  itemGroup: row.itemGroup,
  needs: { vcpu: row.vcpu, ramMb: row.ramMb, diskGb: row.diskGb, addresses: row.addresses, slots: row.slots },
});
