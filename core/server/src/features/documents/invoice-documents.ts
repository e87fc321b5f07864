import { Injectable } from '@nestjs/common';
import { Invoices, presentInvoice } from '../../billing/invoices/index.js';
import { Orders } from '../../billing/orders/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Tenants } from '../../platform/tenancy/index.js';
import { Themes } from '../../platform/themes/index.js';
import { DocumentRows, type DocumentKey } from './document-rows.js';
import { invoiceHtml } from './invoice-html.js';
import { PdfPrinter } from './pdf-printer.js';

export interface PrintedInvoice {
  readonly number: string;
  readonly content: Uint8Array;
}

/** Invoices on paper: printed when first wanted, kept as they were printed. */
@Injectable()
export class InvoiceDocuments {
  /** Two who want the same print at the same time get the same one. */
  private readonly printing = new Map<string, Promise<Uint8Array>>();

  constructor(
    private readonly db: TenantDb,
    private readonly invoices: Invoices,
    private readonly orders: Orders,
    private readonly rows: DocumentRows,
    private readonly tenants: Tenants,
    private readonly themes: Themes,
    private readonly printer: PdfPrinter,
  ) {}

  /** 404 for an invoice that is not there or, where a customer is named, not theirs. */
  async pdf(tenantId: string, invoiceId: string, customerId?: string): Promise<PrintedInvoice> {
    const { invoice, key, kept } = await this.db.run(tenantId, async () => {
      const row = await this.invoices.read(invoiceId, customerId);
      const numbers = await this.orders.numbers([row.orderId]);
      const invoice = presentInvoice(row, row.orderId === null ? null : (numbers.get(row.orderId) ?? null));
      const key: DocumentKey = { kind: 'invoice', subjectId: row.id, variant: `${row.state}-${row.paidMinor}` };
      return { invoice, key, kept: await this.rows.find(key) };
    });
    if (kept) return { number: invoice.number, content: kept };
    const content = await this.once(`${tenantId} ${key.subjectId} ${key.variant}`, async () => {
      const tenant = await this.tenants.byId(tenantId);
      const printed = await this.printer.print(invoiceHtml(invoice, tenant, this.themes.of(tenant)));
      return this.db.run(tenantId, async () => {
        await this.rows.keep(key, printed);
        return (await this.rows.find(key)) ?? printed;
      });
    });
    return { number: invoice.number, content };
  }

  private once(name: string, print: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const running = this.printing.get(name);
    if (running) return running;
    const started = print().finally(() => this.printing.delete(name));
    this.printing.set(name, started);
    return started;
  }
}
