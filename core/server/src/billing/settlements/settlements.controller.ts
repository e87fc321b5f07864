import { Controller } from '@nestjs/common';
import { type Answer, type Input, operations } from '@hostwright/sdk/http';
import { CurrentStaff, CurrentTenant, In, Operation, type StaffActor } from '../../platform/http/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { Settlements } from './settlements.js';

const { listSettlementDifferences, closeSettlementDifference, listSettlementRuns } = operations;

@Controller()
export class SettlementsController {
  constructor(private readonly settlements: Settlements) {}

  @Operation(listSettlementDifferences)
  list(
    @CurrentTenant() tenant: Tenant,
    @In() { query }: Input<typeof listSettlementDifferences>,
  ): Promise<Answer<typeof listSettlementDifferences>> {
    return this.settlements.list(tenant, query);
  }

  @Operation(closeSettlementDifference)
  close(
    @CurrentTenant() tenant: Tenant,
    @CurrentStaff() staff: StaffActor,
    @In() { params, body }: Input<typeof closeSettlementDifference>,
  ): Promise<Answer<typeof closeSettlementDifference>> {
    return this.settlements.close(tenant, params.differenceId, body.note, `staff:${staff.id}`);
  }

  @Operation(listSettlementRuns)
  runs(
    @CurrentTenant() tenant: Tenant,
    @In() { query }: Input<typeof listSettlementRuns>,
  ): Promise<Answer<typeof listSettlementRuns>> {
    return this.settlements.listRuns(tenant, query);
  }
}
