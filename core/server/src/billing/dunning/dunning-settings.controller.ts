import { Controller } from '@nestjs/common';
import { type Answer, type Input, operations } from '@hostwright/sdk/http';
import { Audit } from '../../platform/audit/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { CurrentStaff, In, Operation, Problem, type StaffActor } from '../../platform/http/index.js';
import { WARNING_DAYS, type DunningDays } from './dunning.js';
import { DunningRows } from './dunning-rows.js';

const { getDunningSettings, updateDunningSettings } = operations;

@Controller()
export class DunningSettingsController {
  constructor(
    private readonly db: TenantDb,
    private readonly rows: DunningRows,
    private readonly audit: Audit,
  ) {}

  @Operation(getDunningSettings)
  read(@CurrentStaff() { tenantId }: StaffActor): Promise<Answer<typeof getDunningSettings>> {
    return this.db.run(tenantId, () => this.shown());
  }

  @Operation(updateDunningSettings)
  update(
    @CurrentStaff() { tenantId, id }: StaffActor,
    @In() { body }: Input<typeof updateDunningSettings>,
  ): Promise<Answer<typeof updateDunningSettings>> {
    expectOrder(body);
    return this.db.run(tenantId, async () => {
      await this.rows.setDays(body);
      const target = `tenant:${tenantId}`;
      await this.audit.record({ actor: `staff:${id}`, action: 'dunning.updated', target, detail: body });
      return this.shown();
    });
  }

  private async shown(): Promise<Answer<typeof getDunningSettings>> {
    const { suspendAfterDays, terminateAfterDays } = await this.rows.days();
    return { suspendAfterDays, terminateAfterDays };
  }
}

function expectOrder({ suspendAfterDays, terminateAfterDays }: DunningDays): void {
  if (terminateAfterDays === null) return;
  if (suspendAfterDays === null || terminateAfterDays < suspendAfterDays + WARNING_DAYS) {
    throw Problem.field('terminateAfterDays', `must be ${WARNING_DAYS} days after the suspension at the least`, 'too-soon');
  }
}
