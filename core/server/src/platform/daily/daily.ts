import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { TenantDb } from '../database/index.js';
import { Jobs, type JobData, type WorkOptions } from '../jobs/index.js';
import { Tenants, type Tenant } from '../tenancy/index.js';

const EVERY_MS = 60_000;

export interface DailyJob extends JobData {
  /** The tenant's own date, `2026-11-23`. */
  readonly day: string;
}

interface Task {
  readonly name: string;
  readonly hour: number;
}

/**
 * Work that every shop needs once a day, after an hour of its own clock. Any number of processes may look: the row of the
 * day and the job are one commit. A day on which nobody looked is not made up for, so a task does whatever is due by now.
 */
@Injectable()
export class Daily implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('Daily');
  private readonly tasks: Task[] = [];
  private readonly begun = new Map<string, string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly db: TenantDb,
    private readonly jobs: Jobs,
    private readonly tenants: Tenants,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The name is that of its queue; called by modules while they are built. */
  task(name: string, hour: number, work: (job: DailyJob) => Promise<void>, options: WorkOptions = {}): void {
    this.tasks.push({ name, hour });
    this.jobs.work<DailyJob>(name, work, { concurrency: 1, expireSeconds: 900, ...options });
  }

  onApplicationBootstrap(): void {
    if (!this.config.runJobs) return;
    this.timer = setInterval(() => {
      // Nobody waits for this: the next round tries again.
      this.look().catch((error: unknown) => this.log.warn(`The day's work was not begun: ${String(error)}`));
    }, EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Begins what the clocks of the shops have come to. */
  async look(): Promise<void> {
    for (const tenant of await this.tenants.list()) {
      if (tenant.state === 'active') await this.lookAt(tenant);
    }
  }

  private async lookAt({ id, timeZone }: Tenant): Promise<void> {
    const local = Temporal.Instant.fromEpochMilliseconds(this.clock.now().getTime()).toZonedDateTimeISO(timeZone);
    const day = local.toPlainDate().toString();
    const due = this.tasks.filter(({ name, hour }) => local.hour >= hour && this.begun.get(`${id} ${name}`) !== day);
    if (due.length === 0) return;
    await this.db.run(id, async () => {
      for (const { name } of due) if (await this.isFirst(name, day)) await this.jobs.send<DailyJob>(name, { tenantId: id, day });
    });
    for (const { name } of due) this.begun.set(`${id} ${name}`, day);
  }

  private async isFirst(task: string, day: string): Promise<boolean> {
    const written = await this.db.execute(
      `insert into daily_runs (tenant_id, task, day) values ($1, $2, $3)
       on conflict (tenant_id, task) do update set day = excluded.day where daily_runs.day < excluded.day`,
      [this.db.tenantId, task, day],
    );
    return written > 0;
  }
}
