import { formatDecimal, money, type StatementLine } from '@hostwright/sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../src/statement/fault.js';
import { read } from './reading.js';

type Booking = Pick<StatementLine, 'bookedOn' | 'amount' | 'text'> & { readonly payer: string };

const day = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map(date => date.toISOString().slice(0, 10));
const words = fc.string({ unit: 'grapheme', maxLength: 60 }).map(text => cleanText(text, 60));
const booking: fc.Arbitrary<Booking> = fc.record({
  bookedOn: day,
  amount: fc
    .tuple(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), fc.constantFrom('EUR', 'UAH', 'JPY', 'KWD'))
    .map(([amount, currency]) => money(amount, currency)),
  text: words,
  payer: words,
});

const SEPARATORS = { ';': ';', ',': ',', tab: '\t', '|': '|' } as const;

const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;

function written(bookings: readonly Booking[], separator: string): string {
  const rows = bookings.map(({ bookedOn, amount, text, payer }) =>
    [bookedOn, formatDecimal(amount), amount.currency, cell(text), cell(payer)].join(separator),
  );
  return [['Date', 'Amount', 'Currency', 'Text', 'Payer'].join(separator), ...rows].join('\r\n');
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function entry({ bookedOn, amount, text, payer }: Booking): string {
  const isCredit = amount.amount > 0n;
  const sum = formatDecimal(isCredit ? amount : money(-amount.amount, amount.currency));
  const party = isCredit ? 'Dbtr' : 'Cdtr';
  return `<Ntry><Amt Ccy="${amount.currency}">${sum}</Amt><CdtDbtInd>${isCredit ? 'CRDT' : 'DBIT'}</CdtDbtInd><Sts>BOOK</Sts>
    <BookgDt><Dt>${bookedOn}</Dt></BookgDt><NtryDtls><TxDtls><RltdPties><${party}><Nm>${escaped(payer)}</Nm></${party}></RltdPties>
    <RmtInf><Ustrd>${escaped(text)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`;
}

const facts = ({ bookedOn, amount, text, payer = '' }: Pick<StatementLine, 'bookedOn' | 'amount' | 'text' | 'payer'>) => ({
  bookedOn,
  amount,
  text,
  payer,
});

describe('a statement of any bookings', () => {
  it('written as CSV reads back, each booking under a name of its own', async () => {
    const separators = fc.constantFrom(...(Object.keys(SEPARATORS) as (keyof typeof SEPARATORS)[]));
    await fc.assert(
      fc.asyncProperty(fc.array(booking, { maxLength: 20 }), separators, async (bookings, separator) => {
        const content = written(bookings, SEPARATORS[separator]);

        const { lines, faults } = await read(content, { separator, decimalSign: 'point' });

        expect(faults).toEqual([]);
        expect(lines.map(facts)).toEqual(bookings.map(facts));
        expect(new Set(lines.map(({ id }) => id)).size).toBe(bookings.length);
        expect((await read(content, { separator, decimalSign: 'point' })).lines).toEqual(lines);
      }),
      { numRuns: 60 },
    );
  });

  it('written as camt.053 reads back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          booking.filter(({ amount }) => amount.amount !== 0n),
          { maxLength: 20 },
        ),
        async bookings => {
          const document = `<Document><BkToCstmrStmt><Stmt>${bookings.map(entry).join('')}</Stmt></BkToCstmrStmt></Document>`;

          const { lines, faults } = await read(document);

          expect(faults).toEqual([]);
          expect(lines.map(facts)).toEqual(bookings.map(facts));
          expect(new Set(lines.map(({ id }) => id)).size).toBe(bookings.length);
        },
      ),
      { numRuns: 60 },
    );
  });
});
