import type { DiskSnapshot, HandWorkResult, ServerSnapshot, ServerState } from '@hostwright/sdk';
import type { OperationInput } from './operation-input.js';
import { nextState, type OperationKind, type OperationState, type Step } from './operation-life.js';
import { PROOFS } from './proof.js';
import {
  ABSENCE_MS,
  askAgainMs,
  HAND_LOOK_MS,
  isOutage,
  lookMs,
  MOST_ATTEMPTS,
  OUTAGE_FOR_MS,
  outageWaitMs,
  TELL_AFTER_MS,
  UNKNOWN_FOR_MS,
  watchMs,
  workDeadlineMs,
} from './waits.js';

/** Where an operation stood when its provider was asked. */
export interface Standing {
  readonly kind: OperationKind;
  /** `started`: asked to act; `creating`: asked how far it is; `unknown`: asked whether it has acted. */
  readonly state: OperationState;
  readonly attempt: number;
  readonly checks: number;
  readonly absentSince: Date | null;
  readonly deadlineAt: Date | null;
  readonly outageSince: Date | null;
  readonly outages: number;
  readonly input: OperationInput;
  readonly steps: readonly Step[];
}

export interface OperationProblem {
  readonly code: string;
  /** For staff. */
  readonly message: string;
  /** For the customer, where the provider has words for one. */
  readonly publicMessage?: string | undefined;
}

interface Seen {
  readonly kind: 'snapshot';
  readonly snapshot: ServerSnapshot;
  readonly copies?: readonly DiskSnapshot[] | undefined;
  /** The same call under the same key is known for a repetition. */
  readonly honoursKeys?: boolean;
}

interface Busy {
  readonly kind: 'busy';
  readonly problem: OperationProblem;
  readonly retryAfterMs?: number | undefined;
}

/** What came of asking. */
export type Outcome =
  | Seen
  | Busy
  | { readonly kind: 'absent' }
  /** The provider has taken it on and showed no server with its answer. */
  | { readonly kind: 'accepted' }
  /** A server that had failed was there; it has been removed and another may be made. */
  | { readonly kind: 'cleared' }
  /** The provider has answered with a server that another service has. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'manual'; readonly instructions: string }
  | { readonly kind: 'done-by-hand'; readonly result: HandWorkResult }
  | { readonly kind: 'nothing-to-do' }
  | { readonly kind: 'refused' | 'lost'; readonly problem: OperationProblem };

export interface Verdict {
  readonly state: OperationState;
  readonly step?: { readonly code: string; readonly detail: string | null };
  readonly problem?: OperationProblem;
  /** When to go on; absent when nothing is left to do, or when people do the rest. */
  readonly againInMs?: number;
  readonly checks: number;
  readonly absentSince: Date | null;
  readonly deadlineAt: Date | null;
  readonly outageSince: Date | null;
  readonly outages: number;
}

type Change = Pick<Verdict, 'state'> & Partial<Verdict>;

/** What follows from an outcome. It is the only place that decides it, and it reaches nothing. */
export function judge(before: Standing, outcome: Outcome, now: Date): Verdict {
  // Asked to act, a provider that can be reached may have reasons of its own to say "later".
  const isReached = before.state === 'started' && before.outageSince === null;
  const isOut = outcome.kind === 'busy' && (!isReached || isOutage(outcome.problem.code));
  const isStillOut = isOut || outcome.kind === 'lost';
  const standing = isStillOut ? before : withoutOutage(before, now);
  const change = isOut ? ofOutage(standing, outcome, now) : decide(standing, outcome, now);
  if (!change) throw new Error(`An operation that is ${standing.state} asks for nothing`);
  const isSameState = change.state === standing.state;
  const kept = {
    checks: isSameState ? standing.checks + 1 : 0,
    absentSince: null,
    deadlineAt: isSameState ? standing.deadlineAt : null,
    outageSince: isStillOut ? standing.outageSince : null,
    outages: standing.outages,
  };
  return { ...kept, ...change, state: nextState(standing.state, change.state) };
}

function decide(standing: Standing, outcome: Outcome, now: Date): Change | undefined {
  if (outcome.kind === 'foreign') return failed(FOREIGN);
  if (outcome.kind === 'done-by-hand' || outcome.kind === 'nothing-to-do') return succeeded;
  return RULES[standing.state]?.(standing, outcome, now);
}

