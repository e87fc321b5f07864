import { Module } from '@nestjs/common';
import { CatalogModule } from '../catalog/index.js';
import { QuotesModule } from '../quotes/index.js';
import { CartPresenter } from './cart.presenter.js';
import { CartsController } from './carts.controller.js';
import { Carts } from './carts.js';

export { sumsOf, totalToday, type Cart, type CartItem } from './cart.js';
export { Carts } from './carts.js';

@Module({
  imports: [CatalogModule, QuotesModule],
  controllers: [CartsController],
  providers: [Carts, CartPresenter],
  exports: [Carts],
})
export class CartsModule {}
