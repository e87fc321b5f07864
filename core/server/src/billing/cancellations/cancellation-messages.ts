import { Injectable } from '@nestjs/common';
import { Notifications } from '../notifications/index.js';
import { Orders } from '../orders/index.js';

/** Customers hear of an order that was cancelled for them; who cancels it himself has seen it. */
@Injectable()
export class CancellationMessages {
  constructor(notifications: Notifications, orders: Orders) {
    notifications.message({
      template: 'order-cancelled',
      event: 'order.cancelled',
      handler: 'cancellations/tell-cancelled',
      recipient: ({ reason, customerId }) => (reason === 'customer' ? undefined : customerId),
      data: async ({ data: { orderId } }) => {
        const { number, invoiceId, items } = await orders.read(orderId);
        return {
          path: `/cabinet?hw-view=invoice:${invoiceId}`,
          values: { number },
          rows: items.map(({ planName, hostname }) => ({ label: 'service', value: `${planName} ${hostname}` })),
          subjectId: orderId,
        };
      },
    });
  }
}
