import { PluginFailure, type FailureKind } from '@hostwright/sdk';
import { vmidKey, withDone, withSeen, type Machine, type Machines, type StepName, type Task, type Work } from './machine.js';
import type { TaskStatus } from './proxmox-client.js';
import { hasCode, taskFailure } from './proxmox-failure.js';
import { look, lookAgain, type Sight } from './sight.js';
import { STEPS, type Tools } from './steps.js';

export interface Progress {
  readonly machine: Machine;
  readonly sight: Sight;
}

/**
 * `begin`: answer as soon as Proxmox has taken work on, and throw what it refuses. `finish`: as far as it goes without
 * waiting, and throw as well. `go-on`: as far as it goes; what is refused half-way is written down as the work's failure.
 */
export type Manner = 'begin' | 'finish' | 'go-on';

/** Refusals that say nothing of the work: it goes on when staff have put the settings right. */
const OF_SETTINGS = ['unauthorized', 'certificate-mismatch', 'bad-tls', 'secret-missing', 'host-not-allowed', 'bad-settings'];

/** More steps than any work has, so that a cluster which contradicts itself does not keep us for ever. */
const MOST_TURNS = 40;
const MOST_TRIES = 6;
/** A slow cluster is left alone after that long: the core waits for an answer, and the lease on the machine ends. */
const PATIENCE_MS = 10_000;
/** Clocks of nodes and ours differ; which task is ours is told by those that were seen before. */
const CLOCKS_DIFFER_S = 600;

/** Fallbacks for systems that do not listen: they are switched off instead of asked. */
const INSTEAD: Partial<Record<StepName, readonly StepName[]>> = {
  reboot: ['stop', 'start'],
  apply: ['stop', 'start'],
  'apply-password': ['stop', 'start'],
  'shut-down': ['stop'],
};

/** Failures that mean: it is so already. */
const SO_ALREADY: Partial<Record<StepName, readonly string[]>> = {
  start: ['already-running'],
  stop: ['not-running', 'no-such-guest'],
  'shut-down': ['not-running'],
  destroy: ['no-such-guest'],
  snapshot: ['snapshot-taken'],
  'delete-snapshot': ['no-such-snapshot'],
};

interface Turn {
  readonly machine: Machine;
  readonly hasActed: boolean;
  readonly isStarted: boolean;
}

/**
 * Takes the work of a machine on from wherever it stands. What to do next follows from what is written down and from
 * what the cluster shows, so that it does not matter who stopped where. Nothing here waits.
 */
export class Driver {
  constructor(
    private readonly machines: Machines,
    private readonly tools: Tools,
  ) {}

  async drive(given: Machine, manner: Manner, seen?: Sight): Promise<Progress> {
    let machine = given;
    let sight = seen ?? (await look(this.tools.client, machine));
    const beganAt = this.machines.now;
    for (let turn = 0; turn < MOST_TURNS; turn += 1) {
      const { work } = machine;
      if (!work || work.failure || this.machines.now - beganAt > PATIENCE_MS) return { machine, sight };
      if (work.task) {
        const status = await this.tools.client.task(work.task.node, work.task.upid);
        if (status.isRunning) return { machine, sight };
        machine = await this.settle(machine, work, status);
        sight = await lookAgain(this.tools.client, machine, sight);
        continue;
      }
      const [step] = work.todo;
      if (!step) return { machine: await this.finish(machine), sight };
      if (sight.kind === 'present' && sight.lock !== undefined) return { machine, sight };
      const next = await this.take(step, machine, work, sight, manner);
      if (!next) return { machine, sight };
      machine = next.machine;
      if (next.isStarted && manner === 'begin') return { machine, sight };
      if (next.hasActed && !machine.work?.task) sight = await lookAgain(this.tools.client, machine, sight);
    }
    return { machine, sight };
  }

  /** One turn; undefined when there is nothing to do but to wait. */
  private async take(step: StepName, machine: Machine, work: Work, sight: Sight, manner: Manner): Promise<Turn | undefined> {
    if (sight.kind === 'foreign' && step === 'make')
      return { machine: await this.moveOn(machine), hasActed: true, isStarted: false };
    if (await STEPS[step].isDone(sight, machine, this.tools))
      return { machine: await this.shift(machine), hasActed: false, isStarted: false };
    if (sight.kind !== 'present' && step !== 'make') {
      const text = sight.kind === 'absent' ? 'the guest has disappeared' : 'the number belongs to another guest now';
      return { machine: await this.fail(machine, 'no-such-guest', text), hasActed: false, isStarted: false };
    }
    const lost = work.askedAt === undefined ? undefined : await this.lostTask(step, machine, sight);
    if (lost) return { machine: await this.remember(machine, lost), hasActed: true, isStarted: true };
    return this.act(step, machine, work, sight, manner);
  }

