import type { ServiceOperation } from '@hostwright/sdk/http';

export type OperationKind = ServiceOperation['kind'];
export type OperationState = ServiceOperation['state'];

/**
 * The life of an operation. `started`: the provider is being asked. `creating`: it has taken the work on. `unknown`: it
 * was asked and nobody knows what it did; only looking leads out of there. `cancelled`: taken back while nothing had been
 * done, or while it waited for people to do it.
 */
const NEXT = {
  waiting: ['started', 'failed', 'cancelled'],
  started: ['waiting', 'creating', 'unknown', 'succeeded', 'failed'],
  creating: ['creating', 'succeeded', 'failed', 'cancelled'],
  unknown: ['unknown', 'waiting', 'creating', 'succeeded', 'failed'],
  succeeded: [],
  failed: [],
  cancelled: [],
} as const satisfies Record<OperationState, readonly OperationState[]>;

export const UNFINISHED: readonly OperationState[] = ['waiting', 'started', 'creating', 'unknown'];

export const isUnfinished = (state: OperationState): boolean => UNFINISHED.includes(state);

/** A way that the table does not know is a mistake of ours, never of a provider. */
export function nextState(from: OperationState, to: OperationState): OperationState {
  if (!(NEXT[from] as readonly OperationState[]).includes(to)) throw new Error(`An operation cannot go from ${from} to ${to}`);
  return to;
}

export interface Step {
  readonly code: string;
  readonly at: string;
  readonly detail: string | null;
}

/** Where the work of a provider stands is one step that is kept up to date, not a new one for each percent. */
export function withStep(steps: readonly Step[], code: string, detail: string | null, at: Date): readonly Step[] {
  const last = steps.at(-1);
  if (last?.code !== code) return [...steps, { code, at: at.toISOString(), detail }];
  return last.detail === detail ? steps : [...steps.slice(0, -1), { ...last, detail }];
}
