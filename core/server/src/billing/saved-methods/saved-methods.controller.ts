import { Controller } from '@nestjs/common';
import { type Answer, type Input, operations } from '@hostwright/sdk/http';
import { TenantDb } from '../../platform/database/index.js';
import { CurrentCustomer, CurrentTenant, In, Operation, type CustomerActor } from '../../platform/http/index.js';
import { Customers } from '../../platform/identity/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { SavedMethods } from './saved-methods.js';

const { listSavedMethods, setDefaultMethod, removeSavedMethod, listCustomerMethods } = operations;

/** A customer's own saved methods, and how staff see them. */
@Controller()
export class SavedMethodsController {
  constructor(
    private readonly db: TenantDb,
    private readonly customers: Customers,
    private readonly methods: SavedMethods,
  ) {}

  @Operation(listSavedMethods)
  list(@CurrentTenant() tenant: Tenant, @CurrentCustomer() customer: CustomerActor): Promise<Answer<typeof listSavedMethods>> {
    return this.of(tenant, customer.id);
  }

  @Operation(setDefaultMethod)
  async makeDefault(
    @CurrentTenant() tenant: Tenant,
    @CurrentCustomer() customer: CustomerActor,
    @In() { params }: Input<typeof setDefaultMethod>,
  ): Promise<Answer<typeof setDefaultMethod>> {
    await this.methods.makeDefault(tenant.id, customer.id, params.savedMethodId);
    return this.of(tenant, customer.id);
  }

  @Operation(removeSavedMethod)
  async remove(
    @CurrentCustomer() customer: CustomerActor,
    @In() { params }: Input<typeof removeSavedMethod>,
  ): Promise<Answer<typeof removeSavedMethod>> {
    await this.methods.remove(customer.tenantId, customer.id, params.savedMethodId);
    return null;
  }

  @Operation(listCustomerMethods)
  ofCustomer(
    @CurrentTenant() tenant: Tenant,
    @In() { params }: Input<typeof listCustomerMethods>,
  ): Promise<Answer<typeof listCustomerMethods>> {
    return this.of(tenant, params.customerId, tenant.locale);
  }

  private of(tenant: Tenant, customerId: string, locale?: string): Promise<Answer<typeof listSavedMethods>> {
    return this.db.run(tenant.id, async () => {
      const customer = await this.customers.read(customerId);
      return { items: await this.methods.list(tenant, customerId, locale ?? customer.locale) };
    });
  }
}
