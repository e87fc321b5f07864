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

export type EventOf<Type extends GatewayEvent['type']> = Extract<GatewayEvent, { readonly type: Type }>;

/** Applied, or left for staff with a code that says why; `later` when what is missing may still come by itself. */
export type Outcome = 'applied' | { readonly problem: string; readonly later: boolean };

type Handler<Type extends GatewayEvent['type']> = (event: EventOf<Type>, installationId: string) => Promise<Outcome>;

interface InboxRow {
  readonly installationId: string;
  readonly event: unknown;
  readonly state: 'received' | 'applied' | 'unmatched' | 'matched' | 'dismissed';
}

/** Does what the events in the inbox ask for, each once: the mark and the effects are one transaction. */
@Injectable()
export class ApplyEvents {
  private readonly handlers: { refund?: Handler<'refund'>; dispute?: Handler<'dispute'> } = {};

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

  /** Names who does what refunds or disputes ask for, inside the transaction of the mark. */
  handle<Type extends 'refund' | 'dispute'>(type: Type, handler: Handler<Type>): void {
    Object.assign(this.handlers, { [type]: handler });
  }

  private async run(job: ApplyJob): Promise<void> {
    this.faults.reach('payments/apply:before');
    await this.db.run(job.tenantId, () => this.apply(job));
    this.faults.reach('payments/apply:after-commit');
  }

  private async apply(job: ApplyJob): Promise<void> {
    const row = await this.db.one<InboxRow>(
      'select installation_id, event, state from webhook_inbox where tenant_id = $1 and id = $2 for update',
      [job.tenantId, job.inboxId],
    );
    if (!row || (row.state !== 'received' && row.state !== 'unmatched')) return;
    const event = this.tokens.open(row.installationId, eventFromJson(row.event));
    const outcome = await this.outcome(row.installationId, event);
    if (outcome === 'applied') await this.mark(job.inboxId, 'applied', null);
    else await this.putAside(job, outcome);
  }

  private async outcome(installationId: string, event: GatewayEvent): Promise<Outcome> {
    if (event.type === 'payment') return this.payment(installationId, event);
    const { refund, dispute } = this.handlers;
    const nobody: Outcome = { problem: 'unhandled', later: false };
    if (event.type === 'refund') return refund ? refund(event, installationId) : nobody;
    return dispute ? dispute(event, installationId) : nobody;
  }

  private async payment(installationId: string, event: EventOf<'payment'>): Promise<Outcome> {
    const found = await this.match(installationId, event);
    if (!found) return { problem: hasMoney(event) ? 'unknown-reference' : '', later: true };
    const payment = await this.settlement.tell(found.id, event.payment);
    if (!hasMoney(event) || payment.reference === event.payment.reference) return 'applied';
    const isKnown = await this.rows.byReference(installationId, event.payment.reference);
    return isKnown ? 'applied' : { problem: 'second-transaction', later: false };
  }

  /** Only a payment of the very installation that signed the message. */
  private async match(installationId: string, { paymentId, payment }: EventOf<'payment'>): Promise<PaymentRow | undefined> {
    const named = paymentId !== undefined && isUuid(paymentId) ? await this.rows.find(paymentId) : undefined;
    if (named?.installationId === installationId) return named;
    return this.rows.byReference(installationId, payment.reference);
  }

  /** Kept for staff, and looked at again while what it is about may still become known. */
  private async putAside(
    { tenantId, inboxId, misses }: ApplyJob,
    { problem, later }: Exclude<Outcome, 'applied'>,
  ): Promise<void> {
    await this.mark(inboxId, 'unmatched', problem === '' ? null : problem);
    const delay = later ? MATCH_AGAIN_AFTER_MS[misses] : undefined;
    if (delay === undefined) return;
    const startAfter = new Date(this.clock.now().getTime() + delay);
    const again: ApplyJob = { tenantId, inboxId, misses: misses + 1 };
    await this.jobs.send(APPLY, again, { startAfter });
  }

  private async mark(inboxId: string, state: 'applied' | 'unmatched', problem: string | null): Promise<void> {
    const appliedAt = state === 'applied' ? this.clock.now() : null;
    await this.db.execute('update webhook_inbox set state = $3, applied_at = $4, problem = $5 where tenant_id = $1 and id = $2', [
      this.db.tenantId,
      inboxId,
      state,
      appliedAt,
      problem,
    ]);
  }
}

/** Staff need to see only what is about money. */
const hasMoney = ({ payment }: EventOf<'payment'>): boolean =>
  payment.state === 'succeeded' && payment.received !== undefined && payment.received.amount > 0n;
