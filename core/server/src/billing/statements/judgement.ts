import type { Money, StatementLine } from '@hostwright/sdk';
import type { StatementVerdict, UnmatchedReason } from '@hostwright/sdk/http';

/** Of an invoice what decides whether a booking pays it. */
export interface Payable {
  readonly id: string;
  readonly number: string;
  /** Open or overdue: a closed invoice takes no money. */
  readonly isOpen: boolean;
  readonly due: Money;
}

export type Judgement<Invoice extends Payable> =
  | { readonly verdict: 'matched'; readonly invoice: Invoice }
  | { readonly verdict: 'amount-differs'; readonly invoice: Invoice; readonly difference: 'part-paid' | 'overpaid' }
  | { readonly verdict: 'other-currency'; readonly invoice: Invoice }
  | { readonly verdict: 'unmatched'; readonly reason: UnmatchedReason; readonly invoice?: Invoice }
  | { readonly verdict: Extract<StatementVerdict, 'outgoing'> };

/** Numbers are compared by their letters and digits alone: people leave dashes out, and banks put spaces in. */
export const bareNumber = (text: string): string => text.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');

/** What a booking pays, given the invoices that it names. Pure: the caller holds the invoice's lock when it acts on it. */
export function judge<Invoice extends Payable>(
  { amount, references }: Pick<StatementLine, 'amount' | 'references'>,
  named: readonly Invoice[],
): Judgement<Invoice> {
  if (amount.amount <= 0n) return { verdict: 'outgoing' };
  const [first, ...others] = named;
  if (!first) return { verdict: 'unmatched', reason: references.length === 0 ? 'no-reference' : 'unknown-reference' };
  if (others.length === 0) return judgeOne(amount, first);
  // Of several the sum must point at one: a guess would pay somebody else's invoice.
  const exact = named.filter(invoice => judgeOne(amount, invoice).verdict === 'matched');
  return exact.length === 1 ? { verdict: 'matched', invoice: exact[0]! } : { verdict: 'unmatched', reason: 'several-invoices' };
}

function judgeOne<Invoice extends Payable>(amount: Money, invoice: Invoice): Judgement<Invoice> {
  const { due, isOpen } = invoice;
  if (due.currency !== amount.currency) return { verdict: 'other-currency', invoice };
  if (!isOpen || due.amount <= 0n) return { verdict: 'unmatched', reason: 'invoice-closed', invoice };
  if (due.amount === amount.amount) return { verdict: 'matched', invoice };
  return { verdict: 'amount-differs', invoice, difference: amount.amount < due.amount ? 'part-paid' : 'overpaid' };
}

/** The invoice that money is received for, where there is one. */
export const paidBy = <Invoice extends Payable>(judgement: Judgement<Invoice>): Invoice | undefined =>
  judgement.verdict === 'matched' || judgement.verdict === 'amount-differs' ? judgement.invoice : undefined;

/** What the invoice is after the booking: the next one of the same file finds less due. */
export function afterwards<Invoice extends Payable>(invoice: Invoice, { amount }: Money): Invoice {
  const left = invoice.due.amount - amount;
  return { ...invoice, isOpen: left > 0n, due: { ...invoice.due, amount: left > 0n ? left : 0n } };
}

/** Why a booking waits for staff; nothing for one that pays. */
export function waitsFor(judgement: Judgement<Payable>): UnmatchedReason | 'other-currency' | null {
  if (judgement.verdict === 'other-currency') return 'other-currency';
  return judgement.verdict === 'unmatched' ? judgement.reason : null;
}
