import pg from 'pg';
import { roleUrl } from '../../src/platform/database/index.js';
import type { Clock } from '../../src/platform/clock/index.js';
import type { Jobs } from '../../src/platform/jobs/index.js';
import type { TestDatabase } from './database.js';

interface DueJob {
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
    for (let job = await this.take(); job; job = await this.take()) {
      await this.jobs.perform(job.name, job.data, { id: job.id, attempt: 1, signal: new AbortController().signal });
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async take(): Promise<DueJob | undefined> {
    const due = new Date(this.clock.now().getTime() + SLACK_MS);
    const { rows } = await this.pool.query<DueJob>(
      `delete from pgboss.job where (name, id) = (
         select name, id from pgboss.job where state = 'created' and name = any($1) and start_after <= $2
         order by start_after, created_on, id limit 1 for update skip locked
       ) returning id, name, data`,
      [this.jobs.queueNames(), due],
    );
    return rows[0];
  }
}
