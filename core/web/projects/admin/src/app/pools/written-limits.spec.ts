import { expect, it } from 'vitest';
import { NO_LIMITS, readLimit, readLimits, readOvercommit, writtenOf } from './written-limits.js';

it('does not count what nothing is written for', () => {
  expect(readLimits({ ...NO_LIMITS, slots: '0' })).toEqual({ slots: 0, vcpu: null, ramMb: null, diskGb: null, addresses: null });
});

it('writes memory in gigabytes and reads it back', () => {
  const limits = { slots: 12, vcpu: 64, ramMb: 1536, diskGb: null, addresses: 250 };

  expect(writtenOf(limits).ramMb).toBe('1.5');
  expect(readLimits(writtenOf(limits))).toEqual(limits);
});

it('takes a comma for a point', () => {
  expect(readLimit('ramMb', '1,5')).toEqual({ ok: true, limit: 1536 });
});

it.each([
  ['slots', '-1'],
  ['slots', '1.5'],
  ['vcpu', 'many'],
  ['diskGb', '100000001'],
  ['ramMb', '0.001'],
] as const)('refuses %s of %s, and with it all of them', (resource, written) => {
  expect(readLimit(resource, written)).toEqual({ ok: false });
  expect(readLimits({ ...NO_LIMITS, [resource]: written })).toBeUndefined();
});

it.each([
  ['100', 100],
  ['3200', 3200],
  ['99', undefined],
  ['3201', undefined],
  ['', undefined],
])('reads an overcommit of %j as %s', (written, percent) => {
  expect(readOvercommit(written)).toBe(percent);
});
