import { sameMoney, type CurrencyCode, type Money, type PaymentCode, type PaymentSnapshot } from '@hostwright/sdk';

/** One attempt to pay an invoice, as the database keeps it. */
export interface PaymentRow {
  readonly id: string;
  readonly invoiceId: string;
  readonly invoiceNumber: string;
  readonly customerId: string;
  readonly installationId: string;
  readonly state: PaymentState;
  readonly currency: CurrencyCode;
  readonly amountMinor: bigint;
  readonly receivedMinor: bigint | null;
  readonly receivedCurrency: CurrencyCode | null;
  readonly appliedMinor: bigint;
  /** What went back, or is on its way. */
  readonly refundedMinor: bigint;
  /** What disputes hold or took. */
  readonly disputedMinor: bigint;
  readonly feeMinor: bigint | null;
  readonly feeCurrency: CurrencyCode | null;
  readonly reference: string | null;
  readonly step: StoredStep | null;
  readonly returnUrl: string;
  /** The customer agreed that the method is kept. */
  readonly saveMethod: boolean;
  /** What is charged; null where the customer says so at the gateway. */
  readonly savedMethodId: string | null;
  /** Charged while the customer was away. */
  readonly offSession: boolean;
  readonly problemCode: string | null;
  readonly message: string | null;
  readonly mayRetry: boolean;
  readonly note: string | null;
  readonly starts: number;
  readonly checks: number;
  readonly askedAt: Date | null;
  /** How often the gateway was told to take the money, and when last. */
  readonly captures: number;
  readonly captureAt: Date | null;
  readonly absentAt: Date | null;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
}

/** What the browser does next; kept so that a customer who comes back gets the same. */
export type StoredStep =
  | { readonly next: 'redirect'; readonly url: string; readonly fields?: Record<string, string> }
  | { readonly next: 'embed'; readonly element: string; readonly data: Record<string, string> }
  | { readonly next: 'instructions'; readonly markdown: string; readonly codes?: readonly PaymentCode[] }
  | { readonly next: 'nothing' };

/**
 * How much is known, from nothing to everything. A payment only moves to a higher number, so messages may arrive in any
 * order, any number of times, and the end is the same. Money is the truth: what was taken beats what was refused.
 */
const KNOWLEDGE = {
  created: 0,
  unknown: 1,
  failed: 2,
  pending: 3,
  'requires-action': 4,
  authorized: 5,
  cancelled: 6,
  declined: 7,
  succeeded: 8,
} as const satisfies Record<string, number>;

export type PaymentState = keyof typeof KNOWLEDGE;

export const furthest = (current: PaymentState, told: PaymentState): PaymentState =>
  KNOWLEDGE[told] > KNOWLEDGE[current] ? told : current;

/** Money may still move; whoever knows more is asked. */
const OPEN: ReadonlySet<PaymentState> = new Set(['created', 'unknown', 'pending', 'requires-action', 'authorized']);

export const isOpen = (state: PaymentState): boolean => OPEN.has(state);
export const OPEN_STATES: readonly PaymentState[] = [...OPEN];

/** What a snapshot of the gateway means for a payment. */
export type Verdict =
  | { readonly kind: 'nothing-new' }
  | { readonly kind: 'forward'; readonly state: PaymentState }
  /** The money is there; `matches` when it is what was asked for. */
  | { readonly kind: 'received'; readonly received: Money; readonly matches: boolean; readonly sameCurrency: boolean }
  /** The payment is over, and the gateway reports money besides; nothing is settled by itself. */
  | { readonly kind: 'contradiction'; readonly note: string };

/** Compares what is known with what is told. Pure: the caller holds the row's lock and writes the outcome. */
export function judge(row: PaymentRow, told: PaymentSnapshot): Verdict {
  const state = toldState(told);
  const isAnother = row.reference !== null && row.reference !== told.reference;
  if (row.state === 'succeeded') return contradiction(row, told, isAnother);
  if (state === 'succeeded') {
    const received = told.received!;
    const asked = { amount: row.amountMinor, currency: row.currency };
    return { kind: 'received', received, matches: sameMoney(received, asked), sameCurrency: received.currency === row.currency };
  }
  // A second transaction of the provider for the same payment: only its money concerns us, not its refusals.
  if (isAnother) return { kind: 'nothing-new' };
  const next = furthest(row.state, state);
  return next === row.state ? { kind: 'nothing-new' } : { kind: 'forward', state: next };
}

/** A success that does not say how much was taken is not yet one; the next answer will tell. */
function toldState({ state, received }: PaymentSnapshot): PaymentState {
  return state === 'succeeded' && received === undefined ? 'pending' : state;
}

function contradiction(row: PaymentRow, told: PaymentSnapshot, isAnother: boolean): Verdict {
  if (toldState(told) !== 'succeeded') return { kind: 'nothing-new' };
  const { amount, currency } = told.received!;
  if (isAnother) {
    return {
      kind: 'contradiction',
      note: `Paid as ${row.reference}; the gateway also reports ${amount} ${currency} as ${told.reference}`,
    };
  }
  if (amount === row.receivedMinor && currency === row.receivedCurrency) return { kind: 'nothing-new' };
  return {
    kind: 'contradiction',
    note: `Recorded ${row.receivedMinor} ${row.receivedCurrency}; the gateway now reports ${amount} ${currency}`,
  };
}

/** What can still be given back. Money in another currency than the invoice's is in no book: it goes back at the provider's desk. */
export const refundableOf = (row: PaymentRow): bigint =>
  row.state === 'succeeded' && row.receivedCurrency === row.currency
    ? (row.receivedMinor ?? 0n) - row.refundedMinor - row.disputedMinor
    : 0n;

/** The gateway denied twice that it knows the payment. It is over for the customer, but not forgotten: gateways lag. */
export const NEVER_ARRIVED = 'never-arrived';

/** The customer chose another way to pay after this one. */
export const SUPERSEDED = 'superseded';

export const isWatched = ({ state, problemCode }: PaymentRow): boolean => isOpen(state) || problemCode === NEVER_ARRIVED;

const MINUTE = 60_000;

/** When an open payment is asked about, counted from its beginning: a lost answer is found soon, a slow bank late. */
export const ASK_AFTER_MS: readonly number[] = [1, 5, 30, 120, 360, 1440].map(minutes => minutes * MINUTE);

/** When an event that belongs to nobody yet is looked at again. */
export const MATCH_AGAIN_AFTER_MS: readonly number[] = [5_000, MINUTE, 10 * MINUTE];

/** A provider that denies twice, this far apart, has really never heard of it. */
export const ABSENCE_PROVED_AFTER_MS = 30_000;

/** How often a customer's look may ask the gateway, for one payment. */
export const ASK_AT_MOST_EVERY_MS = 5_000;
