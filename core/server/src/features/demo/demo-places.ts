import { Injectable } from '@nestjs/common';
import { AddInventoryItem, AddPoolMember } from '@hostwright/sdk/http';
import { Inventory, Pools } from '../../billing/placement/index.js';
import { newId } from '../../platform/database/index.js';
import type { StaffActor } from '../../platform/http/index.js';
import type { DemoPlaces } from './demo-files.js';

/** Pools and machines of a shop, as its owner would have entered them. */
@Injectable()
export class DemoPlacesSetup {
  constructor(
    private readonly pools: Pools,
    private readonly inventory: Inventory,
  ) {}

  /** Ids of the pools by `pool:KEY`, for the settings of products. */
  async open(tenantId: string, { pools, inventory }: DemoPlaces): Promise<Record<string, string>> {
    const staff: StaffActor = { kind: 'staff', tenantId, id: newId(), familyId: newId(), role: 'owner', permissions: [] };
    const ids: Record<string, string> = {};
    for (const { key, members, ...pool } of pools) {
      const id = await this.pools.create(staff, pool);
      for (const member of members) await this.pools.addMember(staff, id, AddPoolMember.parse(member));
      ids[`pool:${key}`] = id;
    }
    for (const item of inventory) await this.inventory.add(staff, AddInventoryItem.parse(item));
    return ids;
  }
}
