import { Module } from '@nestjs/common';
import { DailyModule } from '../../platform/daily/index.js';
import { InvoicesModule } from '../invoices/index.js';
import { OrdersModule } from '../orders/index.js';
import { PaymentsModule } from '../payments/index.js';
import { SavedMethodsModule } from '../saved-methods/index.js';
import { ServicesModule } from '../services/index.js';
import { AgreedPrices } from './agreed-prices.js';
import { Buyers } from './buyers.js';
import { RenewalBilling } from './renewal-billing.js';
import { RenewalCharges } from './renewal-charges.js';
import { RenewalPreview } from './renewal-preview.js';
import { RenewalRows } from './renewal-rows.js';
import { RenewalsController } from './renewals.controller.js';

@Module({
  imports: [DailyModule, InvoicesModule, OrdersModule, PaymentsModule, SavedMethodsModule, ServicesModule],
  controllers: [RenewalsController],
  providers: [AgreedPrices, Buyers, RenewalBilling, RenewalCharges, RenewalPreview, RenewalRows],
  exports: [AgreedPrices, Buyers, RenewalBilling, RenewalCharges, RenewalRows],
})
export class RenewalsModule {}
