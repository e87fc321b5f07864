import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Tenants } from '../../platform/tenancy/index.js';
import { Catalog } from '../catalog/index.js';
import { BriefMemory } from './brief-memory.js';
import { asked, ServerAccess, type ServerAtHand } from './server-access.js';
import type { Orderer } from './service-orders.js';

export interface OfferedImage {
  readonly id: string;
  readonly label: string;
  readonly mark: string | null;
}

const CATALOGUE_MS = 10 * 60_000;

/** Systems that a service may be reinstalled with: those that its plan offers, or else all that the provider has. */
@Injectable()
export class ServiceImages {
  private readonly memory: BriefMemory;

  constructor(
    clock: Clock,
    private readonly db: TenantDb,
    private readonly tenants: Tenants,
    private readonly catalog: Catalog,
    private readonly access: ServerAccess,
  ) {
    this.memory = new BriefMemory(clock);
  }

  async list(reader: Orderer, serviceId: string): Promise<OfferedImage[]> {
    const at = await this.access.open(reader, serviceId, 'reinstall');
    return (await this.ofPlan(reader, at)) ?? (await this.ofProvider(reader, at));
  }

  private async ofPlan({ tenantId }: Orderer, { service }: ServerAtHand): Promise<OfferedImage[] | undefined> {
    const { locale } = await this.tenants.byId(tenantId);
    const { plan } = await this.db.run(tenantId, () => this.catalog.find(tenantId, service.productId, service.planId, locale));
    const option = plan.options.find(({ id }) => id === 'image');
    if (option?.kind !== 'choice') return undefined;
    return option.values
      .filter(({ available }) => available !== false)
      .map(({ value, label, mark = null }) => ({ id: value, label, mark }));
  }

  private async ofProvider({ tenantId }: Orderer, { service, provider }: ServerAtHand): Promise<OfferedImage[]> {
    const key = `${tenantId}:${service.installationId}`;
    const { images } = await this.memory.of(key, CATALOGUE_MS, () => asked(provider.catalog()));
    return images.filter(({ available }) => available).map(({ id, name, group = null }) => ({ id, label: name, mark: group }));
  }
}
