import type { JobWithMetadata, PgBoss } from 'pg-boss';
import type { JobData } from './job.js';

export interface CrewOptions {
  /** How many jobs are under way at once in this process. */
  readonly hands: number;
  /** How many of them, on all nodes together, belong to one group; as many as there are where it is not told. */
  readonly perGroup?: number | undefined;
  readonly expireSeconds: number;
}

export type CrewWork = (job: JobWithMetadata<JobData>) => Promise<void>;

const LARGEST_CATCH = 50;
const ROUND_MS = 1000;
const SHORTEST_PAUSE_MS = 20;
const FAREWELL_MS = 20_000;

/**
 * The hands for one queue. It looks into the queue once for all of them, again as soon as one of them is done, and once a
 * second where nothing calls. Where jobs mostly wait for somebody outside, no group takes more than its share: one whose
 * jobs hang leaves the others theirs. Groups are served in turn, so that one that has put a thousand jobs into the queue
 * does not stand before those who came after it with one.
 */
export class Crew {
  private readonly busy = new Map<string, Promise<void>>();
  /** Groups that have had something in this turn; the others come next. */
  private readonly served = new Set<string>();
  private readonly farewell = new AbortController();
  private isEnding = false;
  private call: (() => void) | undefined;
  private isCalled = false;
  private round: Promise<void> | undefined;

  constructor(
    private readonly boss: PgBoss,
    private readonly queue: string,
    private readonly options: CrewOptions,
    private readonly work: CrewWork,
    private readonly onTrouble: (error: Error) => void,
  ) {}

  start(): void {
    this.round = this.goRound();
  }

  /** There may be something to do now. */
  wake(): void {
    this.isCalled = true;
    this.call?.();
  }

  /** Takes nothing new and lets what is under way end; what takes too long is left, and comes back to the queue by itself. */
  async stop(): Promise<void> {
    this.isEnding = true;
    this.wake();
    await this.round;
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, FAREWELL_MS);
    await Promise.race([late, Promise.allSettled(this.busy.values())]);
    clearTimeout(timer);
    this.farewell.abort(new DOMException('The process ends', 'AbortError'));
  }

  private async goRound(): Promise<void> {
    while (!this.isEnding) {
      const caught = await this.fetch();
      for (const job of caught) this.begin(job);
      if (caught.length === 0) await this.pause();
    }
  }

  private async fetch(): Promise<JobWithMetadata<JobData>[]> {
    this.isCalled = false;
    const batchSize = Math.min(this.options.hands - this.busy.size, LARGEST_CATCH);
    if (batchSize <= 0) return [];
    try {
      const { perGroup } = this.options;
      const shares = perGroup !== undefined && { groupConcurrency: perGroup, ignoreGroups: [...this.served] };
      const caught = await this.boss.fetch<JobData>(this.queue, { batchSize, includeMetadata: true, ...shares });
      if (shares) this.serve(caught);
      return caught;
    } catch (error) {
      // The next round tries again: a database that is away for a moment must not end the work.
      this.onTrouble(error as Error);
      return [];
    }
  }

  /** When nobody is left who has had nothing, the next turn begins. */
  private serve(caught: readonly JobWithMetadata<JobData>[]): void {
    if (caught.length === 0 && this.served.size > 0) this.isCalled = true;
    if (caught.length === 0) this.served.clear();
    for (const { groupId } of caught) if (groupId) this.served.add(groupId);
  }

  private begin(job: JobWithMetadata<JobData>): void {
    const ending = this.perform(job)
      .catch((error: unknown) => this.onTrouble(error as Error))
      .finally(() => {
        this.busy.delete(job.id);
        this.wake();
      });
    this.busy.set(job.id, ending);
  }

  private async perform(job: JobWithMetadata<JobData>): Promise<void> {
    const signal = AbortSignal.any([this.farewell.signal, AbortSignal.timeout(this.options.expireSeconds * 1000)]);
    try {
      await this.work({ ...job, signal });
    } catch (error) {
      await this.boss.fail(this.queue, job.id, { message: error instanceof Error ? error.message : 'unknown reason' });
      return;
    }
    await this.boss.complete(this.queue, job.id);
  }

  /** Until somebody calls or the round is over; never so short that a storm of calls becomes one of looks. */
  private async pause(): Promise<void> {
    await new Promise(resolve => setTimeout(resolve, SHORTEST_PAUSE_MS));
    if (this.isCalled) return;
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, ROUND_MS);
      this.call = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.call = undefined;
  }
}
