import { Injectable } from '@nestjs/common';
import type { GatewayEvent } from '@hostwright/sdk';
import { Clock } from '../../platform/clock/index.js';
import { isUuid, TenantDb } from '../../platform/database/index.js';
import { Faults } from '../../platform/faults/index.js';
import { Jobs } from '../../platform/jobs/index.js';
import { eventFromJson } from './inbox-event.js';
import { InboxTokens } from './inbox-tokens.js';
import { MATCH_AGAIN_AFTER_MS, type PaymentRow } from './payment.js';
import { PaymentRows } from './payment-rows.js';
import { APPLY, type ApplyJob } from './queues.js';
import { Settlement } from './settlement.js';

interface InboxRow {
  readonly installationId: string;
  readonly event: unknown;
  readonly state: 'received' | 'applied' | 'unmatched';
}

/** Does what the events in the inbox ask for, each once: the mark and the effects are one transaction. */
@Injectable()
export class ApplyEvents {
  constructor(
    private readonly db: TenantDb,
    private readonly rows: PaymentRows,
    private readonly settlement: Settlement,
    private readonly tokens: InboxTokens,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly faults: Faults,
  ) {
    jobs.work<ApplyJob>(APPLY, job => this.run(job), { concurrency: 4 });
  }

  private async run(job: ApplyJob): Promise<void> {
    this.faults.reach('payments/apply:before');
    await this.db.run(job.tenantId, () => this.apply(job));
    this.faults.reach('payments/apply:after-commit');
  }

  private async apply({ tenantId, inboxId, misses }: ApplyJob): Promise<void> {
    const row = await this.db.one<InboxRow>(
      'select installation_id, event, state from webhook_inbox where tenant_id = $1 and id = $2 for update',
      [tenantId, inboxId],
    );
    if (!row || row.state === 'applied') return;
    const event = this.tokens.open(row.installationId, eventFromJson(row.event));
    const payment = event.type === 'payment' ? await this.match(row.installationId, event) : undefined;
    if (event.type !== 'payment' || !payment) return this.putAside({ tenantId, inboxId, misses }, event);
    await this.settlement.tell(payment.id, event.payment);
    await this.mark(inboxId, 'applied');
  }

  /** Only a payment of the very installation that signed the message. */
  private async match(
    installationId: string,
    { paymentId, payment }: Extract<GatewayEvent, { type: 'payment' }>,
  ): Promise<PaymentRow | undefined> {
    const named = paymentId !== undefined && isUuid(paymentId) ? await this.rows.find(paymentId) : undefined;
    if (named?.installationId === installationId) return named;
    return this.rows.byReference(installationId, payment.reference);
  }

  /** Kept for staff. A payment may still become known; other kinds of events wait for what will handle them. */
  private async putAside({ tenantId, inboxId, misses }: ApplyJob, { type }: GatewayEvent): Promise<void> {
    await this.mark(inboxId, 'unmatched');
    const delay = type === 'payment' ? MATCH_AGAIN_AFTER_MS[misses] : undefined;
    if (delay === undefined) return;
    const startAfter = new Date(this.clock.now().getTime() + delay);
    const again: ApplyJob = { tenantId, inboxId, misses: misses + 1 };
    await this.jobs.send(APPLY, again, { startAfter });
  }

  private async mark(inboxId: string, state: InboxRow['state']): Promise<void> {
    const appliedAt = state === 'applied' ? this.clock.now() : null;
    await this.db.execute('update webhook_inbox set state = $3, applied_at = $4 where tenant_id = $1 and id = $2', [
      this.db.tenantId,
      inboxId,
      state,
      appliedAt,
    ]);
  }
}
