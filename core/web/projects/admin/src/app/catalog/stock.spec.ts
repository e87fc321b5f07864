import { expect, it } from 'vitest';
import { readStock } from './stock.js';

it('reads an empty field as no limit', () => {
  expect(readStock('  ')).toEqual({ ok: true, stock: null });
});

it('tells none left from no limit', () => {
  expect(readStock('0')).toEqual({ ok: true, stock: 0 });
});

it.each(['-1', '1.5', '12a', '1000001', '1e3'])('refuses %s', written => {
  expect(readStock(written)).toEqual({ ok: false });
});
