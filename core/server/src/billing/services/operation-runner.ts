import { Injectable, Logger } from '@nestjs/common';
import { PluginFailure } from '@hostwright/sdk';
import { Clock } from '../../platform/clock/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { Faults } from '../../platform/faults/index.js';
import { type JobCall, Jobs } from '../../platform/jobs/index.js';
import { Abilities } from './abilities.js';
import type { Claim } from './claim.js';
import { isUnfinished, nextState, type Step, withStep } from './operation-life.js';
import { IN_LINE, Line, LINE_LOOK_MS } from './line.js';
import { type OperationRow, OperationRows, RUN_QUEUE, type RunJob } from './operation-rows.js';
import { Outcomes } from './outcomes.js';
import { Preparation } from './preparation.js';
import { ProviderCalls } from './provider-calls.js';
import { type ServiceRow, ServiceRows } from './service-rows.js';
import { lookLater, type Outcome, STAFF_TOLD } from './verdict.js';
import { DEAD_AFTER_MS, withJitter } from './waits.js';

/**
 * They wait for providers nearly all of their time. Of one provider no more wait than it may be asked at once, so that it
 * takes more than a dozen providers which hang to hold up the others, and for no longer than one call may take.
 */
const WORKERS = { concurrency: 300, perGroup: 20, expireSeconds: 180 } as const;

/**
 * Carries operations out, one turn at a time: writes that the provider is about to be asked, asks with no transaction
 * open, writes what came of it. The job for the next turn is always written with the state it belongs to; between the
 * two writes that is the watchdog, which takes over if this process dies.
 */
@Injectable()
export class OperationRunner {
  private readonly log = new Logger('Operations');

  constructor(
    jobs: Jobs,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly services: ServiceRows,
    private readonly operations: OperationRows,
    private readonly preparation: Preparation,
    private readonly abilities: Abilities,
    private readonly calls: ProviderCalls,
    private readonly outcomes: Outcomes,
    private readonly line: Line,
    private readonly faults: Faults,
  ) {
    jobs.work<RunJob>(RUN_QUEUE, (job, call) => this.run(job, call), WORKERS);
  }

  async run({ tenantId, serviceId, operationId, fence }: RunJob, { signal }: Pick<JobCall, 'signal'>): Promise<void> {
    const claim = await this.db.run(tenantId, () => this.claim(serviceId, operationId, fence));
    if (!claim) return;
    this.faults.reach('services/run:before-call');
    const outcome = await this.calls.ask(tenantId, claim, signal);
    this.faults.reach('services/run:after-call');
    await this.db.run(tenantId, () => this.settle(claim, outcome));
    this.faults.reach('services/run:after-commit');
  }

  /** Undefined when this turn is over: somebody else has taken it. */
  private async claim(serviceId: string, operationId: string, fence: number): Promise<Claim | undefined> {
    const service = await this.services.lock(serviceId);
    const operation = await this.operations.lock(operationId);
    if (!operation || operation.fence !== fence || !isUnfinished(operation.state)) return undefined;
    if (operation.state === 'waiting') return this.begin(service, operation);
    const claimed = operation.state === 'started' ? this.withLostAnswer(operation) : operation;
    const claim = await this.take(service, { ...claimed, fence: fence + 1 });
    if (claimed.state !== 'unknown') return claim;
    return { ...claim, honoursKeys: await this.abilities.honoursKeys(service.installationId) };
  }

  private async begin(service: ServiceRow, operation: OperationRow): Promise<Claim | undefined> {
    const asked = {
      ...operation,
      state: nextState(operation.state, 'started'),
      attempt: operation.attempt + 1,
      fence: operation.fence + 1,
      checks: 0,
      steps: withAsked(operation.steps, this.clock.now()),
    };
    const prepared = await this.prepared(service, asked);
    if (prepared instanceof PluginFailure) {
      await this.outcomes.write({ service, operation: asked }, busy(prepared));
      return undefined;
    }
    const { installationId } = prepared.service;
    if (operation.kind === 'create' && installationId !== null && !(await this.line.hasPlace(installationId))) {
      await this.standInLine(prepared.service, operation);
      return undefined;
    }
    if (operation.kind === 'create' && operation.attempt === 0) {
      const { id, customerId } = service;
      await this.events.publish('service.provisioning-started', { serviceId: id, customerId, operationId: operation.id });
    }
    return { ...prepared, ...(await this.take(prepared.service, prepared.operation)) };
  }

  private async standInLine(service: ServiceRow, operation: OperationRow): Promise<void> {
    const steps = withStep(operation.steps, IN_LINE, null, this.clock.now());
    const waiting = { ...operation, fence: operation.fence + 1, steps };
    await this.operations.write(waiting);
    await this.operations.schedule(waiting, withJitter(LINE_LOOK_MS, waiting.id, waiting.fence), service.installationId);
    this.services.announce(service);
  }

  /** What cannot be prepared now certainly was not begun. */
  private async prepared(service: ServiceRow, operation: OperationRow): Promise<Claim | PluginFailure> {
    try {
      return await this.preparation.of(service, operation);
    } catch (error) {
      if (error instanceof PluginFailure) return error;
      throw error;
    }
  }

  /** The process that asked has died before it could write what it heard. */
  private withLostAnswer(operation: OperationRow): OperationRow {
    const now = this.clock.now();
    this.log.warn(`The answer to operation ${operation.id} was lost in attempt ${operation.attempt}`);
    const { deadlineAt = null } = lookLater(now, { code: 'answer-lost', detail: null });
    return {
      ...operation,
      state: nextState(operation.state, 'unknown'),
      checks: 0,
      deadlineAt,
      steps: withStep(operation.steps, 'answer-lost', null, now),
    };
  }

  private async take(service: ServiceRow, operation: OperationRow): Promise<Claim> {
    await this.operations.write(operation);
    await this.operations.schedule(operation, DEAD_AFTER_MS, service.installationId);
    this.services.announce(service);
    return { service, operation };
  }

  /** An answer that comes after somebody else has taken over says nothing any more. */
  private async settle({ operation }: Claim, outcome: Outcome): Promise<void> {
    const service = await this.services.lock(operation.serviceId);
    const current = await this.operations.lock(operation.id);
    if (current?.fence !== operation.fence) return;
    await this.outcomes.write({ service, operation: current }, outcome);
  }
}

/** Whoever watches hears once that the provider lets us wait, not of every time that it is asked. */
const withAsked = (steps: readonly Step[], now: Date): readonly Step[] =>
  WAITING.has(steps.at(-1)?.code ?? '') ? steps : withStep(steps, 'asked', null, now);

const WAITING: ReadonlySet<string> = new Set(['asks-to-wait', 'provider-unreachable', STAFF_TOLD]);

const busy = ({ code, message, retryAfterMs }: PluginFailure): Outcome => ({
  kind: 'busy',
  problem: { code, message },
  retryAfterMs,
});
