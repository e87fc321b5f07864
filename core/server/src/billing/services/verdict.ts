import type { ServerSnapshot, ServerState } from '@hostwright/sdk';
import { nextState, type OperationKind, type OperationState } from './operation-life.js';
import { ABSENCE_MS, askAgainMs, lookMs, MOST_ATTEMPTS, UNKNOWN_FOR_MS, watchMs, workDeadlineMs } from './waits.js';

/** Where an operation stood when its provider was asked. */
export interface Standing {
  readonly kind: OperationKind;
  /** `started`: asked to act; `creating`: asked how far it is; `unknown`: asked whether it has acted. */
  readonly state: OperationState;
  readonly attempt: number;
  readonly checks: number;
  readonly absentSince: Date | null;
  readonly deadlineAt: Date | null;
}

export interface OperationProblem {
  readonly code: string;
  /** For staff. */
  readonly message: string;
  /** For the customer, where the provider has words for one. */
  readonly publicMessage?: string | undefined;
}

/** What came of asking. */
export type Outcome =
  | { readonly kind: 'snapshot'; readonly snapshot: ServerSnapshot }
  | { readonly kind: 'absent' }
  /** A server that had failed was there; it has been removed and another may be made. */
  | { readonly kind: 'cleared' }
  /** The provider has answered with a server that another service has. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'manual'; readonly instructions: string }
  | { readonly kind: 'nothing-to-do' }
  | { readonly kind: 'refused' | 'lost'; readonly problem: OperationProblem }
  | { readonly kind: 'busy'; readonly problem: OperationProblem; readonly retryAfterMs?: number | undefined };

export interface Verdict {
  readonly state: OperationState;
  readonly step?: { readonly code: string; readonly detail: string | null };
  readonly problem?: OperationProblem;
  /** When to go on; absent when nothing is left to do, or when people do the rest. */
  readonly againInMs?: number;
  readonly checks: number;
  readonly absentSince: Date | null;
  readonly deadlineAt: Date | null;
}

type Change = Pick<Verdict, 'state'> & Partial<Verdict>;

/** What follows from an outcome. It is the only place that decides it, and it reaches nothing. */
export function judge(standing: Standing, outcome: Outcome, now: Date): Verdict {
  const change = outcome.kind === 'foreign' ? failed(FOREIGN) : RULES[standing.state]?.(standing, outcome, now);
  if (!change) throw new Error(`An operation that is ${standing.state} asks for nothing`);
  const isSameState = change.state === standing.state;
  const kept = {
    checks: isSameState ? standing.checks + 1 : 0,
    absentSince: null,
    deadlineAt: isSameState ? standing.deadlineAt : null,
  };
  return { ...kept, ...change, state: nextState(standing.state, change.state) };
}

type Rule = (standing: Standing, outcome: Exclude<Outcome, { readonly kind: 'foreign' }>, now: Date) => Change;

const RULES: Partial<Record<OperationState, Rule>> = {
  started(standing, outcome, now) {
    switch (outcome.kind) {
      case 'snapshot':
        return ofSnapshot(standing, outcome.snapshot, now);
      case 'nothing-to-do':
        return { state: 'succeeded', step: step('ready') };
      case 'manual':
        return { state: 'creating', step: step('manual', outcome.instructions) };
      case 'busy': {
        const againInMs = askAgainMs(standing.attempt, outcome.retryAfterMs);
        if (againInMs === undefined) return failed(outcome.problem);
        return { state: 'waiting', step: step('asks-to-wait', outcome.problem.code), againInMs };
      }
      case 'lost':
        return lookLater(now, step('answer-lost', outcome.problem.code));
      case 'refused':
        return failed(outcome.problem);
      case 'absent':
      case 'cleared':
        return failed({ code: 'server-gone', message: 'The provider says that there is no such server' });
    }
  },

  creating(standing, outcome, now) {
    if (outcome.kind === 'snapshot') return ofSnapshot(standing, outcome.snapshot, now);
    if (outcome.kind === 'absent')
      return failed({ code: 'server-gone', message: 'The server has disappeared while it was being worked on' });
    return watchOn(standing, now);
  },

  unknown(standing, outcome, now) {
    if (outcome.kind === 'snapshot') return ofFound(standing, outcome.snapshot, now);
    if (outcome.kind === 'cleared') return { state: 'waiting', step: step('cleared'), againInMs: 0 };
    if (outcome.kind === 'absent') return ofAbsence(standing, now);
    if (isOver(standing, now)) return failed(UNKNOWN_FOR_GOOD);
    return { state: 'unknown', absentSince: standing.absentSince, againInMs: lookMs(standing.checks + 1) };
  },
};

