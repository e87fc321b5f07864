import type { OrderItem } from './order.js';

/** What others learn while an order is placed, inside its transaction. */
export interface PlacedOrder {
  readonly orderId: string;
  readonly number: string;
  readonly customerId: string;
  readonly invoiceId: string;
  readonly currency: string;
  readonly locale: string;
  readonly placedAt: Date;
  readonly items: readonly (Omit<OrderItem, 'lines' | 'today' | 'renewal'> & { readonly recurringMinor: bigint })[];
}

export type OrderPart = (order: PlacedOrder) => Promise<void>;
