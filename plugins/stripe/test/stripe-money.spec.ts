import { isCurrency, money } from '@hostwright/sdk';
import { readManifest } from '@hostwright/sdk/testing';
import { describe, expect, it } from 'vitest';
import { feeFromStripe, fromStripeAmount, toStripeAmount } from '../src/stripe-money.js';

const { currencies = [] } = readManifest(new URL('../plugin.json', import.meta.url));

describe('an amount at Stripe', () => {
  it.each([
    ['EUR', 1999n, 1999],
    ['UAH', 120_000n, 120_000],
    ['JPY', 500n, 500],
    ['KRW', 12_000n, 12_000],
    ['KWD', 12_340n, 12_340],
    ['HUF', 250_000n, 250_000],
    ['TWD', 5_000n, 5_000],
    ['ISK', 1_500n, 150_000],
    ['UGX', 20_000n, 2_000_000],
    ['MGA', 400_000n, 4_000],
  ])('of %s %s is %s, and back again', (currency, ours, theirs) => {
    expect(toStripeAmount(money(ours, currency))).toBe(theirs);
    expect(fromStripeAmount(theirs, currency.toLowerCase())).toEqual(money(ours, currency));
  });

  it.each([
    ['KWD', 12_345n],
    ['BHD', 1n],
    ['MGA', 150n],
    ['EUR', 0n],
    ['EUR', -5n],
    ['EUR', 2n ** 60n],
  ])('of %s %s is refused before anybody is asked', (currency, amount) => {
    expect(() => toStripeAmount(money(amount, currency))).toThrow(
      expect.objectContaining({ kind: 'final', code: 'amount-not-payable' }),
    );
  });

  it('that is no whole number of our units is not booked', () => {
    for (const [units, currency] of [
      [150_050, 'isk'],
      [1.5, 'eur'],
      [Number.NaN, 'eur'],
      [2 ** 60, 'eur'],
    ] as const)
      expect(() => fromStripeAmount(units, currency)).toThrow(expect.objectContaining({ kind: 'unknown', code: 'bad-answer' }));
  });

  it('of a fee is rounded once', () => {
    expect(feeFromStripe(3_550, 'isk')).toEqual(money(36n, 'ISK'));
    expect(feeFromStripe(46, 'eur')).toEqual(money(46n, 'EUR'));
  });

  it('is known for every currency of the manifest', () => {
    expect(currencies.filter(currency => !isCurrency(currency))).toEqual([]);
    for (const currency of currencies) {
      const amount = money(100_000n, currency);
      expect(fromStripeAmount(toStripeAmount(amount), currency)).toEqual(amount);
    }
  });
});
