import type { CurrencyCode, Money } from './money.js';

/** Digits after the point by ISO 4217, active codes. `Intl` follows habits instead (it gives HUF none), so this table rules. */
const CODES: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2:
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP ' +
    'COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR ' +
    'JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN ' +
    'NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL ' +
    'THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

const DIGITS: ReadonlyMap<CurrencyCode, number> = new Map(
  Object.entries(CODES).flatMap(([digits, codes]) => codes.split(' ').map(code => [code, Number(digits)] as const)),
);

/** Every currency that money here may have, in alphabetical order. */
export const CURRENCY_CODES: readonly CurrencyCode[] = [...DIGITS.keys()].sort();

export const isCurrency = (code: string): boolean => DIGITS.has(code);

/** How many digits stand after the point: JPY 0, EUR 2, KWD 3. */
export function minorDigits(currency: CurrencyCode): number {
  const digits = DIGITS.get(currency);
  if (digits === undefined) throw new RangeError(`"${currency}" is not an active ISO 4217 currency`);
  return digits;
}

/** Reads what a person or a vendor writes ('12.34', '12', '-0.5') without ever passing through a float; more digits than the currency has are refused. */
export function parseMinor(decimal: string, currency: CurrencyCode): bigint {
  const digits = minorDigits(currency);
  const match = /^(-?)(\d{1,18})(?:\.(\d+))?$/.exec(decimal);
  const fraction = match?.[3] ?? '';
  if (!match || fraction.length > digits) throw new RangeError(`"${decimal}" is not an amount of ${currency}`);
  const minor = BigInt(`${match[2]}${fraction.padEnd(digits, '0')}`);
  return match[1] === '-' ? -minor : minor;
}

/** The plain decimal that vendors' interfaces take: 1999 EUR minor units are '19.99', 500 JPY are '500'. */
export function formatDecimal(value: Money): string {
  const digits = minorDigits(value.currency);
  const sign = value.amount < 0n ? '-' : '';
  const padded = (value.amount < 0n ? -value.amount : value.amount).toString().padStart(digits + 1, '0');
  if (digits === 0) return `${sign}${padded}`;
  return `${sign}${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
}

/** Money for a reader, exact to the last digit whatever its size. */
export function formatMoney(value: Money, locale: string): string {
  const digits = minorDigits(value.currency);
  return formatterFor(locale, value.currency, digits).format(`${value.amount}E-${digits}` as Intl.StringNumericLiteral);
}

const formatters = new Map<string, Intl.NumberFormat>();

/** Making a formatter costs far more than using it; the bound keeps invented locales from filling the memory. */
function formatterFor(locale: string, currency: CurrencyCode, digits: number): Intl.NumberFormat {
  const key = `${locale}/${currency}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: hasOwnSign(currency) ? 'narrowSymbol' : 'symbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  if (formatters.size >= 500) formatters.clear();
  formatters.set(key, made);
  return made;
}

/** Signs that several currencies share, and whose they are when nothing else is said. */
const SHARED_SIGNS: Readonly<Record<string, CurrencyCode>> = { $: 'USD', '£': 'GBP', '¥': 'JPY', kr: '', Rs: '' };

/**
 * Whether the short sign alone names the currency: ₴ does, $ of another country does not. Where it does it is used, because
 * servers and browsers disagree about the longer form: a price drawn on the server must not change in the browser.
 */
function hasOwnSign(currency: CurrencyCode): boolean {
  const parts = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).formatToParts(0);
  const sign = parts.find(part => part.type === 'currency')?.value ?? '';
  return !Object.hasOwn(SHARED_SIGNS, sign) || SHARED_SIGNS[sign] === currency;
}
