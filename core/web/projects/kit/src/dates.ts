import type { Locale } from './i18n.js';

/** `22 November 2026`, in the shop's time zone: a renewal is a day of the shop's calendar. */
export const showDate = (instant: string, locale: Locale, timeZone?: string): string =>
  format(instant, locale, { day: 'numeric', month: 'long', year: 'numeric', ...(timeZone && { timeZone }) });

/** `22 Nov 2026, 14:05`, in the reader's time zone. */
export const showMoment = (instant: string, locale: Locale): string =>
  format(instant, locale, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });

/** `14:05`, in the reader's time zone: for what happens now, step by step. */
export const showTime = (instant: string, locale: Locale): string =>
  format(instant, locale, { hour: '2-digit', minute: '2-digit' });

function format(instant: string, locale: Locale, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, options).format(Date.parse(instant));
}
