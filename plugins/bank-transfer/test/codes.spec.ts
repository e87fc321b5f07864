import { money } from '@hostwright/sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { euroCode, type Transfer } from '../src/codes/euro-code.js';
import { hryvniaCode } from '../src/codes/hryvnia-code.js';

const euros: Transfer = {
  beneficiary: 'Acme Hosting OÜ',
  iban: 'EE38 2200 2210 2014 5685',
  bic: 'HABAEE2X',
  amount: money(1999n, 'EUR'),
  reference: 'ACM-2026-000123',
};

const hryvnias: Transfer = {
  beneficiary: 'ТОВ «Каштан»',
  iban: 'UA213223130000026007233566001',
  taxId: '12345678',
  amount: money(120_050n, 'UAH'),
  reference: 'KSH-2026-000123',
};

const PREFIX = 'https://bank.gov.ua/qr/';
const elementsOf = (payload: string | undefined): string[] =>
  Buffer.from(payload!.slice(PREFIX.length), 'base64url').toString('utf8').split('\n');

describe('the code for a transfer in euros', () => {
  it('is the one of EPC069-12, line by line', () => {
    expect(euroCode(euros)).toBe(
      'BCD\n002\n1\nSCT\nHABAEE2X\nAcme Hosting OÜ\nEE382200221020145685\nEUR19.99\n\n\nACM-2026-000123',
    );
  });

  it('leaves the line of the BIC empty where there is none', () => {
    expect(euroCode({ ...euros, bic: undefined })!.split('\n')[4]).toBe('');
  });

  it.each([
    ['another currency', { amount: money(1999n, 'USD') }],
    ['nothing', { amount: money(0n, 'EUR') }],
    ['more than the standard knows', { amount: money(100_000_000_000n, 'EUR') }],
    ['an account outside of SEPA', { iban: hryvnias.iban }],
    ['a reference longer than its line', { reference: 'x'.repeat(141) }],
  ])('does not exist for %s', (_, changes) => {
    expect(euroCode({ ...euros, ...changes })).toBeUndefined();
  });

  it('holds the largest sum and the smallest', () => {
    expect(euroCode({ ...euros, amount: money(99_999_999_999n, 'EUR') })).toContain('EUR999999999.99');
    expect(euroCode({ ...euros, amount: money(1n, 'EUR') })).toContain('EUR0.01');
  });

  it('never has more than 331 bytes nor an element too long, whatever the beneficiary is called', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
        fc.string({ maxLength: 140 }),
        (name, reference) => {
          const payload = euroCode({ ...euros, beneficiary: name, reference });
          const lines = payload?.split('\n') ?? [];

          expect(Buffer.byteLength(payload ?? '')).toBeLessThanOrEqual(331);
          expect([...(lines[5] ?? '')].length).toBeLessThanOrEqual(70);
          expect(payload === undefined || lines.length === 11).toBe(true);
        },
      ),
    );
  });
});

describe('the code for a transfer in hryvnias', () => {
  it('is the one of the National Bank, format 002, element by element', () => {
    expect(hryvniaCode(hryvnias)).toMatch(/^https:\/\/bank\.gov\.ua\/qr\/[A-Za-z0-9_-]+$/);
    expect(elementsOf(hryvniaCode(hryvnias))).toEqual([
      ...['BCD', '002', '1', 'UCT', '', 'ТОВ «Каштан»', 'UA213223130000026007233566001', 'UAH1200.50', '12345678'],
      ...['', '', 'Оплата за рахунком KSH-2026-000123', '', ''],
    ]);
  });

  it('writes whole hryvnias without kopecks', () => {
    expect(elementsOf(hryvniaCode({ ...hryvnias, amount: money(300n, 'UAH') }))[7]).toBe('UAH3');
    expect(elementsOf(hryvniaCode({ ...hryvnias, amount: money(310n, 'UAH') }))[7]).toBe('UAH3.10');
  });

  it.each([
    ['another currency', { amount: money(1999n, 'EUR') }],
    ['nothing', { amount: money(0n, 'UAH') }],
    ['more than the format knows', { amount: money(100_000_000_000n, 'UAH') }],
    ['an account elsewhere', { iban: euros.iban }],
    ['a beneficiary without a code', { taxId: undefined }],
    ['a beneficiary with a code of another length', { taxId: '123456789' }],
  ])('does not exist for %s', (_, changes) => {
    expect(hryvniaCode({ ...hryvnias, ...changes })).toBeUndefined();
  });

  it('never holds more than 331 bytes', () => {
    const long = hryvniaCode({ ...hryvnias, beneficiary: 'Щ'.repeat(200) });

    expect(elementsOf(long)[5]).toBe('Щ'.repeat(70));
    expect(hryvniaCode({ ...hryvnias, beneficiary: '🌰'.repeat(70) })).toBeUndefined();
  });
});
