import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { Daily } from '../../platform/daily/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Placement } from './placement.js';
import { PlacementRows } from './placement-rows.js';

export const HOLD_DAYS = 3;

const DAY_MS = 24 * 60 * 60 * 1000;
const AT_ONCE = 500;

/** Places that nobody pays for go to others, some days after the money was due. */
@Injectable()
export class UnpaidPlaces {
  constructor(
    daily: Daily,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly rows: PlacementRows,
    private readonly placement: Placement,
  ) {
    daily.task('placement/release-unpaid', 3, ({ tenantId }) => this.release(tenantId));
  }

  async release(tenantId: string): Promise<void> {
    for (;;) {
      const services = await this.db.run(tenantId, async () => {
        const days = (await this.rows.holdDays()) ?? HOLD_DAYS;
        return this.rows.unpaidSince(new Date(this.clock.now().getTime() - days * DAY_MS), AT_ONCE);
      });
      for (const serviceId of services) await this.db.run(tenantId, () => this.placement.releaseUnpaid(serviceId));
      if (services.length < AT_ONCE) return;
    }
  }
}
