import { Injectable } from '@nestjs/common';
import type { ListedServer } from '@hostwright/sdk';
import { Clock } from '../../platform/clock/index.js';
import { isUuid, TenantDb } from '../../platform/database/index.js';
import { Plugins } from '../../platform/plugins/index.js';
import { Catalog } from '../../billing/catalog/index.js';
import type { ServiceRow } from '../../billing/services/index.js';
import type { BookedService } from './comparison.js';

/** So long after anything happened to a service, a provider's list may still tell of before. */
const QUIET_AFTER_MS = 15 * 60_000;

type Row = Pick<ServiceRow, 'id' | 'installationId' | 'externalId' | 'state' | 'hostname' | 'productId' | 'selection'> & {
  readonly isQuiet: boolean;
};

/** What our books say about one installation's servers. Methods run inside `TenantDb.run`. */
@Injectable()
export class BookedServices {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly catalog: Catalog,
    private readonly plugins: Plugins,
  ) {}

  /** Services of the installation, and those that the labels on its servers name, wherever they are. */
  async beside(installationId: string, listed: readonly ListedServer[]): Promise<BookedService[]> {
    const labels = listed.flatMap(({ serviceId }) => (serviceId !== undefined && isUuid(serviceId) ? [serviceId] : []));
    const rows = await this.db.query<Row>(
      `select s.id, s.installation_id, s.external_id, s.state, s.hostname, s.product_id, s.selection,
         s.created_at < $4 and s.wanted_size is null and (s.wanted_state = s.state or (s.wanted_state = 'active' and s.state <> 'suspended'))
           and not exists (
           select from service_operations o where o.tenant_id = $1 and o.service_id = s.id and (o.finished_at is null or o.finished_at >= $4)
         ) as is_quiet
       from services s
       where s.tenant_id = $1 and (s.id in (select value::uuid from jsonb_array_elements_text($3::jsonb)) or (s.installation_id = $2 and s.state <> 'terminated'))`,
      [this.db.tenantId, installationId, JSON.stringify(labels), new Date(this.clock.now().getTime() - QUIET_AFTER_MS)],
    );
    const booked: BookedService[] = [];
    for (const row of rows) booked.push(await this.withPlan(row));
    return booked;
  }

  private async withPlan({ productId, selection, ...service }: Row): Promise<BookedService> {
    const plan = await this.planOf(productId, service, selection);
    return { ...service, ...(plan !== undefined && { plan }) };
  }

  /** What the product makes of the choices, where it still makes its servers at this installation. */
  private async planOf(
    productId: string,
    { id, hostname, installationId }: Omit<Row, 'productId' | 'selection'>,
    selection: Row['selection'],
  ): Promise<string | undefined> {
    const product = await this.catalog.product(this.db.tenantId, productId);
    if (this.plugins.manifest(product.type) === undefined) return undefined;
    const plan = this.plugins.productType(product.type).fulfil(product.settings, selection, { id, hostname });
    if (plan.action !== 'server') return undefined;
    return plan.installationId === undefined || plan.installationId === installationId ? plan.spec.plan : undefined;
  }
}
