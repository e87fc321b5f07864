import { describe, expect, it } from 'vitest';
import { after } from '../calendar/index.js';
import { anchorBefore } from './service-adoption.js';

const month = { unit: 'month', count: 1 } as const;
const before = (date: string, period: Parameters<typeof anchorBefore>[1] = month) =>
  anchorBefore(new Date(date), period, 'Europe/Kyiv').toISOString();

describe('the anchor of a service that was taken over', () => {
  it('lies one period before the next one', () => {
    expect(before('2026-12-10T10:00:00.000Z')).toBe('2026-11-10T10:00:00.000Z');
    expect(before('2026-12-10T10:00:00.000Z', { unit: 'year', count: 1 })).toBe('2025-12-10T10:00:00.000Z');
  });

  it('goes further back where a short month would lose the day', () => {
    expect(before('2027-03-31T10:00:00.000Z')).toBe('2027-01-31T11:00:00.000Z');
    expect(before('2028-02-29T10:00:00.000Z', { unit: 'year', count: 1 })).toBe('2024-02-29T10:00:00.000Z');
  });

  it('is always some whole periods before it', () => {
    for (const date of ['2027-01-31T22:30:00.000Z', '2027-05-31T00:00:00.000Z', '2027-03-30T12:00:00.000Z']) {
      const anchor = anchorBefore(new Date(date), month, 'Europe/Kyiv');
      const ends = [1, 2, 3].map(times => after(anchor, month, times, 'Europe/Kyiv')!.toISOString());
      expect(ends).toContain(date);
    }
  });
});
