import { Injectable } from '@nestjs/common';
import type { RefundSnapshot } from '@hostwright/sdk';
import { isUuid, newId, TenantDb } from '../../platform/database/index.js';
import { Jobs } from '../../platform/jobs/index.js';
import { ApplyEvents, Outflows, type EventOf, type Held, type Outcome } from '../payments/index.js';
import { SEND, type SendJob } from './queues.js';
import { judge, type RefundRow } from './refund.js';
import { RefundBooks } from './refund-books.js';
import { RefundRows } from './refund-rows.js';

const APPLIED: Outcome = 'applied';
const left = (problem: string, later = false): Outcome => ({ problem, later });

/**
 * Writes what a gateway says about refunds, whoever heard it: the answer to a call, a look, a message. Refunds made at the
 * gateway's own desk are known by its name for the payment. Everything here runs inside `TenantDb.run`.
 */
@Injectable()
export class RefundWords {
  constructor(
    events: ApplyEvents,
    private readonly db: TenantDb,
    private readonly rows: RefundRows,
    private readonly outflows: Outflows,
    private readonly books: RefundBooks,
    private readonly jobs: Jobs,
  ) {
    events.handle('refund', (event, installationId) => this.hear(event, installationId));
  }

  /** A refund of ours; one that the gateway names otherwise than before is another one of the same payment. */
  async tell(refundId: string, told: RefundSnapshot): Promise<Outcome> {
    const { paymentId, installationId } = await this.rows.read(refundId);
    const held = await this.outflows.hold(paymentId);
    const row = await this.rows.lock(refundId);
    const holder = await this.rows.byReference(installationId, told.reference);
    if (holder && holder.id !== row.id) return this.write(await this.rows.lock(holder.id), held, told);
    if (row.reference !== null && row.reference !== told.reference) return this.atTheDesk(held, told);
    return this.write(row, held, told);
  }

  private async hear({ refundId, paymentReference, refund }: EventOf<'refund'>, installationId: string): Promise<Outcome> {
    const named = refundId !== undefined && isUuid(refundId) ? await this.rows.find(refundId) : undefined;
    const known =
      named?.installationId === installationId ? named : await this.rows.byReference(installationId, refund.reference);
    if (known) return this.tell(known.id, refund);
    if (paymentReference === undefined) return left('unknown-reference', true);
    const payment = await this.outflows.byReference(installationId, paymentReference);
    if (!payment) return left('unknown-reference', true);
    const held = await this.outflows.hold(payment.id);
    const ours = await this.rows.unnamed(payment.id, refund.amount.amount);
    return ours ? this.write(await this.rows.lock(ours.id), held, refund) : this.atTheDesk(held, refund);
  }

  private async write(row: RefundRow, held: Held, told: RefundSnapshot): Promise<Outcome> {
    const verdict = judge(row, told);
    const named =
      row.reference === null ? await this.rows.update(row.id, { reference: told.reference, isUncertain: false }) : row;
    const reason = told.reason ?? 'The gateway says that the refund has failed';
    if (verdict === 'succeed') await this.books.succeed(named, held);
    if (verdict === 'fail') await this.books.fail(named, held, reason);
    if (verdict === 'undo') await this.books.undo(named, held, reason);
    if (verdict === 'revive' && !(await this.books.revive(named, held))) return left('exceeds-received');
    if (verdict === 'mismatch') {
      const { amount, currency } = told.amount;
      const note = `Asked for ${row.amountMinor} ${row.currency}, the gateway gave back ${amount} ${currency}`;
      await this.rows.update(row.id, { note });
    }
    return APPLIED;
  }

  /** Staff gave money back where the gateway lives. It counts like any other, once, as long as the payment has so much. */
  private async atTheDesk(held: Held, told: RefundSnapshot): Promise<Outcome> {
    const { payment } = held;
    // Whoever told it first may have been waited for.
    const known = await this.rows.byReference(payment.installationId, told.reference);
    if (known) return this.write(await this.rows.lock(known.id), held, told);
    if (told.state === 'failed') return APPLIED;
    if (payment.state !== 'succeeded') return left('payment-not-settled', true);
    if (told.amount.currency !== payment.currency || payment.receivedCurrency !== payment.currency) return left('wrong-currency');
    if (told.amount.amount === 0n) return APPLIED;
    const wanted = { id: newId(), origin: 'desk', amountMinor: told.amount.amount, createdBy: 'gateway' } as const;
    const row = await this.books.open(held, { ...wanted, reason: told.reason ?? '', reference: told.reference });
    if (!row) return left('exceeds-received');
    const refundedMinor = payment.refundedMinor + row.amountMinor;
    if (told.state === 'succeeded') await this.books.succeed(row, { ...held, payment: { ...payment, refundedMinor } });
    else await this.jobs.send(SEND, { tenantId: this.db.tenantId, refundId: row.id, round: 0 } satisfies SendJob);
    return APPLIED;
  }
}
