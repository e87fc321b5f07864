import { Injectable } from '@nestjs/common';
import { PluginFailure, type FulfilmentPlan } from '@hostwright/sdk';
import { TenantDb } from '../../platform/database/index.js';
import { Plugins } from '../../platform/plugins/index.js';
import { Catalog } from '../catalog/index.js';
import type { ServiceRow } from './service-rows.js';

/** What has to be done for a service, as its product type says. It asks nobody outside. */
@Injectable()
export class Fulfilment {
  constructor(
    private readonly db: TenantDb,
    private readonly catalog: Catalog,
    private readonly plugins: Plugins,
  ) {}

  /** Throws a retryable failure when it cannot be told now: staff may mend the settings in the meantime. */
  async planFor({ id, productId, selection, hostname }: ServiceRow): Promise<FulfilmentPlan> {
    const product = await this.catalog.product(this.db.tenantId, productId);
    const plan = this.plugins.productType(product.type).fulfil(product.settings, selection, { id, hostname });
    if (plan.action === 'server') await this.expectProvider(plan.installationId!);
    return plan;
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
