import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money } from './money.js';
import { parsePeriodKey, periodKey, type BillingPeriod } from './period.js';
import { PricingProblem } from './pricing-problem.js';
import { forQuantity, price, sum, todayAndRenewal, type Option, type Plan, type PriceTable, type Selection } from './pricing.js';
import { defaultSelection } from './selection.js';

const MONTH: BillingPeriod = { unit: 'month', count: 1 };
const monthly = (eur: string): PriceTable => ({ 'month:1': { EUR: eur } });

const ram: Option = {
  id: 'ram',
  kind: 'number',
  label: 'RAM',
  unit: 'GB',
  min: 2,
  max: 64,
  step: 2,
  included: 4,
  price: { model: 'per-unit', amounts: monthly('150') },
};
const place: Option = {
  id: 'place',
  kind: 'choice',
  label: 'Place',
  values: [
    { value: 'north', label: 'North' },
    { value: 'south', label: 'South', price: { model: 'flat', amounts: monthly('99'), setup: monthly('500') } },
    { value: 'west', label: 'West', available: false },
  ],
};
const backups: Option = { id: 'backups', kind: 'toggle', label: 'Backups', price: { model: 'flat', amounts: monthly('200') } };
const note: Option = { id: 'note', kind: 'text', label: 'Note', pattern: '[a-z]+' };

const plan: Plan = {
  id: 'small',
  version: 1,
  label: 'Small',
  base: { model: 'flat', amounts: monthly('1000') },
  options: [ram, place, backups, note],
};
const chosen: Selection = { ram: 8, place: 'south', backups: true };

function problemOf(
  selection: Selection,
  period: BillingPeriod = MONTH,
  currency = 'EUR',
  of: Plan = plan,
): Pick<PricingProblem, 'code' | 'option'> {
  try {
    price(of, selection, period, currency);
  } catch (error) {
    if (error instanceof PricingProblem) return { code: error.code, option: error.option };
    throw error;
  }
  throw new Error('The selection has a price');
}

