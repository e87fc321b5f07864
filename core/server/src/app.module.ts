import type { DynamicModule, Type } from '@nestjs/common';
import { CartsModule } from './billing/carts/index.js';
import { CatalogModule } from './billing/catalog/index.js';
import { CancellationsModule } from './billing/cancellations/index.js';
import { ChangesModule } from './billing/changes/index.js';
import { CreditsModule } from './billing/credits/index.js';
import { DisputesModule } from './billing/disputes/index.js';
import { DunningModule } from './billing/dunning/index.js';
import { InvoicesModule } from './billing/invoices/index.js';
import { LedgerModule } from './billing/ledger/index.js';
import { NotificationsModule } from './billing/notifications/index.js';
import { OrdersModule } from './billing/orders/index.js';
import { PaymentsModule } from './billing/payments/index.js';
import { PlacementModule } from './billing/placement/index.js';
import { QuotesModule } from './billing/quotes/index.js';
import { RefundsModule } from './billing/refunds/index.js';
import { RenewalsModule } from './billing/renewals/index.js';
import { SavedMethodsModule } from './billing/saved-methods/index.js';
import { ServicesModule } from './billing/services/index.js';
import { SettlementsModule } from './billing/settlements/index.js';
import { StatementsModule } from './billing/statements/index.js';
import { TasksModule } from './billing/tasks/index.js';
import { ConsoleModule } from './features/console/index.js';
import { CustomersModule } from './features/customers/index.js';
import { DashboardModule } from './features/dashboard/index.js';
import { DemoModule } from './features/demo/index.js';
import { DoctorModule } from './features/doctor/index.js';
import { DocumentsModule } from './features/documents/index.js';
import { ReconcilerModule } from './features/reconciler/index.js';
import { StorefrontModule } from './features/storefront/index.js';
import { WebAppsModule } from './features/web-apps/index.js';
import { AuditModule } from './platform/audit/index.js';
import { Clock, ClockModule } from './platform/clock/index.js';
import { ConfigModule, type Config } from './platform/config/index.js';
import { DailyModule } from './platform/daily/index.js';
import { DatabaseModule } from './platform/database/index.js';
import { EventsModule } from './platform/events/index.js';
import { FaultsModule } from './platform/faults/index.js';
import { HttpModule } from './platform/http/index.js';
import { IdentityModule } from './platform/identity/index.js';
import { JobsModule } from './platform/jobs/index.js';
import { LiveModule } from './platform/live/index.js';
import { PluginsModule } from './platform/plugins/index.js';
import { SecretsModule } from './platform/secrets/index.js';
import { TenancyModule } from './platform/tenancy/index.js';
import { ThemesModule } from './platform/themes/index.js';

const PLATFORM: readonly Type[] = [
  DatabaseModule,
  FaultsModule,
  TenancyModule,
  SecretsModule,
  JobsModule,
  DailyModule,
  EventsModule,
  HttpModule,
  IdentityModule,
  AuditModule,
  LiveModule,
  PluginsModule,
  ThemesModule,
];

const BILLING: readonly Type[] = [
  LedgerModule,
  CatalogModule,
  QuotesModule,
  CartsModule,
  CreditsModule,
  InvoicesModule,
  OrdersModule,
  NotificationsModule,
  PaymentsModule,
  RefundsModule,
  DisputesModule,
  PlacementModule,
  ServicesModule,
  SavedMethodsModule,
  RenewalsModule,
  CancellationsModule,
  ChangesModule,
  DunningModule,
  SettlementsModule,
  StatementsModule,
  TasksModule,
];

/** What can be switched off: each is a folder and its line here. */
const FEATURES: readonly Type[] = [
  DocumentsModule,
  StorefrontModule,
  DashboardModule,
  CustomersModule,
  ReconcilerModule,
  ConsoleModule,
  WebAppsModule,
  DemoModule,
  DoctorModule,
];

export class AppModule {
  static for(config: Config, clock?: Clock): DynamicModule {
    return {
      module: AppModule,
      imports: [ConfigModule.for(config), ClockModule.with(clock), ...PLATFORM, ...BILLING, ...FEATURES],
    };
  }
}
