import { Injectable } from '@nestjs/common';
import { PluginFailure } from '@hostwright/sdk';
import { Clock } from '../../platform/clock/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { Jobs } from '../../platform/jobs/index.js';
import { Tenants } from '../../platform/tenancy/index.js';
import { GatewayCall } from './gateway-call.js';
import { Gateways } from './gateways.js';
import { Inquiry } from './inquiry.js';
import { ASK_AFTER_MS, isOpen, isWatched, type PaymentRow } from './payment.js';
import { PaymentRows } from './payment-rows.js';
import { RECONCILE, type ReconcileJob } from './queues.js';

/** Asks about whatever stays open, less and less often; what a day does not bring, staff must find out. */
@Injectable()
export class Reconcile {
  constructor(
    private readonly db: TenantDb,
    private readonly rows: PaymentRows,
    private readonly jobs: Jobs,
    private readonly tenants: Tenants,
    private readonly gateways: Gateways,
    private readonly inquiry: Inquiry,
    private readonly gateway: GatewayCall,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {
    jobs.work<ReconcileJob>(RECONCILE, job => this.round(job));
  }

  private async round({ tenantId, paymentId, round }: ReconcileJob): Promise<void> {
    const row = await this.db.run(tenantId, () => this.begin(paymentId, round));
    if (!row) return;
    if (await this.canOnlyRepeat(tenantId, row)) await this.repeat(tenantId, row);
    else await this.inquiry.tryToAsk(tenantId, row);
    if (round === ASK_AFTER_MS.length - 1) await this.db.run(tenantId, () => this.giveUp(paymentId));
  }

  /** The next round is written before this one asks, so a crash in between costs nothing. */
  private async begin(paymentId: string, round: number): Promise<PaymentRow | undefined> {
    const row = await this.rows.lock(paymentId);
    if (!isWatched(row)) return undefined;
    if (row.checks > round) return row;
    const delay = ASK_AFTER_MS[round + 1];
    if (delay !== undefined) {
      const next: ReconcileJob = { tenantId: this.db.tenantId, paymentId, round: round + 1 };
      await this.jobs.send(RECONCILE, next, { startAfter: new Date(row.createdAt.getTime() + delay) });
    }
    // Whoever began it has not come back: from now on the customer reads that we are checking.
    const state = row.state === 'created' ? 'unknown' : row.state;
    return this.rows.update(row.id, { checks: round + 1, state });
  }

  /** A gateway that gave no reference and cannot search, but answers the same to the same key. */
  private async canOnlyRepeat(tenantId: string, row: PaymentRow): Promise<boolean> {
    if (row.reference !== null) return false;
    const installation = (await this.gateways.named(tenantId)).get(row.installationId);
    const capabilities = installation?.manifest?.capabilities ?? [];
    return capabilities.includes('idempotent') && !capabilities.includes('find');
  }

  private async repeat(tenantId: string, row: PaymentRow): Promise<void> {
    try {
      await this.gateway.again(await this.tenants.byId(tenantId), row.id);
    } catch (error) {
      // What came of it is in the row already; the next round is planned.
      if (!(error instanceof PluginFailure)) throw error;
    }
  }

  /** The customer did not confirm the charge, and was asked to pay in another way. */
  private async lapse(row: PaymentRow): Promise<void> {
    const settledAt = this.clock.now();
    await this.rows.update(row.id, { state: 'cancelled', problemCode: 'not-confirmed', mayRetry: true, settledAt });
  }

  private async giveUp(paymentId: string): Promise<void> {
    const row = await this.rows.lock(paymentId);
    const waitsForPerson = row.step?.next === 'instructions';
    if (!isOpen(row.state) || row.note !== null || waitsForPerson) return;
    if (row.savedMethodId !== null && row.state === 'requires-action') return this.lapse(row);
    await this.rows.update(row.id, { note: 'The gateway has not said within a day what became of this payment' });
    if (!isCustomersTurn(row)) await this.events.publish('payment.unresolved', { paymentId, invoiceId: row.invoiceId });
  }
}

/** Whoever left the gateway's page without paying is no riddle: the list of payments says so, and nobody is woken up. */
const isCustomersTurn = ({ state, step }: PaymentRow): boolean =>
  (state === 'pending' || state === 'requires-action') && step !== null && step.next !== 'nothing';
