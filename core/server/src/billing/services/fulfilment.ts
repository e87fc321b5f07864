import { Inject, Injectable, Optional } from '@nestjs/common';
import { PluginFailure, type FulfilmentPlan, type ServerSpec } from '@hostwright/sdk';
import { TenantDb } from '../../platform/database/index.js';
import { Plugins } from '../../platform/plugins/index.js';
import { Catalog } from '../catalog/index.js';
import { SERVER_PLACES, type ServerPlaces } from './server-places.js';
import type { ServiceRow } from './service-rows.js';

type Ordered = Pick<ServiceRow, 'id' | 'productId' | 'selection' | 'hostname'>;

export interface Placed {
  readonly installationId: string;
  readonly spec: ServerSpec;
}

/** What has to be done for a service, as its product type says. It asks nobody outside. Methods run inside `TenantDb.run`. */
@Injectable()
export class Fulfilment {
  constructor(
    private readonly db: TenantDb,
    private readonly catalog: Catalog,
    private readonly plugins: Plugins,
    @Optional() @Inject(SERVER_PLACES) private readonly places: ServerPlaces | undefined,
  ) {}

  async planFor({ id, productId, selection, hostname }: Ordered): Promise<FulfilmentPlan> {
    const product = await this.catalog.product(this.db.tenantId, productId);
    return this.plugins.productType(product.type).fulfil(product.settings, selection, { id, hostname });
  }

  /** Throws a retryable failure where there is no place now: staff may mend it in the meantime. */
  async place({ id }: Ordered, plan: FulfilmentPlan & { readonly action: 'server' }): Promise<Placed> {
    const place = await this.places?.placeOf(id, plan);
    const installationId = place?.installationId ?? plan.installationId;
    if (installationId === undefined) {
      throw PluginFailure.retryable('Nobody knows where the server is to be made', { code: 'no-room' });
    }
    await this.expectProvider(installationId);
    return { installationId, spec: place?.item ? { ...plan.spec, item: place.item } : plan.spec };
  }

  /** Room for other choices of a service that has its server. */
  async grow(service: Ordered): Promise<void> {
    await this.places?.grow(service.id, () => this.planFor(service));
  }

  async settle(service: Ordered): Promise<void> {
    await this.places?.settle(service.id, () => this.planFor(service));
  }

  async adopt(service: Ordered, installationId: string): Promise<void> {
    await this.places?.adopt(service.id, installationId, () => this.planFor(service));
  }

  private async expectProvider(installationId: string): Promise<void> {
    const row = await this.db.one<{ enabled: boolean }>(
      `select enabled from plugin_installations where tenant_id = $1 and id = $2 and kind = 'server-provider'`,
      [this.db.tenantId, installationId],
    );
    if (!row)
      throw PluginFailure.retryable('The product names a provider that the shop does not have', { code: 'provider-missing' });
    if (!row.enabled) throw PluginFailure.retryable('The provider of the product is switched off', { code: 'provider-off' });
  }
}
