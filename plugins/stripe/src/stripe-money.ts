import { fraction, minorDigits, money, PluginFailure, type CurrencyCode, type Money } from '@hostwright/sdk';

/** Where Stripe counts other digits than ISO 4217: ariary without iraimbilanja, krónur and shillings with two zeros. */
const DIGITS: ReadonlyMap<CurrencyCode, number> = new Map([
  ['ISK', 2],
  ['MGA', 0],
  ['UGX', 2],
]);

const digitsAtStripe = (currency: CurrencyCode): number => DIGITS.get(currency) ?? minorDigits(currency);

/** The number that stands in a request. Sums that Stripe cannot charge are refused before anybody is asked. */
export function toStripeAmount({ amount, currency }: Money): number {
  const more = digitsAtStripe(currency) - minorDigits(currency);
  const divisor = 10n ** BigInt(Math.max(0, -more));
  if (amount % divisor !== 0n) throw notPayable(`Stripe takes whole ${currency} only`);
  const units = (amount / divisor) * 10n ** BigInt(Math.max(0, more));
  // Three digits after the point, of which card networks settle two.
  if (digitsAtStripe(currency) === 3 && units % 10n !== 0n) throw notPayable(`Stripe takes ${currency} in steps of 0.010`);
  if (units <= 0n || units > BigInt(Number.MAX_SAFE_INTEGER)) throw notPayable('Stripe takes no such amount');
  return Number(units);
}

/** What an answer says, exactly: an amount that is no whole number of our units says nothing that could be booked. */
export function fromStripeAmount(units: number, code: string): Money {
  const currency = code.toUpperCase();
  const [amount, divisor] = scaled(units, currency);
  if (amount % divisor !== 0n) throw unreadable(`an amount of ${currency}`);
  return money(amount / divisor, currency);
}

/** The same for fees, which Stripe may count finer than the currency does; they are rounded once. */
export function feeFromStripe(units: number, code: string): Money {
  const currency = code.toUpperCase();
  const [amount, divisor] = scaled(units, currency);
  return fraction(money(amount, currency), 1n, divisor);
}

function scaled(units: number, currency: CurrencyCode): readonly [amount: bigint, divisor: bigint] {
  if (!Number.isSafeInteger(units)) throw unreadable('an amount');
  const more = digitsAtStripe(currency) - minorDigits(currency);
  return [BigInt(units) * 10n ** BigInt(Math.max(0, -more)), 10n ** BigInt(Math.max(0, more))];
}

const notPayable = (message: string): PluginFailure =>
  PluginFailure.final(message, { code: 'amount-not-payable', publicMessage: 'This amount cannot be paid this way' });

/** What cannot be read says nothing about what was done. */
export const unreadable = (what: string): PluginFailure =>
  PluginFailure.unknown(`Stripe's answer lacks ${what}`, { code: 'bad-answer' });
