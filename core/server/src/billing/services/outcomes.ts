import { Injectable } from '@nestjs/common';
import type { HandWork } from '@hostwright/sdk';
import { Clock } from '../../platform/clock/index.js';
import { Events } from '../../platform/events/index.js';
import { Endings } from './endings.js';
import { isUnfinished, withStep } from './operation-life.js';
import { callKey, type OperationRow, OperationRows } from './operation-rows.js';
import { ServerPasswords } from './server-passwords.js';
import { type ServiceChange, type ServiceRow, ServiceRows } from './service-rows.js';
import { Line } from './line.js';
import { observed, passwordIn } from './observed.js';
import { Pace } from './pace.js';
import { judge, type Outcome, STAFF_TOLD, type Verdict } from './verdict.js';
import { withJitter } from './waits.js';
import { isHandWork, Wishes } from './wishes.js';

/** So often it is looked at soon again; what takes longer then is out of the ordinary, and watched as if it were alone. */
const SOON = 3;

interface AtWork {
  readonly service: ServiceRow;
  readonly operation: OperationRow;
}

/** Work that people must do before an operation can go on. */
export interface WorkByHand extends HandWork {
  readonly service: ServiceRow;
  readonly operation: OperationRow;
}

/** Writes what came of asking: what the provider says of the server, where the operation stands, and what follows. */
@Injectable()
export class Outcomes {
  private readonly handWork: ((work: WorkByHand) => Promise<void>)[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly services: ServiceRows,
    private readonly operations: OperationRows,
    private readonly passwords: ServerPasswords,
    private readonly endings: Endings,
    private readonly wishes: Wishes,
    private readonly line: Line,
    private readonly pace: Pace,
  ) {}

  /** Called once for each piece of work that an operation has for people, in the transaction that notes it. */
  onHandWork(part: (work: WorkByHand) => Promise<void>): void {
    this.handWork.push(part);
  }

  /** After people have done their part, more work is asked anew, even where it is called the same. */
  async write({ service, operation }: AtWork, heard: Outcome, { isAskedAnew = false } = {}): Promise<void> {
    const now = this.clock.now();
    const outcome = await this.withoutForeignServer(service, heard);
    const verdict = judge(operation, outcome, now);
    const change = this.changeOf(service, operation, outcome, now);
    const written = standing(operation, verdict, outcome, now);
    await this.operations.write(written);
    const paceMs = this.paceOf(service, operation, written);
    if (verdict.againInMs !== undefined) {
      const waitMs = paceMs ?? withJitter(verdict.againInMs, written.id, written.fence);
      await this.operations.schedule(written, waitMs, service.installationId);
    }
    if (verdict.state === 'succeeded') await this.endings.succeeded(service, written, change);
    else if (verdict.state === 'failed') await this.endings.failed(service, written, change, verdict.problem!);
    else await this.services.change(service, change);
    await this.tell({ service, operation }, outcome, verdict);
    if (isAskedAnew || !isNoted(operation, verdict)) await this.askForHands({ service, operation }, outcome);
    await this.line.moveUp(service.installationId, operation, written);
    if (!isUnfinished(verdict.state)) await this.wishes.follow(service.id);
  }

  /** When a server should be looked at, where its provider makes many of them. */
  private paceOf({ installationId }: ServiceRow, before: OperationRow, after: OperationRow): number | undefined {
    if (after.kind !== 'create' || installationId === null || isHandWork(after)) return undefined;
    if (before.state === 'started' && after.state === 'creating') return this.pace.begun(installationId);
    if (before.state !== 'creating') return undefined;
    if (after.state === 'creating' && after.checks <= SOON) return this.pace.late(installationId);
    const asked = after.steps.findLast(({ code }) => code === 'asked');
    if (asked && after.state === 'succeeded') this.pace.ready(installationId, new Date(asked.at));
    return undefined;
  }

  private changeOf(service: ServiceRow, operation: OperationRow, outcome: Outcome, now: Date): ServiceChange {
    if (outcome.kind === 'cleared') return { externalId: null, serverState: null, addresses: [] };
    const seen = observed(operation.kind, outcome, now);
    const password = passwordIn(operation, outcome);
    return { ...seen, ...(password !== undefined && { passwordSealed: this.passwords.seal(service.id, password) }) };
  }

  /** Staff hear of an outage that lasts. */
  private async tell({ service, operation }: AtWork, outcome: Outcome, { step, problem }: Verdict): Promise<void> {
    const { id: operationId, kind: action, serviceId } = operation;
    if (step?.code === STAFF_TOLD && !(await this.operations.isOutageTold(service.installationId, operationId))) {
      const code = outcome.kind === 'busy' ? outcome.problem.code : (problem?.code ?? '');
      await this.events.publish('operation.delayed', { operationId, serviceId, action, code });
    }
  }

  private async askForHands({ service, operation }: AtWork, outcome: Outcome): Promise<void> {
    const work = workIn(outcome);
    if (work) for (const part of this.handWork) await part({ ...work, service, operation });
  }

  /** A provider that answers with somebody else's server must not hand it over. */
  private async withoutForeignServer({ id, installationId }: ServiceRow, outcome: Outcome): Promise<Outcome> {
    if (outcome.kind !== 'snapshot' || installationId === null) return outcome;
    if (!(await this.services.isTaken(installationId, outcome.snapshot.externalId, id))) return outcome;
    return { kind: 'foreign' };
  }
}

const isNoted = ({ steps }: OperationRow, { step }: Verdict): boolean =>
  steps.some(({ code, detail }) => code === step?.code && detail === step.detail);

function standing(operation: OperationRow, verdict: Verdict, outcome: Outcome, now: Date): OperationRow {
  const { problem, step } = verdict;
  const isReplaced = outcome.kind === 'cleared';
  return {
    ...operation,
    state: verdict.state,
    checks: verdict.checks,
    absentSince: verdict.absentSince,
    deadlineAt: verdict.deadlineAt,
    outageSince: verdict.outageSince,
    outages: verdict.outages,
    fence: operation.fence + 1,
    callKey: isReplaced ? callKey(operation.serviceId, operation.kind, operation.sequence) : operation.callKey,
    problemCode: problem?.code ?? null,
    message: problem?.message ?? null,
    publicMessage: problem?.publicMessage ?? null,
    steps: step ? withStep(operation.steps, step.code, step.detail, now) : operation.steps,
  };
}

function workIn(outcome: Outcome): HandWork | undefined {
  if (outcome.kind === 'snapshot') return outcome.snapshot.handWork;
  if (outcome.kind !== 'manual') return undefined;
  return { title: 'Deliver the service by hand', instructions: outcome.instructions, asksAccess: false };
}
