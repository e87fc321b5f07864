import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { operations, type Input } from '@hostwright/sdk/http';
import { CurrentCustomer, CurrentStaff, In, Operation, type CustomerActor, type StaffActor } from '../../platform/http/index.js';
import { CreditNoteDocuments } from './credit-note-documents.js';
import { InvoiceDocuments, type PrintedInvoice } from './invoice-documents.js';

@Controller()
export class DocumentsController {
  constructor(
    private readonly documents: InvoiceDocuments,
    private readonly creditNotes: CreditNoteDocuments,
  ) {}

  @Operation(operations.getInvoicePdf)
  async own(
    @CurrentCustomer() { tenantId, id }: CustomerActor,
    @In() { params }: Input<typeof operations.getInvoicePdf>,
    @Res() reply: FastifyReply,
  ) {
    await send(reply, await this.documents.pdf(tenantId, params.invoiceId, id));
  }

  @Operation(operations.getAdminInvoicePdf)
  async any(
    @CurrentStaff() { tenantId }: StaffActor,
    @In() { params }: Input<typeof operations.getAdminInvoicePdf>,
    @Res() reply: FastifyReply,
  ) {
    await send(reply, await this.documents.pdf(tenantId, params.invoiceId));
  }

  @Operation(operations.getCreditNotePdf)
  async ownCreditNote(
    @CurrentCustomer() { tenantId, id }: CustomerActor,
    @In() { params }: Input<typeof operations.getCreditNotePdf>,
    @Res() reply: FastifyReply,
  ) {
    await send(reply, await this.creditNotes.pdf(tenantId, params.creditNoteId, id));
  }

  @Operation(operations.getAdminCreditNotePdf)
  async anyCreditNote(
    @CurrentStaff() { tenantId }: StaffActor,
    @In() { params }: Input<typeof operations.getAdminCreditNotePdf>,
    @Res() reply: FastifyReply,
  ) {
    await send(reply, await this.creditNotes.pdf(tenantId, params.creditNoteId));
  }
}

/** Numbers are ours and plain, yet nothing but plain characters may get into the header. */
async function send(reply: FastifyReply, { number, content }: PrintedInvoice): Promise<void> {
  await reply
    .header('content-disposition', `inline; filename="${fileName(number)}"`)
    .header('cache-control', 'private, no-store')
    .type('application/pdf')
    .send(Buffer.from(content));
}

export const fileName = (number: string): string => `${number.replace(/[^\w.-]+/g, '-')}.pdf`;
