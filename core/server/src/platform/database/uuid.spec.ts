import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isUuid, newId } from './uuid.js';

it('makes ids that are UUIDs of version 7 and of the right variant', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), now => {
      const id = newId(now);

      expect(isUuid(id)).toBe(true);
      expect(id[14]).toBe('7');
      expect(id[19]).toMatch(/[89ab]/);
      expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(now);
    }),
  );
});

it('orders ids by time and repeats none', () => {
  const ids = Array.from({ length: 1000 }, (_, index) => newId(1_800_000_000_000 + index));

  expect([...ids].sort()).toEqual(ids);
  expect(new Set(Array.from({ length: 10_000 }, () => newId(1_800_000_000_000))).size).toBe(10_000);
});
