import { Injectable } from '@nestjs/common';
import type { Cart as CartAnswer } from '@hostwright/sdk/http';
import { moneyToJson, type PriceLine } from '@hostwright/sdk';
import { Clock } from '../../platform/clock/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { after } from '../calendar/index.js';
import { Catalog } from '../catalog/index.js';
import { presentLine, Quotes } from '../quotes/index.js';
import { renewals, sumsOf, totalToday, type Cart, type CartItem } from './cart.js';

/** A cart in the reader's language: names and labels come from the catalogue, amounts from the cart. */
@Injectable()
export class CartPresenter {
  constructor(
    private readonly catalog: Catalog,
    private readonly quotes: Quotes,
    private readonly clock: Clock,
  ) {}

  async present(tenant: Tenant, cart: Cart, locale: string): Promise<CartAnswer> {
    const now = this.clock.now();
    return {
      id: cart.id,
      currency: cart.currency,
      state: cart.state,
      items: await Promise.all(cart.items.map(item => this.item(tenant, cart, item, locale))),
      renewals: renewals(cart).map(({ period, amount }) => ({
        period,
        amount: moneyToJson(amount),
        at: after(now, period, 1, tenant.timeZone)!.toISOString(),
      })),
      today: moneyToJson(totalToday(cart)),
    };
  }

  private async item(tenant: Tenant, cart: Cart, item: CartItem, locale: string): Promise<CartAnswer['items'][number]> {
    const { product, plan } = await this.catalog.find(tenant.id, item.productId, item.planId, locale);
    const sums = sumsOf(item, cart.currency);
    return {
      id: item.id,
      productId: item.productId,
      productSlug: product.slug,
      productName: product.name,
      planId: item.planId,
      planName: plan.name,
      selection: { ...item.selection },
      period: item.period,
      hostname: item.hostname,
      quantity: item.quantity,
      lines: (await this.relabelled(tenant, cart, item, locale)).map(presentLine),
      today: moneyToJson(sums.today),
      renewal: sums.renewal ? moneyToJson(sums.renewal) : null,
      totalToday: moneyToJson(sums.totalToday),
      totalRenewal: sums.totalRenewal ? moneyToJson(sums.totalRenewal) : null,
    };
  }

  private async relabelled(tenant: Tenant, cart: Cart, item: CartItem, locale: string): Promise<readonly PriceLine[]> {
    if (cart.state === 'ordered') return item.lines;
    const { lines } = await this.quotes.price(tenant, { ...item, currency: cart.currency }, locale);
    return item.lines.map(line => ({ ...line, label: lines.find(fresh => fresh.code === line.code)?.label ?? line.label }));
  }
}
