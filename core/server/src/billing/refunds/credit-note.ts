import { allocate, money, moneyFromJson, type Money, type MoneyJson } from '@hostwright/sdk';
import type { Locale, Party } from '@hostwright/sdk/http';
import type { InvoiceLine, InvoiceRow } from '../invoices/index.js';

type Stored<Part extends { readonly amount: Money }> = Omit<Part, 'amount'> & { readonly amount: MoneyJson };
export interface CreditNoteTax {
  readonly code: string;
  readonly label: string;
  readonly rateBasisPoints: number;
  readonly amount: Money;
}

/** A credit note as the table holds it. */
export interface CreditNoteRow {
  readonly id: string;
  readonly series: string;
  readonly sequence: bigint;
  readonly number: string;
  readonly state: 'issued' | 'void';
  readonly refundId: string;
  readonly invoiceId: string;
  readonly invoiceNumber: string;
  readonly customerId: string;
  readonly locale: Locale;
  readonly currency: string;
  readonly subtotalMinor: bigint;
  readonly taxMinor: bigint;
  readonly totalMinor: bigint;
  readonly seller: Party;
  readonly buyer: Party;
  readonly lines: readonly Stored<InvoiceLine>[];
  readonly taxes: readonly Stored<CreditNoteTax>[];
  readonly reason: string;
  readonly issuedAt: Date;
  readonly previousHash: string;
  readonly hash: string;
}

export interface CreditNoteParts {
  readonly lines: readonly InvoiceLine[];
  readonly taxes: readonly CreditNoteTax[];
}

/** What a credit note says for ever: its hash covers all of it. */
export interface CreditNoteContent extends CreditNoteParts {
  readonly number: string;
  readonly invoiceNumber: string;
  readonly locale: string;
  readonly currency: string;
  readonly seller: Party;
  readonly buyer: Party;
  readonly reason: string;
  readonly issuedAt: Date;
}

/** The content again, as it was hashed. */
export function contentOf(row: CreditNoteRow): CreditNoteContent {
  const { number, invoiceNumber, locale, currency, seller, buyer, reason, issuedAt } = row;
  return {
    ...{ number, invoiceNumber, locale, currency, seller, buyer, reason, issuedAt },
    lines: row.lines.map(line => ({ ...line, amount: moneyFromJson(line.amount) })),
    taxes: row.taxes.map(tax => ({ ...tax, amount: moneyFromJson(tax.amount) })),
  };
}

type Invoiced = Pick<InvoiceRow, 'number' | 'currency' | 'totalMinor' | 'lines' | 'taxes'>;

/**
 * The refunded sum spread over the lines and taxes of the invoice, in proportion to what earlier credit notes have left of
 * them: all of them together are the invoice, to the unit.
 */
export function partsOf(
  invoice: Invoiced,
  earlier: readonly Pick<CreditNoteRow, 'lines' | 'taxes'>[],
  amount: bigint,
): CreditNoteParts {
  const left = (kind: 'lines' | 'taxes') =>
    invoice[kind].map((part, index) =>
      earlier.reduce((rest, note) => rest - BigInt(note[kind][index]?.amount.amount ?? 0), BigInt(part.amount.amount)),
    );
  const [lines, taxes] = [left('lines'), left('taxes')];
  const all = [...lines, ...taxes];
  const sum = all.reduce((total, part) => total + part, 0n);
  if (all.some(part => part < 0n) || sum < amount) return { lines: [asOneLine(invoice, amount)], taxes: [] };
  const shares = allocate(money(amount, invoice.currency), all);
  return {
    lines: invoice.lines.map((line, index) => ({ ...line, amount: shares[index]! })),
    taxes: invoice.taxes.map((tax, index) => ({ ...tax, amount: shares[lines.length + index]! })),
  };
}

/** For an invoice whose lines cannot be told apart: some are deductions. */
const asOneLine = ({ number, currency }: Invoiced, amount: bigint): InvoiceLine => ({
  ...{ description: number, detail: '', quantity: 1, taxCode: null },
  amount: money(amount, currency),
});
