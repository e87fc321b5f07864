import { Injectable, Logger } from '@nestjs/common';
import { failureKind, PluginFailure } from '@hostwright/sdk';
import { Clock } from '../../platform/clock/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { Jobs } from '../../platform/jobs/index.js';
import { Invoices, mayBePaid } from '../invoices/index.js';
import { Gateways } from './gateways.js';
import { Inquiry } from './inquiry.js';
import { isOpen, SUPERSEDED, type PaymentRow } from './payment.js';
import { PaymentRows } from './payment-rows.js';
import { CANCEL, type CancelJob } from './queues.js';
import { Settlement, type Told } from './settlement.js';

const MINUTE = 60_000;

/** How long after a call that came to nothing the next one follows. */
const AGAIN_AFTER_MS: readonly number[] = [1, 5, 30, 120].map(minutes => minutes * MINUTE);

/**
 * Closes, at their gateways, the ways to pay that nobody needs any more: the invoice is paid, or the customer chose another
 * one. It only ever narrows what may still happen: money that comes through all the same is booked, and is the customer's.
 */
@Injectable()
export class Cancellation {
  private readonly log = new Logger('Payments');

  constructor(
    private readonly db: TenantDb,
    private readonly rows: PaymentRows,
    private readonly invoices: Invoices,
    private readonly gateways: Gateways,
    private readonly settlement: Settlement,
    private readonly inquiry: Inquiry,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    events: Events,
  ) {
    settlement.onTold(told => this.hear(told));
    events.on('invoice.paid', 'payments/close-others', ({ data }) => this.close(data.invoiceId));
    jobs.work<CancelJob>(CANCEL, job => this.round(job));
  }

  /** [tx] The customer goes on with this payment; what was begun before it is given up. Money that is set aside is on its way. */
  async supersede(chosen: PaymentRow): Promise<void> {
    const others = (await this.cancellable(chosen.invoiceId)).filter(
      ({ id, state }) => id !== chosen.id && state !== 'authorized',
    );
    for (const row of others) await this.giveUp(row);
  }

  /** [tx] */
  private async close(invoiceId: string): Promise<void> {
    const named = (await this.cancellable(invoiceId)).filter(({ reference }) => reference !== null);
    await this.jobs.sendAll(
      CANCEL,
      named.map(({ id }) => this.job(id)),
    );
  }

  /** The answer to a start came late: only now has the payment a name by which it can be cancelled. */
  private async hear({ before, after }: Told): Promise<void> {
    if (before.reference !== null || after.reference === null || !isOpen(after.state)) return;
    if (before.problemCode === SUPERSEDED && after.state !== 'authorized') return this.giveUp(after);
    if (!mayBePaid((await this.invoices.read(after.invoiceId)).state)) await this.jobs.send(CANCEL, this.job(after.id));
  }

  private async giveUp(row: PaymentRow): Promise<void> {
    await this.rows.update(row.id, { problemCode: SUPERSEDED });
    if (row.reference !== null) await this.jobs.send(CANCEL, this.job(row.id));
  }

  /** Held until the commit, so that an answer to a start is either seen here or sees what was done here. */
  private async cancellable(invoiceId: string): Promise<readonly PaymentRow[]> {
    const open = await this.rows.lockOpenOf(invoiceId);
    if (open.length === 0) return open;
    const named = await this.gateways.named(this.db.tenantId);
    // A plugin that does not run now cannot say what it can do; the job asks it later.
    return open.filter(row => named.get(row.installationId)?.manifest?.capabilities?.includes('cancel') !== false);
  }

  private job(paymentId: string, round = 0): CancelJob {
    return { tenantId: this.db.tenantId, paymentId, round };
  }

  private async round({ tenantId, paymentId, round }: CancelJob): Promise<void> {
    const row = await this.db.run(tenantId, () => this.unwanted(paymentId));
    if (!row) return;
    const delay = (await this.cancel(tenantId, row, round)) === 'again' ? AGAIN_AFTER_MS[round] : undefined;
    await this.db.run(tenantId, () => (delay === undefined ? this.leave(paymentId) : this.planNext(paymentId, round, delay)));
  }

  private async unwanted(paymentId: string): Promise<PaymentRow | undefined> {
    const row = await this.rows.read(paymentId);
    if (!isOpen(row.state) || row.reference === null) return undefined;
    const isNeeded = row.problemCode !== SUPERSEDED && mayBePaid((await this.invoices.read(row.invoiceId)).state);
    return isNeeded ? undefined : row;
  }

  private async cancel(tenantId: string, row: PaymentRow, round: number): Promise<'over' | 'again'> {
    try {
      const { calls, capabilities } = await this.gateways.at(tenantId, row.installationId);
      if (!calls.cancel || !capabilities.includes('cancel')) return 'over';
      const call = { idempotencyKey: `cancel-${row.id}`, attempt: round + 1, signal: new AbortController().signal };
      const told = await calls.cancel(row.reference!, call);
      await this.db.run(tenantId, () => this.settlement.tell(row.id, told));
      return 'over';
    } catch (error) {
      if (!(error instanceof PluginFailure)) throw error;
      return this.failed(tenantId, row, error);
    }
  }

  /** What cannot be cancelled may have been paid: the gateway is asked at once, and its answer decides. */
  private async failed(tenantId: string, row: PaymentRow, error: PluginFailure): Promise<'over' | 'again'> {
    this.log.warn(`The gateway did not cancel payment ${row.id}: ${error.message} (${error.kind}, ${error.code})`);
    const kind = failureKind(error);
    if (kind === 'retryable') return 'again';
    const asked = await this.inquiry.tryToAsk(tenantId, row);
    return kind === 'unknown' && (!asked || isOpen(asked.state)) ? 'again' : 'over';
  }

  private async planNext(paymentId: string, round: number, delay: number): Promise<void> {
    const startAfter = new Date(this.clock.now().getTime() + delay);
    await this.jobs.send(CANCEL, this.job(paymentId, round + 1), { startAfter });
  }

  /** A way that the gateway did not close is still a way: a customer who comes back to it goes on where they were. */
  private async leave(paymentId: string): Promise<void> {
    const row = await this.rows.lock(paymentId);
    if (isOpen(row.state) && row.problemCode === SUPERSEDED) await this.rows.update(row.id, { problemCode: null });
  }
}
