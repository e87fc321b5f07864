import { Controller } from '@nestjs/common';
import { operations, type Answer, type Input } from '@hostwright/sdk/http';
import { CurrentStaff, In, Operation, type StaffActor } from '../../platform/http/index.js';
import { PlacementReader } from './placement-reader.js';
import { Pools } from './pools.js';

const { listPools, createPool, updatePool, removePool, addPoolMember, updatePoolMember, removePoolMember } = operations;

@Controller()
export class PoolsController {
  constructor(
    private readonly pools: Pools,
    private readonly reader: PlacementReader,
  ) {}

  @Operation(listPools)
  async list(@CurrentStaff() { tenantId }: StaffActor): Promise<Answer<typeof listPools>> {
    return { items: await this.reader.pools(tenantId) };
  }

  @Operation(createPool)
  async create(@CurrentStaff() staff: StaffActor, @In() { body }: Input<typeof createPool>) {
    return this.reader.pool(staff.tenantId, await this.pools.create(staff, body));
  }

  @Operation(updatePool)
  async update(@CurrentStaff() staff: StaffActor, @In() { params, body }: Input<typeof updatePool>) {
    await this.pools.update(staff, params.poolId, body);
    return this.reader.pool(staff.tenantId, params.poolId);
  }

  @Operation(removePool)
  remove(@CurrentStaff() staff: StaffActor, @In() { params }: Input<typeof removePool>) {
    return this.pools.remove(staff, params.poolId);
  }

  @Operation(addPoolMember)
  async addMember(@CurrentStaff() staff: StaffActor, @In() { params, body }: Input<typeof addPoolMember>) {
    await this.pools.addMember(staff, params.poolId, body);
    return this.reader.pool(staff.tenantId, params.poolId);
  }

  @Operation(updatePoolMember)
  async updateMember(@CurrentStaff() staff: StaffActor, @In() { params, body }: Input<typeof updatePoolMember>) {
    await this.pools.updateMember(staff, params.poolId, params.memberId, body);
    return this.reader.pool(staff.tenantId, params.poolId);
  }

  @Operation(removePoolMember)
  async removeMember(@CurrentStaff() staff: StaffActor, @In() { params }: Input<typeof removePoolMember>) {
    await this.pools.removeMember(staff, params.poolId, params.memberId);
    return this.reader.pool(staff.tenantId, params.poolId);
  }
}
