import { expect, it } from 'vitest';
import { elementAddress } from './element-address.js';

const SHOP = 'https://shop.test';

it('finds the module of an element at the shop', () => {
  expect(elementAddress('/plugins/till/element-0123456789abcdef.js', SHOP)).toBe(
    'https://shop.test/plugins/till/element-0123456789abcdef.js',
  );
});

it.each(['https://evil.test/x.js', '//evil.test/x.js', 'data:text/javascript,alert(1)', '/\\evil.test/x.js'])(
  'takes no code from anywhere else: %s',
  module => {
    expect(() => elementAddress(module, SHOP)).toThrow('Not a module of the shop');
  },
);
