import { createHash } from 'node:crypto';
import { add, zero, type Money } from '@hostwright/sdk';
import type { Party } from '@hostwright/sdk/http';
import { Problem } from '../../platform/http/index.js';

/** The life of an invoice. Money never moves backwards: a paid invoice is refunded, never reopened; only a refund that failed is undone. */
const NEXT = {
  open: ['paid', 'overdue', 'void'],
  overdue: ['paid', 'void'],
  paid: ['refunded'],
  refunded: ['paid'],
  void: [],
} as const satisfies Record<string, readonly string[]>;

export type InvoiceState = keyof typeof NEXT;

export function nextState(from: InvoiceState, to: InvoiceState): InvoiceState {
  const allowed: readonly InvoiceState[] = NEXT[from];
  if (!allowed.includes(to)) throw new Problem('invoice-state', `An invoice cannot go from ${from} to ${to}`);
  return to;
}

/** Whether money for it is still wanted. */
export const mayBePaid = (state: InvoiceState): boolean => state === 'open' || state === 'overdue';

export interface InvoiceLine {
  readonly description: string;
  readonly detail: string;
  readonly quantity: number;
  readonly amount: Money;
  readonly taxCode: string | null;
}

export interface InvoiceTax {
  readonly code: string;
  readonly label: string;
  readonly rateBasisPoints: number;
  readonly amount: Money;
}

/** What an invoice says for ever: its hash covers all of it. */
export interface InvoiceContent {
  readonly number: string;
  readonly locale: string;
  readonly currency: string;
  readonly seller: Party;
  readonly buyer: Party;
  readonly lines: readonly InvoiceLine[];
  readonly taxes: readonly InvoiceTax[];
  readonly issuedAt: Date;
  readonly dueAt: Date;
}

export interface Totals {
  readonly subtotal: Money;
  readonly tax: Money;
  readonly total: Money;
}

export function totalsOf({ lines, taxes, currency }: Pick<InvoiceContent, 'lines' | 'taxes' | 'currency'>): Totals {
  const subtotal = lines.reduce((all, line) => add(all, line.amount), zero(currency));
  const tax = taxes.reduce((all, entry) => add(all, entry.amount), zero(currency));
  return { subtotal, tax, total: add(subtotal, tax) };
}

/** SHA-256 over the content and the hash of the invoice before it: changing one later would break the chain from there on. */
export function hashOf(content: object, previousHash: string): string {
  return createHash('sha256')
    .update(canonical({ ...content, previousHash }))
    .digest('hex');
}

/** JSON with sorted keys, because a JSON column does not keep their order; amounts and dates as text. */
function canonical(value: unknown): string {
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (typeof value === 'bigint') return JSON.stringify(value.toString());
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return `{${entries
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`)
    .join(',')}}`;
}
