import { Controller } from '@nestjs/common';
import { type Input, operations } from '@hostwright/sdk/http';
import {
  CurrentCustomer,
  CurrentStaff,
  CurrentTenant,
  type CustomerActor,
  In,
  Operation,
  type StaffActor,
} from '../../platform/http/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { Consoles } from './consoles.js';

@Controller()
export class ConsolesController {
  constructor(private readonly consoles: Consoles) {}

  @Operation(operations.openServiceConsole)
  open(
    @CurrentTenant() tenant: Tenant,
    @CurrentCustomer() customer: CustomerActor,
    @In() { params }: Input<typeof operations.openServiceConsole>,
  ) {
    return this.consoles.open(tenant, customer, params.serviceId);
  }

  @Operation(operations.openAdminServiceConsole)
  openForStaff(
    @CurrentTenant() tenant: Tenant,
    @CurrentStaff() staff: StaffActor,
    @In() { params }: Input<typeof operations.openAdminServiceConsole>,
  ) {
    return this.consoles.open(tenant, staff, params.serviceId);
  }
}
