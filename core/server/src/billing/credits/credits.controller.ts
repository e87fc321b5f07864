import { Controller } from '@nestjs/common';
import { type Answer, type Input, operations } from '@hostwright/sdk/http';
import { TenantDb } from '../../platform/database/index.js';
import { CurrentCustomer, CurrentStaff, In, Operation, type CustomerActor, type StaffActor } from '../../platform/http/index.js';
import { Customers } from '../../platform/identity/index.js';
import { Credits } from './credits.js';

const { getCredit, getCustomerCredit } = operations;

@Controller()
export class CreditsController {
  constructor(
    private readonly db: TenantDb,
    private readonly credits: Credits,
    private readonly customers: Customers,
  ) {}

  @Operation(getCredit)
  own(
    @CurrentCustomer() { tenantId, id }: CustomerActor,
    @In() { query }: Input<typeof getCredit>,
  ): Promise<Answer<typeof getCredit>> {
    return this.db.run(tenantId, () => this.credits.show(id, query));
  }

  @Operation(getCustomerCredit)
  any(
    @CurrentStaff() { tenantId }: StaffActor,
    @In() { params, query }: Input<typeof getCustomerCredit>,
  ): Promise<Answer<typeof getCustomerCredit>> {
    return this.db.run(tenantId, async () => {
      const { id } = await this.customers.read(params.customerId);
      return this.credits.show(id, query);
    });
  }
}
