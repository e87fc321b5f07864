import { money, type BillingPeriod, type PriceLine } from '@hostwright/sdk';
import { describe, expect, it } from 'vitest';
import { after } from '../calendar/index.js';
import { coveredAfter, differences, newSetups, periodsBetween, totalOf, type Covered, type Share } from './proration.js';

const MONTH: BillingPeriod = { unit: 'month', count: 1 };
const KYIV = 'Europe/Kyiv';
const at = (text: string): Date => new Date(text);

const line = (code: string, amount: bigint, charge: PriceLine['charge'] = 'recurring'): PriceLine => ({
  ...{ code, label: code, quantity: 1, charge },
  amount: money(amount, 'EUR'),
});

const half: Share = { numerator: 1n, denominator: 2n };
const until = at('2027-01-01T00:00:00Z');

describe('the share of a period', () => {
  it('is counted in its own length, which is that of the calendar', () => {
    const anchor = at('2026-01-31T10:00:00Z');

    expect(periodsBetween(anchor, MONTH, 'UTC', at('2026-02-14T10:00:00Z'), at('2026-02-28T10:00:00Z'))).toEqual({
      numerator: 14n * 86_400_000n,
      denominator: 28n * 86_400_000n,
    });
  });

  it('knows the day on which the clocks of the shop change', () => {
    const anchor = at('2026-10-24T21:00:00Z');
    const share = periodsBetween(anchor, { unit: 'day', count: 1 }, KYIV, at('2026-10-25T09:30:00Z'), at('2026-10-25T22:00:00Z'));

    expect(share).toEqual({ numerator: 45_000_000n, denominator: 90_000_000n });
  });

  it('goes over several periods, of which the whole ones count one each', () => {
    const anchor = at('2026-01-01T00:00:00Z');
    const share = periodsBetween(anchor, MONTH, 'UTC', at('2026-01-17T12:00:00Z'), at('2026-04-01T00:00:00Z'));

    expect(Number(share.numerator) / Number(share.denominator)).toBeCloseTo(14.5 / 31 + 2, 12);
  });

  it('is nothing when the paid time is over, and for what is bought once', () => {
    const [from, end] = [at('2026-02-01T00:00:00Z'), at('2026-03-01T00:00:00Z')];

    expect(periodsBetween(from, MONTH, 'UTC', end, from).numerator).toBe(0n);
    expect(periodsBetween(from, { unit: 'once' }, 'UTC', from, end).numerator).toBe(0n);
  });

  it('is found at once after years of hours', () => {
    const anchor = at('2016-01-01T00:00:00Z');
    const share = periodsBetween(
      anchor,
      { unit: 'hour', count: 1 },
      KYIV,
      at('2026-06-01T00:15:00Z'),
      at('2026-06-01T01:00:00Z'),
    );

    expect(share).toEqual({ numerator: 2_700_000n, denominator: 3_600_000n });
  });
});

describe('what a change costs for the rest of the paid time', () => {
  it('is the difference of each line, rounded once and half away from zero', () => {
    const lines = differences(
      [{ until, lines: [line('base', 1000n), line('disk', 105n)] }],
      [line('base', 1501n), line('ram', 3n)],
      until,
      () => half,
    );

    expect(lines.map(({ code, amountMinor }) => [code, amountMinor])).toEqual([
      ['base', 251n],
      ['disk', -53n],
      ['ram', 2n],
    ]);
  });

  it('counts what was paid at a former price as paid', () => {
    const covered: Covered[] = [{ until, lines: [line('base', 2000n)] }];

    const cheaper = differences(covered, [line('base', 500n)], until, () => half);
    const kept = coveredAfter(covered, [line('base', 500n)], totalOf(cheaper) >= 0n);
    const dearer = differences(kept, [line('base', 3000n)], until, () => half);

    expect(totalOf(cheaper)).toBe(-750n);
    expect(kept).toEqual(covered);
    expect(totalOf(dearer)).toBe(500n);
  });

  it('asks once for what is new and paid once', () => {
    const before = [line('base', 1000n), line('ip', 200n)];
    const priced = [line('base', 500n, 'setup'), line('base', 1000n), line('ip', 100n, 'setup'), line('backup', 300n, 'setup')];

    expect(newSetups(before, priced).map(({ code, amountMinor }) => [code, amountMinor])).toEqual([['backup', 300n]]);
  });
});

/** Small, and the same every time (Park and Miller). */
function* randomNumbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (state * 48271) % 2147483647;
    yield state / 2147483647;
  }
}

interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}
const plus = (left: Rational, right: Rational): Rational => ({ n: left.n * right.d + right.n * left.d, d: left.d * right.d });

const CODES = ['base', 'cpu', 'ram', 'disk'];

/** One year of a service by the month with changes on random days: what was paid, and what the time at each price is worth. */
function aYear(seed: number, timeZone: string): { paid: bigint; exact: Rational; roundings: bigint; changes: number } {
  const random = randomNumbers(seed);
  const next = (most: number): number => Math.floor(random.next().value * most);
  const anchor = new Date(Date.UTC(2026, next(12), 1 + next(31), next(24), next(60)));
  const size = (): PriceLine[] =>
    CODES.filter((_, index) => index === 0 || next(4) > 0).map(code => line(code, BigInt(next(5000))));
  let [service, paid, roundings, changes] = [size(), 0n, 0n, 0];
  let exact: Rational = { n: 0n, d: 1n };
  const share = (from: Date, end: Date): Share => periodsBetween(anchor, MONTH, timeZone, from, end);
  for (let number = 0; number < 12; number += 1) {
    const [start, end] = [after(anchor, MONTH, number, timeZone)!, after(anchor, MONTH, number + 1, timeZone)!];
    let covered: readonly Covered[] = [{ until: end, lines: service }];
    const worth = (from: Date, to: Date): void => {
      const length = BigInt(end.getTime() - start.getTime());
      const rate = covered[0]!.lines.reduce((all, { amount }) => all + amount.amount, 0n);
      exact = plus(exact, { n: rate * BigInt(to.getTime() - from.getTime()), d: length });
    };
    paid += service.reduce((all, { amount }) => all + amount.amount, 0n);
    const moments = Array.from(
      { length: next(4) },
      () => start.getTime() + Math.floor(random.next().value * (end.getTime() - start.getTime())),
    );
    let last = start;
    for (const moment of moments.sort((left, right) => left - right).map(time => new Date(time))) {
      worth(last, moment);
      const then = size();
      const lines = differences(covered, then, moment, share);
      const total = totalOf(lines);
      if (total > 0n) paid += total;
      covered = coveredAfter(covered, then, total >= 0n);
      [service, last] = [then, moment];
      changes += 1;
      roundings += BigInt(CODES.length);
    }
    worth(last, end);
  }
  return { paid, exact, roundings, changes };
}

it.each(['UTC', KYIV, 'America/Sao_Paulo', 'Australia/Lord_Howe'])(
  'never takes more or less in a year than the time was worth but for one unit a line and change (%s)',
  timeZone => {
    let changes = 0;
    for (let seed = 1; seed <= 150; seed += 1) {
      const year = aYear(seed * 7919, timeZone);
      const off = year.paid * year.exact.d - year.exact.n;
      const bound = year.roundings * year.exact.d;
      if (off > bound || -off > bound)
        expect.fail(`Year ${seed}: paid ${year.paid}, worth ${Number(year.exact.n) / Number(year.exact.d)}`);
      changes += year.changes;
    }
    expect(changes).toBeGreaterThan(1000);
  },
);
