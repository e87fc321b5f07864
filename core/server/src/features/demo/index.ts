import { Module } from '@nestjs/common';
import { CartsModule } from '../../billing/carts/index.js';
import { CatalogModule } from '../../billing/catalog/index.js';
import { InvoicesModule } from '../../billing/invoices/index.js';
import { OrdersModule } from '../../billing/orders/index.js';
import { PaymentsModule } from '../../billing/payments/index.js';
import { PlacementModule } from '../../billing/placement/index.js';
import { QuotesModule } from '../../billing/quotes/index.js';
import { Demo } from './demo.js';
import { DemoPlacesSetup } from './demo-places.js';
import { DemoPurchases } from './demo-purchases.js';

export { Demo } from './demo.js';

@Module({
  imports: [CatalogModule, QuotesModule, CartsModule, OrdersModule, InvoicesModule, PaymentsModule, PlacementModule],
  providers: [Demo, DemoPlacesSetup, DemoPurchases],
  exports: [Demo],
})
export class DemoModule {}
