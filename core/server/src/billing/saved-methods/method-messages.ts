import { Injectable } from '@nestjs/common';
import { Notifications } from '../notifications/index.js';
import { SavedMethodRows } from './saved-method-rows.js';

/** What customers are told about their cards. */
@Injectable()
export class MethodMessages {
  constructor(notifications: Notifications, rows: SavedMethodRows) {
    notifications.message({
      template: 'method-expiring',
      event: 'saved-method.expiring',
      handler: 'saved-methods/tell-expiring',
      recipient: data => data.customerId,
      data: async ({ data }) => {
        const row = await rows.find(data.savedMethodId);
        const until = row?.expiresMonth ? `${String(row.expiresMonth).padStart(2, '0')}/${row.expiresYear}` : '';
        return { path: '/cabinet?hw-view=methods', values: { name: row?.label ?? '', until } };
      },
    });
  }
}
