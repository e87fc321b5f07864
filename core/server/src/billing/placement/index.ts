import { Module } from '@nestjs/common';
import { AuditModule } from '../../platform/audit/index.js';
import { DailyModule } from '../../platform/daily/index.js';
import { PluginsModule } from '../../platform/plugins/index.js';
import { CatalogModule } from '../catalog/index.js';
import { NotificationsModule } from '../notifications/index.js';
import { OrdersModule } from '../orders/index.js';
import { Availability } from './availability.js';
import { ExistingServers } from './existing-servers.js';
import { InventoryController } from './inventory.controller.js';
import { InventoryRows } from './inventory-rows.js';
import { Inventory } from './inventory.js';
import { MemberRows } from './member-rows.js';
import { OrderedPlaces } from './ordered-places.js';
import { PlacementMessages } from './placement-messages.js';
import { PlacementReader } from './placement-reader.js';
import { PlacementRows } from './placement-rows.js';
import { Placement } from './placement.js';
import { PlacementsController } from './placements.controller.js';
import { PoolsController } from './pools.controller.js';
import { Pools } from './pools.js';
import { Reservations } from './reservations.js';
import { RoomCache } from './room-cache.js';
import { UnpaidPlaces } from './unpaid-places.js';
import { Wiping } from './wiping.js';

export { Inventory } from './inventory.js';
export { PlacementReader } from './placement-reader.js';
export { Placement, type Place } from './placement.js';
export { Pools } from './pools.js';

@Module({
  imports: [AuditModule, CatalogModule, DailyModule, NotificationsModule, OrdersModule, PluginsModule],
  controllers: [PoolsController, PlacementsController, InventoryController],
  providers: [
    Availability,
    ExistingServers,
    Inventory,
    InventoryRows,
    MemberRows,
    OrderedPlaces,
    Placement,
    PlacementMessages,
    PlacementReader,
    PlacementRows,
    Pools,
    Reservations,
    RoomCache,
    UnpaidPlaces,
    Wiping,
  ],
  exports: [Inventory, Placement, PlacementReader, Pools],
})
export class PlacementModule {}
