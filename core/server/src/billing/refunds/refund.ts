import type { RefundSnapshot } from '@hostwright/sdk';

/** One attempt to give money of a payment back, as the database keeps it. */
export interface RefundRow {
  readonly id: string;
  readonly paymentId: string;
  readonly invoiceId: string;
  readonly invoiceNumber: string;
  readonly customerId: string;
  readonly installationId: string;
  readonly origin: 'gateway' | 'manual' | 'desk';
  readonly state: RefundState;
  readonly currency: string;
  readonly amountMinor: bigint;
  /** The part that is the customer's credit; the rest is the invoice's. */
  readonly creditMinor: bigint;
  readonly reason: string;
  readonly reference: string | null;
  readonly note: string | null;
  readonly creditNoteId: string | null;
  readonly calls: number;
  readonly isUncertain: boolean;
  readonly callingSince: Date | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
}

export type RefundState = 'pending' | 'succeeded' | 'failed';

/** What a gateway's words mean for a refund. */
export type Verdict =
  | 'nothing-new'
  | 'succeed'
  | 'fail'
  /** It had reached the customer, and then it had not. */
  | 'undo'
  /** We gave it up before the gateway had named it, and now it is done all the same. */
  | 'revive'
  /** Another sum than was asked for: staff decide. */
  | 'mismatch';

/**
 * A refund goes from pending to succeeded to failed and never back, so words may come in any order. Pure: the caller holds
 * the row's lock and writes the outcome.
 */
export function judge(row: Pick<RefundRow, 'state' | 'reference' | 'amountMinor' | 'currency'>, told: RefundSnapshot): Verdict {
  if (told.state === 'pending') return 'nothing-new';
  if (told.state === 'failed') return { pending: 'fail', succeeded: 'undo', failed: 'nothing-new' }[row.state] as Verdict;
  if (row.state === 'succeeded') return 'nothing-new';
  if (told.amount.amount !== row.amountMinor || told.amount.currency !== row.currency) return 'mismatch';
  if (row.state === 'pending') return 'succeed';
  return row.reference === null ? 'revive' : 'nothing-new';
}

/** What can still go back of a payment, and where it comes from. */
export interface Room {
  /** Received, less what has gone back or is disputed. */
  readonly ofPayment: bigint;
  /** Of the invoice, less what other refunds take of it. */
  readonly ofInvoice: bigint;
  /** Of the customer's credit: what this payment brought and nobody has spent. */
  readonly ofCredit: bigint;
}

export const roomIn = ({ ofPayment, ofInvoice, ofCredit }: Room): bigint => {
  const held = ofInvoice + ofCredit;
  return ofPayment < held ? ofPayment : held;
};

/** Credit goes back first: it was not for any invoice. */
export const creditPart = (amount: bigint, { ofCredit }: Room): bigint => (amount < ofCredit ? amount : ofCredit);

const MINUTE = 60_000;
const DAY = 1440;

/** When a refund is sent, sent again or asked about, counted from its beginning: banks take days. */
export const REFUND_AFTER_MS: readonly number[] = [0, 1, 5, 30, 120, 360, DAY, 2 * DAY, 4 * DAY, 7 * DAY, 14 * DAY].map(
  minutes => minutes * MINUTE,
);

/** From this round on staff are told about a refund of which the gateway has not said a word. */
export const DOUBTED_FROM_ROUND = 6;

/** A call may be under way this long in another process. */
export const CALL_TAKES_AT_MOST_MS = 50_000;
