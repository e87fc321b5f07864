import { minorDigits, money, PluginFailure, type CurrencyCode, type Money } from '@hostwright/sdk';

/** A sum in PayPal's words: a decimal in a string. */
export interface PayPalMoney {
  readonly currency_code: CurrencyCode;
  readonly value: string;
}

/** PayPal takes these without decimals, whatever ISO 4217 says about them; all its other currencies have two. */
const WHOLE_ONLY: ReadonlySet<CurrencyCode> = new Set(['HUF', 'JPY', 'TWD']);

/** What PayPal cannot be asked for is refused, never rounded. */
export function toPayPal({ amount, currency }: Money): PayPalMoney {
  const digits = WHOLE_ONLY.has(currency) ? 0 : 2;
  const surplus = 10n ** BigInt(Math.max(0, minorDigits(currency) - digits));
  if (amount % surplus !== 0n) {
    throw PluginFailure.final(`PayPal takes whole ${currency} only, not ${amount} minor units`, {
      code: 'amount-not-whole',
      publicMessage: `PayPal takes whole ${currency} only`,
    });
  }
  const units = (amount / surplus) * 10n ** BigInt(Math.max(0, digits - minorDigits(currency)));
  const text = units.toString().padStart(digits + 1, '0');
  return { currency_code: currency, value: digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}` };
}

/** Reads PayPal's decimal without a float. Zeros after the point are harmless, other digits that do not fit are not. */
export function fromPayPal({ currency_code: currency, value }: PayPalMoney): Money {
  const match = /^(-?)(\d{0,18})(?:\.(\d+))?$/.exec(value);
  const fraction = (match?.[3] ?? '').replace(/0+$/, '');
  const digits = minorDigits(currency);
  if (!match || `${match[2]}${match[3] ?? ''}` === '' || fraction.length > digits)
    throw PluginFailure.unknown(`PayPal says "${value}", which is no amount of ${currency}`, { code: 'bad-answer' });
  const minor = BigInt(`${match[2]}${fraction.padEnd(digits, '0')}`);
  return money(match[1] === '-' ? -minor : minor, currency);
}
