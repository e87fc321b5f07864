import type { Locale } from '@hostwright/kit';

const tag = (locale: Locale): string => (locale === 'en' ? 'en-GB' : locale);
const SIZES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const;
const SPEEDS = ['bit-per-second', 'kilobit-per-second', 'megabit-per-second', 'gigabit-per-second'] as const;

/** Memory is counted in powers of two where its whole amount is such a number, as plans name it; all else in thousands. */
export const baseOf = (total: number | null): number => (total !== null && total > 0 && total % 2 ** 20 === 0 ? 1024 : 1000);

/** `3.4 GB`, in the reader's language. */
export const showBytes = (bytes: number, locale: Locale, base = 1000): string => scaled(bytes, SIZES, base, locale);

/** `3.4 MB/s`: what disks do. */
export const showRate = (bytes: number, locale: Locale): string =>
  scaled(
    bytes,
    SIZES.map(size => `${size}-per-second`),
    1000,
    locale,
  );

/** `3.4 Mbit/s`: what lines do. */
export const showSpeed = (bytes: number, locale: Locale): string => scaled(bytes * 8, SPEEDS, 1000, locale);

export const showShare = (percent: number, locale: Locale): string =>
  new Intl.NumberFormat(tag(locale), { style: 'percent', maximumFractionDigits: percent < 10 ? 1 : 0 }).format(percent / 100);

export const showCount = (count: number, locale: Locale): string => new Intl.NumberFormat(tag(locale)).format(count);

function scaled(amount: number, units: readonly string[], base: number, locale: Locale): string {
  let step = 0;
  let value = amount;
  while (value >= base && step < units.length - 1) {
    value /= base;
    step++;
  }
  const unit = units[step]!;
  const maximumFractionDigits = value < 10 && step > 0 ? 1 : 0;
  return new Intl.NumberFormat(tag(locale), { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits }).format(value);
}
