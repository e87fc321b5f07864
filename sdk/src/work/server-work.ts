import type { CallOptions, PluginContext } from '../context.js';
import type { ServerSnapshot } from '../kinds/server-provider.js';
import { JobRun } from './job-run.js';
import type { WorkStep, WorkVendor } from './vendor.js';
import { WorkMemory, type Job, type WorkOrder } from './work-memory.js';
import { endedTold, workingTold } from './work-told.js';

/** What is to be done to a server, one step after the other. */
export interface ServerOrder<Step> {
  /** The call of the core; the same call again goes on with the same work. */
  readonly call: Pick<CallOptions, 'idempotencyKey'> & { readonly signal?: AbortSignal };
  readonly steps: readonly Step[];
  /** What is done when a step fails: a server must not stay off because it could not grow. */
  readonly rescue?: readonly Step[];
}

/** How long a failure is told of: the core hears of it at one of its next looks. */
const FAILED_FOR_MS = 5 * 60_000;

/**
 * Takes servers through changes of several requests. Each step is asked for once, one process at a time; it goes on at every
 * look, wherever the last process was killed, looks for an action whose answer was lost before it asks again, and does the
 * rescue when a step fails. A newer order takes the place of an older one.
 */
export class ServerWork<Server extends { readonly id: string }, Step extends WorkStep> {
  constructor(
    private readonly context: PluginContext,
    private readonly vendor: WorkVendor<Server, Step>,
  ) {}

  /** Begins an order, or goes on with it when it is the same, as far as it can be done now. */
  async carryOut(server: Server, { call, steps, rescue = [] }: ServerOrder<Step>): Promise<ServerSnapshot> {
    const memory = this.memoryOf(server.id);
    const begunAt = this.context.clock.now().toISOString();
    const order = { key: call.idempotencyKey, steps, rescue, begunAt };
    const isNew = (await memory.order())?.key !== order.key;
    if (isNew) await memory.writeOrder(order);
    return this.look(server, memory, order, { signal: call.signal, hasLooked: isNew });
  }

  /** Goes on with whatever is under way, or tells that it failed lately; `undefined` when there is nothing to tell. */
  async goOn(server: Server): Promise<ServerSnapshot | undefined> {
    const memory = this.memoryOf(server.id);
    const order = await memory.order();
    if (!order) return undefined;
    const job = await memory.job();
    if (job?.key !== order.key || job.endedAt === undefined) return this.look(server, memory, order, { hasLooked: false });
    const isFresh = this.context.clock.now().getTime() - Date.parse(job.endedAt) < FAILED_FOR_MS;
    return job.error !== undefined && isFresh ? this.vendor.tell(server, endedTold(job)) : undefined;
  }

  /** Forgets what was ordered for a server that is removed. */
  async forget(serverId: string): Promise<void> {
    await this.memoryOf(serverId).forget();
  }

  private async look(
    server: Server,
    memory: WorkMemory<Step>,
    asked: WorkOrder<Step>,
    how: { readonly signal?: AbortSignal | undefined; readonly hasLooked: boolean },
  ): Promise<ServerSnapshot> {
    const turn = await memory.takeTurn();
    if (!turn) return this.vendor.tell(server, toldOf(jobFor(asked, await memory.job())));
    try {
      const job = jobFor((await memory.order()) ?? asked, await memory.job());
      return await new JobRun({ context: this.context, turn, ...how }, this.vendor, memory, server, job).go();
    } finally {
      await turn.end();
    }
  }

  private memoryOf(serverId: string): WorkMemory<Step> {
    return new WorkMemory(this.context, serverId);
  }
}

/** The job of an order as far as it has come. */
const jobFor = <Step>(order: WorkOrder<Step>, kept: Job<Step> | undefined): Job<Step> =>
  kept?.key === order.key ? kept : { ...order, at: 0 };

const toldOf = <Step extends WorkStep>(job: Job<Step>) => (job.endedAt === undefined ? workingTold(job) : endedTold(job));
