import { Module } from '@nestjs/common';
import { AuditModule } from '../../platform/audit/index.js';
import { DailyModule } from '../../platform/daily/index.js';
import { InvoicesModule } from '../invoices/index.js';
import { NotificationsModule } from '../notifications/index.js';
import { PaymentsModule } from '../payments/index.js';
import { RenewalsModule } from '../renewals/index.js';
import { ServicesModule } from '../services/index.js';
import { DunningMessages } from './dunning-messages.js';
import { DunningRows } from './dunning-rows.js';
import { DunningSettingsController } from './dunning-settings.controller.js';
import { Dunnings } from './dunnings.js';

@Module({
  imports: [AuditModule, DailyModule, InvoicesModule, NotificationsModule, PaymentsModule, RenewalsModule, ServicesModule],
  controllers: [DunningSettingsController],
  providers: [DunningMessages, DunningRows, Dunnings],
})
export class DunningModule {}
