import { describe, expect, it } from 'vitest';
import { cataloguePrice, readPrice, renewalAt, tomorrow } from './adoption.js';

describe('a price that was agreed', () => {
  it.each([
    ['12.5', 'EUR', '1250'],
    ['1 200,00', 'UAH', '120000'],
    ['0', 'EUR', '0'],
    ['900', 'JPY', '900'],
  ])('reads %j in %s as %s', (written, currency, recurring) => {
    expect(readPrice(written, currency)).toEqual({ ok: true, recurring });
  });

  it('is that of the catalogue where nothing is written', () => {
    expect(readPrice('  ', 'EUR')).toEqual({ ok: true });
  });

  it.each(['-1', '12.345', 'free', '1e3'])('is not %j', written => {
    expect(readPrice(written, 'EUR')).toEqual({ ok: false });
  });
});

describe('the price of the catalogue', () => {
  const plan = {
    code: 'small',
    version: 1,
    name: 'Small',
    base: { model: 'flat' as const, amounts: { 'month:1': { EUR: '1000' } }, setup: { 'month:1': { EUR: '500' } } },
    options: [
      {
        id: 'ram',
        kind: 'number' as const,
        label: 'Memory',
        unit: 'GB',
        min: 1,
        max: 8,
        step: 1,
        included: 1,
        price: { model: 'per-unit' as const, amounts: { 'month:1': { EUR: '150' } } },
      },
    ],
  };

  it('is what every period costs, without what is paid once', () => {
    expect(cataloguePrice(plan, { ram: 3 }, 'month:1', 'EUR')).toEqual({ amount: '1300', currency: 'EUR' });
  });

  it('is none where the plan is not sold like that', () => {
    expect(cataloguePrice(plan, { ram: 3 }, 'month:1', 'USD')).toBeUndefined();
    expect(cataloguePrice(plan, { ram: 99 }, 'month:1', 'EUR')).toBeUndefined();
  });
});

it('offers the days from tomorrow on, over the end of a month and a year', () => {
  expect(tomorrow(new Date('2026-12-31T23:30:00Z'))).toBe('2027-01-01');
  expect(renewalAt('2027-01-01')).toBe('2027-01-01T12:00:00.000Z');
});
