import { z } from 'zod';
import { Id, line, MoneyAnswer, page, PageQuery, Timestamp } from './primitives.js';

/** Characters of a file in a request: three megabytes in base64, some five thousand bookings of the wordiest format. */
export const STATEMENT_CHARACTERS = 4 * 1024 * 1024;

export const StatementUpload = z.strictObject({
  name: line(200),
  /** Base64 of the file's bytes, whatever their encoding; `text` for a text that the caller has already decoded. */
  encoding: z.enum(['base64', 'text']),
  content: z.string().min(1).max(STATEMENT_CHARACTERS),
});

export const ReadStatement = z.strictObject({
  /** A gateway whose plugin has the capability `statement`. */
  installationId: Id,
  /** True only tells what an import would do; false does it. */
  dryRun: z.boolean(),
  file: StatementUpload,
});
export type ReadStatement = z.infer<typeof ReadStatement>;

/**
 * What is to be done with a booking, or was just done: `matched` pays the invoice that it names in full, `amount-differs`
 * is received for it although it is less or more, `already-imported` came with an earlier statement. The others pay
 * nothing; `unmatched` and `other-currency` stay on the list for staff.
 */
export const StatementVerdict = z.enum([
  'matched',
  'amount-differs',
  'already-imported',
  'unmatched',
  'other-currency',
  'outgoing',
]);
export type StatementVerdict = z.infer<typeof StatementVerdict>;

/** Why nothing was paid: no reference in it, none that an invoice has, several invoices, or one that takes no money now. */
export const UnmatchedReason = z.enum(['no-reference', 'unknown-reference', 'several-invoices', 'invoice-closed']);
export type UnmatchedReason = z.infer<typeof UnmatchedReason>;

export const StatementInvoice = z.strictObject({
  id: Id,
  number: z.string(),
  customer: z.strictObject({ id: Id, name: z.string(), email: z.string() }),
});
export type StatementInvoice = z.infer<typeof StatementInvoice>;

const booking = {
  /** Line of the file, or number of the entry in it, counted from 1. */
  line: z.int(),
  bookedOn: z.iso.date(),
  payer: z.string().nullable(),
  text: z.string(),
  /** Less than nothing is money that left the account. */
  amount: MoneyAnswer,
};

export const StatementReadLine = z.strictObject({
  ...booking,
  verdict: StatementVerdict,
  /** The invoice that the booking pays or, where it pays nothing, the one that it names. */
  invoice: StatementInvoice.nullable(),
  /** What the invoice still asked for before this booking. */
  due: MoneyAnswer.nullable(),
  /** Of `amount-differs`: the rest stays due, or the surplus becomes the customer's credit. */
  difference: z.enum(['part-paid', 'overpaid']).nullable(),
  reason: UnmatchedReason.nullable(),
});
export type StatementReadLine = z.infer<typeof StatementReadLine>;

/** A place in the file that could not be read; nothing of it is imported. */
export const StatementFault = z.strictObject({ line: z.int(), code: z.string(), message: z.string() });

export const StatementReading = z.strictObject({
  dryRun: z.boolean(),
  /** The import, under which its bookings are listed; null for a dry run of a file that was never imported. */
  statementId: Id.nullable(),
  lines: z.array(StatementReadLine),
  faults: z.array(StatementFault),
});
export type StatementReading = z.infer<typeof StatementReading>;

/** A file that was imported; its counts are of the bookings that it brought first, as they stand now. */
export const Statement = z.strictObject({
  id: Id,
  installationId: Id,
  gateway: z.string(),
  name: z.string(),
  from: z.iso.date().nullable(),
  until: z.iso.date().nullable(),
  matched: z.int(),
  unmatched: z.int(),
  dismissed: z.int(),
  faults: z.int(),
  importedAt: Timestamp,
});
export type Statement = z.infer<typeof Statement>;
export const StatementPage = page(Statement);
export const StatementListQuery = PageQuery.extend({ installationId: Id.optional() });

export const StatementLineState = z.enum(['unmatched', 'matched', 'dismissed']);

/** A booking that came with a statement. Those without an invoice wait here for staff. */
export const StatementLine = z.strictObject({
  id: Id,
  statementId: Id,
  installationId: Id,
  gateway: z.string(),
  ...booking,
  state: StatementLineState,
  reason: UnmatchedReason.or(z.literal('other-currency')).nullable(),
  invoice: StatementInvoice.nullable(),
  paymentId: Id.nullable(),
  importedAt: Timestamp,
});
export type StatementLine = z.infer<typeof StatementLine>;
export const StatementLinePage = page(StatementLine);

/** `search` is a part of what the payer is called or wrote, whatever the case. */
export const StatementLineQuery = PageQuery.extend({
  state: z.string().max(40).optional(),
  statementId: Id.optional(),
  installationId: Id.optional(),
  search: z.string().trim().max(100).optional(),
});
export const StatementLinePath = z.strictObject({ lineId: Id });
export const MatchStatementLine = z.strictObject({ invoiceId: Id });
