import { Controller } from '@nestjs/common';
import { operations, type Input } from '@hostwright/sdk/http';
import { CurrentTenant, In, Operation } from '../../platform/http/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { CartPresenter } from './cart.presenter.js';
import { Carts } from './carts.js';

@Controller()
export class CartsController {
  constructor(
    private readonly carts: Carts,
    private readonly presenter: CartPresenter,
  ) {}

  @Operation(operations.createCart, { oneTransaction: true })
  async create(@CurrentTenant() tenant: Tenant, @In() { body }: Input<typeof operations.createCart>) {
    return this.presenter.present(tenant, await this.carts.create(tenant, body.currency), tenant.locale);
  }

  @Operation(operations.getCart)
  async read(@CurrentTenant() tenant: Tenant, @In() { params, query }: Input<typeof operations.getCart>) {
    return this.presenter.present(tenant, await this.carts.read(tenant, params.cartId), query.locale ?? tenant.locale);
  }

  @Operation(operations.addCartItem, { oneTransaction: true })
  async add(@CurrentTenant() tenant: Tenant, @In() { params, body }: Input<typeof operations.addCartItem>) {
    return this.presenter.present(tenant, await this.carts.add(tenant, params.cartId, body), tenant.locale);
  }

  @Operation(operations.updateCartItem)
  async update(@CurrentTenant() tenant: Tenant, @In() { params, body }: Input<typeof operations.updateCartItem>) {
    const cart = await this.carts.changeQuantity(tenant, params.cartId, params.itemId, body.quantity);
    return this.presenter.present(tenant, cart, tenant.locale);
  }

  @Operation(operations.removeCartItem)
  async remove(@CurrentTenant() tenant: Tenant, @In() { params }: Input<typeof operations.removeCartItem>) {
    return this.presenter.present(tenant, await this.carts.remove(tenant, params.cartId, params.itemId), tenant.locale);
  }
}
