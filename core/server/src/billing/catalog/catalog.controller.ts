import { Controller } from '@nestjs/common';
import { localized, type LocalizedText } from '@hostwright/sdk';
import { operations, type Input } from '@hostwright/sdk/http';
import { CurrentTenant, In, Operation, Problem } from '../../platform/http/index.js';
import { Plugins } from '../../platform/plugins/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { moduleOf, presentProduct, presentShop } from './catalog.presenter.js';
import { ShopWindow } from './shop-window.js';

@Controller()
export class CatalogController {
  constructor(
    private readonly window: ShopWindow,
    private readonly plugins: Plugins,
  ) {}

  @Operation(operations.getShop)
  shop(@CurrentTenant() tenant: Tenant, @In() { query }: Input<typeof operations.getShop>) {
    const tagline = tenant.texts['tagline'] as LocalizedText | undefined;
    return presentShop(tenant, tagline ? localized(tagline, query.locale ?? tenant.locale) : '');
  }

  @Operation(operations.listProducts)
  async list(@CurrentTenant() tenant: Tenant, @In() { query }: Input<typeof operations.listProducts>) {
    const products = await this.window.onShow(tenant.id, query.locale ?? tenant.locale);
    return { items: products.map(product => presentProduct(product, moduleOf(this.plugins, product))) };
  }

  @Operation(operations.getProduct)
  async read(@CurrentTenant() tenant: Tenant, @In() { params, query }: Input<typeof operations.getProduct>) {
    const products = await this.window.onShow(tenant.id, query.locale ?? tenant.locale);
    const product = products.find(candidate => candidate.slug === params.slug);
    if (!product) throw new Problem('not-found');
    return presentProduct(product, moduleOf(this.plugins, product));
  }
}
