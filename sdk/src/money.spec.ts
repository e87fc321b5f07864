import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  allocate,
  fraction,
  money,
  moneyFromJson,
  moneyToJson,
  percentage,
  subtract,
  zero,
  type MoneyJson,
} from './money.js';

const amount = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
const weights = fc
  .array(fc.bigInt({ min: 0n, max: 10n ** 6n }), { minLength: 1, maxLength: 12 })
  .filter(all => all.some(weight => weight > 0n));

describe('money', () => {
  it('refuses to mix currencies', () => {
    expect(() => add(money(1n, 'EUR'), money(1n, 'USD'))).toThrow(TypeError);
    expect(() => subtract(money(1n, 'EUR'), money(1n, 'USD'))).toThrow(TypeError);
  });

  it('takes back by subtraction what addition gave', () => {
    fc.assert(
      fc.property(amount, amount, (left, right) => {
        const sum = add(money(left, 'EUR'), money(right, 'EUR'));

        expect(subtract(sum, money(right, 'EUR'))).toEqual(money(left, 'EUR'));
      }),
    );
  });

  it('survives the way through JSON', () => {
    fc.assert(
      fc.property(amount, value => {
        const travelled = JSON.parse(JSON.stringify(moneyToJson(money(value, 'UAH')))) as MoneyJson;

        expect(moneyFromJson(travelled)).toEqual(money(value, 'UAH'));
      }),
    );
  });

  it('reads no amount that is not whole minor units', () => {
    for (const bad of ['', '1.5', '1e3', ' 1', '0x10', '--1', '1234567890123456789']) {
      expect(() => moneyFromJson({ amount: bad, currency: 'EUR' })).toThrow(RangeError);
    }
  });

  it('rounds a share half away from zero, once', () => {
    expect(percentage(money(250n, 'EUR'), 1900n)).toEqual(money(48n, 'EUR'));
    expect(fraction(money(1n, 'EUR'), 1n, 2n)).toEqual(money(1n, 'EUR'));
    expect(fraction(money(-1n, 'EUR'), 1n, 2n)).toEqual(money(-1n, 'EUR'));
    expect(fraction(money(1n, 'EUR'), 1n, 3n)).toEqual(zero('EUR'));
  });

  it('never rounds a share further than half a unit', () => {
    fc.assert(
      fc.property(
        amount,
        fc.bigInt({ min: 0n, max: 10_000n }),
        fc.bigInt({ min: 1n, max: 10_000n }),
        (value, numerator, denominator) => {
          const error = 2n * (fraction(money(value, 'EUR'), numerator, denominator).amount * denominator - value * numerator);

          expect(error <= denominator && error >= -denominator).toBe(true);
        },
      ),
    );
  });
});

describe('allocate', () => {
  it('splits without losing or making a unit', () => {
    fc.assert(
      fc.property(amount, weights, (total, shares) => {
        const parts = allocate(money(total, 'EUR'), shares);

        expect(parts.reduce(add)).toEqual(money(total, 'EUR'));
      }),
    );
  });

  it('keeps every part within one unit of its exact share and gives nothing for weight zero', () => {
    fc.assert(
      fc.property(amount, weights, (total, shares) => {
        const sum = shares.reduce((all, weight) => all + weight, 0n);

        allocate(money(total, 'EUR'), shares).forEach((part, index) => {
          const distance = part.amount * sum - total * shares[index]!;
          expect(distance < sum && distance > -sum).toBe(true);
          if (shares[index] === 0n) expect(part.amount).toBe(0n);
        });
      }),
    );
  });

  it('refuses weights that say nothing', () => {
    expect(() => allocate(money(1n, 'EUR'), [])).toThrow(RangeError);
    expect(() => allocate(money(1n, 'EUR'), [0n])).toThrow(RangeError);
    expect(() => allocate(money(1n, 'EUR'), [2n, -1n])).toThrow(RangeError);
  });
});
