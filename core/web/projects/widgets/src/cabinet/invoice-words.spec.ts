import { expect, it } from 'vitest';
import { lookOf } from './invoice-words.js';

const eur = (amount: string) => ({ amount, currency: 'EUR' });

it.each([
  ['open', '0', '0', 'open', 'warning'],
  ['open', '500', '0', 'part-paid', 'warning'],
  ['overdue', '500', '0', 'part-paid', 'danger'],
  ['paid', '1200', '0', 'paid', 'success'],
  ['paid', '1200', '300', 'part-refunded', 'muted'],
  ['refunded', '1200', '1200', 'refunded', 'muted'],
  ['void', '0', '0', 'void', 'muted'],
] as const)('%s with %s paid and %s given back reads "%s"', (state, paid, refunded, word, tone) => {
  expect(lookOf({ state, paid: eur(paid), refunded: eur(refunded) })).toEqual({ word, tone });
});
