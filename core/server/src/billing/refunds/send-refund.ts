import { Injectable, Logger } from '@nestjs/common';
import { failureKind, money, PluginFailure, type RefundSnapshot } from '@hostwright/sdk';
import { Clock } from '../../platform/clock/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Faults } from '../../platform/faults/index.js';
import { Jobs } from '../../platform/jobs/index.js';
import { Gateways, Outflows, type Gateway } from '../payments/index.js';
import { SEND, type SendJob } from './queues.js';
import { CALL_TAKES_AT_MOST_MS, DOUBTED_FROM_ROUND, REFUND_AFTER_MS, type RefundRow } from './refund.js';
import { RefundBooks } from './refund-books.js';
import { RefundRows } from './refund-rows.js';
import { RefundWords } from './refund-words.js';

const IN_DOUBT = 'The gateway has not said what became of this refund: look there before it is tried again';
const SLOW = 'The gateway has not finished this refund in two weeks';

/**
 * Tells gateways to give money back, and asks what became of it. A call that may have been done without our knowing is
 * repeated only where the gateway honours keys; elsewhere its message is waited for, and staff are told.
 */
@Injectable()
export class SendRefund {
  private readonly log = new Logger('Refunds');

  constructor(
    private readonly db: TenantDb,
    private readonly rows: RefundRows,
    private readonly outflows: Outflows,
    private readonly gateways: Gateways,
    private readonly words: RefundWords,
    private readonly books: RefundBooks,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly faults: Faults,
  ) {
    jobs.work<SendJob>(SEND, job => this.round(job));
  }

  private async round({ tenantId, refundId, round }: SendJob): Promise<void> {
    const row = await this.db.run(tenantId, () => this.begin(refundId, round));
    if (!row) return;
    const gateway = await this.gateways.at(tenantId, row.installationId);
    if (row.reference !== null) await this.ask(tenantId, row, gateway);
    else if (!row.isUncertain || gateway.capabilities.includes('idempotent')) await this.send(tenantId, row, gateway);
    await this.db.run(tenantId, () => this.doubt(refundId, round));
  }

  /** The next round is written before this one calls, so a crash in between costs nothing. */
  private async begin(refundId: string, round: number): Promise<RefundRow | undefined> {
    const row = await this.rows.lock(refundId);
    if (row.state !== 'pending') return undefined;
    const now = this.clock.now();
    if (row.callingSince !== null && now.getTime() - row.callingSince.getTime() < CALL_TAKES_AT_MOST_MS) return undefined;
    const delay = REFUND_AFTER_MS[round + 1];
    if (delay !== undefined) {
      const next: SendJob = { tenantId: this.db.tenantId, refundId, round: round + 1 };
      await this.jobs.send(SEND, next, { startAfter: new Date(row.createdAt.getTime() + delay) });
    }
    await this.rows.update(row.id, { callingSince: now });
    return row;
  }

  private async send(tenantId: string, row: RefundRow, { calls }: Gateway): Promise<void> {
    const sent = await this.db.run(tenantId, () => this.prepare(row));
    let told: RefundSnapshot;
    try {
      if (!calls.refund) throw PluginFailure.final('The gateway gives nothing back', { code: 'refund-not-possible' });
      const call = { idempotencyKey: `refund-${row.id}`, attempt: row.calls + 1, signal: new AbortController().signal };
      const request = { refundId: row.id, reference: sent, amount: money(row.amountMinor, row.currency), reason: row.reason };
      this.faults.reach('refunds/send:before-call');
      told = await calls.refund(request, call);
    } catch (error) {
      await this.db.run(tenantId, () => this.failed(row, error));
      // Whatever is no failure of a gateway is a fault of ours: it is written down and goes on.
      if (!(error instanceof PluginFailure)) throw error;
      return;
    }
    this.faults.reach('refunds/send:after-call');
    await this.db.run(tenantId, () => this.hear(row, told));
  }

  /** [tx] From here on it may have happened. Answers with the gateway's name for the payment. */
  private async prepare(row: RefundRow): Promise<string> {
    const { payment } = await this.outflows.hold(row.paymentId);
    await this.rows.update(row.id, { calls: row.calls + 1, isUncertain: true });
    return payment.reference ?? '';
  }

  private async failed(row: RefundRow, error: unknown): Promise<void> {
    const held = await this.outflows.hold(row.paymentId);
    const now = await this.rows.lock(row.id);
    await this.rows.update(row.id, { callingSince: null });
    if (now.state !== 'pending' || now.reference !== null) return;
    const kind = failureKind(error);
    const words = error instanceof PluginFailure ? `${error.message} (${error.kind}, ${error.code})` : String(error);
    this.log.warn(`The gateway did not take refund ${row.id}: ${words}`);
    if (kind === 'unknown') return;
    // What an earlier call may have done, the refusal of a later one does not undo.
    if (row.isUncertain) return;
    await this.rows.update(row.id, { isUncertain: false });
    if (kind === 'final')
      await this.books.fail(now, held, (error as PluginFailure).publicMessage ?? (error as PluginFailure).code);
  }

  private async ask(tenantId: string, row: RefundRow, { calls }: Gateway): Promise<void> {
    if (!calls.fetchRefund) return;
    try {
      const told = await calls.fetchRefund(row.reference!);
      await this.db.run(tenantId, () => this.hear(row, told));
    } catch (error) {
      if (!(error instanceof PluginFailure)) throw error;
      this.log.warn(`The gateway could not say where refund ${row.id} stands: ${error.message} (${error.kind}, ${error.code})`);
    }
  }

  private async hear(row: RefundRow, told: RefundSnapshot): Promise<void> {
    const outcome = await this.words.tell(row.id, told);
    const note = outcome === 'applied' ? undefined : `The gateway says ${told.state} under ${told.reference}: ${outcome.problem}`;
    await this.rows.update(row.id, { callingSince: null, ...(note && { note }) });
  }

  private async doubt(refundId: string, round: number): Promise<void> {
    const row = await this.rows.lock(refundId);
    if (row.state !== 'pending' || row.note !== null) return;
    if (row.reference === null && round >= DOUBTED_FROM_ROUND) await this.rows.update(row.id, { note: IN_DOUBT });
    else if (round === REFUND_AFTER_MS.length - 1) await this.rows.update(row.id, { note: SLOW });
  }
}
