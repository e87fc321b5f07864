import { Injectable } from '@nestjs/common';
import { money, moneyToJson } from '@hostwright/sdk';
import { type MessageData, Notifications } from '../notifications/index.js';
import { Gateways } from './gateways.js';
import { PaymentRows } from './payment-rows.js';

/** What people are told about payments that do not end by themselves. */
@Injectable()
export class PaymentMessages {
  constructor(
    notifications: Notifications,
    private readonly rows: PaymentRows,
    private readonly gateways: Gateways,
  ) {
    notifications.message({
      template: 'payment-action',
      event: 'payment.action-required',
      handler: 'payments/tell-action-required',
      recipient: async data => (await this.rows.read(data.paymentId)).customerId,
      data: ({ data }) => this.about(data.paymentId, `/cabinet?hw-view=invoice:${data.invoiceId}`),
    });
    notifications.staffMessage({
      template: 'payment-unresolved',
      event: 'payment.unresolved',
      handler: 'payments/tell-unresolved',
      data: async ({ data }, tenantId) => {
        const { installationId } = await this.rows.read(data.paymentId);
        const name = (await this.gateways.named(tenantId)).get(installationId)?.label ?? '';
        const { values, ...rest } = await this.about(data.paymentId, `/admin/payments/${data.paymentId}`);
        return { ...rest, values: { ...values, name } };
      },
    });
  }

  private async about(paymentId: string, path: string): Promise<MessageData> {
    const { invoiceId, invoiceNumber: number, amountMinor, currency } = await this.rows.read(paymentId);
    const total = { money: moneyToJson(money(amountMinor, currency)) };
    const rows = [
      { label: 'number', value: number },
      { label: 'total', value: total },
    ];
    return { path, values: { number, total }, rows, subjectId: invoiceId };
  }
}
