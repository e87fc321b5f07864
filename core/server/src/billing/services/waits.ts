import type { OperationKind } from './operation-life.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Before the second, third, … attempt of a call that certainly did nothing. */
const ASK_AGAIN_MS = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, 30 * MINUTE, 30 * MINUTE];

/** Before the first, second, … look for a server that may or may not have been made. */
const LOOK_MS = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE];

/** Between two looks at work that the provider has taken on. */
const WATCH_MS = [2, 2, 3, 5, 8, 13, 20, 30].map(seconds => seconds * SECOND);

export const MOST_ATTEMPTS = ASK_AGAIN_MS.length + 1;

/** A provider's list may lag behind: two looks this far apart prove that there is no server. */
export const ABSENCE_MS = 30 * SECOND;

/** A process that has not written an answer by then has died; every call of a provider ends before. */
export const DEAD_AFTER_MS = 2 * MINUTE;

/** How long an outcome may stay unknown before staff must decide. */
export const UNKNOWN_FOR_MS = 6 * HOUR;

export const workDeadlineMs = (kind: OperationKind): number => (kind === 'create' ? HOUR : 10 * MINUTE);

/** Undefined when it was tried often enough. */
export const askAgainMs = (attempt: number, retryAfterMs = 0): number | undefined => {
  const wait = ASK_AGAIN_MS[attempt - 1];
  return wait === undefined ? undefined : Math.max(wait, retryAfterMs);
};

export const lookMs = (checks: number): number => LOOK_MS[Math.min(checks, LOOK_MS.length - 1)]!;
export const watchMs = (checks: number): number => WATCH_MS[Math.min(checks, WATCH_MS.length - 1)]!;
