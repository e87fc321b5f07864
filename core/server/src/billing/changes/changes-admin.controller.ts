import { Controller } from '@nestjs/common';
import { type Input, operations } from '@hostwright/sdk/http';
import { CurrentStaff, CurrentTenant, In, Operation, type StaffActor } from '../../platform/http/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { ServiceReader } from '../services/index.js';
import { ChangeOffers } from './change-offers.js';
import { ChangeReader } from './change-reader.js';
import { Changes } from './changes.js';
import { ServiceEnds } from './service-ends.js';

/** Staff change and end any service of the shop. */
@Controller()
export class ChangesAdminController {
  constructor(
    private readonly offers: ChangeOffers,
    private readonly changes: Changes,
    private readonly reader: ChangeReader,
    private readonly ends: ServiceEnds,
    private readonly services: ServiceReader,
  ) {}

  @Operation(operations.getAdminServiceOptions)
  options(
    @CurrentTenant() tenant: Tenant,
    @CurrentStaff() staff: StaffActor,
    @In() { params, query }: Input<typeof operations.getAdminServiceOptions>,
  ) {
    return this.offers.options(tenant, staff, params.serviceId, query.locale);
  }

  @Operation(operations.previewAdminServiceChange)
  preview(
    @CurrentTenant() tenant: Tenant,
    @CurrentStaff() staff: StaffActor,
    @In() { params, body }: Input<typeof operations.previewAdminServiceChange>,
  ) {
    return this.offers.preview(tenant, staff, params.serviceId, body);
  }

  @Operation(operations.listAdminServiceChanges)
  list(@CurrentStaff() staff: StaffActor, @In() { params }: Input<typeof operations.listAdminServiceChanges>) {
    return this.reader.list(staff, params.serviceId);
  }

  @Operation(operations.orderAdminServiceChange, { oneTransaction: true })
  order(
    @CurrentTenant() tenant: Tenant,
    @CurrentStaff() staff: StaffActor,
    @In() { params, body }: Input<typeof operations.orderAdminServiceChange>,
  ) {
    return this.changes.order(tenant, staff, params.serviceId, body);
  }

  @Operation(operations.cancelAdminServiceChange)
  cancel(@CurrentStaff() staff: StaffActor, @In() { params }: Input<typeof operations.cancelAdminServiceChange>) {
    return this.changes.cancel(staff, params.serviceId, params.changeId);
  }

  @Operation(operations.cancelAdminService)
  async end(@CurrentStaff() staff: StaffActor, @In() { params, body }: Input<typeof operations.cancelAdminService>) {
    await this.ends.cancel(staff, params.serviceId, body);
    return this.services.read(staff.tenantId, params.serviceId);
  }

  @Operation(operations.keepAdminService)
  async keep(@CurrentStaff() staff: StaffActor, @In() { params }: Input<typeof operations.keepAdminService>) {
    await this.ends.keep(staff, params.serviceId);
    return this.services.read(staff.tenantId, params.serviceId);
  }
}
