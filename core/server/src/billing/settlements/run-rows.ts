import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { newId, TenantDb } from '../../platform/database/index.js';
import type { Cursor } from '../../platform/http/index.js';

export interface RunRow {
  readonly id: string;
  readonly installationId: string;
  readonly day: string;
  readonly state: 'running' | 'done' | 'failed';
  readonly fromAt: Date;
  readonly untilAt: Date;
  readonly compared: number;
  readonly differences: number;
  readonly problem: string | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

const COLUMNS = 'id, installation_id, day, state, from_at, until_at, compared, differences, problem, started_at, finished_at';

/** One row for each night and provider. Methods run inside `TenantDb.run`. */
@Injectable()
export class RunRows {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
  ) {}

  /** The night's run, begun once however often it is asked for; undefined when it is done. */
  async begin(installationId: string, day: string, fromAt: Date, untilAt: Date): Promise<RunRow | undefined> {
    const startedAt = this.clock.now();
    await this.db.execute(
      `insert into settlement_runs (tenant_id, id, installation_id, day, state, from_at, until_at, started_at)
       values ($1, $2, $3, $4, 'running', $5, $6, $7) on conflict (tenant_id, installation_id, day) do nothing`,
      [this.db.tenantId, newId(startedAt.getTime()), installationId, day, fromAt, untilAt, startedAt],
    );
    const row = await this.db.one<RunRow>(
      `select ${COLUMNS} from settlement_runs where tenant_id = $1 and installation_id = $2 and day = $3`,
      [this.db.tenantId, installationId, day],
    );
    return row?.state === 'done' ? undefined : row;
  }

  async finish(id: string, end: Pick<RunRow, 'compared' | 'differences'>): Promise<void> {
    await this.db.execute(
      `update settlement_runs set state = 'done', compared = $3, differences = $4, problem = null, finished_at = $5 where tenant_id = $1 and id = $2`,
      [this.db.tenantId, id, end.compared, end.differences, this.clock.now()],
    );
  }

  async fail(id: string, problem: string): Promise<void> {
    await this.db.execute(
      `update settlement_runs set state = 'failed', problem = $3, finished_at = $4 where tenant_id = $1 and id = $2 and state <> 'done'`,
      [this.db.tenantId, id, problem.slice(0, 500), this.clock.now()],
    );
  }

  /** Newest first, one more than the limit. */
  list(after: Cursor | undefined, limit: number): Promise<RunRow[]> {
    return this.db.query<RunRow>(
      `select ${COLUMNS} from settlement_runs
       where tenant_id = $1 and ($2::timestamptz is null or (started_at, id) < ($2::timestamptz, $3::uuid))
       order by started_at desc, id desc limit $4`,
      [this.db.tenantId, after?.createdAt ?? null, after?.id ?? null, limit + 1],
    );
  }
}
