import { Controller } from '@nestjs/common';
import { type Input, operations } from '@hostwright/sdk/http';
import { TenantDb } from '../../platform/database/index.js';
import { CurrentCustomer, CurrentStaff, type CustomerActor, In, Operation, type StaffActor } from '../../platform/http/index.js';
import { Customers } from '../../platform/identity/index.js';
import { presentOrder } from '../orders/index.js';
import { Cancellations } from './cancellations.js';

@Controller()
export class CancellationsController {
  constructor(
    private readonly db: TenantDb,
    private readonly cancellations: Cancellations,
    private readonly customers: Customers,
  ) {}

  @Operation(operations.cancelOrder)
  async cancel(@CurrentCustomer() customer: CustomerActor, @In() { params }: Input<typeof operations.cancelOrder>) {
    const order = await this.cancellations.cancel(customer, params.orderId);
    return presentOrder(order, order);
  }

  @Operation(operations.cancelAdminOrder)
  async cancelForStaff(@CurrentStaff() staff: StaffActor, @In() { params }: Input<typeof operations.cancelAdminOrder>) {
    const order = await this.cancellations.cancel(staff, params.orderId);
    const { id, name, email } = await this.db.run(staff.tenantId, () => this.customers.read(order.customerId));
    return { ...presentOrder(order, order), customer: { id, name, email } };
  }
}
