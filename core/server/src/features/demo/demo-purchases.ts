import { Injectable } from '@nestjs/common';
import { Carts } from '../../billing/carts/index.js';
import { Catalog } from '../../billing/catalog/index.js';
import { Invoices } from '../../billing/invoices/index.js';
import { Checkout } from '../../billing/orders/index.js';
import { PaymentRecording } from '../../billing/payments/index.js';
import { Quotes } from '../../billing/quotes/index.js';
import { TenantDb } from '../../platform/database/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import type { DemoOrders, DemoPeople } from './demo-files.js';

const ACTOR = 'system:demo';

export type DemoBuyer = DemoPeople['customers'][number] & { readonly id: string };

/** Buys what customers of the demo have already: a server that runs, and work that waits for staff. */
@Injectable()
export class DemoPurchases {
  constructor(
    private readonly db: TenantDb,
    private readonly catalog: Catalog,
    private readonly quotes: Quotes,
    private readonly carts: Carts,
    private readonly checkout: Checkout,
    private readonly invoices: Invoices,
    private readonly payments: PaymentRecording,
  ) {}

  async make(tenant: Tenant, buyers: readonly DemoBuyer[], { orders, paidBy }: DemoOrders): Promise<void> {
    for (const order of orders) {
      const buyer = buyers.find(({ email }) => email === order.customer);
      if (!buyer) throw new Error(`${order.customer} is no customer of the demo`);
      const invoiceId = await this.place(tenant, buyer, order);
      await this.pay(tenant.id, invoiceId, paidBy, order.reference);
    }
  }

  private async place(
    tenant: Tenant,
    { id, billing, locale }: DemoBuyer,
    { product: slug, plan: code, selection, period, hostname }: DemoOrders['orders'][number],
  ): Promise<string> {
    const product = (await this.catalog.onSale(tenant.id, locale)).find(candidate => candidate.slug === slug);
    const plan = product?.plans.find(candidate => candidate.code === code);
    if (!product || !plan) throw new Error(`The demo does not sell ${slug} ${code}`);
    const { currency } = tenant;
    const choice = { productId: product.id, planId: plan.id, selection, period, currency };
    const { token, today } = await this.quotes.quote(tenant, choice, locale);
    const cart = await this.carts.create(tenant, currency);
    await this.carts.add(tenant, cart.id, { quote: token, quantity: 1, hostname });
    const wanted = { cartId: cart.id, expectedToday: today, billing };
    return (await this.checkout.place(tenant, id, wanted)).invoiceId;
  }

  /** By a transfer that staff have seen on a statement: no provider has to be awake. */
  private async pay(tenantId: string, invoiceId: string, installationId: string, reference: string): Promise<void> {
    const received = await this.db.run(tenantId, async () => this.invoices.due(await this.invoices.read(invoiceId)));
    await this.payments.record(tenantId, { invoiceId, installationId, received, reference, actor: ACTOR, address: '' });
  }
}
