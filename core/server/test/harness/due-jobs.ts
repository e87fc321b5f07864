import pg from 'pg';
import { roleUrl } from '../../src/platform/database/index.js';
import type { Clock } from '../../src/platform/clock/index.js';
import type { JobData, Jobs } from '../../src/platform/jobs/index.js';
import type { TestDatabase } from './database.js';

export interface DueJob {
  readonly id: string;
  readonly name: string;
  readonly data: JobData;
}

/** The database's clock counts microseconds, ours milliseconds. */
const SLACK_MS = 5;

/** Does the work that is due by the test's clock, in order, until there is none. A job that throws is the test's to see. */
export class DueJobs {
  private readonly pool: pg.Pool;
  /** Queues of another story, whose work stays undone. */
  private readonly left = new Set<string>();

  constructor(
    database: TestDatabase,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {
    this.pool = new pg.Pool({ connectionString: roleUrl(database.url, 'app_jobs', database.secretKey), max: 2 });
    this.pool.on('error', () => undefined);
  }

  leave(queue: string): void {
    this.left.add(queue);
  }

  async run(): Promise<void> {
    for (let job = await this.take(); job; job = await this.take()) await this.perform(job);
  }

  /** Does all that is due but the jobs of one queue, and takes the tenant's job out of that queue without doing it. */
  async setAside<Data extends JobData>(queue: string, tenantId: string): Promise<Data> {
    const others = this.names().filter(name => name !== queue);
    for (let job = await this.take(others); job; job = await this.take(others)) await this.perform(job);
    const job = await this.take([queue], tenantId);
    if (!job) throw new Error(`Nothing is due in ${queue}`);
    return job.data as Data;
  }

  /** When the next piece of work is due that is not due yet. */
  async next(): Promise<Date | undefined> {
    const { rows } = await this.pool.query<{ at: Date | null }>(
      `select min(start_after) as at from pgboss.job where state = 'created' and name = any($1)`,
      [this.names()],
    );
    return rows[0]?.at ?? undefined;
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  protected async take(names = this.names(), tenantId?: string): Promise<DueJob | undefined> {
    const due = new Date(this.clock.now().getTime() + SLACK_MS);
    const { rows } = await this.pool.query<DueJob>(
      `delete from pgboss.job where (name, id) = (
         select name, id from pgboss.job
         where state = 'created' and name = any($1) and start_after <= $2 and ($3::text is null or data->>'tenantId' = $3)
         order by start_after, created_on, id limit 1 for update skip locked
       ) returning id, name, data`,
      [names, due, tenantId ?? null],
    );
    return rows[0];
  }

  private names(): string[] {
    return this.jobs.queueNames().filter(name => !this.left.has(name));
  }

  protected perform({ id, name, data }: DueJob): Promise<void> {
    return this.jobs.perform(name, data, { id, attempt: 1, signal: new AbortController().signal });
  }
}
