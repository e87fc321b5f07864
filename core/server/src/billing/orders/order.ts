import { randomBytes } from 'node:crypto';
import { times, type BillingPeriod, type Money, type MoneyJson, type Selection } from '@hostwright/sdk';
import type { BillingDetails, Party } from '@hostwright/sdk/http';
import type { Fact } from '../catalog/index.js';
import type { InvoiceLine } from '../invoices/index.js';
import type { LineJson, PricedChoice } from '../quotes/index.js';

/** One piece of what was ordered, as the order keeps it for ever. */
export interface OrderItem {
  readonly id: string;
  readonly serviceId: string;
  readonly productId: string;
  readonly planId: string;
  readonly planVersion: number;
  readonly productName: string;
  readonly planName: string;
  readonly hostname: string;
  readonly period: BillingPeriod;
  readonly selection: Selection;
  readonly facts: readonly Fact[];
  readonly lines: readonly LineJson[];
  readonly today: MoneyJson;
  readonly renewal: MoneyJson | null;
}

export type OrderState = 'placed' | 'paid' | 'completed' | 'cancelled';

export interface OrderRow {
  readonly id: string;
  readonly number: string;
  readonly customerId: string;
  readonly cartId: string;
  readonly state: OrderState;
  readonly currency: string;
  readonly todayMinor: bigint;
  readonly items: readonly OrderItem[];
  readonly placedAt: Date;
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Eight letters and digits without look-alikes (Crockford's base 32): easy to read out, and it tells nobody how much is sold. */
export function orderNumber(random: Uint8Array = randomBytes(8)): string {
  const letters = [...random].map(byte => ALPHABET[byte % 32]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** Host names of the pieces: the buyer's own, numbered when there are several, or one made of the plan and the order. */
export function hostnames(
  wanted: string | null,
  quantity: number,
  planCode: string,
  number: string,
  index: number,
): readonly string[] {
  const first = wanted ?? `${planCode}-${number}`.toLowerCase();
  const base = wanted === null && index > 0 ? `${first}-${index + 1}` : first;
  if (quantity === 1) return [base];
  const [label = base, ...domain] = base.split('.');
  return Array.from({ length: quantity }, (_, piece) => [`${label.slice(0, 59)}-${piece + 1}`, ...domain].join('.'));
}

/** Lines of the invoice: what the plan costs, then each thing that was added to it. */
export function invoiceLines(priced: PricedChoice, quantity: number, names: readonly string[]): readonly InvoiceLine[] {
  return priced.lines
    .filter(line => line.code === 'base' || line.amount.amount !== 0n)
    .map(line => ({
      description: line.code === 'base' ? `${priced.product.name} · ${line.label}` : line.label,
      detail: line.code === 'base' ? names.join(', ') : '',
      quantity: line.quantity * quantity,
      amount: times(line.amount, BigInt(quantity)) satisfies Money,
      taxCode: null,
    }));
}

export function buyerOf(billing: BillingDetails, email: string): Party {
  const { name, company, taxNumber, street, city, postalCode, country } = billing;
  return { name, street, city, postalCode, country, email, ...(company && { company }), ...(taxNumber && { taxNumber }) };
}
