import { Controller } from '@nestjs/common';
import { operations, type Input } from '@hostwright/sdk/http';
import { TenantDb } from '../../platform/database/index.js';
import { CurrentStaff, In, Operation, type StaffActor } from '../../platform/http/index.js';
import { Customers, type Customer } from '../../platform/identity/index.js';
import { InvoiceLists, Invoices, presentInvoice, type InvoiceRow } from '../invoices/index.js';
import { presentOrder } from './order.presenter.js';
import { Orders, type OrderWithInvoice } from './orders.js';

/** Orders and invoices as staff see them: with whose they are. */
@Controller()
export class OrdersAdminController {
  constructor(
    private readonly db: TenantDb,
    private readonly orders: Orders,
    private readonly invoices: Invoices,
    private readonly lists: InvoiceLists,
    private readonly customers: Customers,
  ) {}

  @Operation(operations.listAdminOrders)
  listOrders(@CurrentStaff() staff: StaffActor, @In() { query }: Input<typeof operations.listAdminOrders>) {
    return this.db.run(staff.tenantId, async () => {
      const { rows, next } = await this.orders.page(query);
      return { items: await this.presentOrders(rows), next };
    });
  }

  @Operation(operations.getAdminOrder)
  readOrder(@CurrentStaff() staff: StaffActor, @In() { params }: Input<typeof operations.getAdminOrder>) {
    return this.db.run(staff.tenantId, async () => (await this.presentOrders([await this.orders.read(params.orderId)]))[0]);
  }

  @Operation(operations.listAdminInvoices)
  listInvoices(@CurrentStaff() staff: StaffActor, @In() { query }: Input<typeof operations.listAdminInvoices>) {
    return this.db.run(staff.tenantId, async () => {
      const { rows, next } = await this.lists.page(query);
      return { items: await this.presentInvoices(rows), next };
    });
  }

  @Operation(operations.getAdminInvoice)
  readInvoice(@CurrentStaff() staff: StaffActor, @In() { params }: Input<typeof operations.getAdminInvoice>) {
    return this.db.run(staff.tenantId, async () => (await this.presentInvoices([await this.invoices.read(params.invoiceId)]))[0]);
  }

  private async presentOrders(rows: readonly OrderWithInvoice[]) {
    const customers = await this.customers.many(rows.map(row => row.customerId));
    return rows.map(row => ({ ...presentOrder(row, row), customer: brief(customers.get(row.customerId)!) }));
  }

  private async presentInvoices(rows: readonly InvoiceRow[]) {
    const customers = await this.customers.many(rows.map(row => row.customerId));
    const numbers = await this.orders.numbers(rows.map(row => row.orderId));
    return rows.map(row => ({
      ...presentInvoice(row, numbers.get(row.orderId ?? '') ?? null),
      customer: brief(customers.get(row.customerId)!),
      disputed: { amount: row.disputedMinor.toString(), currency: row.currency },
    }));
  }
}

const brief = ({ id, name, email }: Customer) => ({ id, name, email });
