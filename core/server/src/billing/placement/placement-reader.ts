import { Injectable } from '@nestjs/common';
import type {
  Answer,
  Input,
  operations,
  Placement as PlacementAnswer,
  Pool,
  PoolMember,
  ServicePlacement,
} from '@hostwright/sdk/http';
import { TenantDb } from '../../platform/database/index.js';
import { decodeCursor, pageOf, Problem } from '../../platform/http/index.js';
import { Customers } from '../../platform/identity/index.js';
import { MemberRows } from './member-rows.js';
import { onlyNeeds } from './needs.js';
import type { PlacementRow } from './placement-rows.js';

interface PoolRow extends Pick<Pool, 'id' | 'name' | 'location' | 'tier' | 'waiting'> {
  readonly createdAt: Date;
}

interface MemberFacts {
  readonly id: string;
  readonly label: string;
  readonly pluginId: string;
  readonly services: number;
  readonly createdAt: Date;
}

type ShownPlacement = PlacementRow & {
  readonly poolName: string | null;
  readonly installationLabel: string | null;
  readonly itemName: string | null;
};

type ListedPlacement = ShownPlacement & {
  readonly hostname: string;
  readonly label: string;
  readonly serviceState: PlacementAnswer['service']['state'];
  readonly customerId: string;
};

const NAMES = 'o.name as pool_name, l.label as installation_label, i.name as item_name';
const NAMED = `left join provider_pools o on o.tenant_id = p.tenant_id and o.id = coalesce(p.pool_id, (
    select m.pool_id from pool_members m where m.tenant_id = p.tenant_id and m.id = p.member_id))
  left join plugin_installations l on l.tenant_id = p.tenant_id and l.id = p.installation_id
  left join inventory_items i on i.tenant_id = p.tenant_id and i.id = p.item_id`;

/** Pools and places as staff see them. */
@Injectable()
export class PlacementReader {
  constructor(
    private readonly db: TenantDb,
    private readonly members: MemberRows,
    private readonly customers: Customers,
  ) {}

  pools(tenantId: string): Promise<Pool[]> {
    return this.db.run(tenantId, async () => {
      const rows = await this.db.query<PoolRow>(
        `select o.*, (select count(*)::int from placements p where p.tenant_id = $1 and p.pool_id = o.id and p.state = 'waiting') as waiting
         from provider_pools o where o.tenant_id = $1 order by o.name, o.id`,
        [tenantId],
      );
      const members = Map.groupBy(await this.presentMembers(), ([poolId]) => poolId);
      return rows.map(({ id, name, location, tier, waiting, createdAt }) => ({
        ...{ id, name, location, tier, waiting },
        members: (members.get(id) ?? []).map(([, member]) => member),
        createdAt: createdAt.toISOString(),
      }));
    });
  }

  async pool(tenantId: string, poolId: string): Promise<Pool> {
    const pool = (await this.pools(tenantId)).find(({ id }) => id === poolId);
    if (!pool) throw new Problem('not-found');
    return pool;
  }

  /** The places of services, by the service; one without is missing. Inside `TenantDb.run`. */
  async many(serviceIds: readonly string[]): Promise<ReadonlyMap<string, ServicePlacement>> {
    if (serviceIds.length === 0) return new Map();
    const rows = await this.db.query<ShownPlacement>(
      `select p.*, ${NAMES} from placements p ${NAMED} where p.tenant_id = $1 and p.service_id = any($2::uuid[]) and p.state <> 'released'`,
      [this.db.tenantId, serviceIds],
    );
    return new Map(rows.map(row => [row.serviceId, whereIs(row)]));
  }

  list(
    tenantId: string,
    { cursor, limit, state, poolId, installationId }: Input<typeof operations.listPlacements>['query'],
  ): Promise<Answer<typeof operations.listPlacements>> {
    const after = decodeCursor(cursor);
    return this.db.run(tenantId, async () => {
      const rows = await this.db.query<ListedPlacement>(
        `select p.*, ${NAMES}, s.hostname, s.product_name || ' ' || s.plan_name as label, s.state as service_state, s.customer_id
         from placements p join services s on s.tenant_id = p.tenant_id and s.id = p.service_id ${NAMED}
         where p.tenant_id = $1 and ($2::timestamptz is null or (p.reserved_at, p.id) < ($2::timestamptz, $3::uuid))
           and ($4::text is null or p.state = $4) and ($5::uuid is null or o.id = $5) and ($6::uuid is null or p.installation_id = $6)
         order by p.reserved_at desc, p.id desc limit $7`,
        [tenantId, after?.createdAt, after?.id, state, poolId, installationId, limit + 1],
      );
      const page = pageOf(
        rows.map(row => ({ ...row, createdAt: row.reservedAt })),
        limit,
      );
      const customers = await this.customers.many(page.rows.map(row => row.customerId));
      const items = page.rows.map(row => {
        const { id, name, email } = customers.get(row.customerId)!;
        return presentPlacement(row, { id, name, email });
      });
      return { items, next: page.next };
    });
  }

  /** Paid services that no place has room for, as something staff must see. Inside `TenantDb.run`. */
  waiting(limit: number): Promise<{ kind: 'no-room'; id: string; title: string }[]> {
    return this.db.query(
      `select 'no-room' as kind, s.id::text, s.hostname as title from placements p join services s on s.tenant_id = p.tenant_id and s.id = p.service_id
       where p.tenant_id = $1 and p.state = 'waiting' order by p.reserved_at limit $2`,
      [this.db.tenantId, limit],
    );
  }

  private async presentMembers(): Promise<(readonly [string, PoolMember])[]> {
    const facts = await this.db.query<MemberFacts>(
      `select m.id, i.label, i.plugin_id, m.created_at,
         (select count(*)::int from placements p where p.tenant_id = $1 and p.member_id = m.id and p.state <> 'released') as services
       from pool_members m join plugin_installations i on i.tenant_id = m.tenant_id and i.id = m.installation_id where m.tenant_id = $1`,
      [this.db.tenantId],
    );
    const byId = new Map(facts.map(row => [row.id, row]));
    return (await this.members.all()).map(
      ({ id, poolId, installationId, state, enabled, cpuOvercommitPercent, limits, used }) => {
        const { label, pluginId, services, createdAt } = byId.get(id)!;
        const installation = { id: installationId, label, pluginId, enabled };
        const shown = { id, installation, state, limits: { ...limits }, cpuOvercommitPercent, used: onlyNeeds(used), services };
        return [poolId, { ...shown, createdAt: createdAt.toISOString() }] as const;
      },
    );
  }
}

function whereIs(row: ShownPlacement): ServicePlacement {
  const { state, poolId, poolName, installationId, installationLabel, itemGroup, itemId, itemName } = row;
  return {
    state,
    pool: poolId !== null && poolName !== null ? { id: poolId, name: poolName } : null,
    installation: installationId === null ? null : { id: installationId, label: installationLabel! },
    itemGroup,
    item: itemId === null ? null : { id: itemId, name: itemName! },
    needs: onlyNeeds(row),
  };
}

function presentPlacement(row: ListedPlacement, customer: PlacementAnswer['service']['customer']): PlacementAnswer {
  const { id, serviceId, hostname, label, serviceState, reservedAt, usedAt, releasedAt, releasedWhy } = row;
  return {
    id,
    ...whereIs(row),
    service: { id: serviceId, hostname, label, state: serviceState, customer },
    reservedAt: reservedAt.toISOString(),
    usedAt: usedAt?.toISOString() ?? null,
    releasedAt: releasedAt?.toISOString() ?? null,
    releasedWhy,
  };
}
