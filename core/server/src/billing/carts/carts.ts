import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { newId, TenantDb } from '../../platform/database/index.js';
import { Problem } from '../../platform/http/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { Quotes, presentLine } from '../quotes/index.js';
import { MOST_PIECES, readCart, type Cart, type CartItem, type CartRow } from './cart.js';

const READ = `select c.id as cart_id, c.currency, c.state as cart_state, i.id, i.product_id, i.plan_id, i.plan_version, i.selection, i.period,
    i.hostname, i.quantity, i.lines
  from carts c left join cart_items i on i.tenant_id = c.tenant_id and i.cart_id = c.id
  where c.tenant_id = $1 and c.id = $2 order by i.position`;

export interface NewItem {
  readonly quote: string;
  readonly quantity: number;
  readonly hostname?: string | undefined;
}

/** Carts of visitors. A cart has no owner: whoever holds its random id has it, like a basket in the hand. */
@Injectable()
export class Carts {
  constructor(
    private readonly db: TenantDb,
    private readonly quotes: Quotes,
    private readonly clock: Clock,
  ) {}

  async create(tenant: Tenant, currency: string): Promise<Cart> {
    if (!tenant.currencies.includes(currency)) throw new Problem('currency-not-sold');
    const id = randomUUID();
    await this.db.run(tenant.id, () => this.db.insert('carts', { id, currency, createdAt: this.clock.now() }));
    return { id, currency, state: 'open', items: [] };
  }

  /** The cart at today's prices: an item whose plan has changed since is priced again, so that the buyer sees it here first. */
  async read(tenant: Tenant, cartId: string): Promise<Cart> {
    return this.db.run(tenant.id, async () => {
      const cart = await this.find(cartId);
      if (cart.state === 'ordered') return cart;
      return { ...cart, items: await Promise.all(cart.items.map(item => this.refreshed(tenant, cart, item))) };
    });
  }

  async add(tenant: Tenant, cartId: string, item: NewItem): Promise<Cart> {
    const claims = this.quotes.verify(item.quote, tenant.id);
    const priced = await this.quotes.price(tenant, claims, tenant.locale);
    const hostname = this.quotes.nameOf(priced, claims, item.hostname ?? null, item.quantity);
    return this.db.run(tenant.id, async () => {
      const cart = await this.lockOpen(cartId);
      if (priced.plan.version !== claims.planVersion) throw new Problem('price-changed');
      if (claims.currency !== cart.currency) throw new Problem('currency-not-sold', 'The cart is in another currency');
      this.checkRoom(cart, item.quantity);
      checkStock(priced.plan.stock, piecesOf(cart, claims.planId) + item.quantity);
      const { productId, planId, planVersion, selection, period } = claims;
      await this.db.insert('cart_items', {
        id: newId(),
        cartId,
        productId,
        planId,
        planVersion,
        selection,
        period,
        hostname,
        quantity: item.quantity,
        lines: JSON.stringify(priced.lines.map(presentLine)),
        position: cart.items.length,
        createdAt: this.clock.now(),
      });
      return this.find(cartId);
    });
  }

  async changeQuantity(tenant: Tenant, cartId: string, itemId: string, quantity: number): Promise<Cart> {
    return this.db.run(tenant.id, async () => {
      const cart = await this.lockOpen(cartId);
      const item = cart.items.find(candidate => candidate.id === itemId);
      if (!item) throw new Problem('not-found');
      this.checkRoom(cart, quantity - item.quantity);
      const priced = await this.quotes.price(tenant, { ...item, currency: cart.currency }, tenant.locale);
      this.quotes.nameOf(priced, item, item.hostname, quantity);
      checkStock(priced.plan.stock, piecesOf(cart, item.planId) - item.quantity + quantity);
      await this.db.execute('update cart_items set quantity = $3 where tenant_id = $1 and id = $2', [
        tenant.id,
        itemId,
        quantity,
      ]);
      return this.find(cartId);
    });
  }

  async remove(tenant: Tenant, cartId: string, itemId: string): Promise<Cart> {
    return this.db.run(tenant.id, async () => {
      await this.lockOpen(cartId);
      const removed = await this.db.execute('delete from cart_items where tenant_id = $1 and cart_id = $2 and id = $3', [
        tenant.id,
        cartId,
        itemId,
      ]);
      if (removed === 0) throw new Problem('not-found');
      return this.find(cartId);
    });
  }

  /** The cart for an order: locked, so that two checkouts of it follow each other. */
  async lock(cartId: string): Promise<Cart> {
    const cart = readCart(
      await this.db.query<CartRow & Omit<CartItem, 'lines' | 'id'>>(`${READ} for update of c`, [this.db.tenantId, cartId]),
    );
    if (!cart) throw new Problem('not-found');
    return cart;
  }

  async markOrdered(cartId: string): Promise<void> {
    this.db.trail(
      this.db.execute(`update carts set state = 'ordered' where tenant_id = $1 and id = $2`, [this.db.tenantId, cartId]),
    );
  }

  private async find(cartId: string): Promise<Cart> {
    const cart = readCart(await this.db.query<CartRow & Omit<CartItem, 'lines' | 'id'>>(READ, [this.db.tenantId, cartId]));
    if (!cart) throw new Problem('not-found');
    return cart;
  }

  private async lockOpen(cartId: string): Promise<Cart> {
    const cart = await this.lock(cartId);
    if (cart.state === 'ordered') throw new Problem('cart-ordered');
    return cart;
  }

  private async refreshed(tenant: Tenant, cart: Cart, item: CartItem): Promise<CartItem> {
    const { plan, lines } = await this.quotes.price(tenant, { ...item, currency: cart.currency }, tenant.locale);
    if (plan.version === item.planVersion) return item;
    await this.db.execute('update cart_items set lines = $3, plan_version = $4 where tenant_id = $1 and id = $2', [
      tenant.id,
      item.id,
      JSON.stringify(lines.map(presentLine)),
      plan.version,
    ]);
    return { ...item, lines, planVersion: plan.version };
  }

  private checkRoom(cart: Cart, more: number): void {
    const pieces = cart.items.reduce((all, item) => all + item.quantity, more);
    if (pieces > MOST_PIECES) throw new Problem('cart-full', `A cart holds at most ${MOST_PIECES} pieces`);
  }
}

const piecesOf = (cart: Cart, planId: string): number =>
  cart.items.filter(item => item.planId === planId).reduce((all, item) => all + item.quantity, 0);

function checkStock(stock: number | null, wanted: number): void {
  if (stock !== null && wanted > stock) throw new Problem('out-of-stock', `Only ${stock} left`, { left: stock });
}
