import { Injectable } from '@nestjs/common';
import { TenantDb } from '../../platform/database/index.js';
import { Jobs } from '../../platform/jobs/index.js';
import { APPLY, LAST_MISS, type ApplyJob } from './queues.js';

/** Events that came before the payment they are about. */
@Injectable()
export class Strays {
  constructor(
    private readonly db: TenantDb,
    private readonly jobs: Jobs,
  ) {}

  /** [tx] The payment is there now, with its money: whatever waited for it is looked at again. */
  async wake(installationId: string, reference: string): Promise<void> {
    const { tenantId } = this.db;
    const waiting = await this.db.query<{ id: string }>(
      `select id from webhook_inbox
       where tenant_id = $1 and installation_id = $2 and payment_reference = $3 and state = 'unmatched'`,
      [tenantId, installationId, reference],
    );
    await this.jobs.sendAll(
      APPLY,
      waiting.map(({ id }) => ({ tenantId, inboxId: id, misses: LAST_MISS }) satisfies ApplyJob),
    );
  }
}
