import { Injectable } from '@nestjs/common';
import { TenantDb } from '../../platform/database/index.js';
import { Notifications } from '../notifications/index.js';

/** What the owners of a shop are told about the nightly comparisons. */
@Injectable()
export class SettlementMessages {
  constructor(notifications: Notifications, db: TenantDb) {
    notifications.staffMessage({
      template: 'settlement-differences',
      event: 'settlement.differences-found',
      handler: 'settlements/tell-differences',
      data: async ({ data: { installationId, count } }) => {
        const gateway = await db.one<{ label: string }>(
          'select label from plugin_installations where tenant_id = $1 and id = $2',
          [db.tenantId, installationId],
        );
        return { path: '/admin/settlements', values: { name: gateway?.label ?? '', count: String(count) } };
      },
    });
  }
}
