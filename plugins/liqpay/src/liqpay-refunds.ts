import { PluginFailure, type CallOptions, type Clock, type RefundRequest, type RefundSnapshot } from '@hostwright/sdk';
import type { LiqPayOrder } from './liqpay-answers.js';
import type { LiqPayClient } from './liqpay-client.js';
import { refused } from './liqpay-errors.js';
import { refundedOf } from './liqpay-mapping.js';
import {
  isUnfinished,
  phaseAfter,
  refundIdOf,
  toRefundSnapshot,
  type RefundBook,
  type RefundRecord,
} from './liqpay-refund-book.js';

const BACK: ReadonlySet<string> = new Set(['reversed', 'success']);

/**
 * Gives money back. LiqPay would make the same refund a second time, so each is written down before it is sent, and one
 * whose answer was lost is looked for in the payment's total and never sent again.
 */
export class LiqPayRefunds {
  constructor(
    private readonly client: LiqPayClient,
    private readonly book: RefundBook,
    private readonly clock: Clock,
  ) {}

  async make(request: RefundRequest, { signal }: CallOptions): Promise<RefundSnapshot> {
    const { refundId, reference, amount } = request;
    const known = await this.book.find(refundId);
    if (known) return toRefundSnapshot(await this.look(known));
    await this.takeTurn(reference, refundId);
    const before = refundedOf(await this.payment(reference));
    const record = await this.book.begin(reference, refundId, amount, before, this.clock.now());
    try {
      const { told, refusal } = await this.client.refund(reference, amount, signal);
      if (!told) throw refused(refusal.errCode, true);
      const isDone = BACK.has(told.status) && !told.isWaiting;
      return toRefundSnapshot(await this.book.move(record, isDone ? 'succeeded' : 'waiting'));
    } catch (error) {
      if (error instanceof PluginFailure && error.kind !== 'unknown') await this.book.drop(record);
      throw error;
    }
  }

  async fetch(reference: string): Promise<RefundSnapshot> {
    const record = await this.book.find(refundIdOf(reference));
    if (!record) throw PluginFailure.final('There is no such refund', { code: 'no-such-refund' });
    return toRefundSnapshot(await this.look(record));
  }

  private async look(record: RefundRecord): Promise<RefundRecord> {
    if (!isUnfinished(record)) return record;
    const order = await this.payment(record.orderId);
    return this.book.move(record, phaseAfter(record, order, this.clock.now()));
  }

  /** Two refunds of one payment under way could not be told apart by its total: the second waits for the first. */
  private async takeTurn(orderId: string, refundId: string): Promise<void> {
    const holder = await this.book.claim(orderId, refundId);
    if (holder === refundId) return;
    const other = await this.book.find(holder);
    const isOver = other !== undefined && !isUnfinished(await this.look(other));
    if (isOver && (await this.book.claim(orderId, refundId)) === refundId) return;
    throw PluginFailure.retryable('Another refund of this payment is not finished', {
      code: 'refund-in-progress',
      retryAfterMs: 60_000,
    });
  }

  private async payment(orderId: string): Promise<LiqPayOrder> {
    const { told, refusal } = await this.client.status(orderId);
    if (!told) throw refused(refusal.errCode, false);
    return told;
  }
}
