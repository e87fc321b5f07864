import { Controller } from '@nestjs/common';
import { type Input, operations } from '@hostwright/sdk/http';
import { CurrentCustomer, CurrentTenant, type CustomerActor, In, Operation } from '../../platform/http/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { ServiceReader } from '../services/index.js';
import { ChangeOffers } from './change-offers.js';
import { ChangeReader } from './change-reader.js';
import { Changes } from './changes.js';
import { ServiceEnds } from './service-ends.js';

/** Customers change and end their own services. */
@Controller()
export class ChangesController {
  constructor(
    private readonly offers: ChangeOffers,
    private readonly changes: Changes,
    private readonly reader: ChangeReader,
    private readonly ends: ServiceEnds,
    private readonly services: ServiceReader,
  ) {}

  @Operation(operations.getServiceOptions)
  options(
    @CurrentTenant() tenant: Tenant,
    @CurrentCustomer() customer: CustomerActor,
    @In() { params, query }: Input<typeof operations.getServiceOptions>,
  ) {
    return this.offers.options(tenant, customer, params.serviceId, query.locale);
  }

  @Operation(operations.previewServiceChange)
  preview(
    @CurrentTenant() tenant: Tenant,
    @CurrentCustomer() customer: CustomerActor,
    @In() { params, body }: Input<typeof operations.previewServiceChange>,
  ) {
    return this.offers.preview(tenant, customer, params.serviceId, body);
  }

  @Operation(operations.listServiceChanges)
  list(@CurrentCustomer() customer: CustomerActor, @In() { params }: Input<typeof operations.listServiceChanges>) {
    return this.reader.list(customer, params.serviceId);
  }

  @Operation(operations.orderServiceChange, { oneTransaction: true })
  order(
    @CurrentTenant() tenant: Tenant,
    @CurrentCustomer() customer: CustomerActor,
    @In() { params, body }: Input<typeof operations.orderServiceChange>,
  ) {
    return this.changes.order(tenant, customer, params.serviceId, { ...body, charge: 'difference' });
  }

  @Operation(operations.cancelServiceChange)
  cancel(@CurrentCustomer() customer: CustomerActor, @In() { params }: Input<typeof operations.cancelServiceChange>) {
    return this.changes.cancel(customer, params.serviceId, params.changeId);
  }

  @Operation(operations.cancelService)
  async end(@CurrentCustomer() customer: CustomerActor, @In() { params, body }: Input<typeof operations.cancelService>) {
    await this.ends.cancel(customer, params.serviceId, body);
    return this.services.readOf(customer.tenantId, customer.id, params.serviceId);
  }

  @Operation(operations.keepService)
  async keep(@CurrentCustomer() customer: CustomerActor, @In() { params }: Input<typeof operations.keepService>) {
    await this.ends.keep(customer, params.serviceId);
    return this.services.readOf(customer.tenantId, customer.id, params.serviceId);
  }
}
