import { Module } from '@nestjs/common';
import { AuditModule } from '../../platform/audit/index.js';
import { LiveModule } from '../../platform/live/index.js';
import { PluginsModule } from '../../platform/plugins/index.js';
import { CatalogModule } from '../catalog/index.js';
import { NotificationsModule } from '../notifications/index.js';
import { OrdersModule } from '../orders/index.js';
import { Placement, PlacementModule } from '../placement/index.js';
import { Abilities } from './abilities.js';
import { Activation } from './activation.js';
import { DisputedServices } from './disputed-services.js';
import { Endings } from './endings.js';
import { Fulfilment } from './fulfilment.js';
import { HandWork } from './hand-work.js';
import { Line } from './line.js';
import { ListedServers } from './listed-servers.js';
import { OperationRows } from './operation-rows.js';
import { OperationRunner } from './operation-runner.js';
import { OrderInputs } from './order-inputs.js';
import { OrderedServices } from './ordered-services.js';
import { Outcomes } from './outcomes.js';
import { Pace } from './pace.js';
import { Preparation } from './preparation.js';
import { ProviderCalls } from './provider-calls.js';
import { ServerAccess } from './server-access.js';
import { SERVER_PLACES } from './server-places.js';
import { ServerPasswords } from './server-passwords.js';
import { ServerReadings } from './server-readings.js';
import { ServiceAdoption } from './service-adoption.js';
import { ServiceActionsController } from './service-actions.controller.js';
import { ServiceControl } from './service-control.js';
import { ServiceImages } from './service-images.js';
import { ServiceMessages } from './service-messages.js';
import { ServiceOrders } from './service-orders.js';
import { ServiceReader } from './service-reader.js';
import { ServiceRepairs } from './service-repairs.js';
import { ServiceRows } from './service-rows.js';
import { ServicesAdminController } from './services-admin.controller.js';
import { ServicesController } from './services.controller.js';
import { SoldServices } from './sold-services.js';
import { Wishes } from './wishes.js';

@Module({
  imports: [AuditModule, CatalogModule, LiveModule, NotificationsModule, OrdersModule, PlacementModule, PluginsModule],
  controllers: [ServicesController, ServiceActionsController, ServicesAdminController],
  providers: [
    Abilities,
    Activation,
    DisputedServices,
    Endings,
    Fulfilment,
    HandWork,
    Line,
    ListedServers,
    OperationRows,
    OperationRunner,
    OrderInputs,
    OrderedServices,
    Outcomes,
    Pace,
    Preparation,
    ProviderCalls,
    { provide: SERVER_PLACES, useExisting: Placement },
    ServerAccess,
    ServerPasswords,
    ServerReadings,
    ServiceAdoption,
    ServiceControl,
    ServiceImages,
    ServiceMessages,
    ServiceOrders,
    ServiceReader,
    ServiceRepairs,
    ServiceRows,
    SoldServices,
    Wishes,
  ],
  exports: [
    Abilities,
    Fulfilment,
    Outcomes,
    HandWork,
    OperationRunner,
    OperationRows,
    ServerAccess,
    ServiceControl,
    ServiceOrders,
    ServiceReader,
    ServiceRows,
    ServiceAdoption,
    ServiceRepairs,
  ],
})
export class ServicesModule {}
