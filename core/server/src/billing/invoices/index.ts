import { Module } from '@nestjs/common';
import { InvoiceLists } from './invoice-lists.js';
import { Invoices } from './invoices.js';

export { hashOf, totalsOf, type InvoiceContent, type InvoiceLine, type InvoiceState } from './invoice.js';
export { InvoiceLists } from './invoice-lists.js';
export { contentOf, due, type InvoiceRow } from './invoice-row.js';
export { presentInvoice } from './invoice.presenter.js';
export { Invoices, type NewInvoice, type Receipt, type Settlement } from './invoices.js';

@Module({ providers: [Invoices, InvoiceLists], exports: [Invoices, InvoiceLists] })
export class InvoicesModule {}
