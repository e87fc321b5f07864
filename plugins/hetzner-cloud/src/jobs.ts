import type { CallOptions, PluginContext, ServerSnapshot } from '@hostwright/sdk';
import type { HetznerServer } from './answers.js';
import { JobRun, placeOf, type Job } from './job-run.js';
import type { HetznerClient } from './hetzner-client.js';
import { toSnapshot } from './hetzner-mapping.js';
import type { HetznerConfig } from './settings.js';
import type { Step } from './steps.js';

export interface Order {
  readonly call: Pick<CallOptions, 'idempotencyKey'> & { readonly signal?: AbortSignal };
  readonly steps: readonly Step[];
  readonly rescue?: readonly Step[];
}

/** How long a job that failed is told of: the core hears of it at one of its next looks. */
const FAILED_FOR_MS = 5 * 60_000;

/** Takes servers through the steps of an order, one call after another, each at most once. */
export class Jobs {
  constructor(
    private readonly context: PluginContext<HetznerConfig>,
    private readonly client: HetznerClient,
  ) {}

  /** Begins an order, or goes on with it when it is the same. */
  async carryOut(server: HetznerServer, { call, steps, rescue = [] }: Order): Promise<ServerSnapshot> {
    const kept = await this.read(server.id);
    const begunAt = this.context.clock.now().toISOString();
    const job = kept?.key === call.idempotencyKey ? kept : { key: call.idempotencyKey, steps, rescue, at: 0, begunAt };
    return new JobRun(this.context, this.client, server, job, call.signal).go();
  }

  /** Goes on with whatever is under way; `undefined` when nothing is. */
  async goOn(server: HetznerServer): Promise<ServerSnapshot | undefined> {
    const job = await this.read(server.id);
    if (!job) return undefined;
    if (job.endedAt === undefined) return new JobRun(this.context, this.client, server, job).go();
    const isFresh = this.context.clock.now().getTime() - Date.parse(job.endedAt) < FAILED_FOR_MS;
    return job.error !== undefined && isFresh ? toSnapshot(server, { state: 'failed', error: job.error }) : undefined;
  }

  async forget(serverId: string): Promise<void> {
    await this.context.storage.delete(placeOf(serverId));
  }

  private read(serverId: string): Promise<Job | undefined> {
    return this.context.storage.get<Job>(placeOf(serverId));
  }
}
