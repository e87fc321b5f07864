import type { Locale } from '@hostwright/kit';
import { showBytes, showCount } from './amounts.js';

export interface Meter {
  readonly code: string;
  readonly unit: 'bytes' | 'count';
  readonly used: string;
  readonly limit: string | null;
}

export interface ShownMeter {
  readonly code: string;
  readonly text: string;
  /** Undefined where there is no limit. */
  readonly percent: number | undefined;
  readonly tone: '' | 'warning' | 'danger';
  readonly word: '' | 'nearly-full' | 'full';
}

const NEARLY_FULL = 90;

/** A meter in words and as the part of its bar; a bar is never fuller than full. */
export function shownMeter(meter: Meter, locale: Locale, of: (used: string, limit: string) => string): ShownMeter {
  const show = (amount: string): string =>
    meter.unit === 'bytes' ? showBytes(Number(amount), locale) : showCount(Number(amount), locale);
  const { code, used, limit } = meter;
  if (limit === null) return { code, text: show(used), percent: undefined, tone: '', word: '' };
  const percent = BigInt(limit) > 0n ? Number((BigInt(used) * 1000n) / BigInt(limit)) / 10 : 100;
  const text = of(show(used), show(limit));
  if (percent >= 100) return { code, text, percent: 100, tone: 'danger', word: 'full' };
  if (percent >= NEARLY_FULL) return { code, text, percent, tone: 'warning', word: 'nearly-full' };
  return { code, text, percent, tone: '', word: '' };
}
