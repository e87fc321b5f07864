import type { BillingPeriod } from '@hostwright/sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { billedAt, nextPeriod, nextTry, renewalLines, type Period } from './renewal.js';

const MONTH: BillingPeriod = { unit: 'month', count: 1 };
const iso = (date: Date | undefined): string | undefined => date?.toISOString();

/** The first periods of a service, as billing makes them: each from where the service stands after the one before. */
function periods(anchorAt: Date, period: BillingPeriod, timeZone: string, count: number): Period[] {
  const made: Period[] = [];
  const first = nextPeriod({ anchorAt, renewsAt: anchorAt, period }, -1, timeZone)!;
  let renewsAt = first.endsAt;
  for (let number = 0; number < count; number += 1) {
    const next = nextPeriod({ anchorAt, renewsAt, period }, number, timeZone)!;
    made.push(next);
    renewsAt = next.endsAt;
  }
  return made;
}

describe('the next period', () => {
  it('goes from 31 January to 28 February, and on to 31 March', () => {
    const made = periods(new Date('2027-01-31T10:00:00Z'), MONTH, 'UTC', 4);

    expect(made.map(({ number, startsAt }) => [number, iso(startsAt)])).toEqual([
      [1, '2027-02-28T10:00:00.000Z'],
      [2, '2027-03-31T10:00:00.000Z'],
      [3, '2027-04-30T10:00:00.000Z'],
      [4, '2027-05-31T10:00:00.000Z'],
    ]);
  });

  it('keeps 29 February of a leap year for the years after', () => {
    const made = periods(new Date('2028-02-29T10:00:00Z'), { unit: 'year', count: 1 }, 'UTC', 4);

    expect(made.map(({ startsAt }) => iso(startsAt)?.slice(0, 10))).toEqual([
      '2029-02-28',
      '2030-02-28',
      '2031-02-28',
      '2032-02-29',
    ]);
  });

  it('leaves no gap, never overlaps, and never drifts from the anchor, whatever the zone and the day', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Kyiv', 'America/New_York', 'Asia/Beirut', 'Australia/Lord_Howe', 'Pacific/Apia');
    const anchors = fc.date({ min: new Date('2013-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });

    fc.assert(
      fc.property(anchors, zones, fc.constantFrom(1, 3, 6, 12), (anchor, zone, count) => {
        const made = periods(anchor, { unit: 'month', count }, zone, 37);
        const wanted = Temporal.Instant.fromEpochMilliseconds(anchor.getTime()).toZonedDateTimeISO(zone);
        for (const [index, { number, startsAt, endsAt }] of made.entries()) {
          expect(startsAt.getTime()).toBe(wanted.add({ months: number * count }).epochMilliseconds);
          expect(endsAt > startsAt).toBe(true);
          if (index > 0) expect(startsAt).toEqual(made[index - 1]!.endsAt);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('does not come after a single payment, nor before the service runs', () => {
    const now = new Date();

    expect(nextPeriod({ anchorAt: now, renewsAt: null, period: { unit: 'once' } }, 0, 'UTC')).toBeUndefined();
    expect(nextPeriod({ anchorAt: null, renewsAt: null, period: MONTH }, 0, 'UTC')).toBeUndefined();
  });
});

describe('the day of the invoice', () => {
  const renewsAt = new Date('2027-03-31T10:00:00Z');

  it.each<[BillingPeriod, number, string]>([
    [MONTH, 7, '2027-03-24T10:00:00.000Z'],
    [MONTH, 0, '2027-03-31T10:00:00.000Z'],
    [MONTH, 90, '2027-03-16T10:00:00.000Z'],
    [{ unit: 'day', count: 1 }, 7, '2027-03-30T22:00:00.000Z'],
    [{ unit: 'hour', count: 1 }, 7, '2027-03-31T09:30:00.000Z'],
  ])('is the shop’s days ahead, but never more than half a period: %o, %i', (period, days, at) => {
    expect(iso(billedAt(renewsAt, period, days, 'UTC'))).toBe(at);
  });
});

it('tries a declined method again after one, three and five days, and one that is no good never', () => {
  const days: number[] = [];
  let now = new Date('2027-03-31T10:00:00Z');
  for (let tries = 1; ; tries += 1) {
    const at = nextTry(tries, true, now);
    if (!at) break;
    days.push((at.getTime() - Date.UTC(2027, 2, 31, 10)) / 86_400_000);
    now = at;
  }

  expect(days).toEqual([1, 3, 5]);
  expect(nextTry(1, false, now)).toBeUndefined();
});

describe('the lines of a renewal', () => {
  const service = {
    productName: 'Cloud server',
    planName: 'Small',
    hostname: 'web.example.com',
    currency: 'EUR',
    recurringMinor: 649n,
  };
  const period = { number: 1, startsAt: new Date('2027-01-31T10:00:00Z'), endsAt: new Date('2027-02-28T10:00:00Z') };
  const line = (code: string, amount: string, charge: 'setup' | 'recurring') => ({
    ...{ code, label: code === 'base' ? 'Small' : code, quantity: 1, charge },
    amount: { amount, currency: 'EUR' },
  });
  const linesFor = (lines: readonly ReturnType<typeof line>[]) =>
    renewalLines({ service, item: { lines }, period, locale: 'en', timeZone: 'UTC' });

  it('are what recurs of the order, with the days that they pay for', () => {
    const lines = linesFor([line('base', '499', 'recurring'), line('setup', '1000', 'setup'), line('ram', '150', 'recurring')]);

    expect(lines.map(({ description, detail, amount }) => [description, detail, amount.amount])).toEqual([
      ['Cloud server · Small', 'web.example.com, Jan 31, 2027 – Feb 28, 2027', 499n],
      ['ram', '', 150n],
    ]);
  });

  it('never ask for another sum than was agreed on', () => {
    const lines = linesFor([line('base', '1', 'recurring')]);

    expect(lines.map(({ description, amount }) => [description, amount])).toEqual([
      ['Cloud server · Small', { amount: 649n, currency: 'EUR' }],
    ]);
  });
});
