import { Controller } from '@nestjs/common';
import { moneyFromJson } from '@hostwright/sdk';
import { operations, type Input } from '@hostwright/sdk/http';
import { TenantDb } from '../../platform/database/index.js';
import { CurrentCustomer, CurrentTenant, In, Operation, type CustomerActor } from '../../platform/http/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { Checkout } from './checkout.js';
import { presentOrder } from './order.presenter.js';
import { Orders } from './orders.js';

@Controller()
export class OrdersController {
  constructor(
    private readonly db: TenantDb,
    private readonly checkout: Checkout,
    private readonly orders: Orders,
  ) {}

  @Operation(operations.createOrder, { oneTransaction: true })
  async create(
    @CurrentTenant() tenant: Tenant,
    @CurrentCustomer() customer: CustomerActor,
    @In() { body }: Input<typeof operations.createOrder>,
  ) {
    const { cartId, expectedToday, billing } = body;
    const placed = await this.checkout.place(tenant, customer.id, {
      cartId,
      expectedToday: moneyFromJson(expectedToday),
      billing,
    });
    return presentOrder(placed.order, placed);
  }

  @Operation(operations.listOrders)
  async list(@CurrentCustomer() customer: CustomerActor, @In() { query }: Input<typeof operations.listOrders>) {
    const { rows, next } = await this.db.run(customer.tenantId, () => this.orders.page({ ...query, customerId: customer.id }));
    return { items: rows.map(row => presentOrder(row, row)), next };
  }

  @Operation(operations.getOrder)
  async read(@CurrentCustomer() customer: CustomerActor, @In() { params }: Input<typeof operations.getOrder>) {
    const row = await this.db.run(customer.tenantId, () => this.orders.read(params.orderId, customer.id));
    return presentOrder(row, row);
  }
}
