import type { Delivery } from '@hostwright/sdk';

export type DeliveryState = 'queued' | 'accepted' | 'delivered' | 'bounced' | 'rejected' | 'unknown' | 'failed';

/** What came of one attempt to send. */
export type SendOutcome =
  | { readonly kind: 'answered'; readonly delivery: Delivery }
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'busy'; readonly detail: string; readonly retryAfterMs?: number | undefined }
  | { readonly kind: 'lost'; readonly detail: string };

export interface DeliveryVerdict {
  readonly state: DeliveryState;
  readonly detail: string | null;
  readonly reference: string | null;
  /** How many attempts may have reached the reader without our knowing. */
  readonly unknowns: number;
  /** When to try again; absent when there is nothing left to do. */
  readonly againInMs?: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How long to wait after the first, second, … attempt that certainly sent nothing. */
const WAITS_MS = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 8 * HOUR, 24 * HOUR];

/** A channel cannot be asked what it did, so a lost answer is followed by one more attempt: two copies at most. */
export const MOST_UNKNOWNS = 2;

/** How long a lost answer, or a process that died while it sent, is given before the second attempt. */
export const LOST_AFTER_MS = 10 * MINUTE;

/** The states in which an attempt may be made. */
export const SENDABLE: readonly DeliveryState[] = ['queued', 'unknown'];

/** Where a delivery stands after an attempt. `unknowns` counts those before it. */
export function verdict(attempts: number, unknowns: number, outcome: SendOutcome): DeliveryVerdict {
  if (outcome.kind === 'answered') {
    const { state, detail, reference } = outcome.delivery;
    return { state, detail: detail ?? null, reference: reference ?? null, unknowns };
  }
  const said = { detail: outcome.detail, reference: null };
  if (outcome.kind === 'refused') return { ...said, state: 'failed', unknowns };
  if (outcome.kind === 'lost') {
    const isLast = unknowns + 1 >= MOST_UNKNOWNS;
    return { ...said, state: 'unknown', unknowns: unknowns + 1, ...(!isLast && { againInMs: LOST_AFTER_MS }) };
  }
  const waitMs = WAITS_MS[attempts - 1];
  if (waitMs === undefined) return { ...said, state: 'failed', unknowns };
  return { ...said, state: 'queued', unknowns, againInMs: Math.max(waitMs, outcome.retryAfterMs ?? 0) };
}
