import { Module } from '@nestjs/common';
import { DailyModule } from '../../platform/daily/index.js';
import { InvoicesModule } from '../invoices/index.js';
import { OrdersModule } from '../orders/index.js';
import { PaymentsModule } from '../payments/index.js';
import { SavedMethodsModule } from '../saved-methods/index.js';
import { ServicesModule } from '../services/index.js';
import { RenewalBilling } from './renewal-billing.js';
import { RenewalCharges } from './renewal-charges.js';
import { RenewalPreview } from './renewal-preview.js';
import { RenewalRows } from './renewal-rows.js';
import { RenewalsController } from './renewals.controller.js';

@Module({
  imports: [DailyModule, InvoicesModule, OrdersModule, PaymentsModule, SavedMethodsModule, ServicesModule],
  controllers: [RenewalsController],
  providers: [RenewalBilling, RenewalCharges, RenewalPreview, RenewalRows],
  exports: [RenewalCharges, RenewalRows],
})
export class RenewalsModule {}
