import { Controller } from '@nestjs/common';
import { type Input, operations } from '@hostwright/sdk/http';
import { CurrentCustomer, type CustomerActor, In, Operation } from '../../platform/http/index.js';
import { ServerReadings } from './server-readings.js';
import { ServiceImages } from './service-images.js';
import { ServiceOrders } from './service-orders.js';
import { ServiceReader } from './service-reader.js';

/** What a customer does with a service of theirs, and what its provider tells of it. */
@Controller()
export class ServiceActionsController {
  constructor(
    private readonly reader: ServiceReader,
    private readonly orders: ServiceOrders,
    private readonly readings: ServerReadings,
    private readonly images: ServiceImages,
  ) {}

  @Operation(operations.orderServiceAction)
  async order(@CurrentCustomer() customer: CustomerActor, @In() { params, body }: Input<typeof operations.orderServiceAction>) {
    await this.orders.order(customer, params.serviceId, body);
    return this.reader.readOf(customer.tenantId, customer.id, params.serviceId);
  }

  @Operation(operations.cancelServiceOperation)
  async cancel(@CurrentCustomer() customer: CustomerActor, @In() { params }: Input<typeof operations.cancelServiceOperation>) {
    await this.orders.cancel(customer, params.serviceId, params.operationId);
    return this.reader.readOf(customer.tenantId, customer.id, params.serviceId);
  }

  @Operation(operations.listServiceSnapshots)
  snapshots(@CurrentCustomer() customer: CustomerActor, @In() { params }: Input<typeof operations.listServiceSnapshots>) {
    return this.readings.snapshots(customer, params.serviceId);
  }

  @Operation(operations.getServiceMetrics)
  metrics(@CurrentCustomer() customer: CustomerActor, @In() { params, query }: Input<typeof operations.getServiceMetrics>) {
    return this.readings.metrics(customer, params.serviceId, query.range);
  }

  @Operation(operations.getServiceUsage)
  usage(@CurrentCustomer() customer: CustomerActor, @In() { params }: Input<typeof operations.getServiceUsage>) {
    return this.readings.usage(customer, params.serviceId);
  }

  @Operation(operations.listServiceImages)
  async list(@CurrentCustomer() customer: CustomerActor, @In() { params }: Input<typeof operations.listServiceImages>) {
    return { items: await this.images.list(customer, params.serviceId) };
  }

  @Operation(operations.openServicePanel)
  panel(@CurrentCustomer() customer: CustomerActor, @In() { params }: Input<typeof operations.openServicePanel>) {
    return this.readings.panel(customer, params.serviceId);
  }
}
