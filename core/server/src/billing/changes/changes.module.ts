import { Module } from '@nestjs/common';
import { AuditModule } from '../../platform/audit/index.js';
import { DailyModule } from '../../platform/daily/index.js';
import { CatalogModule } from '../catalog/index.js';
import { InvoicesModule } from '../invoices/index.js';
import { NotificationsModule } from '../notifications/index.js';
import { OrdersModule } from '../orders/index.js';
import { PaymentsModule } from '../payments/index.js';
import { QuotesModule } from '../quotes/index.js';
import { RefundsModule } from '../refunds/index.js';
import { RenewalsModule } from '../renewals/index.js';
import { ServicesModule } from '../services/index.js';
import { ChangeMessages } from './change-messages.js';
import { ChangeOffers } from './change-offers.js';
import { ChangePrices } from './change-prices.js';
import { ChangeProgress } from './change-progress.js';
import { ChangeReader } from './change-reader.js';
import { ChangeRows } from './change-rows.js';
import { ChangeRules } from './change-rules.js';
import { ChangesAdminController } from './changes-admin.controller.js';
import { ChangesController } from './changes.controller.js';
import { Changes } from './changes.js';
import { ServiceEnds } from './service-ends.js';

@Module({
  imports: [
    AuditModule,
    CatalogModule,
    DailyModule,
    InvoicesModule,
    NotificationsModule,
    OrdersModule,
    PaymentsModule,
    QuotesModule,
    RefundsModule,
    RenewalsModule,
    ServicesModule,
  ],
  controllers: [ChangesController, ChangesAdminController],
  providers: [
    ChangeMessages,
    ChangeOffers,
    ChangePrices,
    ChangeProgress,
    ChangeReader,
    ChangeRows,
    ChangeRules,
    Changes,
    ServiceEnds,
  ],
  exports: [Changes, ChangeOffers, ServiceEnds],
})
export class ChangesModule {}
