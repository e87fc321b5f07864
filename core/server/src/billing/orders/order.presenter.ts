import { money, moneyToJson } from '@hostwright/sdk';
import type { Order } from '@hostwright/sdk/http';
import type { OrderItem, OrderRow } from './order.js';

export function presentOrder(row: OrderRow, invoice: { readonly invoiceId: string; readonly invoiceNumber: string }): Order {
  return {
    id: row.id,
    number: row.number,
    state: row.state,
    placedAt: row.placedAt.toISOString(),
    customerId: row.customerId,
    items: row.items.map(presentItem),
    today: moneyToJson(money(row.todayMinor, row.currency)),
    invoiceId: invoice.invoiceId,
    invoiceNumber: invoice.invoiceNumber,
  };
}

function presentItem(item: OrderItem): Order['items'][number] {
  const { id, productName, planName, hostname, period, selection, lines, today, renewal, serviceId } = item;
  return {
    id,
    productName,
    planName,
    hostname,
    period,
    selection: { ...selection },
    lines: [...lines],
    today,
    renewal,
    serviceId,
  };
}
