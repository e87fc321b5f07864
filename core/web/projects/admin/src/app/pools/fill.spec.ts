import { describe, expect, it } from 'vitest';
import { amountOf, fillsOf, mostOf } from './fill.js';

const NONE = { vcpu: null, ramMb: null, diskGb: null, addresses: null, slots: null };
const USED = { vcpu: 0, ramMb: 0, diskGb: 0, addresses: 0, slots: 0 };

describe('what a place may hold', () => {
  it('promises cores as often as the overcommit says, and memory once', () => {
    const member = { limits: { ...NONE, vcpu: 9, ramMb: 65536 }, cpuOvercommitPercent: 250 };

    expect(mostOf('vcpu', member)).toBe(22);
    expect(mostOf('ramMb', member)).toBe(65536);
  });
});

describe('a bar', () => {
  it('stands for what is counted, and for what is used though nobody counts it', () => {
    const fills = fillsOf({ limits: { ...NONE, slots: 4 }, cpuOvercommitPercent: 100, used: { ...USED, slots: 1, diskGb: 40 } });

    expect(fills).toEqual([
      { resource: 'slots', used: 1, most: 4, percent: 25, look: 'room' },
      { resource: 'diskGb', used: 40, most: null, percent: 0, look: 'room' },
    ]);
  });

  it.each([
    [8, 10, 'room'],
    [9, 10, 'little'],
    [10, 10, 'full'],
    [12, 10, 'full'],
    [0, 0, 'full'],
  ])('with %i of %i says %s', (used, most, look) => {
    const [fill] = fillsOf({ limits: { ...NONE, slots: most }, cpuOvercommitPercent: 100, used: { ...USED, slots: used } });

    expect(fill?.look).toBe(look);
    expect(fill?.percent).toBeLessThanOrEqual(100);
  });
});

it('tells memory in the unit that people use', () => {
  expect(amountOf('ramMb', 512)).toEqual({ amount: 512, unit: 'MB' });
  expect(amountOf('ramMb', 1536)).toEqual({ amount: 1.5, unit: 'GB' });
  expect(amountOf('ramMb', 0)).toEqual({ amount: 0, unit: 'GB' });
  expect(amountOf('slots', 3)).toEqual({ amount: 3, unit: '' });
});
