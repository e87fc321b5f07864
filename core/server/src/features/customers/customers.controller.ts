import { Controller } from '@nestjs/common';
import { operations, type AdminCustomer, type Input } from '@hostwright/sdk/http';
import { TenantDb } from '../../platform/database/index.js';
import { CurrentStaff, decodeCursor, In, Operation, pageOf, type StaffActor } from '../../platform/http/index.js';
import { Customers, type Customer } from '../../platform/identity/index.js';
import { CustomerFigures, type Figures } from './customer-figures.js';

/** Customers as staff see them: with how much they have. */
@Controller()
export class CustomersController {
  constructor(
    private readonly db: TenantDb,
    private readonly customers: Customers,
    private readonly figures: CustomerFigures,
  ) {}

  @Operation(operations.listAdminCustomers)
  list(@CurrentStaff() staff: StaffActor, @In() { query }: Input<typeof operations.listAdminCustomers>) {
    return this.db.run(staff.tenantId, async () => {
      const { limit, search, state, customerId: id } = query;
      const found = await this.customers.list({ limit, after: decodeCursor(query.cursor), search, state, id });
      const { rows, next } = pageOf(found, query.limit);
      const figures = await this.figures.of(rows.map(row => row.id));
      return { items: rows.map(row => present(row, figures.get(row.id))), next };
    });
  }

  @Operation(operations.getAdminCustomer)
  read(@CurrentStaff() staff: StaffActor, @In() { params }: Input<typeof operations.getAdminCustomer>) {
    return this.db.run(staff.tenantId, async () => {
      const customer = await this.customers.read(params.customerId);
      return present(customer, (await this.figures.of([customer.id])).get(customer.id));
    });
  }
}

function present(customer: Customer, figures: Figures | undefined): AdminCustomer {
  const { id, email, name, locale, billing } = customer;
  return {
    id,
    email,
    name,
    locale,
    billing,
    emailConfirmed: customer.emailConfirmedAt !== null,
    createdAt: customer.createdAt.toISOString(),
    orders: figures?.orders ?? 0,
    activeServices: figures?.activeServices ?? 0,
  };
}
