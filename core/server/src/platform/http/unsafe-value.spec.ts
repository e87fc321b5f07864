import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findUnsafe, isPlainText } from './unsafe-value.js';

it('calls no text plain in which something unsafe would be found', () => {
  const word = fc.oneof(fc.string({ unit: 'binary', maxLength: 8 }), fc.constantFrom('__proto__', '\0', '\ud800', 'plain'));
  const value = fc.letrec(tie => ({
    any: fc.oneof(
      { maxDepth: 4 },
      word,
      fc.integer(),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(word, tie('any'), { maxKeys: 3 }),
    ),
  })).any;

  fc.assert(
    fc.property(value, sent => {
      const json = JSON.stringify(sent);
      fc.pre(isPlainText(json));
      expect(findUnsafe(JSON.parse(json))).toBeUndefined();
    }),
  );
});

it.each([
  ['nested too deep', '['.repeat(40) + ']'.repeat(40)],
  ['an escape', '{"name":"\\u0000"}'],
  ['a prototype', '{"__proto__":{}}'],
])('looks again at text with %s', (_, json) => {
  expect(isPlainText(json)).toBe(false);
});

it('takes an ordinary order for plain', () => {
  expect(isPlainText('{"planId":"p","selection":{"cpu":2,"place":"Київ"}}')).toBe(true);
});
