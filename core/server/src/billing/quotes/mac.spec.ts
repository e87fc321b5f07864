import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Mac } from './mac.js';

it('is the HMAC that the standard library makes, whatever the key and the text', () => {
  const keys = fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 64 });

  fc.assert(
    fc.property(keys, fc.string({ unit: 'grapheme', maxLength: 300 }), fc.string(), (key, first, second) => {
      const mac = new Mac(key);
      const expected = (text: string) => createHmac('sha256', key).update(text).digest('base64url');

      expect([mac.of(first), mac.of(second)]).toEqual([expected(first), expected(second)]);
    }),
  );
});

it.each([['a'.repeat(65)], ['ключ']])('does not take the key %s', key => {
  expect(() => new Mac(key)).toThrow(RangeError);
});
