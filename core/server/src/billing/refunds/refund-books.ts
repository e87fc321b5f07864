import { Injectable } from '@nestjs/common';
import { money, moneyToJson } from '@hostwright/sdk';
import { Clock } from '../../platform/clock/index.js';
import { newId } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { Credits } from '../credits/index.js';
import { Invoices } from '../invoices/index.js';
import { accounts, Ledger } from '../ledger/index.js';
import { Outflows, refundableOf, type Held } from '../payments/index.js';
import { CreditNotes } from './credit-notes.js';
import { creditPart, roomIn, type RefundRow, type Room } from './refund.js';
import { RefundRows, type NewRefund } from './refund-rows.js';

export type Wanted = Pick<NewRefund, 'id' | 'origin' | 'amountMinor' | 'reason' | 'reference' | 'createdBy'>;

/**
 * The books of refunds. What is promised is held at once (the payment counts it, and credit waits in `payouts`); what has
 * arrived is posted; what did not arrive after all is posted the other way round. The caller holds invoice and payment.
 */
@Injectable()
export class RefundBooks {
  constructor(
    private readonly rows: RefundRows,
    private readonly outflows: Outflows,
    private readonly invoices: Invoices,
    private readonly credits: Credits,
    private readonly notes: CreditNotes,
    private readonly ledger: Ledger,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async room({ payment }: Held): Promise<Room> {
    const balance = await this.credits.lock(payment.customerId, payment.currency);
    const brought = await this.credits.ofPayment(payment.id);
    const taken = (await this.rows.takenOfInvoice(payment.id)) + (await this.rows.returnedOfInvoice(payment.invoiceId));
    return {
      ofPayment: refundableOf(payment),
      ofInvoice: taken < payment.appliedMinor ? payment.appliedMinor - taken : 0n,
      ofCredit: brought < balance ? brought : balance,
    };
  }

  /** The intent, with the money held for it; undefined when there is not so much. */
  async open(held: Held, wanted: Wanted): Promise<RefundRow | undefined> {
    const room = await this.room(held);
    if (wanted.amountMinor > roomIn(room)) return undefined;
    const { id: paymentId, invoiceId, invoiceNumber, customerId, installationId, currency } = held.payment;
    const row = await this.rows.insert({
      ...wanted,
      ...{ paymentId, invoiceId, invoiceNumber, customerId, installationId, currency },
      creditMinor: creditPart(wanted.amountMinor, room),
      createdAt: this.clock.now(),
    });
    await this.hold(row, held);
    return row;
  }

  /** The money has reached the customer. */
  async succeed(row: RefundRow, { invoice, payment }: Held): Promise<RefundRow> {
    const ofInvoice = row.amountMinor - row.creditMinor;
    const outcome = ofInvoice > 0n ? await this.invoices.giveBack(invoice, ofInvoice) : undefined;
    if (outcome === 'reopened') await this.outflows.change(payment, { appliedMinor: payment.appliedMinor - ofInvoice });
    const gateway = accounts.gateway(row.installationId);
    await this.ledger.post({
      key: `refund:${row.id}`,
      reference: `refund:${row.id}`,
      postings: [
        { source: accounts.customer(row.customerId), destination: gateway, amount: money(ofInvoice, row.currency) },
        { source: accounts.payouts, destination: gateway, amount: money(row.creditMinor, row.currency) },
      ],
    });
    const note = outcome === 'refunded' ? await this.notes.issue(invoice, row.id, ofInvoice, row.reason) : undefined;
    const { paymentId, id: refundId } = row;
    await this.events.publish('payment.refunded', { paymentId, refundId, amount: this.sum(row) });
    return this.rows.update(row.id, {
      ...{ state: 'succeeded', note: null, isUncertain: false, settledAt: this.clock.now(), creditNoteId: note?.id ?? null },
    });
  }

  /** It was never done: what was held for it is free again. */
  async fail(row: RefundRow, held: Held, note: string): Promise<RefundRow> {
    await this.release(row, held);
    return this.ended(row, note);
  }

  /** It seemed done and was not: the money is at the gateway again, and the books say so. */
  async undo(row: RefundRow, held: Held, note: string): Promise<RefundRow> {
    const key = `refund:${row.id}`;
    await this.ledger.reverse({ key, reference: key, by: `${key}:undone` });
    const ofInvoice = row.amountMinor - row.creditMinor;
    let { appliedMinor } = held.payment;
    if (row.creditNoteId !== null) {
      await this.notes.void(row.creditNoteId);
      await this.invoices.keepAfterAll(held.invoice, ofInvoice);
    } else if (ofInvoice > 0n) {
      appliedMinor += await this.takeAgain(row, held, ofInvoice);
    }
    await this.release(row, { ...held, payment: { ...held.payment, appliedMinor } });
    return this.ended(row, note);
  }

  /** A refund that we had given up is done all the same; false when its money has gone elsewhere meanwhile. */
  async revive(row: RefundRow, held: Held): Promise<boolean> {
    const room = await this.room(held);
    if (row.amountMinor > roomIn(room)) return false;
    const creditMinor = creditPart(row.amountMinor, room);
    const revived = await this.rows.update(row.id, { state: 'pending', creditMinor, settledAt: null });
    await this.hold(revived, held);
    const refundedMinor = held.payment.refundedMinor + row.amountMinor;
    await this.succeed(revived, { ...held, payment: { ...held.payment, refundedMinor } });
    return true;
  }

  /** The invoice may want the money again, or need it no more; then it is the customer's credit. */
  private async takeAgain(row: RefundRow, { invoice }: Held, amount: bigint): Promise<bigint> {
    const applied = await this.invoices.take(invoice, amount);
    const rest = money(amount - applied, row.currency);
    await this.credits.give({ ...this.move(row, 'returned', rest), key: `undone:${row.id}` }, accounts.customer(row.customerId));
    return applied;
  }

  private async hold(row: RefundRow, { payment }: Held): Promise<void> {
    const move = this.move(row, 'refund', money(row.creditMinor, row.currency));
    await this.credits.take({ ...move, key: `refund:${row.id}:${newId()}` }, accounts.payouts);
    await this.outflows.change(payment, { refundedMinor: payment.refundedMinor + row.amountMinor });
  }

  private async release(row: RefundRow, { payment }: Held): Promise<void> {
    const move = this.move(row, 'returned', money(row.creditMinor, row.currency));
    await this.credits.give({ ...move, key: `returned:${row.id}:${newId()}` }, accounts.payouts);
    const { appliedMinor } = payment;
    await this.outflows.change(payment, { refundedMinor: payment.refundedMinor - row.amountMinor, appliedMinor });
  }

  private async ended(row: RefundRow, note: string): Promise<RefundRow> {
    const { paymentId, id: refundId } = row;
    await this.events.publish('payment.refund-failed', { paymentId, refundId, amount: this.sum(row) });
    return this.rows.update(row.id, {
      ...{ state: 'failed', note, isUncertain: false, settledAt: this.clock.now() },
    });
  }

  private move(row: RefundRow, kind: 'refund' | 'returned', amount: ReturnType<typeof money>) {
    const { id: refundId, customerId, paymentId, invoiceId, invoiceNumber } = row;
    const invoice = { id: invoiceId, number: invoiceNumber };
    return { kind, customerId, amount, reference: `refund:${refundId}`, invoice, paymentId, refundId } as const;
  }

  private sum({ amountMinor, currency }: RefundRow) {
    return moneyToJson(money(amountMinor, currency));
  }
}
