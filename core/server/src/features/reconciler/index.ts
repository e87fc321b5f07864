import { Module } from '@nestjs/common';
import { CatalogModule } from '../../billing/catalog/index.js';
import { NotificationsModule } from '../../billing/notifications/index.js';
import { QuotesModule } from '../../billing/quotes/index.js';
import { ServicesModule } from '../../billing/services/index.js';
import { AuditModule } from '../../platform/audit/index.js';
import { DailyModule } from '../../platform/daily/index.js';
import { LiveModule } from '../../platform/live/index.js';
import { PluginsModule } from '../../platform/plugins/index.js';
import { BookedServices } from './booked-services.js';
import { FindingRows } from './finding-rows.js';
import { ProviderList } from './provider-list.js';
import { ProviderWalks } from './provider-walks.js';
import { ReconcilerMessages } from './reconciler-messages.js';
import { Reconciliation } from './reconciliation.js';
import { ReconciliationController } from './reconciliation.controller.js';
import { Resolutions } from './resolutions.js';
import { ServerEndings } from './server-endings.js';
import { WalkRows } from './walk-rows.js';

@Module({
  imports: [
    AuditModule,
    CatalogModule,
    DailyModule,
    LiveModule,
    NotificationsModule,
    PluginsModule,
    QuotesModule,
    ServicesModule,
  ],
  controllers: [ReconciliationController],
  providers: [
    BookedServices,
    FindingRows,
    ProviderList,
    ProviderWalks,
    ReconcilerMessages,
    Reconciliation,
    Resolutions,
    ServerEndings,
    WalkRows,
  ],
})
export class ReconcilerModule {}
