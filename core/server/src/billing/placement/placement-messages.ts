import { Injectable } from '@nestjs/common';
import { TenantDb } from '../../platform/database/index.js';
import { Notifications } from '../notifications/index.js';

/** What the owners of a shop are told when a paid service has no place: somebody has to make room. */
@Injectable()
export class PlacementMessages {
  constructor(notifications: Notifications, db: TenantDb) {
    notifications.staffMessage({
      template: 'service-waits-for-room',
      event: 'service.waits-for-room',
      handler: 'placement/tell-waits-for-room',
      data: async ({ data: { serviceId } }) => {
        const service = await db.one<{ hostname: string }>('select hostname from services where tenant_id = $1 and id = $2', [
          db.tenantId,
          serviceId,
        ]);
        return { path: `/admin/services/${serviceId}`, values: { name: service?.hostname ?? '' } };
      },
    });
  }
}
