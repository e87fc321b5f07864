import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { remainder } from '../src/iban.js';
import { paymentReference, referencesIn } from '../src/payment-reference.js';

const NUMBER = 'KSH-2026-000123';
const BARE = 'KSH2026000123';

/** As somebody's bookkeeping may write it (ISO 11649). */
const creditorReference = (bare: string): string => `RF${String(98 - remainder(`${bare}RF00`)).padStart(2, '0')}${bare}`;

describe('the reference of an invoice', () => {
  it('is its number, as the invoice itself says it', () => {
    expect(paymentReference(NUMBER)).toBe(NUMBER);
  });

  it.each([
    ['as it stands', NUMBER],
    ['in small letters', 'ksh-2026-000123'],
    ['without dashes', 'KSH2026000123'],
    ['with spaces', 'KSH 2026 000123'],
    ['with slashes', 'KSH/2026/000123'],
    ['with long dashes', 'KSH – 2026 – 000123'],
    ['with underscores', 'KSH_2026_000123'],
    ['broken by the bank in the middle', 'KSH-2026-0001 23'],
    ['with the letter O for zero', 'KSH-2O26-OOO123'],
    ['with the letter l for one', 'KSH-2026-000l23'],
    ['in Cyrillic letters that look the same', 'КSН-2026-000123'],
    ['after a Cyrillic word without a space', 'рахункуKSH-2026-000123'],
    ['in a sentence', 'Оплата за рахунком № KSH-2026-000123 від 11.11.2026, без ПДВ'],
    ['in brackets', 'Thanks (KSH-2026-000123)'],
    ['after a colon', 'Invoice:KSH-2026-000123.'],
    ['as a creditor reference', creditorReference(BARE)],
    ['as a creditor reference in groups of four', creditorReference(BARE).replaceAll(/(.{4})/g, '$1 ')],
  ])('is found %s', (_, text) => {
    expect(referencesIn(text)).toContain(BARE);
  });

  it('is not found in a creditor reference whose check digits are wrong', () => {
    const right = creditorReference(BARE);
    const wrong = right.replace(/^RF(\d)/, (_, digit: string) => `RF${(Number(digit) + 1) % 10}`);

    expect(referencesIn(wrong)).not.toContain(BARE);
  });

  it('is not put together across words', () => {
    expect(referencesIn('KSH for the year 2026 and 000123 thanks')).not.toContain(BARE);
    expect(referencesIn('KSH (2026) [000123]')).toEqual([]);
  });

  it.each(['', 'thanks!', '2026-11-02', '+380 44 123 45 67', 'Ada', '99,00'])('is not seen in %j', text => {
    expect(referencesIn(text)).toEqual([]);
  });

  it('is found whatever stands around it, among no more than fifty', () => {
    const noise = fc.string({ unit: fc.constantFrom(...'Aa Оo0l1-–_.№RFя🌰\n(,'), maxLength: 70 });
    fc.assert(
      fc.property(noise, noise, (before, after) => {
        const found = referencesIn(`${before} | ${NUMBER} | ${after}`);

        expect(found).toContain(BARE);
        expect(found.length).toBeLessThanOrEqual(50);
      }),
      { numRuns: 300 },
    );
  });
});
