import { Controller } from '@nestjs/common';
import { operations, type Answer, type Input } from '@hostwright/sdk/http';
import { Audit } from '../../platform/audit/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { CurrentStaff, In, Operation, type StaffActor } from '../../platform/http/index.js';
import { PlacementReader } from './placement-reader.js';
import { PlacementRows } from './placement-rows.js';
import { HOLD_DAYS } from './unpaid-places.js';

const { listPlacements, getPlacementSettings, updatePlacementSettings } = operations;

@Controller()
export class PlacementsController {
  constructor(
    private readonly reader: PlacementReader,
    private readonly rows: PlacementRows,
    private readonly audit: Audit,
    private readonly db: TenantDb,
  ) {}

  @Operation(listPlacements)
  list(@CurrentStaff() { tenantId }: StaffActor, @In() { query }: Input<typeof listPlacements>) {
    return this.reader.list(tenantId, query);
  }

  @Operation(getPlacementSettings)
  async settings(@CurrentStaff() { tenantId }: StaffActor): Promise<Answer<typeof getPlacementSettings>> {
    return { holdDays: (await this.db.run(tenantId, () => this.rows.holdDays())) ?? HOLD_DAYS };
  }

  @Operation(updatePlacementSettings)
  async update(@CurrentStaff() staff: StaffActor, @In() { body }: Input<typeof updatePlacementSettings>) {
    await this.db.run(staff.tenantId, async () => {
      await this.rows.setHoldDays(body.holdDays);
      const target = 'placement-settings';
      await this.audit.record({ actor: `staff:${staff.id}`, action: 'placement-settings.updated', target, detail: body });
    });
    return body;
  }
}
