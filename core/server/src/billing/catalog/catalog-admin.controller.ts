import { Controller } from '@nestjs/common';
import { operations, type Input } from '@hostwright/sdk/http';
import { Audit } from '../../platform/audit/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { CurrentStaff, CurrentTenant, In, Operation, Problem, type StaffActor } from '../../platform/http/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { Catalog } from './catalog.js';
import { CatalogSetup } from './catalog-setup.js';
import { presentAdminPlan, presentAdminProduct } from './catalog.presenter.js';
import { SoldPlans } from './sold-plans.js';

@Controller()
export class CatalogAdminController {
  constructor(
    private readonly catalog: Catalog,
    private readonly setup: CatalogSetup,
    private readonly sold: SoldPlans,
    private readonly audit: Audit,
    private readonly db: TenantDb,
  ) {}

  @Operation(operations.listAdminProducts)
  async list(@CurrentTenant() tenant: Tenant) {
    const [products, sold] = await Promise.all([this.catalog.all(tenant.id, tenant.locale), this.sold.count(tenant.id)]);
    return { items: products.map(product => presentAdminProduct(product, tenant.currencies, sold)) };
  }

  @Operation(operations.updatePlan)
  async update(
    @CurrentTenant() tenant: Tenant,
    @CurrentStaff() staff: StaffActor,
    @In() { params, body }: Input<typeof operations.updatePlan>,
  ) {
    await this.db.run(tenant.id, async () => {
      await this.setup.show(tenant.id, params.planId, body);
      await this.audit.record({
        actor: `staff:${staff.id}`,
        action: 'plan.updated',
        target: `plan:${params.planId}`,
        detail: body,
      });
    });
    const plans = (await this.catalog.all(tenant.id, tenant.locale)).flatMap(product => product.plans);
    const plan = plans.find(candidate => candidate.id === params.planId);
    if (!plan) throw new Problem('not-found');
    return presentAdminPlan(plan, tenant.currencies, await this.sold.count(tenant.id));
  }
}
