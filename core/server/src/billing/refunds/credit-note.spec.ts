import fc from 'fast-check';
import { expect, it } from 'vitest';
import { moneyToJson } from '@hostwright/sdk';
import type { InvoiceRow } from '../invoices/index.js';
import { partsOf, type CreditNoteRow } from './credit-note.js';

type Invoiced = Pick<InvoiceRow, 'number' | 'currency' | 'totalMinor' | 'lines' | 'taxes'>;

const euros = (minor: bigint) => ({ amount: minor.toString(), currency: 'EUR' });

function anInvoice(lines: readonly bigint[], taxes: readonly bigint[] = []): Invoiced {
  return {
    number: 'TST-2026-000001',
    currency: 'EUR',
    totalMinor: [...lines, ...taxes].reduce((sum, minor) => sum + minor, 0n),
    lines: lines.map(minor => ({ description: 'Server', detail: '', quantity: 1, taxCode: null, amount: euros(minor) })),
    taxes: taxes.map(minor => ({ code: 'vat', label: 'VAT', rateBasisPoints: 2200, amount: euros(minor) })),
  };
}

const amountsOf = ({ lines, taxes }: ReturnType<typeof partsOf>): bigint[] =>
  [...lines, ...taxes].map(part => part.amount.amount);

const stored = ({ lines, taxes }: ReturnType<typeof partsOf>): Pick<CreditNoteRow, 'lines' | 'taxes'> => ({
  lines: lines.map(line => ({ ...line, amount: moneyToJson(line.amount) })),
  taxes: taxes.map(tax => ({ ...tax, amount: moneyToJson(tax.amount) })),
});

it('spreads a part over lines and taxes in proportion', () => {
  expect(amountsOf(partsOf(anInvoice([1000n, 500n], [330n]), [], 183n))).toEqual([100n, 50n, 33n]);
});

it('adds up to the invoice, line by line, in whatever parts it is given back', () => {
  const lines = fc.array(fc.bigInt(0n, 10_000n), { minLength: 1, maxLength: 6 });
  const shares = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(lines, fc.array(fc.bigInt(0n, 3000n), { maxLength: 2 }), shares, (minors, taxes, weights) => {
      const invoice = anInvoice(minors, taxes);
      fc.pre(invoice.totalMinor > 0n);
      const notes: ReturnType<typeof partsOf>[] = [];
      let left = invoice.totalMinor;
      for (const weight of weights) {
        const amount = (left * BigInt(weight)) / 1000n;
        if (amount === 0n) continue;
        notes.push(partsOf(invoice, notes.map(stored), amount));
        left -= amount;
      }
      if (left > 0n) notes.push(partsOf(invoice, notes.map(stored), left));

      const sums = notes.map(amountsOf).reduce((all, one) => all.map((sum, index) => sum + one[index]!));
      expect(sums).toEqual([...minors, ...taxes]);
      expect(notes.flatMap(amountsOf).every(minor => minor >= 0n)).toBe(true);
    }),
  );
});

it('makes one line of an invoice whose lines hold deductions', () => {
  const { lines } = partsOf(anInvoice([1000n, -300n]), [], 700n);

  expect(lines).toMatchObject([{ description: 'TST-2026-000001', amount: { amount: 700n } }]);
});
