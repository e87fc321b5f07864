import { Injectable } from '@nestjs/common';
import { CreditNotes, Refunds } from '../../billing/refunds/index.js';
import { Notifications, type MessageData } from '../../billing/notifications/index.js';
import { CreditNoteDocuments } from './credit-note-documents.js';
import { fileName } from './documents.controller.js';

export const CREDIT_NOTE_PDF = 'credit-note-pdf';

/** What customers are told about money that went back to them, with the credit note attached where there is one. */
@Injectable()
export class CreditNoteMessages {
  constructor(
    notifications: Notifications,
    documents: CreditNoteDocuments,
    private readonly notes: CreditNotes,
    private readonly refunds: Refunds,
  ) {
    notifications.attachment(CREDIT_NOTE_PDF, async (tenantId, { subjectId }) => {
      if (subjectId === undefined) throw new Error('A message without a subject has no credit note to attach');
      const { number, content } = await documents.pdf(tenantId, subjectId);
      return { name: fileName(number), contentType: 'application/pdf', content };
    });
    notifications.message({
      template: 'credit-note-issued',
      event: 'credit-note.issued',
      handler: 'documents/tell-credit-note-issued',
      // Whoever kept the money as credit tells why.
      recipient: data => (data.toCredit ? undefined : data.customerId),
      data: event => this.aboutNote(event.data.creditNoteId),
      attachments: [CREDIT_NOTE_PDF],
    });
    notifications.message({
      template: 'refund-sent',
      event: 'payment.refunded',
      handler: 'documents/tell-refunded',
      recipient: async data => {
        const { creditNoteId, customerId } = await this.refunds.find(data.refundId);
        return creditNoteId === null ? customerId : undefined; // otherwise the credit note tells
      },
      data: event => this.aboutRefund(event.data.refundId),
    });
  }

  private async aboutNote(id: string): Promise<MessageData> {
    const { number, invoiceNumber, totalMinor, currency } = await this.notes.read(id);
    const total = { money: { amount: totalMinor.toString(), currency } };
    return {
      path: `/cabinet?hw-view=credit-note:${id}`,
      values: { number, invoice: invoiceNumber, total },
      rows: [
        { label: 'creditNote', value: number },
        { label: 'number', value: invoiceNumber },
        { label: 'total', value: total },
      ],
      subjectId: id,
    };
  }

  private async aboutRefund(id: string): Promise<MessageData> {
    const { invoiceId, invoiceNumber, amountMinor, currency } = await this.refunds.find(id);
    const total = { money: { amount: amountMinor.toString(), currency } };
    return {
      path: `/cabinet?hw-view=invoice:${invoiceId}`,
      values: { number: invoiceNumber, total },
      rows: [
        { label: 'number', value: invoiceNumber },
        { label: 'total', value: total },
      ],
      subjectId: invoiceId,
    };
  }
}
