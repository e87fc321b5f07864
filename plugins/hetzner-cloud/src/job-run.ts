import { PluginFailure, type PluginContext, type ServerSnapshot } from '@hostwright/sdk';
import type { HetznerAction, HetznerServer } from './answers.js';
import type { Begun, HetznerClient } from './hetzner-client.js';
import { goneSnapshot, toSnapshot } from './hetzner-mapping.js';
import type { HetznerConfig } from './settings.js';
import { ruleOf, type Step } from './steps.js';

/** An operation that takes several calls, as far as it has come. It is kept, so that another process can go on. */
export interface Job {
  /** Of the call that ordered it: the same call again goes on with the same job. */
  readonly key: string;
  readonly steps: readonly Step[];
  readonly at: number;
  readonly begunAt: string;
  /** What is done when a step fails: the server must not stay off because it could not grow. */
  readonly rescue: readonly Step[];
  /** The newest action before this step was asked for; a newer one of its kind is ours. Present as soon as it is asked for. */
  readonly after?: number;
  readonly action?: number;
  readonly askedAt?: string;
  readonly error?: string;
  readonly endedAt?: string;
}

/** How long a system may take to shut down by itself. */
const GRACE_MS = 60_000;
/** Whoever ordered it has given up by then: what has not been asked for is not asked for any more. */
const MOST_MS = 2 * 3_600_000;
/** Longer than any call takes. */
const ASKING_MS = 60_000;
const KEPT_MS = 24 * 3_600_000;
const MOST_ROUNDS = 16;

const WAITING: ReadonlySet<string> = new Set(['locked', 'conflict', 'maintenance']);
const IN_MOTION: ReadonlySet<string> = new Set(['initializing', 'starting', 'stopping', 'migrating', 'rebuilding', 'deleting']);

/** One look at a job: as many steps as can be taken now. */
export class JobRun {
  constructor(
    private readonly context: PluginContext<HetznerConfig>,
    private readonly client: HetznerClient,
    private server: HetznerServer,
    private job: Job,
    private readonly signal?: AbortSignal,
  ) {}

  async go(): Promise<ServerSnapshot> {
    let answer: ServerSnapshot | undefined;
    for (let round = 0; !answer && round < MOST_ROUNDS; round += 1) answer = await this.round();
    return answer ?? this.working();
  }

  private async round(): Promise<ServerSnapshot | undefined> {
    const step = this.job.steps[this.job.at];
    if (!step) return this.end();
    if (this.job.action !== undefined) return this.watch(step, await this.client.action(this.job.action));
    if (ruleOf(step).isDone(this.server, step)) return this.advance();
    if (this.isTooLate()) return this.fail('too-late');
    if (IN_MOTION.has(this.server.status)) return this.waiting();
    const asked = await this.askedBefore(step);
    return asked ? this.watch(step, asked) : this.askAlone(step);
  }

  /** Nothing more comes of a step whose answer was lost than what Hetzner shows of it. */
  private async askedBefore(step: Step): Promise<HetznerAction | undefined> {
    const { command } = ruleOf(step);
    const { after } = this.job;
    if (after === undefined || command === undefined) return undefined;
    const asked = (await this.client.actionsOf(this.server.id)).findLast(
      action => action.id > after && action.command === command,
    );
    if (!asked) return undefined;
    // The new password came with the answer.
    const steps: readonly Step[] = step.do === 'rebuild' ? [...this.job.steps, { do: 'new-password' }] : this.job.steps;
    await this.keep({ ...this.job, steps, action: asked.id });
    return asked;
  }

  /** Of several that look at once, one asks. Where one was killed while it asked, the others wait until it would have ended. */
  private async askAlone(step: Step): Promise<ServerSnapshot | undefined> {
    const { storage } = this.context;
    const place = `asking/${this.server.id}`;
    if (!(await storage.add(place, true, { ttlMs: ASKING_MS }))) return this.waiting();
    try {
      return (await this.isOutrun()) ? this.working() : await this.ask(step);
    } finally {
      await storage.delete(place);
    }
  }

  /** Whether somebody else has come further with the same job since we read it. */
  private async isOutrun(): Promise<boolean> {
    const kept = await this.kept();
    const fields = ['at', 'after', 'action', 'error', 'endedAt'] as const;
    return kept?.key === this.job.key && fields.some(field => kept[field] !== this.job[field]);
  }

