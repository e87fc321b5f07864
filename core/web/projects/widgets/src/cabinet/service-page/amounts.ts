import type { Locale } from '@hostwright/kit';

const tag = (locale: Locale): string => (locale === 'en' ? 'en-GB' : locale);
const SIZES = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const;
/** Written out, because the short signs of bits and bytes differ in one small letter. */
const SPEEDS: Readonly<Record<Locale, readonly string[]>> = {
  en: ['kbit/s', 'Mbit/s', 'Gbit/s'],
  uk: ['кбіт/с', 'Мбіт/с', 'Гбіт/с'],
  ru: ['кбит/с', 'Мбит/с', 'Гбит/с'],
};

/** Memory is counted in powers of two where its whole amount is such a number, as plans name it; all else in thousands. */
export const baseOf = (total: number | null): number => (total !== null && total > 0 && total % 2 ** 20 === 0 ? 1024 : 1000);

/** `3.4 GB`, in the reader's language. */
export function showBytes(bytes: number, locale: Locale, base = 1000): string {
  const { value, step } = scaled(bytes, base, SIZES.length);
  return inUnit(value, SIZES[step]!, locale);
}

/** `3.4 MB/s`: what disks do. */
export function showRate(bytes: number, locale: Locale): string {
  const { value, step } = scaled(bytes, 1000, SIZES.length);
  return inUnit(value, `${SIZES[step]!}-per-second`, locale);
}

/** `3.4 Mbit/s`: what lines do. */
export function showSpeed(bytes: number, locale: Locale): string {
  const { value, step } = scaled(bytes * 8, 1000, SPEEDS[locale].length);
  return `${new Intl.NumberFormat(tag(locale), digits(value)).format(value)} ${SPEEDS[locale][step]!}`;
}

export const showShare = (percent: number, locale: Locale): string =>
  new Intl.NumberFormat(tag(locale), { style: 'percent', maximumFractionDigits: percent < 10 ? 1 : 0 }).format(percent / 100);

export const showCount = (count: number, locale: Locale): string => new Intl.NumberFormat(tag(locale)).format(count);

/** From thousands on: a chart that says "0 byte" below "2 GB" reads worse than one that says "0 kB". */
function scaled(amount: number, base: number, units: number): { readonly value: number; readonly step: number } {
  let value = amount / base;
  let step = 0;
  while (value >= base && step < units - 1) {
    value /= base;
    step++;
  }
  return { value, step };
}

const digits = (value: number): Intl.NumberFormatOptions => ({ maximumFractionDigits: value < 10 ? 1 : 0 });

const inUnit = (value: number, unit: string, locale: Locale): string =>
  new Intl.NumberFormat(tag(locale), { style: 'unit', unit, unitDisplay: 'short', ...digits(value) }).format(value);
