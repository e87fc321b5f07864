import { Injectable } from '@nestjs/common';
import { Invoices, presentInvoice } from '../../billing/invoices/index.js';
import { Orders } from '../../billing/orders/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Tenants } from '../../platform/tenancy/index.js';
import { Themes } from '../../platform/themes/index.js';
import type { DocumentKey } from './document-rows.js';
import { invoiceHtml } from './invoice-html.js';
import { Prints } from './prints.js';

export interface PrintedInvoice {
  readonly number: string;
  readonly content: Uint8Array;
}

/** Invoices on paper: printed when first wanted, kept as they were printed. */
@Injectable()
export class InvoiceDocuments {
  constructor(
    private readonly db: TenantDb,
    private readonly invoices: Invoices,
    private readonly orders: Orders,
    private readonly prints: Prints,
    private readonly tenants: Tenants,
    private readonly themes: Themes,
  ) {}

  /** 404 for an invoice that is not there or, where a customer is named, not theirs. */
  async pdf(tenantId: string, invoiceId: string, customerId?: string): Promise<PrintedInvoice> {
    const { invoice, key } = await this.db.run(tenantId, async () => {
      const row = await this.invoices.read(invoiceId, customerId);
      const numbers = await this.orders.numbers([row.orderId]);
      const invoice = presentInvoice(row, row.orderId === null ? null : (numbers.get(row.orderId) ?? null));
      const key: DocumentKey = { kind: 'invoice', subjectId: row.id, variant: `${row.state}-${row.paidMinor}` };
      return { invoice, key };
    });
    const content = await this.prints.of(tenantId, key, async () => {
      const tenant = await this.tenants.byId(tenantId);
      return invoiceHtml(invoice, tenant, this.themes.of(tenant));
    });
    return { number: invoice.number, content };
  }
}
