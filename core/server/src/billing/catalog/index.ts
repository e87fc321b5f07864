import { Module } from '@nestjs/common';
import { CatalogAdminController } from './catalog-admin.controller.js';
import { CatalogController } from './catalog.controller.js';
import { CatalogSetup } from './catalog-setup.js';
import { Catalog } from './catalog.js';
import { ShopWindow } from './shop-window.js';
import { SoldPlans } from './sold-plans.js';

export { Catalog } from './catalog.js';
export { factsOf, type CatalogPlan, type CatalogProduct, type Fact, type StoredOption } from './catalog-product.js';
export { moduleOf, presentProduct } from './catalog.presenter.js';
export { CatalogSetup, type NewPlan, type NewProduct } from './catalog-setup.js';
export { withKept } from './kept-plan.js';
export { FEW, ShopWindow, type PlanRoom, type PlanRooms } from './shop-window.js';
export { SoldPlans } from './sold-plans.js';

@Module({
  controllers: [CatalogController, CatalogAdminController],
  providers: [Catalog, CatalogSetup, ShopWindow, SoldPlans],
  exports: [Catalog, CatalogSetup, ShopWindow, SoldPlans],
})
export class CatalogModule {}
