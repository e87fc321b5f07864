import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { InvoicesModule } from '../../billing/invoices/index.js';
import { NotificationsModule } from '../../billing/notifications/index.js';
import { OrdersModule } from '../../billing/orders/index.js';
import { RefundsModule } from '../../billing/refunds/index.js';
import { RenewalsModule } from '../../billing/renewals/index.js';
import { CONFIG, type Config } from '../../platform/config/index.js';
import { startBrowser } from './browser.js';
import { CreditNoteDocuments } from './credit-note-documents.js';
import { CreditNoteMessages } from './credit-note-messages.js';
import { DocumentRows } from './document-rows.js';
import { DocumentsController } from './documents.controller.js';
import { InvoiceDocuments } from './invoice-documents.js';
import { InvoiceMessages } from './invoice-messages.js';
import { PdfPrinter } from './pdf-printer.js';
import { Prints } from './prints.js';
import { RenewalMessages } from './renewal-messages.js';

@Module({
  imports: [InvoicesModule, OrdersModule, NotificationsModule, RefundsModule, RenewalsModule],
  controllers: [DocumentsController],
  providers: [
    CreditNoteDocuments,
    CreditNoteMessages,
    DocumentRows,
    InvoiceDocuments,
    InvoiceMessages,
    Prints,
    RenewalMessages,
    {
      provide: PdfPrinter,
      inject: [CONFIG],
      useFactory: (config: Config) => new PdfPrinter(() => startBrowser(config.browserPath, config.dataDir)),
    },
  ],
  exports: [InvoiceDocuments],
})
export class DocumentsModule implements OnApplicationShutdown {
  constructor(private readonly printer: PdfPrinter) {}

  async onApplicationShutdown(): Promise<void> {
    await this.printer.close();
  }
}
