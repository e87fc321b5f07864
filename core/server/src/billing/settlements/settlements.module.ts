import { Module } from '@nestjs/common';
import { AuditModule } from '../../platform/audit/index.js';
import { DailyModule } from '../../platform/daily/index.js';
import { PluginsModule } from '../../platform/plugins/index.js';
import { NotificationsModule } from '../notifications/index.js';
import { PaymentsModule } from '../payments/index.js';
import { Books } from './books.js';
import { DifferenceRows } from './difference-rows.js';
import { RunRows } from './run-rows.js';
import { SettlementComparison } from './settlement-comparison.js';
import { SettlementMessages } from './settlement-messages.js';
import { Settlements } from './settlements.js';
import { SettlementsController } from './settlements.controller.js';

@Module({
  imports: [AuditModule, DailyModule, NotificationsModule, PaymentsModule, PluginsModule],
  controllers: [SettlementsController],
  providers: [Books, DifferenceRows, RunRows, SettlementComparison, SettlementMessages, Settlements],
  exports: [Settlements],
})
export class SettlementsModule {}
