import { Controller } from '@nestjs/common';
import { type Answer, type Input, operations } from '@hostwright/sdk/http';
import { CurrentCustomer, CurrentTenant, In, Operation, type CustomerActor } from '../../platform/http/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { RenewalPreview } from './renewal-preview.js';

const { getServiceRenewal, getAdminServiceRenewal } = operations;

@Controller()
export class RenewalsController {
  constructor(private readonly preview: RenewalPreview) {}

  @Operation(getServiceRenewal)
  own(
    @CurrentTenant() tenant: Tenant,
    @CurrentCustomer() customer: CustomerActor,
    @In() { params }: Input<typeof getServiceRenewal>,
  ): Promise<Answer<typeof getServiceRenewal>> {
    return this.preview.read(tenant, params.serviceId, customer.id);
  }

  @Operation(getAdminServiceRenewal)
  any(
    @CurrentTenant() tenant: Tenant,
    @In() { params }: Input<typeof getAdminServiceRenewal>,
  ): Promise<Answer<typeof getAdminServiceRenewal>> {
    return this.preview.read(tenant, params.serviceId);
  }
}
