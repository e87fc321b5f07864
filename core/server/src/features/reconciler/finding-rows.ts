import { Injectable } from '@nestjs/common';
import type { ListedServer } from '@hostwright/sdk';
import type { FindingAction, FindingAspect, FindingKind, FindingState } from '@hostwright/sdk/http';
import { Clock } from '../../platform/clock/index.js';
import { newId, TenantDb } from '../../platform/database/index.js';
import { type Cursor, Problem } from '../../platform/http/index.js';
import { Live } from '../../platform/live/index.js';
import type { Found } from './comparison.js';
import type { WalkRow } from './walk-rows.js';

/** The server as the provider listed it; JSON has no dates. */
export type StoredServer = Omit<ListedServer, 'createdAt'> & { readonly createdAt?: string };

export interface FindingRow {
  readonly id: string;
  readonly installationId: string;
  readonly kind: FindingKind;
  readonly aspect: FindingAspect;
  readonly externalId: string;
  readonly serviceId: string | null;
  readonly server: StoredServer | null;
  readonly ours: string | null;
  readonly theirs: string | null;
  readonly state: FindingState;
  readonly problem: string | null;
  readonly resolution: FindingAction | null;
  readonly resolvedAt: Date | null;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
}

/** With the service that it is about and who has seen to it. */
export interface ShownFinding extends FindingRow {
  readonly provider: string;
  readonly pluginId: string;
  readonly hostname: string | null;
  readonly productName: string | null;
  readonly planName: string | null;
  readonly serviceState: 'pending' | 'provisioning' | 'active' | 'suspended' | 'failed' | 'terminated' | null;
  readonly customerId: string | null;
  readonly resolverName: string | null;
}

export interface FindingFilter {
  readonly state?: FindingState | undefined;
  readonly kind?: FindingKind | undefined;
  readonly installationId?: string | undefined;
  readonly serviceId?: string | undefined;
  readonly after?: Cursor | undefined;
  readonly limit: number;
}

const SHOWN = `select f.*, i.label as provider, i.plugin_id, s.hostname, s.product_name, s.plan_name, s.state as service_state, s.customer_id,
    r.name as resolver_name
  from provider_findings f
  join plugin_installations i on i.tenant_id = $1 and i.id = f.installation_id
  left join services s on s.tenant_id = $1 and s.id = f.service_id
  left join staff r on r.tenant_id = $1 and r.id = f.resolved_by`;

/** An empty list is no array of PostgreSQL to its driver. */
const NOTHING: readonly string[] = [''];

/** What staff have decided stays decided while the provider tells the same. */
const DECIDED: ReadonlySet<FindingState> = new Set(['accepted', 'ignored', 'ending']);

