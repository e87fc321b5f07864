import { Module } from '@nestjs/common';
import { AuditModule } from '../../platform/audit/index.js';
import { CreditsModule } from '../credits/index.js';
import { InvoicesModule } from '../invoices/index.js';
import { PaymentsModule } from '../payments/index.js';
import { CreditNotesController } from './credit-notes.controller.js';
import { CreditNotes } from './credit-notes.js';
import { RefundBooks } from './refund-books.js';
import { RefundRows } from './refund-rows.js';
import { RefundWords } from './refund-words.js';
import { RefundsController } from './refunds.controller.js';
import { Returns } from './returns.js';
import { Refunds } from './refunds.js';
import { SendRefund } from './send-refund.js';

export { contentOf as creditNoteContent, type CreditNoteRow } from './credit-note.js';
export { CreditNotes } from './credit-notes.js';
export { presentCreditNote } from './refund.presenter.js';
export { Returns } from './returns.js';
export { Refunds } from './refunds.js';

@Module({
  imports: [AuditModule, CreditsModule, InvoicesModule, PaymentsModule],
  controllers: [RefundsController, CreditNotesController],
  providers: [CreditNotes, RefundBooks, RefundRows, RefundWords, Refunds, Returns, SendRefund],
  exports: [CreditNotes, Refunds, Returns],
})
export class RefundsModule {}
