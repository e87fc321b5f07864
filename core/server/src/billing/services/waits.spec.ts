import { expect, it } from 'vitest';
import { isOutage, outageWaitMs, withJitter } from './waits.js';

it('spreads what waits for the same thing, the same way each time', () => {
  const ids = Array.from({ length: 200 }, (_, index) => `01970000-0000-7000-8000-${String(index).padStart(12, '0')}`);
  const waits = ids.map(id => withJitter(10_000, id, 3));

  expect(waits).toEqual(ids.map(id => withJitter(10_000, id, 3)));
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(10_000);
  expect(Math.max(...waits)).toBeLessThanOrEqual(12_000);
  expect(new Set(waits).size).toBeGreaterThan(100);
  expect(withJitter(10_000, ids[0]!, 4)).not.toBe(withJitter(10_000, ids[0]!, 5));
  expect(withJitter(0, ids[0]!, 4)).toBe(0);
});

it('asks after a provider that is away often at first and never more rarely than every ten minutes', () => {
  expect([0, 60_000, 3_600_000].map(lasted => outageWaitMs(lasted))).toEqual([5000, 30_000, 600_000]);
  expect(outageWaitMs(0, 45_000)).toBe(45_000);
});

it('tells who was not reached from who refused', () => {
  expect(['connection-refused', 'circuit-open', 'provider-off', 'http-503', 'acme-500', '502'].filter(isOutage)).toHaveLength(6);
  expect(['sold-out', 'slow-down', 'http-429', 'acme-1500x', 'quota-5000'].filter(isOutage)).toEqual([]);
});
