import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Mac } from './mac.js';

it('is the HMAC that the standard library makes, whatever the key and the text', () => {
  const keys = fc.uint8Array({ minLength: 1, maxLength: 64 });

  fc.assert(
    fc.property(keys, fc.string({ unit: 'grapheme', maxLength: 300 }), fc.string(), (key, first, second) => {
      const mac = new Mac(key);
      const expected = (text: string) => createHmac('sha256', key).update(text).digest('hex');

      expect([mac.of(first).toString('hex'), mac.of(second).toString('hex')]).toEqual([expected(first), expected(second)]);
    }),
  );
});

it('takes no key that it would have to shorten', () => {
  expect(() => new Mac(new Uint8Array(65))).toThrow(RangeError);
});
