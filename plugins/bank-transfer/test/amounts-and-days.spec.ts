import { formatDecimal, money } from '@hostwright/sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAmount, readCurrency } from '../src/statement/amount.js';
import { readDay } from '../src/statement/day.js';
import { LineFault } from '../src/statement/fault.js';

const codeOf = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    if (error instanceof LineFault) return error.code;
    throw error;
  }
  return 'read';
};

describe('an amount', () => {
  it.each([
    ['19.99', 1999n],
    ['19,99', 1999n],
    ['1 234,56', 123_456n],
    ['1 234,56', 123_456n],
    ["1'234.56", 123_456n],
    ['1.234,56', 123_456n],
    ['1,234.56', 123_456n],
    ['1.234.567,00', 123_456_700n],
    ['1,234,567', 123_456_700n],
    ['12', 1200n],
    ['12,5', 1250n],
    ['12.500,0', 1_250_000n],
    ['0,500', 50n],
    ['.5', 50n],
    ['-12.00', -1200n],
    ['- 12.00', -1200n],
    ['−12.00', -1200n],
    ['12.00-', -1200n],
    ['(12.00)', -1200n],
    ['+12.00', 1200n],
    ['100.0000', 10_000n],
  ])('%j is %s cents', (text, cents) => {
    expect(readAmount(text, 'EUR')).toEqual(money(cents, 'EUR'));
  });

  it.each([
    ['1,234', 'ambiguous-amount'],
    ['1.234', 'ambiguous-amount'],
    ['', 'bad-amount'],
    ['x', 'bad-amount'],
    ['12.345,678', 'bad-amount'],
    ['19.999', 'ambiguous-amount'],
    ['1.23.4', 'bad-amount'],
    ['1 23,4', 'bad-amount'],
    ['12,34,56', 'bad-amount'],
    ['--1', 'bad-amount'],
    ['-1-', 'bad-amount'],
    ['(1', 'bad-amount'],
    ['1e3', 'bad-amount'],
    ['Infinity', 'bad-amount'],
    ['9'.repeat(30), 'bad-amount'],
    ['12 EUR', 'bad-amount'],
  ])('%j is refused: %s', (text, code) => {
    expect(codeOf(() => readAmount(text, 'EUR'))).toBe(code);
  });

  it('is read as the settings say', () => {
    expect(readAmount('1,234', 'EUR', 'point')).toEqual(money(123_400n, 'EUR'));
    expect(readAmount('1.234', 'EUR', 'comma')).toEqual(money(123_400n, 'EUR'));
    expect(readAmount('1,234', 'KWD')).toEqual(money(1234n, 'KWD'));
    expect(codeOf(() => readAmount('12,34', 'EUR', 'point'))).toBe('bad-amount');
    expect(codeOf(() => readAmount('12,34', 'JPY'))).toBe('bad-amount');
  });

  it('of any size and in either way of writing reads back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), fc.boolean(), (amount, hasComma) => {
        const [whole, fraction] = formatDecimal(money(amount, 'EUR')).split('.') as [string, string];
        const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ' ');

        expect(readAmount(`${grouped}${hasComma ? ',' : '.'}${fraction}`, 'EUR').amount).toBe(amount);
      }),
    );
  });
});

describe('a currency', () => {
  it('is read by its code or its number', () => {
    expect(['eur', ' UAH ', '980', '978'].map(readCurrency)).toEqual(['EUR', 'UAH', 'UAH', 'EUR']);
    expect(codeOf(() => readCurrency('грн'))).toBe('bad-currency');
  });
});

describe('a day', () => {
  it.each([
    ['2026-11-02', '2026-11-02'],
    ['2026-11-02T23:59:59+02:00', '2026-11-02'],
    ['20261102', '2026-11-02'],
    ['02.11.2026', '2026-11-02'],
    ['2.11.2026 10:15', '2026-11-02'],
    ['02.11.26', '2026-11-02'],
    ['02-11-2026', '2026-11-02'],
    ['29.02.2028', '2028-02-29'],
  ])('%j is %s', (text, day) => {
    expect(readDay(text)).toBe(day);
  });

  it.each(['', 'x', '2026-13-01', '30.02.2026', '29.02.2026', '02/11/2026', '2026', '02.11.2026x', '0000-00-00', '02.11'])(
    '%j is refused',
    text => {
      expect(codeOf(() => readDay(text))).toBe('bad-date');
    },
  );

  it('with slashes is read as the settings say', () => {
    expect(readDay('02/11/2026', 'DD/MM/YYYY')).toBe('2026-11-02');
    expect(readDay('11/02/2026', 'MM/DD/YYYY')).toBe('2026-11-02');
    expect(codeOf(() => readDay('02.11.2026', 'DD/MM/YYYY'))).toBe('bad-date');
  });
});
