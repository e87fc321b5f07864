import { Injectable } from '@nestjs/common';
import type { Selection } from '@hostwright/sdk';
import { Clock } from '../../platform/clock/index.js';
import { newId, TenantDb } from '../../platform/database/index.js';
import { Problem } from '../../platform/http/index.js';
import { Plugins } from '../../platform/plugins/index.js';
import { Catalog } from '../catalog/index.js';
import { lackOf, type Member } from './choosing.js';
import { MemberRows } from './member-rows.js';
import { demandOf, needsOf, NOTHING, onlyNeeds, plus, type Needs } from './needs.js';
import { PlacementRows } from './placement-rows.js';

interface Existing {
  readonly id: string;
  readonly productId: string;
  readonly selection: Selection;
  readonly hostname: string;
  /** It has a place that no pool counted: a piece of the inventory. */
  readonly placementId: string | null;
}

/** Servers that an installation had before a pool counted it. Methods run inside `TenantDb.run`. */
@Injectable()
export class ExistingServers {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly catalog: Catalog,
    private readonly plugins: Plugins,
    private readonly members: MemberRows,
    private readonly placements: PlacementRows,
  ) {}

  /** They take their part of the room at once; where there is too little for them the member is refused. */
  async count(memberId: string, installationId: string, limits: Pick<Member, 'limits' | 'cpuOvercommitPercent'>): Promise<void> {
    const services = await this.servicesOf(installationId);
    if (services.length === 0) return;
    const needs: Needs[] = [];
    for (const service of services) needs.push(await this.needsOf(service));
    const used = needs.reduce(plus, NOTHING);
    const lack = lackOf(limits, used);
    if (lack) {
      const detail = `${services.length} services there need ${used[lack]} of ${lack} already`;
      throw new Problem('no-room', detail, { resource: lack });
    }
    await this.members.use(new Map([[memberId, used]]));
    const now = this.clock.now();
    const fresh = services.flatMap((service, index) =>
      service.placementId !== null
        ? []
        : [
            {
              id: newId(),
              serviceId: service.id,
              ...{ poolId: null, itemGroup: null, wantedInstallationId: installationId },
              ...onlyNeeds(needs[index]!),
              ...{ memberId, installationId, itemId: null, state: 'used' as const, reservedAt: now, usedAt: now },
            },
          ],
    );
    await this.placements.insert(fresh);
    for (const [index, { placementId }] of services.entries()) {
      if (placementId !== null) await this.placements.countAt(placementId, memberId, needs[index]!);
    }
  }

  private servicesOf(installationId: string): Promise<Existing[]> {
    return this.db.query<Existing>(
      `select s.id, s.product_id, s.selection, s.hostname, p.id as placement_id from services s
       left join placements p on p.tenant_id = s.tenant_id and p.service_id = s.id and p.state <> 'released'
       where s.tenant_id = $1 and coalesce(p.installation_id, s.installation_id) = $2
         and (s.state not in ('failed', 'terminated') or p.id is not null) order by s.id`,
      [this.db.tenantId, installationId],
    );
  }

  private async needsOf({ id, productId, selection, hostname }: Existing): Promise<Needs> {
    const { type, settings } = await this.catalog.product(this.db.tenantId, productId);
    return demandOf(this.plugins.productType(type).fulfil(settings, selection, { id, hostname }))?.needs ?? needsOf();
  }
}
