import { Injectable } from '@nestjs/common';
import { add, moneyToJson, times, zero, type Money } from '@hostwright/sdk';
import type { BillingDetails } from '@hostwright/sdk/http';
import { Clock } from '../../platform/clock/index.js';
import { newId, TenantDb } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { Problem } from '../../platform/http/index.js';
import { Customers, type Customer } from '../../platform/identity/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { Carts, type Cart, type CartItem } from '../carts/index.js';
import { Catalog, factsOf } from '../catalog/index.js';
import { Invoices, type InvoiceLine } from '../invoices/index.js';
import { presentLine, Quotes, type PricedChoice } from '../quotes/index.js';
import { buyerOf, hostnames, invoiceLines, orderNumber, type OrderItem, type OrderRow } from './order.js';
import type { LastPart, OrderPart } from './placed-order.js';

export interface CheckoutRequest {
  readonly cartId: string;
  /** What the customer saw and agreed to. */
  readonly expectedToday: Money;
  readonly billing: BillingDetails;
}

interface Wanted {
  readonly item: CartItem;
  readonly priced: PricedChoice;
}

/** Turns a cart into an order, its services and its invoice: one commit, or nothing. */
@Injectable()
export class Checkout {
  private readonly parts: OrderPart[] = [];

  constructor(
    private readonly db: TenantDb,
    private readonly carts: Carts,
    private readonly catalog: Catalog,
    private readonly quotes: Quotes,
    private readonly customers: Customers,
    private readonly invoices: Invoices,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Takes part in every order, inside its transaction. */
  onPlaced(part: OrderPart): void {
    this.parts.push(part);
  }

  async place(
    tenant: Tenant,
    customerId: string,
    request: CheckoutRequest,
  ): Promise<{ order: OrderRow; invoiceNumber: string; invoiceId: string }> {
    return this.db.run(tenant.id, async () => {
      const [cart, customer] = await Promise.all([
        this.carts.lock(request.cartId),
        this.customers.update(customerId, { billing: request.billing }),
      ]);
      if (cart.state === 'ordered') throw new Problem('cart-ordered');
      if (cart.items.length === 0) throw new Problem('cart-empty');
      const wanted = await this.priced(tenant, cart, customer.locale);
      this.checkPrice(wanted, cart.currency, request.expectedToday);
      await this.takeFromStock(tenant.id, wanted);
      await this.carts.markOrdered(cart.id);
      return this.write(tenant, customer, cart, request.billing, wanted);
    });
  }

  private async priced(tenant: Tenant, cart: Cart, locale: string): Promise<readonly Wanted[]> {
    await this.catalog.mustBeCurrent(
      tenant.id,
      cart.items.map(item => item.planId),
    );
    return Promise.all(
      cart.items.map(async item => ({
        item,
        priced: await this.quotes.price(tenant, { ...item, currency: cart.currency }, locale),
      })),
    );
  }

  /** The price is the one of this moment; another one than the customer saw is asked about, never charged. */
  private checkPrice(wanted: readonly Wanted[], currency: string, expected: Money): void {
    const hidden = wanted.find(({ priced }) => !priced.plan.visible || !priced.product.visible);
    if (hidden)
      throw new Problem('out-of-stock', `${hidden.priced.plan.name} is not on sale any more`, { planId: hidden.item.planId });
    const today = totalOf(wanted, currency);
    if (today.amount !== expected.amount || today.currency !== expected.currency) {
      throw new Problem('price-changed', undefined, { expected: moneyToJson(expected), today: moneyToJson(today) });
    }
  }

  private async takeFromStock(tenantId: string, wanted: readonly Wanted[]): Promise<void> {
    const limited = wanted.filter(({ priced }) => priced.plan.stock !== null);
    const byPlan = new Map<string, number>();
    for (const { item } of limited) byPlan.set(item.planId, (byPlan.get(item.planId) ?? 0) + item.quantity);
    for (const [planId, quantity] of [...byPlan].sort()) {
      const sql = 'update plans set stock = stock - $3 where tenant_id = $1 and id = $2 and (stock is null or stock >= $3)';
      if ((await this.db.execute(sql, [tenantId, planId, quantity])) === 0)
        throw new Problem('out-of-stock', undefined, { planId });
    }
    if (byPlan.size > 0) this.db.afterCommit(() => this.catalog.forget(tenantId));
  }

  private async write(tenant: Tenant, customer: Customer, cart: Cart, billing: BillingDetails, wanted: readonly Wanted[]) {
    const placedAt = this.clock.now();
    const [orderId, invoiceId, number] = [newId(), newId(), orderNumber()];
    const pieces = wanted.map((one, index) => piecesOf(one, number, index));
    const items = pieces.flatMap(piece => piece.items);
    const today = totalOf(wanted, cart.currency);
    const order: OrderRow = {
      id: orderId,
      number,
      customerId: customer.id,
      cartId: cart.id,
      state: 'placed',
      currency: cart.currency,
      todayMinor: today.amount,
      items,
      placedAt,
    };
    this.db.trail(this.db.insert('orders', { ...order, items: JSON.stringify(items) }));
    const placed = {
      orderId,
      number,
      customerId: customer.id,
      invoiceId,
      currency: cart.currency,
      locale: customer.locale,
      placedAt,
    };
    const parts = items.map(item => ({ ...item, recurringMinor: BigInt(item.renewal?.amount ?? 0) }));
    const last: LastPart[] = [];
    for (const part of this.parts) {
      const rest = await part({ ...placed, items: parts });
      if (rest) last.push(rest);
    }
    const periods = items.map(item => ({ serviceId: item.serviceId, startsAt: placedAt, invoiceId }));
    this.db.trail(this.db.insertAll('billed_periods', periods));
    await this.events.publish('order.placed', { orderId, customerId: customer.id, invoiceId });
    const rests = last.map(rest => rest());
    const issued = this.invoices.issue({
      id: invoiceId,
      tenant,
      customerId: customer.id,
      orderId,
      locale: customer.locale,
      currency: cart.currency,
      buyer: buyerOf(billing, customer.email),
      lines: pieces.flatMap(piece => piece.lines),
    });
    const [{ number: invoiceNumber }] = await Promise.all([issued, ...rests]);
    return { order, invoiceId, invoiceNumber };
  }
}

const totalOf = (wanted: readonly Wanted[], currency: string): Money =>
  wanted.reduce((all, { item, priced }) => add(all, times(priced.today, BigInt(item.quantity))), zero(currency));

/** An item of the cart as pieces: each becomes a service of its own. */
function piecesOf(
  { item, priced }: Wanted,
  number: string,
  index: number,
): { items: readonly OrderItem[]; lines: readonly InvoiceLine[] } {
  const names = hostnames(item.hostname, item.quantity, priced.plan.code, number, index);
  const shared = {
    productId: item.productId,
    planId: item.planId,
    planVersion: priced.plan.version,
    productName: priced.product.name,
    planName: priced.plan.name,
    period: item.period,
    selection: item.selection,
    facts: factsOf(priced.plan, item.selection),
    lines: priced.lines.map(presentLine),
    today: moneyToJson(priced.today),
    renewal: priced.renewal ? moneyToJson(priced.renewal) : null,
  };
  return {
    items: names.map(hostname => ({ id: newId(), serviceId: newId(), hostname, ...shared })),
    lines: invoiceLines(priced, item.quantity, names),
  };
}
