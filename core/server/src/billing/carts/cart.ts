import {
  add,
  money,
  periodKey,
  times,
  todayAndRenewal,
  zero,
  type BillingPeriod,
  type Money,
  type PriceLine,
  type Selection,
} from '@hostwright/sdk';
import { readLine, type LineJson } from '../quotes/index.js';

/** How many pieces one order may hold. */
export const MOST_PIECES = 50;

export interface CartItem {
  readonly id: string;
  readonly productId: string;
  readonly planId: string;
  readonly planVersion: number;
  readonly selection: Selection;
  readonly period: BillingPeriod;
  readonly hostname: string | null;
  readonly quantity: number;
  /** Of one piece. */
  readonly lines: readonly PriceLine[];
}

export interface Cart {
  readonly id: string;
  readonly currency: string;
  readonly state: 'open' | 'ordered';
  readonly items: readonly CartItem[];
}

/** A row of the join that reads a cart: the cart's columns, and an item's where there is one. */
export interface CartRow {
  readonly cartId: string;
  readonly currency: string;
  readonly cartState: 'open' | 'ordered';
  readonly id: string | null;
  readonly lines: readonly LineJson[];
}

export function readCart(rows: readonly (CartRow & Omit<CartItem, 'lines' | 'id'>)[]): Cart | undefined {
  const [first] = rows;
  if (!first) return undefined;
  const items = rows.flatMap(row => (row.id === null ? [] : [{ ...row, id: row.id, lines: row.lines.map(readLine) }]));
  return { id: first.cartId, currency: first.currency, state: first.cartState, items };
}

export interface ItemSums {
  readonly today: Money;
  readonly renewal: Money | undefined;
  readonly totalToday: Money;
  readonly totalRenewal: Money | undefined;
}

export function sumsOf(item: Pick<CartItem, 'lines' | 'quantity' | 'period'>, currency: string): ItemSums {
  const { today, renewal } = todayAndRenewal(item.lines, currency);
  const pieces = BigInt(item.quantity);
  const again = item.period.unit === 'once' ? undefined : renewal;
  return { today, renewal: again, totalToday: times(today, pieces), totalRenewal: again && times(again, pieces) };
}

export const totalToday = (cart: Pick<Cart, 'items' | 'currency'>): Money =>
  cart.items.reduce((all, item) => add(all, sumsOf(item, cart.currency).totalToday), zero(cart.currency));

/** What comes after today, one sum for each period. */
export function renewals(
  cart: Pick<Cart, 'items' | 'currency'>,
): readonly { readonly period: BillingPeriod; readonly amount: Money }[] {
  const byPeriod = new Map<string, { period: BillingPeriod; amount: Money }>();
  for (const item of cart.items) {
    const { totalRenewal } = sumsOf(item, cart.currency);
    if (!totalRenewal) continue;
    const key = periodKey(item.period);
    const known = byPeriod.get(key)?.amount ?? money(0n, cart.currency);
    byPeriod.set(key, { period: item.period, amount: add(known, totalRenewal) });
  }
  return [...byPeriod.values()];
}
