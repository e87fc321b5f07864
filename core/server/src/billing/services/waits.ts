import type { OperationKind } from './operation-life.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Before the second, third, … attempt of a call that certainly did nothing. */
const ASK_AGAIN_MS = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, ...Array<number>(5).fill(30 * MINUTE)];

/** Before the first, second, … look for a server that may or may not have been made. */
const LOOK_MS = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE];

/** Between two looks at work that the provider has taken on. */
const WATCH_MS = [2, 2, 2, 3, 5, 8, 13, 20, 30].map(seconds => seconds * SECOND);

export const MOST_ATTEMPTS = ASK_AGAIN_MS.length + 1;

/** A provider's list may lag behind: two looks this far apart prove that there is no server. */
export const ABSENCE_MS = 30 * SECOND;

/** A process that has not written an answer by then has died; every call of a provider ends before. */
export const DEAD_AFTER_MS = 2 * MINUTE;

/** How long an outcome may stay unknown before staff must decide. */
export const UNKNOWN_FOR_MS = 6 * HOUR;

/** How long a provider may be out of reach before what waits for it has failed. */
export const OUTAGE_FOR_MS = 24 * HOUR;

/** Staff hear of an outage that lasts, not of every hiccup. */
export const TELL_AFTER_MS = 15 * MINUTE;

/** Between two looks at work that people do. */
export const HAND_LOOK_MS = 10 * MINUTE;

const LONG_WORK: readonly OperationKind[] = ['create', 'resize', 'reinstall', 'create-snapshot', 'restore-snapshot'];

export const workDeadlineMs = (kind: OperationKind): number => (LONG_WORK.includes(kind) ? HOUR : 10 * MINUTE);

/** Undefined when it was tried often enough. */
export const askAgainMs = (attempt: number, retryAfterMs = 0): number | undefined => {
  const wait = ASK_AGAIN_MS[attempt - 1];
  return wait === undefined ? undefined : Math.max(wait, retryAfterMs);
};

/** Half as long as it has lasted already: often at first, and every ten minutes in the end. */
export const outageWaitMs = (lastedMs: number, retryAfterMs = 0): number =>
  Math.min(Math.max(lastedMs / 2, 5 * SECOND, retryAfterMs), 10 * MINUTE);

export const lookMs = (checks: number): number => LOOK_MS[Math.min(checks, LOOK_MS.length - 1)]!;
export const watchMs = (checks: number): number => WATCH_MS[Math.min(checks, WATCH_MS.length - 1)]!;

/** What was ordered together comes back spread: up to a fifth later, by the operation and the turn, so that a test can tell. */
export function withJitter(waitMs: number, operationId: string, turn: number): number {
  let hash = turn + 1;
  for (const letter of operationId) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0;
  return Math.round(waitMs * (1 + (hash % 1000) / 5000));
}

/** Nobody was reached, or nobody could be asked yet: the provider has refused nothing. */
const OUT_OF_REACH: ReadonlySet<string> = new Set([
  ...['connection-refused', 'name-not-found', 'connect-timeout', 'timeout', 'connection-reset', 'network', 'deadline'],
  ...['circuit-open', 'too-many-calls', 'caller-left', 'provider-missing', 'provider-off', 'no-room'],
]);

/** A vendor's own code ends with the status that it answered: `acme-503`. */
export const isOutage = (code: string): boolean => OUT_OF_REACH.has(code) || /(^|-)5\d\d$/.test(code);
