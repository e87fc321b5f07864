import { isCurrency, minorDigits, money, parseMinor, type Money } from '@hostwright/sdk';
import type { DecimalSign } from '../settings.js';
import { LineFault, quoted } from './fault.js';

/** As banks of the region also write currencies: by the number of ISO 4217. */
const BY_NUMBER: Readonly<Record<string, string>> = { '980': 'UAH', '978': 'EUR', '840': 'USD', '826': 'GBP', '985': 'PLN' };

export function readCurrency(text: string): string {
  const code = text.trim().toUpperCase();
  const known = BY_NUMBER[code] ?? code;
  if (!isCurrency(known)) throw new LineFault('bad-currency', `${quoted(text)} is no currency`);
  return known;
}

/**
 * An amount as people and banks write it: "1 234,56", "1.234,56-", "(12.00)", "−5". Which sign is the decimal one is
 * told by the setting or by the amount itself; where it can be read in two ways it is refused, not guessed.
 */
export function readAmount(text: string, currency: string, sign: DecimalSign = 'auto'): Money {
  const bare = text
    .trim()
    .replaceAll(/[\s'’]+/g, "'")
    .replaceAll('−', '-');
  const [, bracket = '', before = '', digits = '', after = '', closing = ''] =
    /^(\()?(?:([+-])'?)?(\d[\d.,']*|[.,]\d+)([+-])?(\))?$/.exec(bare) ?? [];
  const isWhole = digits !== '' && (bracket === '') === (closing === '') && (before === '' || after === '');
  if (!isWhole) throw new LineFault('bad-amount', `${quoted(text)} is no amount`);
  const isNegative = bracket !== '' || before === '-' || after === '-';
  const plain = decimalOf(digits, sign, text, minorDigits(currency));
  const trimmed = plain.includes('.') ? plain.replace(/0+$/, '').replace(/\.$/, '') : plain;
  return money(minorOf(`${isNegative ? '-' : ''}${trimmed}`, currency, text), currency);
}

function minorOf(decimal: string, currency: string, text: string): bigint {
  try {
    return parseMinor(decimal, currency);
  } catch (error) {
    // What is too long or has more digits than the currency.
    if (error instanceof RangeError) throw new LineFault('bad-amount', `${quoted(text)} is no amount of ${currency}`);
    throw error;
  }
}

/** With a point for the decimal sign and nothing between the thousands. */
function decimalOf(digits: string, sign: DecimalSign, text: string, currencyDigits: number): string {
  const decimal = sign === 'auto' ? guessedSign(digits, text, currencyDigits) : sign === 'comma' ? ',' : '.';
  const [whole = '', fraction = '', ...more] = digits.split(decimal);
  const [first = '', ...groups] = whole.split(decimal === ',' ? /[.']/ : /[,']/);
  const isGrouped = groups.length === 0 || (/^\d{1,3}$/.test(first) && groups.every(group => /^\d{3}$/.test(group)));
  if (more.length > 0 || !isGrouped || !/^\d*$/.test(first + fraction))
    throw new LineFault('bad-amount', `${quoted(text)} is no amount`);
  return `${first}${groups.join('')}`.padStart(1, '0') + (fraction === '' ? '' : `.${fraction}`);
}

function guessedSign(digits: string, text: string, currencyDigits: number): ',' | '.' {
  const [comma, point] = [digits.lastIndexOf(','), digits.lastIndexOf('.')];
  if (comma >= 0 && point >= 0) return comma > point ? ',' : '.';
  if (comma < 0 && point < 0) return '.';
  const [used, other] = comma >= 0 ? ([',', '.'] as const) : (['.', ','] as const);
  const parts = digits.split(used);
  if (parts.length > 2) return other;
  if (parts[1]!.length === 3 && parts[0] !== '0' && parts[0] !== '' && currencyDigits !== 3)
    throw new LineFault('ambiguous-amount', `${quoted(text)} can be read in two ways: choose the decimal sign in the settings`);
  return used;
}
