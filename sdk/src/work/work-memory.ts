import type { PluginContext } from '../context.js';

/** What was ordered for a server last. */
export interface WorkOrder<Step> {
  /** Of the call that ordered it: the same call again goes on with the same work. */
  readonly key: string;
  readonly steps: readonly Step[];
  /** What is done when a step fails: a server must not stay off because it could not grow. */
  readonly rescue: readonly Step[];
  readonly begunAt: string;
}

/** An order as far as it has come. */
export interface Job<Step> extends WorkOrder<Step> {
  readonly at: number;
  /** Written before the step is asked for. */
  readonly askedAt?: string;
  /** The newest action before the step was asked for, `null` where there was none: a newer one of its kind is ours. */
  readonly after?: string | null;
  readonly action?: string;
  readonly error?: string;
  readonly endedAt?: string;
}

/** Longer than any request takes. */
const TURN_MS = 60_000;
const RENEWED_AFTER_MS = 15_000;
const KEPT_MS = 24 * 3_600_000;

/** The memory of one server's work. Anybody may order; only whoever has the turn writes how far it has come. */
export class WorkMemory<Step> {
  constructor(
    private readonly context: PluginContext,
    private readonly serverId: string,
  ) {}

  order(): Promise<WorkOrder<Step> | undefined> {
    return this.context.storage.get<WorkOrder<Step>>(this.place('order'));
  }

  async writeOrder(order: WorkOrder<Step>): Promise<void> {
    await this.context.storage.set(this.place('order'), order, { ttlMs: KEPT_MS });
  }

  job(): Promise<Job<Step> | undefined> {
    return this.context.storage.get<Job<Step>>(this.place('job'));
  }

  async writeJob(job: Job<Step>): Promise<void> {
    await this.context.storage.set(this.place('job'), job, { ttlMs: KEPT_MS });
  }

  /** What is ordered next stays, also when it was ordered a moment ago. */
  async forgetJob({ key }: WorkOrder<Step>): Promise<void> {
    if ((await this.order())?.key === key) await this.context.storage.delete(this.place('order'));
    await this.context.storage.delete(this.place('job'));
  }

  async forget(): Promise<void> {
    await this.context.storage.delete(this.place('order'));
    await this.context.storage.delete(this.place('job'));
  }

  /** `undefined` while somebody else has it. A turn that its process did not live to end ends by itself, in a minute. */
  async takeTurn(): Promise<Turn | undefined> {
    const token = crypto.randomUUID();
    const isFree = await this.context.storage.add(this.place('turn'), token, { ttlMs: TURN_MS });
    return isFree ? new Turn(this.context, this.place('turn'), token) : undefined;
  }

  private place(what: string): string {
    return `work/${this.serverId}/${what}`;
  }
}

/** The right to go on with the work of a server, which one process has at a time. */
export class Turn {
  private takenAt: number;

  constructor(
    private readonly context: PluginContext,
    private readonly place: string,
    private readonly token: string,
  ) {
    this.takenAt = this.now();
  }

  /** Makes sure that there is time enough for one more request; false when the turn has passed to somebody else. */
  async goesOn(): Promise<boolean> {
    if (this.now() - this.takenAt < RENEWED_AFTER_MS) return true;
    if (!(await this.isOurs())) return false;
    await this.context.storage.set(this.place, this.token, { ttlMs: TURN_MS });
    this.takenAt = this.now();
    return true;
  }

  async end(): Promise<void> {
    if (await this.isOurs()) await this.context.storage.delete(this.place);
  }

  private async isOurs(): Promise<boolean> {
    return (await this.context.storage.get(this.place)) === this.token;
  }

  private now(): number {
    return this.context.clock.now().getTime();
  }
}
