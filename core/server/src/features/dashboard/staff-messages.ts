import { Injectable } from '@nestjs/common';
import { DisputeReader } from '../../billing/disputes/index.js';
import { Notifications } from '../../billing/notifications/index.js';
import { Refunds } from '../../billing/refunds/index.js';

/** What the owners of a shop hear at once, because somebody has to act: a dispute has a deadline, a lost refund a customer who waits. */
@Injectable()
export class StaffMessages {
  constructor(notifications: Notifications, refunds: Refunds, disputes: DisputeReader) {
    notifications.staffMessage({
      template: 'dispute-opened',
      event: 'dispute.opened',
      handler: 'dashboard/tell-dispute-opened',
      data: async ({ data: { disputeId, paymentId, amount } }) => {
        const { invoiceNumber: number } = await disputes.find(disputeId);
        return { path: `/admin/payments/${paymentId}`, values: { number, total: { money: amount } } };
      },
    });
    notifications.staffMessage({
      template: 'refund-failed',
      event: 'payment.refund-failed',
      handler: 'dashboard/tell-refund-failed',
      data: async ({ data: { refundId, paymentId, amount } }) => {
        const { invoiceNumber: number, note } = await refunds.find(refundId);
        return { path: `/admin/payments/${paymentId}`, values: { number, total: { money: amount }, reason: note ?? '' } };
      },
    });
  }
}
