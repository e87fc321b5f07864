import type { PluginContext } from '../context.js';
import { PluginFailure } from '../failure.js';
import type { ServerSnapshot } from '../kinds/server-provider.js';
import { goneSnapshot } from './gone-snapshot.js';
import type { WorkBegun, StepRule, VendorAction, WorkStep, WorkVendor } from './vendor.js';
import type { Job, Turn, WorkMemory } from './work-memory.js';
import { endedTold, workingTold } from './work-told.js';

/** Whoever ordered it has given up by then: what has not been asked for is not asked for any more. */
const MOST_MS = 2 * 3_600_000;
const MOST_ROUNDS = 16;

export interface Looker {
  readonly context: PluginContext;
  readonly turn: Turn;
  readonly signal?: AbortSignal | undefined;
  /** Whether the server was looked at after anybody could have done anything to it. */
  readonly hasLooked: boolean;
}

/** One look at a job by the one who has the turn: as many steps as can be taken now. */
export class JobRun<Server extends { readonly id: string }, Step extends WorkStep> {
  private hasLooked: boolean;

  constructor(
    private readonly looker: Looker,
    private readonly vendor: WorkVendor<Server, Step>,
    private readonly memory: WorkMemory<Step>,
    private server: Server,
    private job: Job<Step>,
  ) {
    this.hasLooked = looker.hasLooked;
  }

  async go(): Promise<ServerSnapshot> {
    try {
      let answer: ServerSnapshot | undefined;
      for (let round = 0; !answer && round < MOST_ROUNDS; round += 1) answer = await this.round();
      return answer ?? (await this.working());
    } catch (error) {
      // Another process has gone on meanwhile: it is the one who knows.
      if (error instanceof TurnLost) return this.working();
      throw error;
    }
  }

  private async round(): Promise<ServerSnapshot | undefined> {
    const step = this.job.steps[this.job.at];
    if (!step) return this.end();
    const rule = this.ruleOf(step);
    // A newer release may have ordered it.
    if (!rule) return this.fail('unknown-step');
    if (this.job.action !== undefined) return this.watch(step, rule, await this.vendor.action(this.job.action));
    if (!this.hasLooked && !(await this.look())) return goneSnapshot(this.server.id);
    if (rule.isDone(this.server, step)) return this.advance();
    if (this.isTooLate()) return this.fail('too-late');
    if (this.vendor.isBusy(this.server)) return this.working();
    const asked = await this.askedBefore(rule);
    return asked ? this.watch(step, rule, asked) : this.ask(step, rule);
  }

  /** Nothing more comes of a step whose answer was lost than what the vendor shows of it. */
  private async askedBefore({ kind, afterLostAnswer = [] }: StepRule<Server, Step, Step>): Promise<VendorAction | undefined> {
    const { after, steps } = this.job;
    if (after === undefined || kind === undefined) return undefined;
    const actions = await this.vendor.actionsOf(this.server);
    const known = actions.findIndex(({ id }) => id === after);
    const asked = actions.slice(0, known === -1 ? undefined : known).findLast(action => action.kind === kind);
    if (asked) await this.keep({ ...this.job, steps: [...steps, ...afterLostAnswer], action: asked.id });
    return asked;
  }

  private async ask(step: Step, rule: StepRule<Server, Step, Step>): Promise<ServerSnapshot | undefined> {
    const { at, error, after: before } = this.job;
    const isFirst = at === 0 && before === undefined && error === undefined;
    let begun: WorkBegun | undefined;
    try {
      const after = before !== undefined || rule.kind === undefined ? (before ?? null) : await this.newestAction();
      await this.keep({ ...this.job, after, askedAt: this.now().toISOString() });
      begun = await rule.ask(this.server, step, this.looker.signal);
    } catch (failure) {
      return this.refused(failure, isFirst);
    }
    const { action, password } = begun ?? {};
    if (!action) return this.advance({ look: true, password });
    await this.keep({ ...this.job, action: action.id });
    // A password is told once: nothing may come between it and the one who waits for it.
    return password === undefined ? this.watch(step, rule, action) : this.working(action, password);
  }

