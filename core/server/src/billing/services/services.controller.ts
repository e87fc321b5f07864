import { Controller } from '@nestjs/common';
import { type Input, operations } from '@hostwright/sdk/http';
import { CurrentCustomer, type CustomerActor, In, Operation } from '../../platform/http/index.js';
import { ServiceOrders } from './service-orders.js';
import { ServiceReader } from './service-reader.js';

/** A customer's own services. */
@Controller()
export class ServicesController {
  constructor(
    private readonly reader: ServiceReader,
    private readonly orders: ServiceOrders,
  ) {}

  @Operation(operations.listServices)
  list(@CurrentCustomer() customer: CustomerActor, @In() { query }: Input<typeof operations.listServices>) {
    return this.reader.listOf(customer.tenantId, customer.id, query);
  }

  @Operation(operations.getService)
  read(@CurrentCustomer() customer: CustomerActor, @In() { params }: Input<typeof operations.getService>) {
    return this.reader.readOf(customer.tenantId, customer.id, params.serviceId);
  }

  @Operation(operations.revealCredentials)
  reveal(@CurrentCustomer() customer: CustomerActor, @In() { params }: Input<typeof operations.revealCredentials>) {
    return this.orders.revealCredentials(customer, params.serviceId);
  }

  @Operation(operations.changePower, { oneTransaction: true })
  async switchPower(@CurrentCustomer() customer: CustomerActor, @In() { params, body }: Input<typeof operations.changePower>) {
    await this.orders.order(customer, params.serviceId, body);
    return this.reader.readOf(customer.tenantId, customer.id, params.serviceId);
  }
}
