import { Controller } from '@nestjs/common';
import { type Input, operations } from '@hostwright/sdk/http';
import { CurrentStaff, In, Operation, type StaffActor } from '../../platform/http/index.js';
import { ServiceImages } from './service-images.js';
import { ServiceOrders } from './service-orders.js';
import { ServiceReader } from './service-reader.js';

/** Every service of the shop, for staff. */
@Controller()
export class ServicesAdminController {
  constructor(
    private readonly reader: ServiceReader,
    private readonly orders: ServiceOrders,
    private readonly images: ServiceImages,
  ) {}

  @Operation(operations.listAdminServices)
  list(@CurrentStaff() staff: StaffActor, @In() { query }: Input<typeof operations.listAdminServices>) {
    return this.reader.listAll(staff.tenantId, query);
  }

  @Operation(operations.getAdminService)
  read(@CurrentStaff() staff: StaffActor, @In() { params }: Input<typeof operations.getAdminService>) {
    return this.reader.read(staff.tenantId, params.serviceId);
  }

  @Operation(operations.retryService)
  async retry(@CurrentStaff() staff: StaffActor, @In() { params }: Input<typeof operations.retryService>) {
    await this.orders.retry(staff, params.serviceId);
    return this.reader.read(staff.tenantId, params.serviceId);
  }

  @Operation(operations.changeServicePower)
  async switchPower(@CurrentStaff() staff: StaffActor, @In() { params, body }: Input<typeof operations.changeServicePower>) {
    await this.orders.order(staff, params.serviceId, body);
    return this.reader.read(staff.tenantId, params.serviceId);
  }

  @Operation(operations.orderAdminServiceAction)
  async order(@CurrentStaff() staff: StaffActor, @In() { params, body }: Input<typeof operations.orderAdminServiceAction>) {
    await this.orders.order(staff, params.serviceId, body);
    return this.reader.read(staff.tenantId, params.serviceId);
  }

  @Operation(operations.listAdminServiceImages)
  async listImages(@CurrentStaff() staff: StaffActor, @In() { params }: Input<typeof operations.listAdminServiceImages>) {
    return { items: await this.images.list(staff, params.serviceId) };
  }

  @Operation(operations.cancelAdminServiceOperation)
  async cancel(@CurrentStaff() staff: StaffActor, @In() { params }: Input<typeof operations.cancelAdminServiceOperation>) {
    await this.orders.cancel(staff, params.serviceId, params.operationId);
    return this.reader.read(staff.tenantId, params.serviceId);
  }
}
