import { Injectable } from '@nestjs/common';
import { TenantDb } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';

/** Marks the services whose payment is disputed: staff see it where they decide about them. A lost dispute leaves the mark. */
@Injectable()
export class DisputedServices {
  constructor(
    private readonly db: TenantDb,
    events: Events,
  ) {
    events.on('dispute.opened', 'services/dispute-opened', event => this.count(event.data.invoiceId, 1));
    events.on('dispute.won', 'services/dispute-won', event => this.count(event.data.invoiceId, -1));
  }

  /** Facts may come in any order; the sum does not mind. */
  private async count(invoiceId: string, change: 1 | -1): Promise<void> {
    await this.db.execute(
      `update services set disputes = disputes + $3 where tenant_id = $1 and
         (invoice_id = $2 or id in (select service_id from billed_periods where tenant_id = $1 and invoice_id = $2))`,
      [this.db.tenantId, invoiceId, change],
    );
  }
}
