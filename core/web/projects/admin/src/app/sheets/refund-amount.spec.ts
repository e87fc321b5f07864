import { expect, it } from 'vitest';
import { readRefund } from './refund-amount.js';

const most = { amount: '1200', currency: 'EUR' };
const eur = (amount: string) => ({ amount, currency: 'EUR' });

it.each([
  ['', { kind: 'empty' }],
  ['twelve', { kind: 'wrong' }],
  ['0', { kind: 'wrong' }],
  ['12.001', { kind: 'wrong' }],
  ['12.01', { kind: 'too-much' }],
  ['4,50', { kind: 'fits', amount: eur('450'), left: eur('750') }],
  ['12.00', { kind: 'fits', amount: eur('1200'), left: eur('0') }],
])('reads "%s"', (written, wish) => {
  expect(readRefund(written, most)).toEqual(wish);
});

it('knows currencies without small units', () => {
  expect(readRefund('500', { amount: '900', currency: 'JPY' })).toMatchObject({ kind: 'fits', left: { amount: '400' } });
});
