import { Controller } from '@nestjs/common';
import { operations, type Input } from '@hostwright/sdk/http';
import { CurrentStaff, In, Operation, type StaffActor } from '../../platform/http/index.js';
import { Inventory } from './inventory.js';

const { listInventory, addInventoryItem, updateInventoryItem } = operations;

@Controller()
export class InventoryController {
  constructor(private readonly inventory: Inventory) {}

  @Operation(listInventory)
  list(@CurrentStaff() { tenantId }: StaffActor, @In() { query }: Input<typeof listInventory>) {
    return this.inventory.list(tenantId, query);
  }

  @Operation(addInventoryItem)
  add(@CurrentStaff() staff: StaffActor, @In() { body }: Input<typeof addInventoryItem>) {
    return this.inventory.add(staff, body);
  }

  @Operation(updateInventoryItem)
  update(@CurrentStaff() staff: StaffActor, @In() { params, body }: Input<typeof updateInventoryItem>) {
    return this.inventory.update(staff, params.inventoryItemId, body);
  }
}
