import { money, moneyFromJson, type Money, type MoneyJson } from '@hostwright/sdk';
import type { Locale, Party } from '@hostwright/sdk/http';
import type { InvoiceContent, InvoiceLine, InvoiceState, InvoiceTax } from './invoice.js';

/** An invoice as the table holds it. */
export interface InvoiceRow {
  readonly id: string;
  readonly series: string;
  readonly sequence: bigint;
  readonly number: string;
  readonly customerId: string;
  readonly orderId: string | null;
  readonly state: InvoiceState;
  readonly locale: Locale;
  readonly currency: string;
  readonly subtotalMinor: bigint;
  readonly taxMinor: bigint;
  readonly totalMinor: bigint;
  readonly paidMinor: bigint;
  readonly refundedMinor: bigint;
  readonly disputedMinor: bigint;
  readonly seller: Party;
  readonly buyer: Party;
  readonly lines: readonly (Omit<InvoiceLine, 'amount'> & { readonly amount: MoneyJson })[];
  readonly taxes: readonly (Omit<InvoiceTax, 'amount'> & { readonly amount: MoneyJson })[];
  readonly issuedAt: Date;
  readonly dueAt: Date;
  readonly paidAt: Date | null;
  readonly previousHash: string;
  readonly hash: string;
}

/** The content again, as it was hashed. */
export function contentOf(row: InvoiceRow): InvoiceContent {
  const { number, locale, currency, seller, buyer, issuedAt, dueAt } = row;
  return {
    number,
    locale,
    currency,
    seller,
    buyer,
    issuedAt,
    dueAt,
    lines: row.lines.map(line => ({ ...line, amount: moneyFromJson(line.amount) })),
    taxes: row.taxes.map(tax => ({ ...tax, amount: moneyFromJson(tax.amount) })),
  };
}

/** What is still to be paid. */
export const due = (row: Pick<InvoiceRow, 'totalMinor' | 'paidMinor' | 'currency'>): Money =>
  money(row.totalMinor - row.paidMinor, row.currency);
