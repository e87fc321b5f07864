import { Module } from '@nestjs/common';
import { CreditsModule } from '../credits/index.js';
import { CreditPaymentsController } from './credit-payments.controller.js';
import { InvoiceLists } from './invoice-lists.js';
import { Invoices } from './invoices.js';
import { NumberSeries } from './number-series.js';

export { hashOf, mayBePaid, totalsOf, type InvoiceContent, type InvoiceLine, type InvoiceState } from './invoice.js';
export { InvoiceLists } from './invoice-lists.js';
export { contentOf, due, type InvoiceRow } from './invoice-row.js';
export { presentInvoice } from './invoice.presenter.js';
export { NumberSeries } from './number-series.js';
export { Invoices, type NewInvoice, type Receipt, type Settlement } from './invoices.js';

@Module({
  imports: [CreditsModule],
  controllers: [CreditPaymentsController],
  providers: [Invoices, InvoiceLists, NumberSeries],
  exports: [Invoices, InvoiceLists, NumberSeries],
})
export class InvoicesModule {}
