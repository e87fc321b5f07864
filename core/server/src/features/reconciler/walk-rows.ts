import { Injectable } from '@nestjs/common';
import type { ProviderWalk } from '@hostwright/sdk/http';
import { Clock } from '../../platform/clock/index.js';
import { newId, TenantDb } from '../../platform/database/index.js';
import type { Cursor } from '../../platform/http/index.js';
import { Live } from '../../platform/live/index.js';

export interface WalkRow {
  readonly id: string;
  readonly installationId: string;
  readonly origin: ProviderWalk['origin'];
  readonly state: ProviderWalk['state'];
  readonly servers: number;
  readonly services: number;
  readonly findings: number;
  readonly news: number;
  readonly problem: string | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

/** A walk that has not ended by then has died with its process. */
export const DEAD_AFTER_MS = 35 * 60_000;

/** Comparisons that were made. Methods run inside `TenantDb.run`. */
@Injectable()
export class WalkRows {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
  ) {}

  /** Undefined while another is under way. */
  async begin(installationId: string, origin: WalkRow['origin']): Promise<string | undefined> {
    const now = this.clock.now();
    await this.db.execute(
      `update provider_walks set state = 'failed', problem = 'The process that walked has ended', finished_at = $3
       where tenant_id = $1 and installation_id = $2 and state = 'running' and started_at < $4`,
      [this.db.tenantId, installationId, now, new Date(now.getTime() - DEAD_AFTER_MS)],
    );
    const id = newId(now.getTime());
    const written = await this.db.execute(
      `insert into provider_walks (tenant_id, id, installation_id, origin, state, started_at)
       values ($1, $2, $3, $4, 'running', $5) on conflict do nothing`,
      [this.db.tenantId, id, installationId, origin, now],
    );
    this.announce(installationId);
    return written > 0 ? id : undefined;
  }

  /** Undefined when it has ended. */
  lockRunning(id: string): Promise<WalkRow | undefined> {
    return this.db.one<WalkRow>(
      `select * from provider_walks where tenant_id = $1 and id = $2 and state = 'running' for update`,
      [this.db.tenantId, id],
    );
  }

  async finish(
    { id, installationId }: Pick<WalkRow, 'id' | 'installationId'>,
    counts: Pick<WalkRow, 'servers' | 'services' | 'findings' | 'news'>,
  ): Promise<void> {
    const { servers, services, findings, news } = counts;
    await this.db.execute(
      `update provider_walks set state = 'done', servers = $3, services = $4, findings = $5, news = $6, finished_at = $7
       where tenant_id = $1 and id = $2`,
      [this.db.tenantId, id, servers, services, findings, news, this.clock.now()],
    );
    this.announce(installationId);
  }

  async fail({ id, installationId }: Pick<WalkRow, 'id' | 'installationId'>, problem: string): Promise<void> {
    await this.db.execute(
      `update provider_walks set state = 'failed', problem = $3, finished_at = $4 where tenant_id = $1 and id = $2 and state = 'running'`,
      [this.db.tenantId, id, problem.slice(0, 500), this.clock.now()],
    );
    this.announce(installationId);
  }

  async lastOf(installationIds: readonly string[]): Promise<ReadonlyMap<string, WalkRow>> {
    if (installationIds.length === 0) return new Map();
    const rows = await this.db.query<WalkRow>(
      `select w.* from unnest($2::uuid[]) as wanted (id)
       cross join lateral (
         select * from provider_walks where tenant_id = $1 and installation_id = wanted.id order by started_at desc, id desc limit 1
       ) as w`,
      [this.db.tenantId, installationIds],
    );
    return new Map(rows.map(row => [row.installationId, row]));
  }

  /** Newest first, one more than the limit. */
  list(installationId: string | undefined, after: Cursor | undefined, limit: number): Promise<WalkRow[]> {
    return this.db.query<WalkRow>(
      `select * from provider_walks
       where tenant_id = $1 and ($2::uuid is null or installation_id = $2)
         and ($3::timestamptz is null or (started_at, id) < ($3::timestamptz, $4::uuid))
       order by started_at desc, id desc limit $5`,
      [this.db.tenantId, installationId ?? null, after?.createdAt ?? null, after?.id ?? null, limit + 1],
    );
  }

  private announce(id: string): void {
    const { tenantId } = this.db;
    this.db.afterCommit(() => this.live.changed({ tenantId }, { name: 'reconciliation.changed', id }));
  }
}
