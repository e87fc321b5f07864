import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { Daily } from '../../platform/daily/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { Tenants } from '../../platform/tenancy/index.js';
import { NOTICE_DAYS, noticesDue } from './saved-method.js';
import { SavedMethodRows } from './saved-method-rows.js';

/** Looks every day which methods are about to end. Each notice is written down with its message, so it goes out once. */
@Injectable()
export class ExpiryNotices {
  constructor(
    private readonly db: TenantDb,
    private readonly rows: SavedMethodRows,
    private readonly events: Events,
    private readonly tenants: Tenants,
    private readonly clock: Clock,
    daily: Daily,
  ) {
    daily.task('saved-methods/expiry', 9, ({ tenantId }) => this.look(tenantId));
  }

  private async look(tenantId: string): Promise<void> {
    const { timeZone } = await this.tenants.byId(tenantId);
    const now = this.clock.now();
    const month = Temporal.Instant.fromEpochMilliseconds(now.getTime())
      .toZonedDateTimeISO(timeZone)
      .toPlainDate()
      .toPlainYearMonth();
    const soon = await this.db.run(tenantId, () => this.rows.endingBetween(month, month.add({ months: 1 })));
    for (const { id, customerId } of soon) {
      await this.db.run(tenantId, () => this.tell(id, customerId, now, timeZone));
    }
  }

  private async tell(savedMethodId: string, customerId: string, now: Date, timeZone: string): Promise<void> {
    await this.rows.lockCustomer(customerId);
    const row = await this.rows.find(savedMethodId);
    const due = row?.state === 'active' ? noticesDue(row, now, timeZone) : 0;
    if (!row || due <= row.notices) return;
    await this.rows.update(row.id, { notices: due });
    await this.events.publish('saved-method.expiring', { savedMethodId, customerId, days: NOTICE_DAYS[due - 1]! });
  }
}
