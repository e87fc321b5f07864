import { Injectable } from '@nestjs/common';
import { money, moneyToJson } from '@hostwright/sdk';
import { Clock } from '../../platform/clock/index.js';
import { newId } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { Invoices } from '../invoices/index.js';
import { accounts, Ledger } from '../ledger/index.js';
import { ApplyEvents, Outflows, refundableOf, type EventOf, type Held, type Outcome } from '../payments/index.js';
import { judge, type DisputeRow } from './dispute.js';
import { DisputeRows, type DisputeChanges } from './dispute-rows.js';

/**
 * Books what banks take back while they look into a claim. The bank has the money from the beginning: it leaves the gateway
 * for `disputes`, comes back when the claim is refused, and is lost for good when it is not. Inside `TenantDb.run`.
 */
@Injectable()
export class Disputes {
  constructor(
    events: ApplyEvents,
    private readonly rows: DisputeRows,
    private readonly outflows: Outflows,
    private readonly invoices: Invoices,
    private readonly ledger: Ledger,
    private readonly facts: Events,
    private readonly clock: Clock,
  ) {
    events.handle('dispute', (event, installationId) => this.hear(event, installationId));
  }

  private async hear(event: EventOf<'dispute'>, installationId: string): Promise<Outcome> {
    const payment = await this.outflows.byReference(installationId, event.reference);
    if (!payment) return { problem: 'unknown-reference', later: true };
    const held = await this.outflows.hold(payment.id);
    if (held.payment.state !== 'succeeded') return { problem: 'payment-not-settled', later: true };
    const known = await this.rows.lockByReference(installationId, event.disputeReference);
    const row = await this.fee(known ?? (await this.open(event, held)), event);
    const verdict = judge(row.state, event.state);
    if (verdict === 'win') await this.win(row, known ? held : await this.outflows.hold(payment.id));
    if (verdict === 'lose') await this.lose(row);
    if (verdict === 'contradiction')
      await this.rows.update(row.id, { note: `Ended as ${row.state}; the gateway also says ${event.state}` });
    return 'applied';
  }

  private async open({ disputeReference, amount, reason }: EventOf<'dispute'>, held: Held): Promise<DisputeRow> {
    const { id: paymentId, invoiceId, invoiceNumber, customerId, installationId, currency } = held.payment;
    const fits = amount.currency === currency && amount.amount <= refundableOf(held.payment);
    const row = await this.rows.insert({
      ...{ id: newId(), installationId, reference: disputeReference, paymentId, invoiceId, invoiceNumber, customerId },
      ...{ state: 'opened', currency: amount.currency, amountMinor: amount.amount, bookedMinor: fits ? amount.amount : 0n },
      ...{ reason: reason ?? null, openedAt: this.clock.now() },
      note: fits ? null : 'It is about more than is left of the payment, or in another currency: not in the books',
    });
    if (fits) {
      await this.ledger.post({
        key: `dispute:${row.id}`,
        reference: `dispute:${row.id}`,
        postings: [{ source: accounts.disputes, destination: accounts.gateway(installationId), amount }],
      });
      await this.count(held, amount.amount);
    }
    await this.facts.publish('dispute.opened', { disputeId: row.id, paymentId, invoiceId, amount: moneyToJson(amount) });
    return row;
  }

  private async win(row: DisputeRow, held: Held): Promise<void> {
    const key = `dispute:${row.id}`;
    await this.ledger.reverse({ key, reference: key, by: `${key}:won` });
    if (row.bookedMinor > 0n) await this.count(held, -row.bookedMinor);
    await this.end(row, { state: 'won', bookedMinor: 0n });
  }

  private async lose(row: DisputeRow): Promise<void> {
    await this.ledger.post({
      key: `dispute:${row.id}:lost`,
      reference: `dispute:${row.id}`,
      postings: [{ source: accounts.chargebacks, destination: accounts.disputes, amount: money(row.bookedMinor, row.currency) }],
    });
    await this.end(row, { state: 'lost' });
  }

  private async end(row: DisputeRow, changes: DisputeChanges & { readonly state: 'won' | 'lost' }): Promise<void> {
    await this.rows.update(row.id, { ...changes, closedAt: this.clock.now() });
    const { id: disputeId, paymentId, invoiceId } = row;
    await this.facts.publish(`dispute.${changes.state}`, { disputeId, paymentId, invoiceId });
  }

  /** What the bank asks for its trouble: booked once, whenever it is first heard of. */
  private async fee(row: DisputeRow, { fee }: EventOf<'dispute'>): Promise<DisputeRow> {
    if (!fee || fee.amount <= 0n || row.feeMinor !== null) return row;
    await this.ledger.post({
      key: `fee:dispute:${row.id}`,
      reference: `dispute:${row.id}`,
      postings: [{ source: accounts.fees(row.installationId), destination: accounts.gateway(row.installationId), amount: fee }],
    });
    return this.rows.update(row.id, { feeMinor: fee.amount, feeCurrency: fee.currency });
  }

  private async count({ invoice, payment }: Held, change: bigint): Promise<void> {
    await this.outflows.change(payment, { disputedMinor: payment.disputedMinor + change });
    await this.invoices.dispute(invoice, change);
  }
}
