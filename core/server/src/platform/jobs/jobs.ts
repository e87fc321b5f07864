import { type BeforeApplicationShutdown, Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { PluginFailure } from '@hostwright/sdk';
import { PgBoss, type JobWithMetadata, type SendOptions } from 'pg-boss';
import { CONFIG, type Config } from '../config/index.js';
import { roleUrl, TenantDb } from '../database/index.js';
import { encode } from './codec.js';
import { Crew } from './crew.js';
import type { JobData } from './job.js';

export type { JobData } from './job.js';

export interface JobCall {
  readonly id: string;
  /** 1 for the first run. */
  readonly attempt: number;
  readonly signal: AbortSignal;
}

export interface WorkOptions {
  /** How many run at once in this process. */
  readonly concurrency?: number;
  /** How many of them, on all nodes together, belong to one group; for queues whose jobs wait for somebody outside. */
  readonly perGroup?: number;
  readonly retryLimit?: number;
  readonly expireSeconds?: number;
}

type Handler = (data: JobData, job: JobCall) => Promise<void>;

interface Queue {
  readonly handler: Handler;
  readonly options: Required<Omit<WorkOptions, 'perGroup'>> & Pick<WorkOptions, 'perGroup'>;
}

export interface SendJob {
  readonly startAfter?: Date;
  /** Whose share of the workers it takes, where the queue gives shares. */
  readonly group?: string;
}

/** What is due later than that is found in a round: a second is little of its wait. */
const SOON_MS = 30_000;

export const DEAD_LETTERS = 'jobs/dead';

/**
 * Work that outlives the request. The row of a job is written in the business transaction, so a commit makes both real
 * and a rollback neither. Delivery is at least once: a handler must bear repetition.
 */
@Injectable()
export class Jobs implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Jobs');
  private readonly queues = new Map<string, Queue>();
  private readonly crews = new Map<string, Crew>();
  private readonly boss: PgBoss;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: TenantDb,
  ) {
    this.boss = new PgBoss({
      connectionString: roleUrl(config.databaseUrl!, 'app_jobs', config.secretKey),
      application_name: 'hostwright-jobs',
      schema: 'pgboss',
      createSchema: false,
      max: 4,
      schedule: false,
      supervise: config.runJobs,
    });
    this.boss.on('error', error => this.log.error(`The queue reports: ${error.message}`));
  }

  /** Names who does the work of a queue; called by modules while they are built. */
  work<Data extends JobData>(
    queue: string,
    handler: (data: Data, job: JobCall) => Promise<void>,
    options: WorkOptions = {},
  ): void {
    if (this.queues.has(queue)) throw new Error(`The queue ${queue} has a worker already`);
    const complete = { concurrency: 2, retryLimit: 10, expireSeconds: 120, ...options };
    this.queues.set(queue, { handler: handler as Handler, options: complete });
  }

  /** Puts a job into the transaction that is open; it becomes visible with the commit. */
  async send<Data extends JobData>(queue: string, data: Data, options: SendJob = {}): Promise<void> {
    await this.sendAll(queue, [data], options);
  }

  /** Several jobs of one queue in one statement. */
  async sendAll<Data extends JobData>(queue: string, all: readonly Data[], options: SendJob = {}): Promise<void> {
    if (all.length === 0) return;
    const startAfter = options.startAfter?.toISOString();
    const shared = { ...(startAfter && { startAfter }), ...(options.group && { group: { id: options.group } }) };
    const rows = all.map(data => ({ data: JSON.parse(encode(data)) as object, ...shared }));
    await this.boss.insert(queue, rows, { db: { executeSql: this.executeSql } } as SendOptions);
    this.db.afterCommit(() => this.wake(queue, options.startAfter));
  }

  /** Runs one job as a worker would; stories use it to drain a queue without waiting. */
  async perform(queue: string, data: JobData, job: JobCall): Promise<void> {
    const entry = this.queues.get(queue);
    if (!entry) throw new Error(`Nobody works on ${queue}`);
    await entry.handler(data, job);
  }

  queueNames(): string[] {
    return [...this.queues.keys()];
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.boss.start();
    const known = new Set((await this.boss.getQueues()).map(queue => queue.name));
    if (!known.has(DEAD_LETTERS)) await this.boss.createQueue(DEAD_LETTERS);
    for (const [name, { options }] of this.queues) {
      const settings = {
        retryLimit: options.retryLimit,
        retryDelay: 1,
        retryBackoff: true,
        retryDelayMax: 600,
        expireInSeconds: options.expireSeconds,
      };
      if (!known.has(name)) await this.boss.createQueue(name, { ...settings, deadLetter: DEAD_LETTERS });
      if (this.config.runJobs) this.listen(name);
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([...this.crews.values()].map(crew => crew.stop()));
    await this.boss.stop({ graceful: true, timeout: 20_000 });
  }

  private listen(name: string): void {
    const { handler, options } = this.queues.get(name)!;
    const { concurrency: hands, perGroup, expireSeconds } = options;
    const onTrouble = (error: Error): void => this.log.error(`The crew of ${name} reports: ${error.message}`);
    const work = (job: JobWithMetadata<JobData>): Promise<void> => this.handle(name, handler, job);
    const crew = new Crew(this.boss, name, { hands, perGroup, expireSeconds }, work, onTrouble);
    this.crews.set(name, crew);
    crew.start();
  }

  private async handle(name: string, handler: Handler, job: JobWithMetadata<JobData>): Promise<void> {
    try {
      await handler(job.data, { id: job.id, attempt: job.retryCount + 1, signal: job.signal });
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown reason';
      this.log.warn(`${name} ${job.id} failed in attempt ${job.retryCount + 1}: ${reason}`);
      if (!(error instanceof PluginFailure) || error.kind !== 'final') throw error;
      await this.boss.send(DEAD_LETTERS, { ...job.data, queue: name, reason });
    }
  }

  /** Whoever works on it in this process looks when the job is due instead of at the round after that. */
  private wake(queue: string, due?: Date): void {
    const crew = this.crews.get(queue);
    const waitMs = due ? due.getTime() - Date.now() : 0;
    if (waitMs <= 0) crew?.wake();
    else if (crew && waitMs < SOON_MS) setTimeout(() => crew.wake(), waitMs).unref();
  }

  /** The queue asks for nothing back, so nobody waits for its rows. */
  private readonly executeSql = (text: string, values: unknown[] = []): Promise<{ rows: object[] }> => {
    this.db.trail(this.db.execute(text, values));
    return Promise.resolve({ rows: [] });
  };
}
