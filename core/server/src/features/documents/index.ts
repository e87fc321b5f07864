export { DocumentsModule } from './documents.module.js';
export { InvoiceDocuments, type PrintedInvoice } from './invoice-documents.js';
