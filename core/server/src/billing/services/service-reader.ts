import { Injectable } from '@nestjs/common';
import type { AdminService, Service } from '@hostwright/sdk/http';
import { TenantDb } from '../../platform/database/index.js';
import { decodeCursor, pageOf, Problem } from '../../platform/http/index.js';
import { Customers } from '../../platform/identity/index.js';
import { PlacementReader } from '../placement/index.js';
import { Abilities } from './abilities.js';
import { OperationRows } from './operation-rows.js';
import { presentService, type ShownService } from './service-presenter.js';
import type { ServiceRow } from './service-rows.js';

export interface ServiceSearch {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly customerId?: string | undefined;
  readonly state?: string | undefined;
  /** The beginning of a host name. */
  readonly search?: string | undefined;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** How many operations of a service are shown. */
const SHOWN_OPERATIONS = 20;

/** Services as customers and staff see them. */
@Injectable()
export class ServiceReader {
  constructor(
    private readonly db: TenantDb,
    private readonly operations: OperationRows,
    private readonly abilities: Abilities,
    private readonly customers: Customers,
    private readonly placements: PlacementReader,
  ) {}

  async listOf(tenantId: string, customerId: string, query: Pick<ServiceSearch, 'cursor' | 'limit'>): Promise<Page<Service>> {
    return this.db.run(tenantId, async () => {
      const { rows, next } = await this.page({ ...query, customerId });
      const shown = await this.withOperations(rows);
      return { items: shown.map(one => presentService(one, 'customer')), next };
    });
  }

  async readOf(tenantId: string, customerId: string, serviceId: string): Promise<Service> {
    return this.db.run(tenantId, async () => {
      const row = await this.find(serviceId);
      if (row.customerId !== customerId) throw new Problem('not-found');
      const [shown] = await this.withOperations([row]);
      return presentService(shown!, 'customer');
    });
  }

  async listAll(tenantId: string, query: ServiceSearch): Promise<Page<AdminService>> {
    return this.db.run(tenantId, async () => {
      const { rows, next } = await this.page(query);
      return { items: await this.forStaff(rows), next };
    });
  }

  async read(tenantId: string, serviceId: string): Promise<AdminService> {
    return this.db.run(tenantId, async () => (await this.forStaff([await this.find(serviceId)]))[0]!);
  }

  private async page(query: ServiceSearch): Promise<{ rows: readonly ServiceRow[]; next: string | null }> {
    const after = decodeCursor(query.cursor);
    const rows = await this.db.query<ServiceRow>(
      `select * from services
       where tenant_id = $1
         and ($2::timestamptz is null or (created_at, id) < ($2::timestamptz, $3::uuid))
         and ($4::uuid is null or customer_id = $4)
         and ($5::text is null or state = $5)
         and ($6::text is null or starts_with(hostname, $6))
       order by created_at desc, id desc limit $7`,
      [
        this.db.tenantId,
        after?.createdAt,
        after?.id,
        query.customerId,
        query.state,
        query.search?.toLowerCase(),
        query.limit + 1,
      ],
    );
    return pageOf(rows, query.limit);
  }

  private async find(serviceId: string): Promise<ServiceRow> {
    const row = await this.db.one<ServiceRow>('select * from services where tenant_id = $1 and id = $2', [
      this.db.tenantId,
      serviceId,
    ]);
    if (!row) throw new Problem('not-found');
    return row;
  }

  private async withOperations(rows: readonly ServiceRow[]): Promise<readonly ShownService[]> {
    if (rows.length === 0) return [];
    const latest = await this.operations.latestOf(
      rows.map(row => row.id),
      SHOWN_OPERATIONS,
    );
    const abilities = await this.abilities.of(rows.map(row => row.installationId));
    return rows.map(service => ({
      service,
      operations: latest.get(service.id) ?? [],
      abilities: abilities.get(service.installationId ?? '') ?? [],
    }));
  }

  private async forStaff(rows: readonly ServiceRow[]): Promise<AdminService[]> {
    const [shown, customers, providers, placements] = [
      await this.withOperations(rows),
      await this.customers.many(rows.map(row => row.customerId)),
      await this.providers(rows),
      await this.placements.many(rows.map(row => row.id)),
    ];
    return shown.map(one => {
      const { customerId, externalId, installationId } = one.service;
      const { id, name, email } = customers.get(customerId)!;
      return {
        ...presentService(one, 'staff'),
        customer: { id, name, email },
        externalId,
        provider: providers.get(installationId ?? '') ?? null,
        placement: placements.get(one.service.id) ?? null,
        disputed: one.service.disputes > 0,
        wish: openWish(one.service),
        observed: presentObserved(one.service),
      };
    });
  }

  private async providers(rows: readonly ServiceRow[]): Promise<ReadonlyMap<string, string>> {
    const ids = [...new Set(rows.map(row => row.installationId))].filter(id => id !== null);
    if (ids.length === 0) return new Map();
    const found = await this.db.query<{ id: string; label: string }>(
      'select id, label from plugin_installations where tenant_id = $1 and id = any($2::uuid[])',
      [this.db.tenantId, ids],
    );
    return new Map(found.map(row => [row.id, row.label]));
  }
}

function openWish({ state, wantedState, wantedReason }: ServiceRow): AdminService['wish'] {
  const isFulfilled = wantedState === state || (wantedState === 'active' && state !== 'suspended');
  return isFulfilled ? null : { state: wantedState, reason: wantedReason };
}

const presentObserved = ({ providerPlan, providerImage, observedAt }: ServiceRow): AdminService['observed'] => ({
  plan: providerPlan,
  image: providerImage,
  at: observedAt?.toISOString() ?? null,
});