function ofSnapshot(standing: Standing, snapshot: ServerSnapshot, now: Date): Change {
  if (DONE[standing.kind].includes(snapshot.state)) return { state: 'succeeded', step: step('ready') };
  const problem = BROKEN[snapshot.state];
  if (problem) return failed(problem);
  return watchOn(standing, now, snapshot);
}

/** After a lost answer. A switch that was not thrown is thrown again; a server that was not made shows as absent. */
function ofFound(standing: Standing, snapshot: ServerSnapshot, now: Date): Change {
  if (snapshot.state === 'gone' && standing.kind === 'create') return ofAbsence(standing, now);
  const isSwitch = standing.kind === 'start' || standing.kind === 'stop';
  const isUntouched =
    isSwitch && ['running', 'stopped'].includes(snapshot.state) && !DONE[standing.kind].includes(snapshot.state);
  if (!isUntouched) return ofSnapshot(standing, snapshot, now);
  return standing.attempt < MOST_ATTEMPTS
    ? { state: 'waiting', step: step('asked-again'), againInMs: 0 }
    : failed(UNKNOWN_FOR_GOOD);
}

function ofAbsence(standing: Standing, now: Date): Change {
  const { absentSince } = standing;
  if (absentSince === null || now.getTime() - absentSince.getTime() < ABSENCE_MS) {
    const againInMs = Math.max(ABSENCE_MS, lookMs(standing.checks + 1));
    return { state: 'unknown', step: step('not-found'), absentSince: absentSince ?? now, againInMs };
  }
  return standing.attempt < MOST_ATTEMPTS
    ? { state: 'waiting', step: step('asked-again'), againInMs: 0 }
    : failed(UNKNOWN_FOR_GOOD);
}

function watchOn(standing: Standing, now: Date, snapshot?: ServerSnapshot): Change {
  const isNew = standing.state !== 'creating';
  if (!isNew && isOver(standing, now)) return failed({ code: 'deadline', message: 'The provider has not finished in time' });
  const progress = snapshot?.progress;
  return {
    state: 'creating',
    ...(progress ? { step: step(progress.step, `${Math.floor(progress.percent)} %`) } : isNew && { step: step('accepted') }),
    againInMs: watchMs(isNew ? 0 : standing.checks + 1),
    ...(isNew && { deadlineAt: new Date(now.getTime() + workDeadlineMs(standing.kind)) }),
  };
}

/** The first look after an answer was lost. */
export function lookLater(now: Date, lost: NonNullable<Verdict['step']>): Change {
  return { state: 'unknown', step: lost, againInMs: lookMs(0), deadlineAt: new Date(now.getTime() + UNKNOWN_FOR_MS) };
}

const step = (code: string, detail: string | null = null): NonNullable<Verdict['step']> => ({ code, detail });

const failed = (problem: OperationProblem): Change => ({ state: 'failed', problem, step: step('failed', problem.code) });

const isOver = ({ deadlineAt }: Standing, now: Date): boolean => deadlineAt !== null && now >= deadlineAt;

const FOREIGN: OperationProblem = {
  code: 'foreign-server',
  message: 'The provider has answered with a server of another service',
};

const UNKNOWN_FOR_GOOD: OperationProblem = {
  code: 'outcome-unknown',
  message: 'The provider was asked, and what it did could not be found out',
};

/** The states of a server in which the operation has reached what it was for. */
const DONE: Readonly<Record<OperationKind, readonly ServerState[]>> = {
  create: ['running', 'stopped'],
  start: ['running'],
  restart: ['running'],
  stop: ['stopped'],
  suspend: ['suspended'],
  unsuspend: ['running', 'stopped'],
  terminate: ['gone'],
  resize: ['running', 'stopped'],
  reinstall: ['running', 'stopped'],
  rename: ['running', 'stopped'],
  'reset-password': ['running', 'stopped'],
  'create-snapshot': ['running', 'stopped'],
  'restore-snapshot': ['running', 'stopped'],
  'delete-snapshot': ['running', 'stopped'],
  'rescue-on': ['running'],
  'rescue-off': ['running', 'stopped'],
  'reverse-name': ['running', 'stopped'],
};

const BROKEN: Partial<Record<ServerState, OperationProblem>> = {
  failed: { code: 'server-failed', message: 'The provider has given up on the server' },
  gone: { code: 'server-gone', message: 'The provider says that there is no such server' },
};

/** Failures after which a server may exist all the same: what comes next begins with a look. */
export const LEAVES_DOUBT: ReadonlySet<string> = new Set(['outcome-unknown', 'deadline', 'server-failed', 'foreign-server']);
