import type { CallOptions, PluginContext, ServerSnapshot } from '@hostwright/sdk';
import type { Droplet } from './answers.js';
import { JobRun, placeOf, type Job } from './job-run.js';
import type { OceanClient } from './ocean-client.js';
import { toSnapshot } from './ocean-mapping.js';
import type { Passwords } from './passwords.js';
import type { OceanConfig } from './settings.js';
import type { Step } from './steps.js';

export interface Order {
  readonly call: Pick<CallOptions, 'idempotencyKey'> & { readonly signal?: AbortSignal };
  readonly steps: readonly Step[];
  readonly rescue?: readonly Step[];
  readonly givesPassword?: boolean;
}

/** How long a job that failed is told of: the core hears of it at one of its next looks. */
const FAILED_FOR_MS = 5 * 60_000;

/** Takes servers through the steps of an order, one call after another, each at most once. */
export class Jobs {
  constructor(
    private readonly context: PluginContext<OceanConfig>,
    private readonly client: OceanClient,
    private readonly passwords: Passwords,
  ) {}

  /** Begins an order, or goes on with it when it is the same. */
  async carryOut(droplet: Droplet, { call, steps, rescue = [], givesPassword = false }: Order): Promise<ServerSnapshot> {
    const kept = await this.read(droplet.id);
    const begunAt = this.context.clock.now().toISOString();
    const job =
      kept?.key === call.idempotencyKey ? kept : { key: call.idempotencyKey, steps, rescue, givesPassword, at: 0, begunAt };
    return new JobRun(this.context, this.client, this.passwords, droplet, job, call.signal).go();
  }

  /** Goes on with whatever is under way; `undefined` when nothing is. */
  async goOn(droplet: Droplet): Promise<ServerSnapshot | undefined> {
    const job = await this.read(droplet.id);
    if (!job) return undefined;
    if (job.endedAt === undefined) return new JobRun(this.context, this.client, this.passwords, droplet, job).go();
    const isFresh = this.context.clock.now().getTime() - Date.parse(job.endedAt) < FAILED_FOR_MS;
    return job.error !== undefined && isFresh ? toSnapshot(droplet, { state: 'failed', error: job.error }) : undefined;
  }

  async forget(dropletId: string): Promise<void> {
    await this.context.storage.delete(placeOf(dropletId));
  }

  private read(dropletId: string): Promise<Job | undefined> {
    return this.context.storage.get<Job>(placeOf(dropletId));
  }
}
