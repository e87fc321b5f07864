import { Module } from '@nestjs/common';
import { CartsModule } from '../carts/index.js';
import { CatalogModule } from '../catalog/index.js';
import { InvoicesModule } from '../invoices/index.js';
import { QuotesModule } from '../quotes/index.js';
import { Checkout } from './checkout.js';
import { InvoicesController } from './invoices.controller.js';
import { OrdersAdminController } from './orders-admin.controller.js';
import { OrdersController } from './orders.controller.js';
import { Orders } from './orders.js';

export { presentOrder } from './order.presenter.js';
export { buyerOf, type OrderItem } from './order.js';
export { Checkout, type CheckoutRequest } from './checkout.js';
export { Orders, type OrderWithInvoice } from './orders.js';
export type { LastPart, OrderPart, PlacedOrder } from './placed-order.js';

@Module({
  imports: [CatalogModule, QuotesModule, CartsModule, InvoicesModule],
  controllers: [OrdersController, InvoicesController, OrdersAdminController],
  providers: [Orders, Checkout],
  exports: [Orders, Checkout],
})
export class OrdersModule {}