  private async ask(step: Step): Promise<ServerSnapshot | undefined> {
    const isFirst = this.job.at === 0 && this.job.after === undefined;
    let begun: Begun;
    try {
      const after = this.job.after ?? (ruleOf(step).command === undefined ? 0 : await this.newestAction());
      await this.keep({ ...this.job, after, askedAt: this.context.clock.now().toISOString() });
      begun = await ruleOf(step).ask(this.client, this.server, step, this.signal);
    } catch (error) {
      return this.refused(error, isFirst);
    }
    const { action, password } = begun;
    if (!action) return this.advance({ look: true });
    await this.keep({ ...this.job, action: action.id });
    // A password is told once: nothing may come between it and the one who waits for it.
    return password === undefined ? this.watch(step, action) : this.working(action, password);
  }

  private async refused(error: unknown, isFirst: boolean): Promise<ServerSnapshot | undefined> {
    if (!(error instanceof PluginFailure) || error.kind === 'unknown') throw error;
    if (WAITING.has(error.code)) return this.working();
    // Certainly nothing was done: whoever asked decides whether to ask again.
    if (isFirst) await this.context.storage.delete(placeOf(this.server.id));
    if (isFirst || error.kind === 'retryable') throw error;
    return this.fail(error.code);
  }

  private async watch(step: Step, action: HetznerAction): Promise<ServerSnapshot | undefined> {
    if (action.status === 'error') return this.fail(action.errorCode ?? 'action-failed');
    if (action.status !== 'success') return this.working(action);
    if (step.do !== 'shut-down') return this.advance({ look: true });
    // Success says that the system was told, not that it listened.
    const server = await this.look();
    if (!server) return goneSnapshot(this.server.id);
    if (server.status === 'off') return this.advance();
    const askedAt = Date.parse(this.job.askedAt ?? '');
    if (this.context.clock.now().getTime() - askedAt < GRACE_MS) return this.working(action);
    const { action: _asked, after: _after, ...job } = this.job;
    await this.keep({ ...job, steps: job.steps.with(job.at, { do: 'cut-power' }) });
    return undefined;
  }

  /** What mends a failure is never too late. */
  private isTooLate(): boolean {
    const { begunAt, error } = this.job;
    return error === undefined && this.context.clock.now().getTime() - Date.parse(begunAt) > MOST_MS;
  }

  /** Nothing can be asked for yet; what was ordered is not forgotten. */
  private async waiting(): Promise<ServerSnapshot> {
    if ((await this.kept())?.key !== this.job.key) await this.keep(this.job);
    return this.working();
  }

  private async advance({ look = false } = {}): Promise<ServerSnapshot | undefined> {
    const { action, after: _after, askedAt: _askedAt, ...job } = this.job;
    await this.keep({ ...job, at: job.at + 1, ...(action !== undefined && { after: action }) });
    if (look && !(await this.look())) return goneSnapshot(this.server.id);
    return undefined;
  }

  private async fail(code: string): Promise<undefined> {
    this.context.log.warn('A step at Hetzner failed', { server: this.server.id, step: this.job.steps[this.job.at]?.do, code });
    const { key, rescue, begunAt, error = code } = this.job;
    await this.keep({ key, steps: this.job.error === undefined ? rescue : [], rescue: [], at: 0, begunAt, error });
    await this.look();
    return undefined;
  }

  private async end(): Promise<ServerSnapshot> {
    const { endedAt = this.context.clock.now().toISOString(), error } = this.job;
    await this.keep({ ...this.job, endedAt });
    return error === undefined ? toSnapshot(this.server) : toSnapshot(this.server, { state: 'failed', error });
  }

  private working(action?: HetznerAction, password?: string): ServerSnapshot {
    const { steps, at } = this.job;
    const percent = Math.min(99, (100 * (at + (action?.progress ?? 0) / 100)) / Math.max(1, steps.length));
    const progress = { percent, step: steps[at]?.do ?? 'finishing' };
    return toSnapshot(this.server, { state: 'changing', progress, password });
  }

  private async newestAction(): Promise<number> {
    return (await this.client.actionsOf(this.server.id))[0]?.id ?? 0;
  }

  private async look(): Promise<HetznerServer | undefined> {
    const server = await this.client.server(this.server.id);
    if (server) this.server = server;
    return server;
  }

  private kept(): Promise<Job | undefined> {
    return this.context.storage.get<Job>(placeOf(this.server.id));
  }

  private async keep(job: Job): Promise<void> {
    this.job = job;
    await this.context.storage.set(placeOf(this.server.id), job, { ttlMs: KEPT_MS });
  }
}

export const placeOf = (serverId: string): string => `job/${serverId}`;
