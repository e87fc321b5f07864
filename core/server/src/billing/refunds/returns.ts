import { Injectable } from '@nestjs/common';
import { money } from '@hostwright/sdk';
import { newId } from '../../platform/database/index.js';
import { Credits } from '../credits/index.js';
import { Invoices } from '../invoices/index.js';
import { accounts } from '../ledger/index.js';
import { CreditNotes } from './credit-notes.js';
import type { CreditNoteRow } from './credit-note.js';
import { RefundRows } from './refund-rows.js';

/** What was paid for cannot be had: the invoice gets its credit note, and the money stays with us as the customer's credit. */
@Injectable()
export class Returns {
  constructor(
    private readonly invoices: Invoices,
    private readonly credits: Credits,
    private readonly notes: CreditNotes,
    private readonly refunds: RefundRows,
  ) {}

  /** [tx] All of a paid invoice that refunds have left; undefined where that is nothing. */
  async toCredit(invoiceId: string, reason: string): Promise<CreditNoteRow | undefined> {
    const invoice = await this.invoices.lock(invoiceId);
    if (invoice.state !== 'paid') return undefined;
    const { id, number, customerId, currency } = invoice;
    const amount = invoice.totalMinor - invoice.refundedMinor - (await this.refunds.pendingOfInvoice(id));
    if (amount <= 0n) return undefined;
    const returnId = newId();
    await this.invoices.giveBack(invoice, amount);
    await this.credits.give(
      {
        ...{ key: `return:${returnId}`, kind: 'returned', customerId, amount: money(amount, currency) },
        ...{ reference: `refund:${returnId}`, invoice: { id, number } },
      },
      accounts.customer(customerId),
    );
    return this.notes.issue(invoice, returnId, amount, reason, { toCredit: true });
  }
}
