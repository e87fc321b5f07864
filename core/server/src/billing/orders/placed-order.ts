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

/**
 * Takes part in an order, inside its transaction. What makes other orders wait is not done but answered: it is begun at the
 * very end, when the invoice takes its number, so that both are held for as short a time as can be.
 */
export type OrderPart = (order: PlacedOrder) => Promise<LastPart | void>;
export type LastPart = () => Promise<void>;