type Heard = Exclude<Outcome, { readonly kind: 'foreign' | 'done-by-hand' | 'nothing-to-do' }>;
type Rule = (standing: Standing, outcome: Heard, now: Date) => Change;

const RULES: Partial<Record<OperationState, Rule>> = {
  started(standing, outcome, now) {
    switch (outcome.kind) {
      case 'snapshot':
        return ofSnapshot(standing, outcome.snapshot, now);
      case 'accepted':
        return watchOn(standing, now);
      case 'manual':
        return { state: 'creating', step: step('manual', outcome.instructions) };
      case 'busy': {
        const againInMs = askAgainMs(countedAttempts(standing), outcome.retryAfterMs);
        if (againInMs === undefined) return failed(outcome.problem);
        return { state: 'waiting', step: step('asks-to-wait', outcome.problem.code), againInMs };
      }
      case 'lost':
        return lookLater(now, step('answer-lost', outcome.problem.code));
      case 'refused':
        return failed(outcome.problem);
      case 'absent':
        return standing.kind === 'terminate' ? absentOnce(standing, now) : failed(GONE);
      case 'cleared':
        return failed(GONE);
    }
  },

  creating(standing, outcome, now) {
    if (outcome.kind === 'snapshot') return ofSnapshot(standing, outcome.snapshot, now);
    if (outcome.kind !== 'absent') return watchOn(standing, now);
    if (standing.kind === 'terminate') return succeeded;
    return failed({ code: 'server-gone', message: 'The server has disappeared while it was being worked on' });
  },

  unknown(standing, outcome, now) {
    if (outcome.kind === 'snapshot') return ofFound(standing, outcome, now);
    if (outcome.kind === 'cleared') return { state: 'waiting', step: step('cleared'), againInMs: 0 };
    if (outcome.kind === 'absent') return ofAbsence(standing, now);
    if (isOver(standing, now)) return failed(UNKNOWN_FOR_GOOD);
    return { state: 'unknown', absentSince: standing.absentSince, againInMs: lookMs(standing.checks + 1) };
  },
};

function ofSnapshot(standing: Standing, snapshot: ServerSnapshot, now: Date): Change {
  if (DONE[standing.kind].includes(snapshot.state)) return succeeded;
  const problem = standing.kind === 'terminate' ? undefined : BROKEN[snapshot.state];
  if (problem) return failed(problem);
  return watchOn(standing, now, snapshot);
}

/** After a lost answer. What was not done is done again, unless that could lose data twice. */
function ofFound(standing: Standing, { snapshot, copies, honoursKeys }: Seen, now: Date): Change {
  const { kind, input } = standing;
  const { state } = snapshot;
  if (kind === 'create') return state === 'gone' ? ofAbsence(standing, now) : ofSnapshot(standing, snapshot, now);
  if (state === 'creating' || state === 'changing') return watchOn(standing, now, snapshot);
  if (kind !== 'terminate' && BROKEN[state]) return failed(BROKEN[state]);
  const proof = PROOFS[kind]({ snapshot, copies }, input);
  if (proof === 'done') return succeeded;
  if (proof === 'at-work') return watchOn(standing, now, snapshot);
  return proof === 'not-done' || honoursKeys === true ? askedAgain(standing) : failed(UNKNOWN_FOR_GOOD);
}

function ofAbsence(standing: Standing, now: Date): Change {
  const { absentSince, kind } = standing;
  if (absentSince === null || now.getTime() - absentSince.getTime() < ABSENCE_MS) return absentOnce(standing, now);
  return kind === 'terminate' ? succeeded : askedAgain(standing);
}

const absentOnce = ({ checks, absentSince }: Standing, now: Date): Change => ({
  state: 'unknown',
  step: step('not-found'),
  absentSince: absentSince ?? now,
  againInMs: Math.max(ABSENCE_MS, lookMs(checks + 1)),
});

const askedAgain = (standing: Standing): Change =>
  countedAttempts(standing) < MOST_ATTEMPTS
    ? { state: 'waiting', step: step('asked-again'), againInMs: 0 }
    : failed(UNKNOWN_FOR_GOOD);

