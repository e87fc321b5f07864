import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CURRENCY_CODES, formatDecimal, formatMoney, isCurrency, minorDigits, parseMinor } from './currencies.js';
import { money } from './money.js';

const someMoney = fc.record({
  amount: fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }),
  currency: fc.constantFrom(...CURRENCY_CODES),
});

describe('currencies', () => {
  it('knows the digits that ISO 4217 gives, not those that are habit', () => {
    expect(['JPY', 'UAH', 'HUF', 'KWD', 'CLF'].map(minorDigits)).toEqual([0, 2, 2, 3, 4]);
  });

  it('lists each code once, and none that has been retired', () => {
    expect(new Set(CURRENCY_CODES).size).toBe(CURRENCY_CODES.length);
    expect(CURRENCY_CODES.every(code => /^[A-Z]{3}$/.test(code))).toBe(true);
    expect(['HRK', 'DEM', 'XXX', 'eur', 'constructor'].filter(isCurrency)).toEqual([]);
    expect(() => minorDigits('HRK')).toThrow(RangeError);
  });

  it('writes and reads a decimal without losing a unit', () => {
    fc.assert(
      fc.property(someMoney, value => {
        expect(parseMinor(formatDecimal(value), value.currency)).toBe(value.amount);
      }),
    );
  });

  it('reads what people write and refuses what has no exact meaning', () => {
    expect(parseMinor('12.34', 'EUR')).toBe(1234n);
    expect(parseMinor('12', 'EUR')).toBe(1200n);
    expect(parseMinor('12.3', 'EUR')).toBe(1230n);
    expect(parseMinor('-0.5', 'KWD')).toBe(-500n);
    for (const bad of ['12.345', '1e3', '', '1,5', '.5', ' 1']) expect(() => parseMinor(bad, 'EUR')).toThrow(RangeError);
    expect(() => parseMinor('1.0', 'JPY')).toThrow(RangeError);
  });

  it('shows money exactly, in the digits of its currency', () => {
    expect(formatMoney(money(1999n, 'EUR'), 'en')).toBe('€19.99');
    expect(formatMoney(money(500n, 'JPY'), 'en')).toBe('¥500');
    expect(formatMoney(money(90_071_992_547_409_931n, 'EUR'), 'en')).toBe('€900,719,925,474,099.31');
    expect(formatMoney(money(120_000n, 'UAH'), 'uk').replace(/\s/g, ' ')).toBe('1 200,00 ₴');
    expect(formatMoney(money(100_000n, 'HUF'), 'en')).toContain('1,000.00');
  });

  it('uses a sign where it names one currency, and a longer form where several share it', () => {
    const shown = (currency: string): string => formatMoney(money(1000n, currency), 'en').replace(/[\d.,\s]/g, '');

    expect(['UAH', 'PLN', 'USD', 'CAD', 'AUD', 'SEK'].map(shown)).toEqual(['₴', 'zł', '$', 'CA$', 'A$', 'SEK']);
  });

  it('shows every digit of every sum', () => {
    fc.assert(
      fc.property(someMoney, value => {
        const shown = formatMoney(value, 'en-US').replace(/\D/g, '');

        expect(shown).toBe(formatDecimal(value).replace(/\D/g, ''));
      }),
    );
  });
});
