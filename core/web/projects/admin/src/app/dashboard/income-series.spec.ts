import { expect, it } from 'vitest';
import { incomeSeries } from './income-series.js';

const paid = (day: string, amount: string, currency = 'EUR') => ({ day, amount, currency });

it('has an entry for each of thirty days, also across the end of a month', () => {
  const [series] = incomeSeries([paid('2026-11-22', '100')], '2026-11-22');

  expect(series?.days).toHaveLength(30);
  expect(series?.days.at(0)?.day).toBe('2026-10-24');
  expect(series?.days.at(-1)).toEqual({ day: '2026-11-22', amount: '100', height: 1 });
  expect(series?.days.at(8)).toEqual({ day: '2026-11-01', amount: '0', height: 0 });
});

it('never adds two currencies', () => {
  const series = incomeSeries(
    [paid('2026-11-20', '100'), paid('2026-11-20', '700', 'UAH'), paid('2026-11-21', '50')],
    '2026-11-22',
  );

  expect(series.map(({ currency, total }) => [currency, total])).toEqual([
    ['EUR', '150'],
    ['UAH', '700'],
  ]);
});

it('keeps the total exact beyond what a float can hold', () => {
  const [series] = incomeSeries([paid('2026-11-21', '9007199254740993'), paid('2026-11-22', '2')], '2026-11-22');

  expect(series?.total).toBe('9007199254740995');
});

it('draws in the units of the currency', () => {
  const heights = incomeSeries([paid('2026-11-22', '500', 'JPY'), paid('2026-11-22', '1500', 'KWD')], '2026-11-22').map(
    series => series.days.at(-1)?.height,
  );

  expect(heights).toEqual([500, 1.5]);
});

it('ends with the shop’s day when that is ahead of the reader’s', () => {
  const [series] = incomeSeries([paid('2026-11-23', '100')], '2026-11-22');

  expect(series?.days.at(-1)?.amount).toBe('100');
});

it('has nothing to draw when nothing was paid', () => {
  expect(incomeSeries([], '2026-11-22')).toEqual([]);
});
