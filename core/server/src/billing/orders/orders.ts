import { Injectable } from '@nestjs/common';
import { TenantDb } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { decodeCursor, pageOf, Problem } from '../../platform/http/index.js';
import { Invoices } from '../invoices/index.js';
import { Checkout } from './checkout.js';
import type { OrderRow } from './order.js';
import type { OrderPart } from './placed-order.js';

export interface OrderSearch {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly customerId?: string | undefined;
  readonly state?: string | undefined;
  /** The beginning of a number. */
  readonly search?: string | undefined;
}

/** An order and where its invoice stands. */
export type OrderWithInvoice = OrderRow & { readonly invoiceId: string; readonly invoiceNumber: string };

const WITH_INVOICE = `select o.*, i.id as invoice_id, i.number as invoice_number
  from orders o join invoices i on i.tenant_id = o.tenant_id and i.order_id = o.id`;

/** Orders that were placed. Everything here runs inside `TenantDb.run`. */
@Injectable()
export class Orders {
  constructor(
    private readonly db: TenantDb,
    private readonly checkout: Checkout,
    invoices: Invoices,
    events: Events,
  ) {
    events.on('invoice.paid', 'orders/invoice-paid', async event => {
      const invoice = await invoices.read(event.data.invoiceId);
      if (invoice.orderId) await this.advance(invoice.orderId, 'placed', 'paid');
    });
  }

  /** Takes part in every order, inside the transaction of the checkout: services make their rows here. */
  onPlaced(part: OrderPart): void {
    this.checkout.onPlaced(part);
  }

  /** All of it has been delivered; the handler that notes the payment may come later than that. */
  async complete(orderId: string): Promise<void> {
    await this.advance(orderId, 'placed', 'paid');
    await this.advance(orderId, 'paid', 'completed');
  }

  /** It was taken back before anything was paid: what it took from the stock is there again. */
  async cancel({ id, items }: Pick<OrderRow, 'id' | 'items'>): Promise<void> {
    await this.advance(id, 'placed', 'cancelled');
    for (const planId of items.map(item => item.planId).sort()) {
      const sql = 'update plans set stock = stock + 1 where tenant_id = $1 and id = $2 and stock is not null';
      await this.db.execute(sql, [this.db.tenantId, planId]);
    }
  }

  /** 404 for an order that is not there or, where a customer is named, not theirs. */
  async read(orderId: string, customerId?: string): Promise<OrderWithInvoice> {
    const row = await this.db.one<OrderWithInvoice>(`${WITH_INVOICE} where o.tenant_id = $1 and o.id = $2`, [
      this.db.tenantId,
      orderId,
    ]);
    if (!row || (customerId !== undefined && row.customerId !== customerId)) throw new Problem('not-found');
    return row;
  }

  /** Numbers of orders, for the invoices that belong to them. */
  async numbers(orderIds: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
    const ids = orderIds.filter(id => id !== null);
    if (ids.length === 0) return new Map();
    const rows = await this.db.query<{ id: string; number: string }>(
      'select id, number from orders where tenant_id = $1 and id = any($2::uuid[])',
      [this.db.tenantId, ids],
    );
    return new Map(rows.map(row => [row.id, row.number]));
  }

  async page(search: OrderSearch): Promise<{ rows: readonly OrderWithInvoice[]; next: string | null }> {
    const after = decodeCursor(search.cursor);
    const prefix = search.search ? search.search.toUpperCase() : null;
    const rows = await this.db.query<OrderWithInvoice>(
      `${WITH_INVOICE}
       where o.tenant_id = $1
         and ($2::timestamptz is null or (o.placed_at, o.id) < ($2::timestamptz, $3::uuid))
         and ($4::uuid is null or o.customer_id = $4)
         and ($5::text is null or o.state = $5)
         and ($6::text is null or (o.number >= $6 and o.number < $7))
       order by o.placed_at desc, o.id desc limit $8`,
      [
        this.db.tenantId,
        after?.createdAt,
        after?.id,
        search.customerId,
        search.state,
        prefix,
        prefix && `${prefix}\u{10ffff}`,
        search.limit + 1,
      ],
    );
    return pageOf(
      rows.map(row => ({ ...row, createdAt: row.placedAt })),
      search.limit,
    );
  }

  private async advance(orderId: string, from: OrderRow['state'], to: OrderRow['state']): Promise<void> {
    await this.db.execute('update orders set state = $4 where tenant_id = $1 and id = $2 and state = $3', [
      this.db.tenantId,
      orderId,
      from,
      to,
    ]);
  }
}