describe('price', () => {
  it('adds up base, what is above the included, choices and extras', () => {
    const lines = price(plan, chosen, MONTH, 'EUR');

    expect(lines).toEqual([
      { code: 'base', label: 'Small', quantity: 1, amount: money(1000n, 'EUR'), charge: 'recurring' },
      { code: 'ram', label: 'RAM', quantity: 4, unit: 'GB', amount: money(600n, 'EUR'), charge: 'recurring' },
      { code: 'place', label: 'Place: South', quantity: 1, amount: money(500n, 'EUR'), charge: 'setup' },
      { code: 'place', label: 'Place: South', quantity: 1, amount: money(99n, 'EUR'), charge: 'recurring' },
      { code: 'backups', label: 'Backups', quantity: 1, amount: money(200n, 'EUR'), charge: 'recurring' },
    ]);
    expect(todayAndRenewal(lines)).toEqual({ today: money(2399n, 'EUR'), renewal: money(1899n, 'EUR') });
  });

  it('charges nothing for what is included or switched off', () => {
    expect(price(plan, { ram: 2, place: 'north' }, MONTH, 'EUR').map(line => line.code)).toEqual(['base']);
  });

  it('takes something bought once as paid once', () => {
    const once: Plan = { id: 'x', version: 1, base: { model: 'flat', amounts: { once: { JPY: '500' } } }, options: [] };

    expect(todayAndRenewal(price(once, {}, { unit: 'once' }, 'JPY'))).toEqual({
      today: money(500n, 'JPY'),
      renewal: money(0n, 'JPY'),
    });
  });

  it.each([
    ['an option that the plan does not have', { ...chosen, gpu: 1 }, 'unknown-option', 'gpu'],
    ['an inherited name', { ...chosen, constructor: 'x' }, 'unknown-option', 'constructor'],
    ['a missing number', { place: 'north' }, 'missing-option', 'ram'],
    ['a missing choice', { ram: 2 }, 'missing-option', 'place'],
    ['an unknown value', { ram: 2, place: 'moon' }, 'unknown-value', 'place'],
    ['a value that is sold out', { ram: 2, place: 'west' }, 'sold-out', 'place'],
    ['a number below', { ram: 0, place: 'north' }, 'out-of-range', 'ram'],
    ['a number above', { ram: 66, place: 'north' }, 'out-of-range', 'ram'],
    ['a number between steps', { ram: 3, place: 'north' }, 'off-step', 'ram'],
    ['a fraction', { ram: 2.5, place: 'north' }, 'wrong-type', 'ram'],
    ['not a number', { ram: Number.NaN, place: 'north' }, 'wrong-type', 'ram'],
    ['a number as text', { ram: '2', place: 'north' }, 'wrong-type', 'ram'],
    ['a toggle as text', { ram: 2, place: 'north', backups: 'yes' }, 'wrong-type', 'backups'],
    ['a text of another form', { ram: 2, place: 'north', note: 'ABC' }, 'bad-text', 'note'],
    ['a text without end', { ram: 2, place: 'north', note: 'a'.repeat(501) }, 'bad-text', 'note'],
  ] as const)('refuses %s', (_, selection, code, option) => {
    expect(problemOf(selection)).toEqual({ code, option });
  });

  it('names what has no price in a currency or period, and what is no price at all', () => {
    expect(problemOf(chosen, MONTH, 'USD')).toEqual({ code: 'no-price', option: 'base' });
    expect(problemOf(chosen, { unit: 'year', count: 1 })).toEqual({ code: 'no-price', option: 'base' });
    expect(problemOf(chosen, MONTH, 'constructor')).toEqual({ code: 'no-price', option: 'base' });
    const broken: Plan = { ...plan, base: { model: 'flat', amounts: monthly('-5') } };
    expect(problemOf(chosen, MONTH, 'EUR', broken)).toEqual({ code: 'bad-price', option: 'base' });
  });

  it('prices tiers by volume or by share', () => {
    const tiers = [
      { upTo: 10, amounts: monthly('100') },
      { upTo: 20, amounts: monthly('80') },
      { upTo: null, amounts: monthly('50') },
    ];
    const disk = (model: 'volume' | 'graduated', bound = tiers): Plan => ({
      ...plan,
      options: [
        {
          id: 'disk',
          kind: 'number',
          label: 'Disk',
          unit: 'GB',
          min: 0,
          max: 100,
          step: 1,
          included: 0,
          price: { model, tiers: bound },
        },
      ],
    });
    const costs = (model: 'volume' | 'graduated', size: number) =>
      sum(price(disk(model), { disk: size }, MONTH, 'EUR')).amount - 1000n;

    expect([10, 11, 30].map(size => costs('volume', size))).toEqual([1000n, 880n, 1500n]);
    expect([10, 11, 30].map(size => costs('graduated', size))).toEqual([1000n, 1080n, 2300n]);
    expect(problemOf({ disk: 30 }, MONTH, 'EUR', disk('volume', tiers.slice(0, 2)))).toEqual({
      code: 'no-price',
      option: 'disk',
    });
    expect(problemOf({ disk: 30 }, MONTH, 'EUR', disk('graduated', tiers.slice(0, 2)))).toEqual({
      code: 'no-price',
      option: 'disk',
    });
  });

  it('multiplies for several pieces exactly, and only for a sensible number of them', () => {
    const lines = price(plan, chosen, MONTH, 'EUR');

    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), pieces => {
        expect(sum(forQuantity(lines, pieces)).amount).toBe(sum(lines).amount * BigInt(pieces));
      }),
    );
    for (const bad of [0, -1, 1.5, 1001, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => forQuantity(lines, bad)).toThrow(PricingProblem);
  });

  it('gives the same answer to a frozen question, and today is never less than the renewal', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 32 }), fc.constantFrom('north', 'south'), fc.boolean(), (half, where, wanted) => {
        const selection = Object.freeze({ ram: half * 2, place: where, backups: wanted });
        const first = price(Object.freeze(plan), selection, MONTH, 'EUR');
        const { today, renewal } = todayAndRenewal(first);

        expect(price(plan, selection, MONTH, 'EUR')).toEqual(first);
        expect(today.amount).toBeGreaterThanOrEqual(renewal.amount);
      }),
    );
  });
});

describe('defaultSelection', () => {
  it('is always a selection that has a price', () => {
    expect(defaultSelection(plan.options)).toEqual({ ram: 4, place: 'north', backups: false });
    expect(sum(price(plan, defaultSelection(plan.options), MONTH, 'EUR'))).toEqual(money(1000n, 'EUR'));
  });
});

describe('periodKey', () => {
  it('is read back as the period it names', () => {
    for (const key of ['once', 'hour:1', 'month:1', 'month:3', 'year:2']) expect(periodKey(parsePeriodKey(key)!)).toBe(key);
    for (const bad of ['', 'month', 'month:0', 'month:-1', 'week:1', 'month:1.5']) expect(parsePeriodKey(bad)).toBeUndefined();
  });
});