/** What was found, one row however many walks find it. Methods run inside `TenantDb.run`. */
@Injectable()
export class FindingRows {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
  ) {}

  /** Whether it is news: found for the first time, again after it was over, or otherwise than when staff decided. */
  async found(walk: Pick<WalkRow, 'id' | 'installationId' | 'startedAt'>, found: Found): Promise<boolean> {
    const now = this.clock.now();
    const { kind, aspect, externalId, serviceId, ours, theirs } = found;
    const known = await this.db.one<FindingRow>(
      `select * from provider_findings where tenant_id = $1 and installation_id = $2 and external_id = $3 and aspect = $4 for update`,
      [this.db.tenantId, walk.installationId, externalId, aspect],
    );
    const server = found.server === null ? null : JSON.stringify(found.server);
    if (!known) {
      const seen = { state: 'open', firstSeenAt: now, lastSeenAt: now };
      const named = { id: newId(now.getTime()), walkId: walk.id, installationId: walk.installationId };
      await this.db.insert('provider_findings', { ...named, kind, aspect, externalId, serviceId, server, ours, theirs, ...seen });
      return true;
    }
    // The list may be older than what staff have done meanwhile.
    if (known.resolvedAt !== null && known.resolvedAt >= walk.startedAt) return false;
    const isDecided = DECIDED.has(known.state) && (known.state === 'ending' || (known.theirs === theirs && known.ours === ours));
    const state = isDecided ? known.state : 'open';
    await this.db.execute(
      `update provider_findings set walk_id = $3, kind = $4, service_id = $5, server = $6::jsonb, ours = $7, theirs = $8, state = $9,
         last_seen_at = $10, resolution = case when $9 = state then resolution end, resolved_by = case when $9 = state then resolved_by end,
         resolved_at = case when $9 = state then resolved_at end
       where tenant_id = $1 and id = $2`,
      [this.db.tenantId, known.id, walk.id, kind, serviceId, server, ours, theirs, state, now],
    );
    return state !== known.state;
  }

  /** What an earlier walk found and this one did not is over, but for what nothing was said about. */
  async settle(
    { id, installationId, startedAt }: Pick<WalkRow, 'id' | 'installationId' | 'startedAt'>,
    leftAlone: ReadonlySet<string>,
  ): Promise<void> {
    await this.db.execute(
      `update provider_findings set state = case when state = 'ending' then 'resolved' else 'gone' end, last_seen_at = $5
       where tenant_id = $1 and installation_id = $2 and walk_id <> $3 and state in ('open', 'ending', 'accepted', 'ignored')
         and not external_id = any($4::text[]) and (resolved_at is null or resolved_at < $6)`,
      [this.db.tenantId, installationId, id, leftAlone.size === 0 ? NOTHING : [...leftAlone], this.clock.now(), startedAt],
    );
  }

  async lock(id: string): Promise<FindingRow> {
    const row = await this.db.one<FindingRow>('select * from provider_findings where tenant_id = $1 and id = $2 for update', [
      this.db.tenantId,
      id,
    ]);
    if (!row) throw new Problem('not-found');
    return row;
  }

  async resolve(finding: FindingRow, action: FindingAction, staffId: string, state: FindingState): Promise<void> {
    await this.db.execute(
      `update provider_findings set state = $3, resolution = $4, resolved_by = $5, resolved_at = $6, problem = null
       where tenant_id = $1 and id = $2`,
      [this.db.tenantId, finding.id, state, action, staffId, this.clock.now()],
    );
    this.announce(finding.installationId);
  }

  /** How the ending of a server went on. */
  async ended(finding: FindingRow, problem: string | null): Promise<void> {
    await this.db.execute('update provider_findings set state = $3, problem = $4 where tenant_id = $1 and id = $2', [
      this.db.tenantId,
      finding.id,
      problem === null ? 'resolved' : 'open',
      problem?.slice(0, 500) ?? null,
    ]);
    this.announce(finding.installationId);
  }

  async read(id: string): Promise<ShownFinding> {
    const row = await this.db.one<ShownFinding>(`${SHOWN} where f.tenant_id = $1 and f.id = $2`, [this.db.tenantId, id]);
    if (!row) throw new Problem('not-found');
    return row;
  }

  /** Newest first, one more than the limit. */
  list({ state, kind, installationId, serviceId, after, limit }: FindingFilter): Promise<ShownFinding[]> {
    return this.db.query<ShownFinding>(
      `${SHOWN} where f.tenant_id = $1
         and ($2::text is null or f.state = $2)
         and ($3::text is null or f.kind = $3)
         and ($4::uuid is null or f.installation_id = $4)
         and ($5::uuid is null or f.service_id = $5)
         and ($6::timestamptz is null or (f.first_seen_at, f.id) < ($6::timestamptz, $7::uuid))
       order by f.first_seen_at desc, f.id desc limit $8`,
      [
        this.db.tenantId,
        state ?? null,
        kind ?? null,
        installationId ?? null,
        serviceId ?? null,
        after?.createdAt ?? null,
        after?.id ?? null,
        limit + 1,
      ],
    );
  }

  async openOf(): Promise<readonly { installationId: string; kind: FindingKind; count: number }[]> {
    return this.db.query(
      `select installation_id, kind, count(*)::int as count from provider_findings
       where tenant_id = $1 and state in ('open', 'ending') group by installation_id, kind`,
      [this.db.tenantId],
    );
  }

  private announce(id: string): void {
    const { tenantId } = this.db;
    this.db.afterCommit(() => this.live.changed({ tenantId }, { name: 'reconciliation.changed', id }));
  }
}