  private async refused(failure: unknown, isFirst: boolean): Promise<ServerSnapshot | undefined> {
    if (!(failure instanceof PluginFailure) || failure.kind === 'unknown') throw failure;
    if (this.vendor.saysBusy(failure)) return this.working();
    // Certainly nothing was done: whoever asked decides whether to ask again.
    if (isFirst) await this.memory.forgetJob(this.job);
    if (isFirst || failure.kind === 'retryable') throw failure;
    return this.fail(failure.code);
  }

  private async watch(
    step: Step,
    { isDone, otherwise }: StepRule<Server, Step, Step>,
    action: VendorAction,
  ): Promise<ServerSnapshot | undefined> {
    if (action.state === 'failed') return this.fail(action.error ?? 'action-failed');
    if (action.state === 'running') return this.working(action);
    if (!otherwise) return this.advance({ look: true });
    // Done says that the system was told, not that it listened.
    if (!(await this.look())) return goneSnapshot(this.server.id);
    if (isDone(this.server, step)) return this.advance();
    const askedAt = Date.parse(this.job.askedAt ?? this.job.begunAt);
    if (this.now().getTime() - askedAt < otherwise.afterMs) return this.working(action);
    const { action: _action, askedAt: _askedAt, ...job } = this.job;
    await this.keep({ ...job, steps: job.steps.with(job.at, otherwise.step), after: action.id });
    return undefined;
  }

  /** What mends a failure is never too late. */
  private isTooLate(): boolean {
    const { begunAt, error } = this.job;
    return error === undefined && this.now().getTime() - Date.parse(begunAt) > MOST_MS;
  }

  private async advance({ look = false, password }: { look?: boolean; password?: string | undefined } = {}) {
    const { action, after: _after, askedAt: _askedAt, ...job } = this.job;
    await this.keep({ ...job, at: job.at + 1, ...(action !== undefined && { after: action }) });
    if (password !== undefined) return this.working(undefined, password);
    if (look && !(await this.look())) return goneSnapshot(this.server.id);
    return undefined;
  }

  private async fail(code: string): Promise<ServerSnapshot | undefined> {
    const { key, rescue, begunAt, at, steps, error } = this.job;
    this.looker.context.log.warn('A step of work on a server failed', { server: this.server.id, step: steps[at]?.do, code });
    await this.keep({ key, begunAt, steps: error === undefined ? rescue : [], rescue: [], at: 0, error: error ?? code });
    return (await this.look()) ? undefined : goneSnapshot(this.server.id);
  }

  private async end(): Promise<ServerSnapshot> {
    if (this.job.endedAt === undefined) await this.keep({ ...this.job, endedAt: this.now().toISOString() });
    return this.vendor.tell(this.server, endedTold(this.job));
  }

  private async working(action?: VendorAction, password?: string): Promise<ServerSnapshot> {
    return this.vendor.tell(this.server, { ...workingTold(this.job, action), password });
  }

  private async newestAction(): Promise<string | null> {
    return (await this.vendor.actionsOf(this.server))[0]?.id ?? null;
  }

  private async look(): Promise<Server | undefined> {
    const server = await this.vendor.server(this.server.id);
    this.server = server ?? this.server;
    this.hasLooked = true;
    return server;
  }

  private ruleOf(step: Step): StepRule<Server, Step, Step> | undefined {
    const rules = this.vendor.rules as unknown as Readonly<Record<string, StepRule<Server, Step, Step>>>;
    return Object.hasOwn(rules, step.do) ? rules[step.do] : undefined;
  }

  private now(): Date {
    return this.looker.context.clock.now();
  }

  /** Every request that changes something comes after this, with time enough left for it. */
  private async keep(job: Job<Step>): Promise<void> {
    if (!(await this.looker.turn.goesOn())) throw new TurnLost();
    this.job = job;
    await this.memory.writeJob(job);
  }
}

class TurnLost extends Error {}
