import { Injectable, Logger } from '@nestjs/common';
import { failureKind, money, PluginFailure } from '@hostwright/sdk';
import { Clock } from '../../platform/clock/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Faults } from '../../platform/faults/index.js';
import { Jobs } from '../../platform/jobs/index.js';
import { Invoices, mayBePaid } from '../invoices/index.js';
import { Gateways, type Gateway } from './gateways.js';
import { Inquiry } from './inquiry.js';
import type { PaymentRow } from './payment.js';
import { PaymentRows } from './payment-rows.js';
import { CAPTURE, type CaptureJob } from './queues.js';
import { Settlement, type Told } from './settlement.js';

const MINUTE = 60_000;

/** When the money is asked for, counted from the first time: a gateway that is away is back soon, an authorization lasts days. */
const CAPTURE_AFTER_MS: readonly number[] = [0, 1, 5, 30, 120, 360, 1440].map(minutes => minutes * MINUTE);

/** A call may be under way this long in another process. */
const CALL_TAKES_AT_MOST_MS = 50_000;

/** The gateway will not take it, however often it is asked. */
const REFUSED = 'capture-refused';

/**
 * Takes money that a gateway has only set aside, whoever heard that it has. Each call goes out under the same key, and after
 * the first one the gateway is asked where the payment stands before it is told again: nobody is charged twice.
 */
@Injectable()
export class Capture {
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
    private readonly faults: Faults,
  ) {
    settlement.onTold(told => this.hear(told));
    jobs.work<CaptureJob>(CAPTURE, job => this.round(job));
  }

  private async hear({ before, after }: Told): Promise<void> {
    if (after.state !== 'authorized' || before.state === 'authorized') return;
    const job: CaptureJob = { tenantId: this.db.tenantId, paymentId: after.id, round: 0 };
    await this.jobs.send(CAPTURE, job);
  }

  private async round({ tenantId, paymentId, round }: CaptureJob): Promise<void> {
    const { installationId } = await this.db.run(tenantId, () => this.rows.read(paymentId));
    const gateway = await this.gateways.at(tenantId, installationId);
    if (!gateway.calls.capture) return;
    const begun = await this.db.run(tenantId, () => this.begin(paymentId, round));
    if (!begun) return;
    if (begun.isWanted) await this.take(tenantId, begun.row, gateway);
    else await this.release(tenantId, begun.row, gateway);
    if (round === CAPTURE_AFTER_MS.length - 1) await this.db.run(tenantId, () => this.giveUp(paymentId));
  }

  /** The next round is written before this one calls, so a crash in between costs nothing. */
  private async begin(paymentId: string, round: number): Promise<{ row: PaymentRow; isWanted: boolean } | undefined> {
    const invoice = await this.invoices.lock((await this.rows.read(paymentId)).invoiceId);
    const row = await this.rows.lock(paymentId);
    if (row.state !== 'authorized' || row.reference === null || row.problemCode === REFUSED) return undefined;
    const now = this.clock.now();
    const isUnderWay = row.captureAt !== null && now.getTime() - row.captureAt.getTime() < CALL_TAKES_AT_MOST_MS;
    if (isUnderWay) return undefined;
    const delay = CAPTURE_AFTER_MS[round + 1];
    if (row.captures <= round && delay !== undefined) {
      const next: CaptureJob = { tenantId: this.db.tenantId, paymentId, round: round + 1 };
      await this.jobs.send(CAPTURE, next, { startAfter: new Date(now.getTime() + delay - CAPTURE_AFTER_MS[round]!) });
    }
    await this.rows.update(row.id, { captures: row.captures + 1, captureAt: now });
    return { row, isWanted: mayBePaid(invoice.state) };
  }

  private async take(tenantId: string, row: PaymentRow, { calls }: Gateway): Promise<void> {
    if (row.captures > 0) {
      const asked = await this.inquiry.tryToAsk(tenantId, row);
      if (asked?.state !== 'authorized') return;
    }
    try {
      const call = { idempotencyKey: `capture-${row.id}`, attempt: row.captures + 1, signal: new AbortController().signal };
      this.faults.reach('payments/capture:before-call');
      const told = await calls.capture!(row.reference!, money(row.amountMinor, row.currency), call);
      this.faults.reach('payments/capture:after-call');
      await this.db.run(tenantId, () => this.settlement.tell(row.id, told));
    } catch (error) {
      // Whatever is no failure of a gateway is a fault of ours; the next round finds out what came of it.
      if (!(error instanceof PluginFailure)) throw error;
      await this.failed(tenantId, row, error);
    }
  }

  /** Another payment was faster: the money that was set aside is let go. */
  private async release(tenantId: string, row: PaymentRow, { calls }: Gateway): Promise<void> {
    if (!calls.cancel)
      return this.note(tenantId, row.id, 'The invoice needs no money any more, and the gateway holds some for it');
    const call = { idempotencyKey: `cancel-${row.id}`, attempt: row.captures + 1, signal: new AbortController().signal };
    try {
      const told = await calls.cancel(row.reference!, call);
      await this.db.run(tenantId, () => this.settlement.tell(row.id, told));
    } catch (error) {
      if (!(error instanceof PluginFailure)) throw error;
      await this.failed(tenantId, row, error);
    }
  }

  private async failed(tenantId: string, row: PaymentRow, error: PluginFailure): Promise<void> {
    this.log.warn(`The gateway did not take payment ${row.id}: ${error.message} (${error.kind}, ${error.code})`);
    const kind = failureKind(error);
    if (kind === 'retryable') return;
    const asked = await this.inquiry.tryToAsk(tenantId, row);
    if (kind !== 'final' || asked?.state !== 'authorized') return;
    await this.db.run(tenantId, () =>
      this.rows.update(row.id, { problemCode: REFUSED, note: `The gateway refuses to take the money it holds: ${error.code}` }),
    );
  }

  private async giveUp(paymentId: string): Promise<void> {
    const row = await this.rows.lock(paymentId);
    if (row.state !== 'authorized' || row.note !== null) return;
    await this.rows.update(row.id, { note: 'The gateway holds the money, and a day was not enough to take it' });
  }

  private async note(tenantId: string, paymentId: string, note: string): Promise<void> {
    await this.db.run(tenantId, () => this.rows.update(paymentId, { note }));
  }
}