function watchOn(standing: Standing, now: Date, snapshot?: ServerSnapshot): Change {
  if (snapshot?.handWork) {
    return { state: 'creating', step: step('hand-work', snapshot.handWork.title), againInMs: HAND_LOOK_MS, deadlineAt: null };
  }
  const isNew = standing.state !== 'creating';
  if (!isNew && isOver(standing, now)) return failed(LATE);
  const progress = snapshot?.progress;
  return {
    state: 'creating',
    ...(progress ? { step: step(progress.step, `${Math.floor(progress.percent)} %`) } : isNew && { step: step('accepted') }),
    againInMs: watchMs(isNew ? 0 : standing.checks + 1),
    ...((isNew || !standing.deadlineAt) && { deadlineAt: new Date(now.getTime() + workDeadlineMs(standing.kind)) }),
  };
}

/** Nobody was reached: it is tried for a day, and staff are told once. */
function ofOutage(standing: Standing, { problem, retryAfterMs }: Busy, now: Date): Change {
  const outageSince = standing.outageSince ?? now;
  const lastedMs = now.getTime() - outageSince.getTime();
  const isAsked = standing.state === 'started';
  if (lastedMs >= OUTAGE_FOR_MS) return failed(isAsked ? problem : standing.state === 'creating' ? LATE : UNKNOWN_FOR_GOOD);
  const isTold = standing.steps.some(({ code }) => code === STAFF_TOLD);
  return {
    state: isAsked ? 'waiting' : standing.state,
    outageSince,
    outages: standing.outages + (isAsked ? 1 : 0),
    absentSince: standing.absentSince,
    againInMs: outageWaitMs(lastedMs, retryAfterMs),
    step: !isTold && lastedMs >= TELL_AFTER_MS ? step(STAFF_TOLD) : step('provider-unreachable', problem.code),
  };
}

/** The provider answers again: the time that it could not be reached was not its own. */
function withoutOutage(standing: Standing, now: Date): Standing {
  const { outageSince, deadlineAt } = standing;
  if (!outageSince || !deadlineAt) return standing;
  return { ...standing, deadlineAt: new Date(deadlineAt.getTime() + now.getTime() - outageSince.getTime()) };
}

/** The first look after an answer was lost. */
export function lookLater(now: Date, lost: NonNullable<Verdict['step']>): Change {
  return { state: 'unknown', step: lost, againInMs: lookMs(0), deadlineAt: new Date(now.getTime() + UNKNOWN_FOR_MS) };
}

const step = (code: string, detail: string | null = null): NonNullable<Verdict['step']> => ({ code, detail });

const succeeded: Change = { state: 'succeeded', step: step('ready') };

const failed = (problem: OperationProblem): Change => ({ state: 'failed', problem, step: step('failed', problem.code) });

const isOver = ({ deadlineAt }: Standing, now: Date): boolean => deadlineAt !== null && now >= deadlineAt;

const countedAttempts = ({ attempt, outages }: Standing): number => attempt - outages;

/** The step that says so; it stands once in an operation. */
export const STAFF_TOLD = 'staff-told';

const FOREIGN: OperationProblem = {
  code: 'foreign-server',
  message: 'The provider has answered with a server of another service',
};

const UNKNOWN_FOR_GOOD: OperationProblem = {
  code: 'outcome-unknown',
  message: 'The provider was asked, and what it did could not be found out',
};

const GONE: OperationProblem = { code: 'server-gone', message: 'The provider says that there is no such server' };

const LATE: OperationProblem = { code: 'deadline', message: 'The provider has not finished in time' };

const AT_REST: readonly ServerState[] = ['running', 'stopped', 'suspended'];

/** The states of a server in which the operation has reached what it was for. */
const DONE: Readonly<Record<OperationKind, readonly ServerState[]>> = {
  create: ['running', 'stopped'],
  start: ['running'],
  restart: ['running'],
  stop: ['stopped'],
  suspend: ['suspended'],
  unsuspend: ['running', 'stopped'],
  terminate: ['gone'],
  resize: AT_REST,
  reinstall: AT_REST,
  rename: AT_REST,
  'reset-password': AT_REST,
  'create-snapshot': AT_REST,
  'restore-snapshot': AT_REST,
  'delete-snapshot': AT_REST,
  'rescue-on': ['running'],
  'rescue-off': AT_REST,
  'reverse-name': AT_REST,
};

const BROKEN: Partial<Record<ServerState, OperationProblem>> = {
  failed: { code: 'server-failed', message: 'The provider has given up on the server' },
  gone: GONE,
};

/** Failures after which a server may exist all the same: what comes next begins with a look. */
export const LEAVES_DOUBT: ReadonlySet<string> = new Set(['outcome-unknown', 'deadline', 'server-failed', 'foreign-server']);
