import { vi } from 'vitest';
import { OperationRows, OperationRunner } from '../../src/billing/services/index.js';
import type { FaultPoint } from '../../src/platform/faults/index.js';
import { Jobs } from '../../src/platform/jobs/index.js';
import { DueJobs, type DueJob } from '../harness/due-jobs.js';
import type { TestServer } from '../harness/shop.js';
import type { Chance } from './chance.js';
import type { Mishap, Weather } from './weather.js';

const RUN_QUEUE = 'services/run';

/** When the queue takes back what a dead process held. */
const BACK_AFTER_MS = 180_000;

/** Long enough for a request to be on its way. */
const GIVES_UP_AFTER_MS = 40;

const AT_ONCE = 4;

type RunJob = Parameters<OperationRunner['run']>[0];

class Death extends Error {}

interface Kept {
  readonly job: DueJob;
  readonly at: number;
}

/** Workers who do what is due, several pieces at once, and to whom everything happens that can. */
export class RoughWorkers extends DueJobs {
  /** What is in nobody's hands: held by the dead, or handed out for a second time. */
  private kept: Kept[] = [];
  private late: { readonly work: Promise<void>; readonly release: () => void }[] = [];
  private readonly fatal = vi.spyOn(process, 'kill').mockImplementation(() => {
    throw new Death('The process is dead');
  });

  constructor(
    private readonly server: TestServer,
    private readonly holdNextAnswer: () => () => void,
    private readonly weather: Weather,
    private chance: Chance,
  ) {
    super(server.database, server.app.get(Jobs), server.clock);
  }

  follow(chance: Chance): void {
    this.chance = chance;
    this.weather.follow(chance);
  }

  /** Whether something is still to come back. */
  get isHolding(): boolean {
    return this.kept.length > 0 || this.late.length > 0;
  }

  override async run(): Promise<void> {
    for (;;) {
      const due = [...this.returned()];
      while (due.length < AT_ONCE) {
        const job = await this.take();
        if (!job) break;
        due.push(job);
      }
      if (due.length === 0) return;
      await Promise.all(due.map(job => this.perform(job)));
      if (this.late.length > 0 && this.chance.happens(0.1)) await this.hearLate();
    }
  }

  override async next(): Promise<Date | undefined> {
    const times = [(await super.next())?.getTime(), ...this.kept.map(({ at }) => at)].filter(time => time !== undefined);
    return times.length === 0 ? undefined : new Date(Math.min(...times));
  }

  /** Answers that were on their way for so long come in at last. */
  async hearLate(): Promise<void> {
    const late = this.late;
    this.late = [];
    for (const { work, release } of late) {
      release();
      await work;
    }
  }

  override async close(): Promise<void> {
    await this.hearLate();
    this.fatal.mockRestore();
    await super.close();
  }

  protected override async perform(job: DueJob): Promise<void> {
    await this.survived(job, this.endured(job));
  }

  private async survived(job: DueJob, work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      if (!(error instanceof Death)) throw error;
      this.keep(job, BACK_AFTER_MS);
    }
  }

  private async endured(job: DueJob): Promise<void> {
    const mishap = job.name === RUN_QUEUE ? await this.mishapOf(job) : undefined;
    if (!mishap) return super.perform(job);
    if (mishap.kind === 'death') return this.die(job, mishap.name);
    if (mishap.kind === 'worker') return this[mishap.name](job);
    const clearUp = this.weather.order(mishap.name);
    await super.perform(job).finally(clearUp);
  }

  private mishapOf({ data }: DueJob): Promise<Mishap | undefined> {
    const { operationId } = data as unknown as { operationId: string };
    return this.server.db.run(data.tenantId, async () => {
      const operation = await this.server.app.get(OperationRows).find(operationId);
      return operation && this.weather.mishap(operation);
    });
  }

  /** The process ends at that point, and its jobs with it until the queue takes them back. */
  private async die(job: DueJob, faultPoint: FaultPoint): Promise<void> {
    Object.assign(this.server.config, { faultPoint });
    await super.perform(job).finally(() => Object.assign(this.server.config, { faultPoint: undefined }));
  }

  /** The provider takes the request and says nothing. Whoever only wanted to know something waits until the line is cut. */
  private async hangs(job: DueJob): Promise<void> {
    this.server.cloud.behave('hanging');
    const cut = setTimeout(() => this.server.cloud.behave('well'), 2 * GIVES_UP_AFTER_MS);
    try {
      const signal = AbortSignal.timeout(GIVES_UP_AFTER_MS);
      await this.server.app.get(OperationRunner).run(job.data as RunJob, { signal });
    } finally {
      clearTimeout(cut);
      this.server.cloud.behave('well');
    }
  }

  private async 'answered-late'(job: DueJob): Promise<void> {
    const release = this.holdNextAnswer();
    const calls = this.server.cloud.calls.length;
    let isOver = false;
    const work = this.survived(job, super.perform(job)).finally(() => (isOver = true));
    // What else goes wrong with it is heard where it is waited for.
    work.catch(() => undefined);
    const isUnderWay = () => isOver || this.isAsked(calls) || Promise.reject(new Error('Nothing has been asked'));
    await vi.waitFor(isUnderWay, { timeout: 30_000 });
    if (!isOver) return void this.late.push({ work, release });
    release();
    await work;
  }

  private async 'done-at-once'(job: DueJob): Promise<void> {
    const all = await Promise.allSettled(Array.from({ length: this.chance.between(2, 4) }, () => super.perform(job)));
    for (const one of all) if (one.status === 'rejected') throw one.reason;
  }

  private async 'done-again'(job: DueJob): Promise<void> {
    await super.perform(job);
    this.keep(job, this.chance.between(0, 300) * 1000);
  }

  private isAsked(calls: number): boolean {
    return this.server.cloud.calls.slice(calls).some(({ method }) => method !== 'GET');
  }

  private keep(job: DueJob, ms: number): void {
    this.kept.push({ job, at: this.server.clock.now().getTime() + ms });
  }

  private returned(): readonly DueJob[] {
    const now = this.server.clock.now().getTime();
    const due = this.kept.filter(({ at }) => at <= now);
    this.kept = this.kept.filter(({ at }) => at > now);
    return due.map(({ job }) => job);
  }
}
