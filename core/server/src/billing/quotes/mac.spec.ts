import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Mac } from './mac.js';

const sha256 = (...parts: readonly (string | Buffer)[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash;
};

/** The key, filled up to a block with zeros and changed by a byte, as RFC 2104 says. */
const padded = (key: string, pad: number) => Buffer.from(key.padEnd(64, '\0'), 'latin1').map(byte => byte ^ pad);

it('hashes the text and then the hash in hexadecimal, each after its half of the key', () => {
  const keys = fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 64 });

  fc.assert(
    fc.property(keys, fc.string({ unit: 'grapheme', maxLength: 300 }), fc.string(), (key, first, second) => {
      const mac = new Mac(key);
      const expected = (text: string) =>
        sha256(Buffer.from(padded(key, 0x5c)), sha256(Buffer.from(padded(key, 0x36)), text).digest('hex')).digest('base64url');

      expect([mac.of(first), mac.of(second)]).toEqual([expected(first), expected(second)]);
    }),
  );
});

it.each([['a'.repeat(65)], ['ключ']])('does not take the key %s', key => {
  expect(() => new Mac(key)).toThrow(RangeError);
});
