import { Injectable } from '@nestjs/common';
import { Notifications } from '../../billing/notifications/index.js';
import { TenantDb } from '../../platform/database/index.js';

/** What the owners of a shop are told when a provider's list and the books differ in a new way. */
@Injectable()
export class ReconcilerMessages {
  constructor(notifications: Notifications, db: TenantDb) {
    notifications.staffMessage({
      template: 'provider-differences',
      event: 'provider.differences-found',
      handler: 'reconciler/tell-differences',
      data: async ({ data: { installationId, count } }) => {
        const provider = await db.one<{ label: string }>(
          'select label from plugin_installations where tenant_id = $1 and id = $2',
          [db.tenantId, installationId],
        );
        return { path: '/admin/reconciliation', values: { name: provider?.label ?? '', count: String(count) } };
      },
    });
  }
}
