import { formatMoney, moneyFromJson, type BillingPeriod, type Money, type MoneyJson } from '@hostwright/sdk';
import type { Locale, Message } from './i18n.js';

/** Money for a reader: exact to the last digit, in the form of the language. */
export const showMoney = (value: MoneyJson, locale: Locale): string => formatMoney(moneyFromJson(value), locale);

export const showExactMoney = (value: Money, locale: Locale): string => formatMoney(value, locale);

type Unit = Exclude<BillingPeriod['unit'], 'once'>;

/** After an amount, as in `€12.00 / month`. */
const PER: Readonly<Record<Locale, Readonly<Record<Unit, Message>>>> = {
  en: {
    hour: { one: 'hour', other: '{count} hours' },
    day: { one: 'day', other: '{count} days' },
    month: { one: 'month', other: '{count} months' },
    year: { one: 'year', other: '{count} years' },
  },
  uk: {
    hour: { one: 'година', few: '{count} години', many: '{count} годин', other: '{count} години' },
    day: { one: 'день', few: '{count} дні', many: '{count} днів', other: '{count} дня' },
    month: { one: 'місяць', few: '{count} місяці', many: '{count} місяців', other: '{count} місяця' },
    year: { one: 'рік', few: '{count} роки', many: '{count} років', other: '{count} року' },
  },
  ru: {
    hour: { one: 'час', few: '{count} часа', many: '{count} часов', other: '{count} часа' },
    day: { one: 'день', few: '{count} дня', many: '{count} дней', other: '{count} дня' },
    month: { one: 'месяц', few: '{count} месяца', many: '{count} месяцев', other: '{count} месяца' },
    year: { one: 'год', few: '{count} года', many: '{count} лет', other: '{count} года' },
  },
};

const ONCE: Readonly<Record<Locale, string>> = { en: 'once', uk: 'одноразово', ru: 'разово' };

/** `month`, `3 months`, `12 місяців`; a single payment says so. One is told without its number, 21 with it. */
export function periodWords(period: BillingPeriod, locale: Locale): string {
  if (period.unit === 'once') return ONCE[locale];
  const message = PER[locale][period.unit];
  if (typeof message === 'string') return message;
  const form = message[new Intl.PluralRules(locale).select(period.count)] ?? message.other;
  if (period.count === 1) return form;
  return form.includes('{count}') ? form.replace('{count}', String(period.count)) : `${period.count} ${form}`;
}

/** `€12.00 / month`; a single payment has no slash. */
export function moneyPerPeriod(value: MoneyJson, period: BillingPeriod, locale: Locale): string {
  const amount = showMoney(value, locale);
  return period.unit === 'once' ? amount : `${amount} / ${periodWords(period, locale)}`;
}
