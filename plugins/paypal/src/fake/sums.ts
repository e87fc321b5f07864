import type { FakeMoney } from './book.js';
import { unprocessable } from './http.js';

const WHOLE: ReadonlySet<string> = new Set(['HUF', 'JPY', 'TWD']);
const KNOWN: ReadonlySet<string> = new Set(
  'AUD BRL CAD CNY CZK DKK EUR GBP HKD HUF ILS JPY MXN MYR NOK NZD PHP PLN SEK SGD THB TWD USD CHF'.split(' '),
);

/** A sum of a request, refused where PayPal would refuse it. */
export function readSum(value: unknown): FakeMoney {
  const { currency_code = '', value: sum = '' } = (value ?? {}) as Partial<FakeMoney>;
  if (!KNOWN.has(currency_code)) throw unprocessable('CURRENCY_NOT_SUPPORTED');
  if (!/^\d{1,18}(\.\d{1,3})?$/.test(sum)) throw unprocessable('CANNOT_BE_NEGATIVE');
  if (WHOLE.has(currency_code) && sum.includes('.')) throw unprocessable('DECIMALS_NOT_SUPPORTED');
  if (!WHOLE.has(currency_code) && !/^\d+(\.\d{1,2})?$/.test(sum)) throw unprocessable('DECIMAL_PRECISION');
  const money = { currency_code, value: sum };
  if (unitsOf(money) === 0n) throw unprocessable('CANNOT_BE_ZERO_OR_NEGATIVE');
  return money;
}

export function unitsOf({ currency_code, value }: FakeMoney): bigint {
  const [whole = '0', fraction = ''] = value.split('.');
  return BigInt(`${whole}${fraction.padEnd(digitsOf(currency_code), '0')}`);
}

export function sumOf(units: bigint, currency_code: string): FakeMoney {
  const digits = digitsOf(currency_code);
  const text = units.toString().padStart(digits + 1, '0');
  return { currency_code, value: digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}` };
}

/** 3.4 %, rounded up to the smallest unit. */
export const feeOf = (amount: FakeMoney): FakeMoney => sumOf((unitsOf(amount) * 34n + 999n) / 1000n, amount.currency_code);

const digitsOf = (currency: string): number => (WHOLE.has(currency) ? 0 : 2);
