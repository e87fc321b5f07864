import type { LxdInstance, LxdOperation } from './lxd-answers.js';
import { marksOf } from './lxd-marks.js';

export type Step =
  | 'wait'
  | 'prepare'
  | 'start'
  | 'force-stop'
  | 'set-password'
  | 'clear'
  | 'start-again'
  | 'rebuild'
  | 'restore'
  | 'restored'
  | 'remove'
  | 'recreate'
  | 'done';

/** What the daemon is doing with the instance at present; somebody's open console is no work. */
export function workOn(name: string, operations: readonly LxdOperation[]): LxdOperation | undefined {
  return operations.find(
    operation =>
      operation.instances.includes(name) &&
      operation.statusCode >= 100 &&
      operation.statusCode < 200 &&
      !/executing command|showing console|uploading|retrieving/i.test(operation.description),
  );
}

const RUNNING = new Set(['Running', 'Frozen', 'Thawed']);

/** What to do next with a container, from nothing but what the daemon shows of it. */
export function nextStep(instance: LxdInstance, busy: boolean, mayStillGetAddress: boolean): Step {
  if (busy) return 'wait';
  const { phase } = marksOf(instance.config);
  const isRunning = RUNNING.has(instance.status);
  if (!isRunning && instance.status !== 'Stopped') return instance.status === 'Error' ? 'done' : 'wait';
  switch (phase) {
    case 'new':
      return 'prepare';
    case 'boot':
    case 'password':
      return isRunning ? 'set-password' : 'start';
    case 'network':
      if (!isRunning) return 'start';
      return mayStillGetAddress ? 'wait' : 'clear';
    case 'start':
      return isRunning ? 'clear' : 'start';
    case 'stopping':
      return isRunning ? 'force-stop' : 'clear';
    case 'restarting':
      return isRunning ? 'force-stop' : 'start-again';
    case 'suspended':
      return isRunning ? 'force-stop' : 'done';
    case 'reinstall':
      return isRunning ? 'force-stop' : 'rebuild';
    case 'restore':
      return 'restore';
    case '':
      return 'done';
    default:
      return unknownPhase(phase);
  }
}

/** A newer release of ours may have written it: what it wants cannot be guessed, and nothing is done for it. */
const unknownPhase = (_phase: never): Step => 'done';
