import { PluginFailure, type PluginContext, type ServerSnapshot } from '@hostwright/sdk';
import type { Action, Droplet } from './answers.js';
import type { OceanClient } from './ocean-client.js';
import { goneSnapshot, toSnapshot } from './ocean-mapping.js';
import type { Passwords } from './passwords.js';
import type { OceanConfig } from './settings.js';
import { ruleOf, type Step } from './steps.js';
import { serviceOf } from './tags.js';

/** An operation that takes several calls, as far as it has come. It is kept, so that another process can go on. */
export interface Job {
  /** Of the call that ordered it: the same call again goes on with the same job. */
  readonly key: string;
  readonly steps: readonly Step[];
  readonly at: number;
  readonly begunAt: string;
  /** What is done when a step fails: the server must not stay off because it could not grow. */
  readonly rescue: readonly Step[];
  /** Whether the droplet has its first password again afterwards. */
  readonly givesPassword: boolean;
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

/** One look at a job: as many steps as can be taken now. */
export class JobRun {
  constructor(
    private readonly context: PluginContext<OceanConfig>,
    private readonly client: OceanClient,
    private readonly passwords: Passwords,
    private droplet: Droplet,
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
    if (ruleOf(step).isDone(this.droplet, step)) return this.advance();
    if (this.isTooLate()) return this.fail('too-late');
    if (this.droplet.locked || this.droplet.status === 'new') return this.waiting();
    const asked = await this.askedBefore(step);
    return asked ? this.watch(step, asked) : this.askAlone(step);
  }

  /** Nothing more comes of a step whose answer was lost than what DigitalOcean shows of it. */
  private async askedBefore(step: Step): Promise<Action | undefined> {
    const { type } = ruleOf(step);
    const { after } = this.job;
    if (after === undefined || type === undefined) return undefined;
    const asked = (await this.client.actionsOf(this.droplet.id)).findLast(action => action.id > after && action.type === type);
    if (!asked) return undefined;
    await this.keep({ ...this.job, action: asked.id });
    return asked;
  }

  /** Of several that look at once, one asks. Where one was killed while it asked, the others wait until it would have ended. */
  private async askAlone(step: Step): Promise<ServerSnapshot | undefined> {
    const { storage } = this.context;
    const place = `asking/${this.droplet.id}`;
    if (!(await storage.add(place, true, { ttlMs: ASKING_MS }))) return this.waiting();
    try {
      return (await this.isOutrun()) ? await this.working() : await this.ask(step);
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
    let action: Action | undefined;
    try {
      const after = this.job.after ?? (ruleOf(step).type === undefined ? 0 : await this.newestAction());
      await this.keep({ ...this.job, after, askedAt: this.context.clock.now().toISOString() });
      action = await ruleOf(step).ask(this.client, this.droplet, step, this.signal);
    } catch (error) {
      return this.refused(error, isFirst);
    }
    if (!action) return this.advance({ look: true });
    await this.keep({ ...this.job, action: action.id });
    return this.watch(step, action);
  }

  private async refused(error: unknown, isFirst: boolean): Promise<ServerSnapshot | undefined> {
    if (!(error instanceof PluginFailure) || error.kind === 'unknown') throw error;
    if (error.code === 'locked') return this.working();
    // Certainly nothing was done: whoever asked decides whether to ask again.
    if (isFirst) await this.context.storage.delete(placeOf(this.droplet.id));
    if (isFirst || error.kind === 'retryable') throw error;
    return this.fail(error.code);
  }

  private async watch(step: Step, action: Action): Promise<ServerSnapshot | undefined> {
    if (action.status === 'errored') return this.fail(`${action.type.replaceAll('_', '-')}-failed`);
    if (action.status !== 'completed') return this.working();
    if (step.do !== 'shut-down') return this.advance({ look: true });
    // Completed says that the system was told, not that it listened.
    const droplet = await this.look();
    if (!droplet) return goneSnapshot(this.droplet.id);
    if (droplet.status === 'off') return this.advance();
    const askedAt = Date.parse(this.job.askedAt ?? '');
    if (this.context.clock.now().getTime() - askedAt < GRACE_MS) return this.working();
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
    if (look && !(await this.look())) return goneSnapshot(this.droplet.id);
    return undefined;
  }

  private async fail(code: string): Promise<undefined> {
    this.context.log.warn('A step at DigitalOcean failed', {
      droplet: this.droplet.id,
      step: this.job.steps[this.job.at]?.do,
      code,
    });
    const { key, rescue, givesPassword, begunAt, error = code } = this.job;
    const steps = this.job.error === undefined ? rescue : [];
    await this.keep({ key, steps, rescue: [], givesPassword, at: 0, begunAt, error });
    await this.look();
    return undefined;
  }

  private async end(): Promise<ServerSnapshot> {
    const { endedAt = this.context.clock.now().toISOString(), error } = this.job;
    await this.keep({ ...this.job, endedAt });
    if (error !== undefined) return toSnapshot(this.droplet, { state: 'failed', error });
    return toSnapshot(this.droplet, { password: await this.password() });
  }

  /** DigitalOcean does not say how far an action has come. */
  private async working(): Promise<ServerSnapshot> {
    const { steps, at, action } = this.job;
    const percent = Math.floor((100 * (at + (action === undefined ? 0 : 0.5))) / Math.max(1, steps.length));
    const progress = { percent, step: steps[at]?.do ?? 'finishing' };
    return toSnapshot(this.droplet, { state: 'changing', progress, password: await this.password() });
  }

  private async password(): Promise<string | undefined> {
    const serviceId = this.job.givesPassword ? serviceOf(this.droplet) : undefined;
    return serviceId === undefined ? undefined : this.passwords.recall(serviceId);
  }

  private async newestAction(): Promise<number> {
    return (await this.client.actionsOf(this.droplet.id))[0]?.id ?? 0;
  }

  private async look(): Promise<Droplet | undefined> {
    const droplet = await this.client.droplet(this.droplet.id);
    if (droplet) this.droplet = droplet;
    return droplet;
  }

  private kept(): Promise<Job | undefined> {
    return this.context.storage.get<Job>(placeOf(this.droplet.id));
  }

  private async keep(job: Job): Promise<void> {
    this.job = job;
    await this.context.storage.set(placeOf(this.droplet.id), job, { ttlMs: KEPT_MS });
  }
}

export const placeOf = (dropletId: string): string => `job/${dropletId}`;
