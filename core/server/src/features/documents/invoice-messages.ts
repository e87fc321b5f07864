import { Injectable } from '@nestjs/common';
import { money, moneyToJson } from '@hostwright/sdk';
import { Invoices } from '../../billing/invoices/index.js';
import { Notifications, type MessageData } from '../../billing/notifications/index.js';
import { fileName } from './documents.controller.js';
import { InvoiceDocuments } from './invoice-documents.js';

export const INVOICE_PDF = 'invoice-pdf';

/** What customers are told about their invoices, with the invoice attached. */
@Injectable()
export class InvoiceMessages {
  constructor(
    notifications: Notifications,
    documents: InvoiceDocuments,
    private readonly invoices: Invoices,
  ) {
    notifications.attachment(INVOICE_PDF, async (tenantId, { subjectId }) => {
      if (subjectId === undefined) throw new Error('A message without a subject has no invoice to attach');
      const { number, content } = await documents.pdf(tenantId, subjectId);
      return { name: fileName(number), contentType: 'application/pdf', content };
    });
    notifications.message({
      template: 'invoice-issued',
      event: 'invoice.issued',
      handler: 'documents/tell-invoice-issued',
      // A renewal, which nobody ordered, has words of its own.
      recipient: async data => ((await this.invoices.read(data.invoiceId)).orderId === null ? undefined : data.customerId),
      data: event => this.about(event.data.invoiceId, 'due'),
      attachments: [INVOICE_PDF],
    });
    notifications.message({
      template: 'payment-received',
      event: 'invoice.paid',
      handler: 'documents/tell-invoice-paid',
      recipient: data => data.customerId,
      data: event => this.about(event.data.invoiceId, 'total'),
      attachments: [INVOICE_PDF],
    });
    notifications.message({
      template: 'payment-declined',
      event: 'payment.declined',
      handler: 'documents/tell-payment-declined',
      recipient: async data => (await this.invoices.read(data.invoiceId)).customerId,
      data: event => this.about(event.data.invoiceId, 'due'),
    });
  }

  private async about(invoiceId: string, lastRow: 'due' | 'total'): Promise<MessageData> {
    const { id, number, totalMinor, currency, dueAt } = await this.invoices.read(invoiceId);
    const total = { money: moneyToJson(money(totalMinor, currency)) };
    const rows = [
      { label: 'number', value: number },
      { label: 'total', value: total },
    ];
    return {
      path: `/cabinet?hw-view=invoice:${id}`,
      values: { number, total },
      rows: lastRow === 'due' ? [...rows, { label: 'due', value: { day: dueAt.toISOString() } }] : rows,
      subjectId: id,
    };
  }
}