  private async act(step: StepName, machine: Machine, work: Work, sight: Sight, manner: Manner): Promise<Turn | undefined> {
    const asked = await this.write(machine, { ...work, askedAt: this.machines.now });
    try {
      const task = await STEPS[step].act(sight, asked, this.tools);
      if (task) return { machine: await this.remember(asked, task), hasActed: true, isStarted: true };
      return { machine: await this.shift(asked), hasActed: true, isStarted: false };
    } catch (error) {
      if (hasCode(error, ...(SO_ALREADY[step] ?? [])))
        return { machine: await this.shift(asked), hasActed: true, isStarted: false };
      if (step === 'make' && hasCode(error, 'taken')) return this.numberTaken(asked, work);
      if (isOfKind(error, 'retryable')) await this.write(asked, work);
      if (manner !== 'go-on' || !isOfKind(error, 'final') || OF_SETTINGS.includes(error.code)) throw error;
      const failed = await this.fail(asked, error.code, error.message, error.publicMessage);
      return { machine: failed, hasActed: true, isStarted: false };
    }
  }

  /** The first to ask has been beaten by somebody else; whoever asks again may have been beaten by himself. */
  private async numberTaken(machine: Machine, before: Work): Promise<Turn | undefined> {
    if (before.askedAt === undefined) return { machine: await this.moveOn(machine), hasActed: true, isStarted: false };
    return undefined;
  }

  private async settle(machine: Machine, work: Work, { exit }: TaskStatus): Promise<Machine> {
    const [step] = work.todo;
    if (step === undefined || step === 'settle' || exit === 'OK' || exit.startsWith('WARNINGS')) return this.shift(machine);
    const failure = taskFailure(step, exit);
    if (hasCode(failure, ...(SO_ALREADY[step] ?? []))) return this.shift(machine);
    const instead = INSTEAD[step];
    if (instead) return this.write(machine, fresh(work, [...instead, ...work.todo.slice(1)]));
    if (step === 'make' && failure.code === 'taken') return this.moveOn(machine);
    const tries = (work.tries ?? 0) + 1;
    if (failure.kind === 'retryable' && tries < MOST_TRIES) return this.write(machine, { ...fresh(work, work.todo), tries });
    return this.fail(machine, failure.code, failure.message, failure.publicMessage);
  }

  /** Another number for a server that has not been made yet. Its name with the core, its address and its MAC stay. */
  private async moveOn(machine: Machine): Promise<Machine> {
    const { placement, client } = this.tools;
    await this.machines.giveAway(vmidKey(machine.vmid), machine.externalId, 24 * 60 * 60 * 1000);
    const vmid = await placement.claimVmid(machine.externalId, await client.guests(), client);
    const moved = await this.write({ ...machine, vmid }, fresh(machine.work!, machine.work!.todo));
    await placement.confirm(moved);
    return moved;
  }

  /** The task of a request whose answer did not arrive, where asking again would do it twice. */
  private async lostTask(step: StepName, machine: Machine, sight: Sight): Promise<Task | undefined> {
    const type = STEPS[step].task?.[machine.kind];
    if (type === undefined || sight.kind !== 'present') return undefined;
    const since = Math.floor((machine.work?.askedAt ?? 0) / 1000) - CLOCKS_DIFFER_S;
    const upids = await this.tools.client.tasksOf(sight.place, type, Math.max(0, since));
    const upid = upids.find(candidate => !machine.seen?.includes(candidate));
    return upid === undefined ? undefined : { node: sight.place.node, upid };
  }

  private async remember(machine: Machine, task: Task): Promise<Machine> {
    return this.machines.save({ ...machine, seen: withSeen(machine, task.upid), work: { ...machine.work!, task } });
  }

  private shift(machine: Machine): Promise<Machine> {
    const work = machine.work!;
    return this.write(machine, fresh(work, work.todo.slice(1)));
  }

  private fail(machine: Machine, code: string, text: string, publicMessage?: string): Promise<Machine> {
    const work = machine.work!;
    const failure = { code, text, at: this.machines.now, ...(publicMessage !== undefined && { publicMessage }) };
    return this.write(machine, { ...fresh(work, work.todo), failure });
  }

  private write(machine: Machine, work: Work): Promise<Machine> {
    return this.machines.save({ ...machine, work });
  }

  private async finish(machine: Machine): Promise<Machine> {
    const { work: done, ...rest } = machine;
    if (done?.kind !== 'terminate') return this.machines.save(done ? { ...rest, done: withDone(rest, done.key) } : rest);
    await this.machines.forget(rest);
    await this.tools.passwords.forget(rest.externalId);
    return rest;
  }
}

/** The work with nothing asked yet at its head. */
function fresh(work: Work, todo: readonly StepName[]): Work {
  const { askedAt: _, task: __, tries: ___, ...rest } = work;
  return { ...rest, todo };
}

const isOfKind = (error: unknown, kind: FailureKind): error is PluginFailure =>
  error instanceof PluginFailure && error.kind === kind;
