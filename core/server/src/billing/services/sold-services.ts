import { Injectable } from '@nestjs/common';
import { TenantDb } from '../../platform/database/index.js';
import { SoldPlans } from '../catalog/index.js';

/** Tells the catalogue how many services of each plan are in use. */
@Injectable()
export class SoldServices {
  constructor(
    private readonly db: TenantDb,
    sold: SoldPlans,
  ) {
    sold.answeredBy(tenantId => this.count(tenantId));
  }

  private count(tenantId: string): Promise<ReadonlyMap<string, number>> {
    return this.db.run(tenantId, async () => {
      const rows = await this.db.query<{ planId: string; count: number }>(
        `select plan_id, count(*)::int as count from services where tenant_id = $1 and state in ('active', 'suspended') group by plan_id`,
        [tenantId],
      );
      return new Map(rows.map(row => [row.planId, row.count]));
    });
  }
}
