import { Controller } from '@nestjs/common';
import { operations, type Input } from '@hostwright/sdk/http';
import { TenantDb } from '../../platform/database/index.js';
import { CurrentCustomer, In, Operation, type CustomerActor } from '../../platform/http/index.js';
import { InvoiceLists, Invoices, presentInvoice } from '../invoices/index.js';
import { Orders } from './orders.js';

/** A customer's invoices, each with the number of its order. */
@Controller()
export class InvoicesController {
  constructor(
    private readonly db: TenantDb,
    private readonly invoices: Invoices,
    private readonly lists: InvoiceLists,
    private readonly orders: Orders,
  ) {}

  @Operation(operations.listInvoices)
  list(@CurrentCustomer() customer: CustomerActor, @In() { query }: Input<typeof operations.listInvoices>) {
    return this.db.run(customer.tenantId, async () => {
      const { rows, next } = await this.lists.page({ ...query, customerId: customer.id });
      const numbers = await this.orders.numbers(rows.map(row => row.orderId));
      return { items: rows.map(row => presentInvoice(row, numbers.get(row.orderId ?? '') ?? null)), next };
    });
  }

  @Operation(operations.getInvoice)
  read(@CurrentCustomer() customer: CustomerActor, @In() { params }: Input<typeof operations.getInvoice>) {
    return this.db.run(customer.tenantId, async () => {
      const row = await this.invoices.read(params.invoiceId, customer.id);
      return presentInvoice(row, (await this.orders.numbers([row.orderId])).get(row.orderId ?? '') ?? null);
    });
  }
}
