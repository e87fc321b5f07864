import fc from 'fast-check';
import { expect, it } from 'vitest';
import { after } from './index.js';

const month = { unit: 'month', count: 1 } as const;
const iso = (date: Date | undefined) => date?.toISOString();

it('keeps the day of the anchor through a short month', () => {
  const anchor = new Date('2026-01-31T10:00:00Z');

  expect(iso(after(anchor, month, 1, 'UTC'))).toBe('2026-02-28T10:00:00.000Z');
  expect(iso(after(anchor, month, 2, 'UTC'))).toBe('2026-03-31T10:00:00.000Z');
  expect(iso(after(anchor, month, 3, 'UTC'))).toBe('2026-04-30T10:00:00.000Z');
});

it('keeps the hour on the clock when the clocks change', () => {
  const anchor = new Date('2026-03-15T08:00:00Z'); // 10:00 in Kyiv, winter time

  expect(iso(after(anchor, month, 1, 'Europe/Kyiv'))).toBe('2026-04-15T07:00:00.000Z');
});

it('has nothing after a single payment', () => {
  expect(after(new Date('2026-01-01T00:00:00Z'), { unit: 'once' }, 1, 'UTC')).toBeUndefined();
});

it('never goes back and never repeats a moment, whatever the zone and the anchor', () => {
  const zones = fc.constantFrom('UTC', 'Europe/Kyiv', 'America/New_York', 'Asia/Beirut', 'Australia/Lord_Howe');
  const anchors = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-01-01'), noInvalidDate: true });

  fc.assert(
    fc.property(anchors, zones, fc.integer({ min: 1, max: 12 }), (anchor, zone, count) => {
      const moments = [1, 2, 3, 4].map(times => after(anchor, { unit: 'month', count }, times, zone)!.getTime());
      expect(moments.every((moment, index) => moment > (moments[index - 1] ?? anchor.getTime()))).toBe(true);
    }),
  );
});
