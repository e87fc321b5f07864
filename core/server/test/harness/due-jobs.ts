import pg from 'pg';
import { roleUrl } from '../../src/platform/database/index.js';
import type { Clock } from '../../src/platform/clock/index.js';
import type { Jobs } from '../../src/platform/jobs/index.js';
import type { TestDatabase } from './database.js';

export interface DueJob {
  readonly id: string;
  readonly name: string;
  readonly data: { readonly tenantId: string };
}

/** The database's clock counts microseconds, ours milliseconds. */
const SLACK_MS = 5;

/** Does the work that is due by the test's clock, in order, until there is none. A job that throws is the test's to see. */
export class DueJobs {
  private readonly pool: pg.Pool;

  constructor(
    database: TestDatabase,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {
    this.pool = new pg.Pool({ connectionString: roleUrl(database.url, 'app_jobs', database.secretKey), max: 2 });
    this.pool.on('error', () => undefined);
  }

  async run(): Promise<void> {
    for (let job = await this.take(); job; job = await this.take()) await this.perform(job);
  }

  /** Does all that is due but the jobs of this queue. */
  async runAllBut(queue: string): Promise<void> {
    for (let job = await this.take(undefined, queue); job; job = await this.take(undefined, queue)) await this.perform(job);
  }

  /** When the next piece of work is due that is not due yet. */
  async next(): Promise<Date | undefined> {
    const { rows } = await this.pool.query<{ at: Date | null }>(
      `select min(start_after) as at from pgboss.job where state = 'created' and name = any($1)`,
      [this.jobs.queueNames()],
    );
    return rows[0]?.at ?? undefined;
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  /** Takes the next job that is due out of its queue, without doing it. */
  async take(only?: string, butNot?: string): Promise<DueJob | undefined> {
    const due = new Date(this.clock.now().getTime() + SLACK_MS);
    const names = this.jobs.queueNames().filter(name => (only === undefined || name === only) && name !== butNot);
    const { rows } = await this.pool.query<DueJob>(
      `delete from pgboss.job where (name, id) = (
         select name, id from pgboss.job where state = 'created' and name = any($1) and start_after <= $2
         order by start_after, created_on, id limit 1 for update skip locked
       ) returning id, name, data`,
      [names, due],
    );
    return rows[0];
  }

  private perform({ id, name, data }: DueJob): Promise<void> {
    return this.jobs.perform(name, data, { id, attempt: 1, signal: new AbortController().signal });
  }
}
