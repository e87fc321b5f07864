export type CurrencyCode = string;

/** An exact sum in the currency's smallest unit: 19.99 EUR is { amount: 1999n, currency: 'EUR' }. */
export interface Money {
  readonly amount: bigint;
  readonly currency: CurrencyCode;
}

/** Money as it travels in JSON, where a bigint cannot go: the minor units as a decimal string. */
export interface MoneyJson {
  readonly amount: string;
  readonly currency: CurrencyCode;
}

export const money = (amount: bigint, currency: CurrencyCode): Money => ({ amount, currency });

export const zero = (currency: CurrencyCode): Money => money(0n, currency);

/** Sums of different currencies are never added; that is a bug of the caller, not a choice of the customer. */
export function add(left: Money, right: Money): Money {
  assertSameCurrency('add', left, right);
  return money(left.amount + right.amount, left.currency);
}

export function subtract(left: Money, right: Money): Money {
  assertSameCurrency('subtract', left, right);
  return money(left.amount - right.amount, left.currency);
}

export const negate = (value: Money): Money => money(-value.amount, value.currency);

export const times = (value: Money, quantity: bigint): Money => money(value.amount * quantity, value.currency);

export const sameMoney = (left: Money, right: Money): boolean => left.currency === right.currency && left.amount === right.amount;

/** A share of a sum, rounded once, half away from zero: the way a percentage, a tax or a part of a month is taken. */
export function fraction(value: Money, numerator: bigint, denominator: bigint): Money {
  if (denominator <= 0n) throw new RangeError('fraction() needs a positive denominator');
  const product = value.amount * numerator;
  const half = product < 0n ? -denominator : denominator;
  return money((2n * product + half) / (2n * denominator), value.currency);
}

/** A percentage in basis points: 1900 is 19 %. */
export const percentage = (value: Money, basisPoints: bigint): Money => fraction(value, basisPoints, 10_000n);

/** Splits a sum by weight so that the parts always add up to the whole; the first weighted parts take the leftover units. */
export function allocate(total: Money, weights: readonly bigint[]): Money[] {
  if (weights.some(weight => weight < 0n)) throw new RangeError('allocate() takes no negative weight');
  const sum = weights.reduce((all, weight) => all + weight, 0n);
  if (sum === 0n) throw new RangeError('allocate() needs at least one positive weight');
  const shares = weights.map(weight => (total.amount * weight) / sum);
  let leftover = total.amount - shares.reduce((all, share) => all + share, 0n);
  const unit = leftover < 0n ? -1n : 1n;
  return shares.map((share, index) => {
    if (leftover === 0n || weights[index] === 0n) return money(share, total.currency);
    leftover -= unit;
    return money(share + unit, total.currency);
  });
}

export const moneyToJson = (value: Money): MoneyJson => ({ amount: value.amount.toString(), currency: value.currency });

export function moneyFromJson(value: MoneyJson): Money {
  if (!/^-?\d{1,18}$/.test(value.amount)) throw new RangeError(`"${value.amount}" is not a whole number of minor units`);
  return money(BigInt(value.amount), value.currency);
}

function assertSameCurrency(verb: string, left: Money, right: Money): void {
  if (left.currency !== right.currency) throw new TypeError(`Cannot ${verb} ${right.currency} and ${left.currency}`);
}
