import { expect, it } from 'vitest';
import { readAmount, writtenAmount } from './payment-amount.js';

it.each([
  ['12.34', 'EUR', '1234'],
  ['12,34', 'EUR', '1234'],
  ['1 234,5', 'UAH', '123450'],
  ['500', 'JPY', '500'],
  ['1.234', 'KWD', '1234'],
  ['90071992547409.93', 'EUR', '9007199254740993'],
])('reads %s %s to the last digit', (written, currency, amount) => {
  expect(readAmount(written, currency)).toEqual({ amount, currency });
});

it.each([
  ['more digits than the currency has', '1.234', 'EUR'],
  ['two points', '1.234,50', 'EUR'],
  ['a negative sum', '-5', 'EUR'],
  ['nothing', '0', 'EUR'],
  ['no number', 'ten', 'EUR'],
  ['an empty field', '', 'EUR'],
])('refuses %s', (_name, written, currency) => {
  expect(readAmount(written, currency)).toBeUndefined();
});

it('writes what is due so that it reads back the same', () => {
  const due = { amount: '199905', currency: 'UAH' };

  expect(writtenAmount(due)).toBe('1999.05');
  expect(readAmount(writtenAmount(due), 'UAH')).toEqual(due);
});
