import { z } from 'zod';
import { InvoiceLine, Party } from './orders.js';
import { Id, line, Locale, MoneyAnswer, page, PageQuery, Timestamp } from './primitives.js';

const customer = z.strictObject({ id: Id, name: z.string(), email: z.string() });

export const RefundState = z.enum(['pending', 'succeeded', 'failed']);

/** Asked for by staff through the provider, paid back by staff outside of it, or made at the provider's own desk. */
export const RefundOrigin = z.enum(['gateway', 'manual', 'desk']);

export const RefundPayment = z.strictObject({
  /** Everything that can still be given back when absent. */
  amount: MoneyAnswer.optional(),
  reason: line(200),
  /** What the bank calls the transfer back: only, and always, where the provider cannot refund by itself. */
  manualReference: line(140).optional(),
});
export type RefundPayment = z.infer<typeof RefundPayment>;

export const AdminRefund = z.strictObject({
  id: Id,
  paymentId: Id,
  invoiceId: Id,
  invoiceNumber: z.string(),
  customer,
  gateway: z.string(),
  origin: RefundOrigin,
  state: RefundState,
  amount: MoneyAnswer,
  /** The part of the amount that was the customer's credit, not the invoice's. */
  fromCredit: MoneyAnswer,
  reason: z.string(),
  reference: z.string().nullable(),
  /** Why it failed, or what staff should know. */
  note: z.string().nullable(),
  creditNoteId: Id.nullable(),
  creditNoteNumber: z.string().nullable(),
  createdAt: Timestamp,
  settledAt: Timestamp.nullable(),
});
export type AdminRefund = z.infer<typeof AdminRefund>;
export const AdminRefundPage = page(AdminRefund);
export const RefundPath = z.strictObject({ refundId: Id });

export const RefundQuery = PageQuery.extend({
  state: RefundState.optional(),
  paymentId: Id.optional(),
  invoiceId: Id.optional(),
  customerId: Id.optional(),
});

/** `void`: the money did not reach the customer, so the note was taken back. */
export const CreditNoteState = z.enum(['issued', 'void']);

export const CreditNote = z.strictObject({
  id: Id,
  number: z.string(),
  state: CreditNoteState,
  invoiceId: Id,
  invoiceNumber: z.string(),
  customerId: Id,
  locale: Locale,
  reason: z.string(),
  issuedAt: Timestamp,
  seller: Party,
  buyer: Party,
  lines: z.array(InvoiceLine),
  subtotal: MoneyAnswer,
  taxes: z.array(z.strictObject({ code: z.string(), label: z.string(), rateBasisPoints: z.int(), amount: MoneyAnswer })),
  total: MoneyAnswer,
  /** SHA-256 of the credit note before it in the series, and its own. */
  previousHash: z.string(),
  hash: z.string(),
});
export type CreditNote = z.infer<typeof CreditNote>;
export const CreditNotePage = page(CreditNote);
export const CreditNotePath = z.strictObject({ creditNoteId: Id });
export const CreditNoteQuery = PageQuery.extend({ invoiceId: Id.optional() });

export const AdminCreditNote = CreditNote.extend({ customer });
export type AdminCreditNote = z.infer<typeof AdminCreditNote>;
export const AdminCreditNotePage = page(AdminCreditNote);
export const AdminCreditNoteQuery = CreditNoteQuery.extend({ customerId: Id.optional() });

/** `surplus` came with a payment, `payment` went into an invoice, `refund` went back to the customer, `returned` came back from a refund that failed. */
export const CreditEntry = z.strictObject({
  id: Id,
  kind: z.enum(['surplus', 'payment', 'refund', 'returned']),
  /** Below zero when credit was used. */
  amount: MoneyAnswer,
  invoiceId: Id.nullable(),
  invoiceNumber: z.string().nullable(),
  at: Timestamp,
});
export type CreditEntry = z.infer<typeof CreditEntry>;

export const Credit = z.strictObject({
  /** One for each currency in which there is any. */
  balances: z.array(MoneyAnswer),
  items: z.array(CreditEntry),
  next: z.string().nullable(),
});
export type Credit = z.infer<typeof Credit>;

/** Takes what the invoice needs, or all there is. */
export const CreditPayment = z.strictObject({
  invoiceId: Id,
  applied: MoneyAnswer,
  due: MoneyAnswer,
  balance: MoneyAnswer,
  paid: z.boolean(),
});
export type CreditPayment = z.infer<typeof CreditPayment>;

export const Dispute = z.strictObject({
  id: Id,
  paymentId: Id,
  invoiceId: Id,
  invoiceNumber: z.string(),
  customer,
  gateway: z.string(),
  reference: z.string(),
  state: z.enum(['opened', 'won', 'lost']),
  amount: MoneyAnswer,
  fee: MoneyAnswer.nullable(),
  reason: z.string().nullable(),
  /** What the books could not take by themselves. */
  note: z.string().nullable(),
  openedAt: Timestamp,
  closedAt: Timestamp.nullable(),
});
export type Dispute = z.infer<typeof Dispute>;
export const DisputePage = page(Dispute);
export const DisputeQuery = PageQuery.extend({
  state: z.enum(['opened', 'won', 'lost']).optional(),
  paymentId: Id.optional(),
  invoiceId: Id.optional(),
  customerId: Id.optional(),
});

/** What a provider told that belongs to nothing here: money without an invoice, a refund or a dispute of an unknown payment. */
export const UnmatchedPayment = z.strictObject({
  id: Id,
  kind: z.enum(['payment', 'refund', 'dispute']),
  state: z.enum(['unmatched', 'matched', 'dismissed']),
  gateway: z.string(),
  reference: z.string(),
  amount: MoneyAnswer.nullable(),
  /** A code: `unknown-reference`, `second-transaction`, `exceeds-received`, `wrong-currency`, … */
  problem: z.string(),
  note: z.string().nullable(),
  paymentId: Id.nullable(),
  invoiceId: Id.nullable(),
  receivedAt: Timestamp,
});
export type UnmatchedPayment = z.infer<typeof UnmatchedPayment>;
export const UnmatchedPaymentPage = page(UnmatchedPayment);
export const UnmatchedPaymentPath = z.strictObject({ unmatchedId: Id });
export const UnmatchedPaymentQuery = PageQuery.extend({
  state: z.enum(['unmatched', 'matched', 'dismissed']).default('unmatched'),
});
export const MatchUnmatchedPayment = z.strictObject({ invoiceId: Id });
export const DismissUnmatchedPayment = z.strictObject({ note: line(300) });
