import type { DateFormat } from '../settings.js';
import { LineFault, quoted } from './fault.js';

type Place = 'year' | 'month' | 'day';

interface Shape {
  readonly pattern: RegExp;
  readonly order: readonly [Place, Place, Place];
}

const SHAPES: Readonly<Record<Exclude<DateFormat, 'auto'>, Shape>> = {
  'YYYY-MM-DD': { pattern: /^(\d{4})-(\d{1,2})-(\d{1,2})/, order: ['year', 'month', 'day'] },
  YYYYMMDD: { pattern: /^(\d{4})(\d{2})(\d{2})/, order: ['year', 'month', 'day'] },
  'DD.MM.YYYY': { pattern: /^(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})/, order: ['day', 'month', 'year'] },
  'DD-MM-YYYY': { pattern: /^(\d{1,2})-(\d{1,2})-(\d{4}|\d{2})/, order: ['day', 'month', 'year'] },
  'DD/MM/YYYY': { pattern: /^(\d{1,2})\/(\d{1,2})\/(\d{4}|\d{2})/, order: ['day', 'month', 'year'] },
  'MM/DD/YYYY': { pattern: /^(\d{1,2})\/(\d{1,2})\/(\d{4}|\d{2})/, order: ['month', 'day', 'year'] },
};

/** Those that mean one thing. With a slash half of the world puts the month first, so that must be set. */
const CLEAR: readonly DateFormat[] = ['YYYY-MM-DD', 'YYYYMMDD', 'DD.MM.YYYY', 'DD-MM-YYYY'];

/** A time of day may follow; it is left out, because banks book by days. */
const REST = /^$|^[T ,]+\d{1,2}[:.]\d{2}/;

/** The day as ISO 8601 writes it. */
export function readDay(text: string, format: DateFormat = 'auto'): string {
  const trimmed = text.trim();
  const formats = format === 'auto' ? CLEAR : [format];
  for (const name of formats) {
    const day = dayIn(trimmed, SHAPES[name as keyof typeof SHAPES]);
    if (day !== undefined) return day;
  }
  throw new LineFault(
    'bad-date',
    `${quoted(text)} is no date${format === 'auto' ? ' that can be read in one way only' : ` like ${format}`}`,
  );
}

function dayIn(text: string, { pattern, order }: Shape): string | undefined {
  const match = pattern.exec(text);
  if (!match || !REST.test(text.slice(match[0].length))) return undefined;
  const parts = Object.fromEntries(order.map((place, index) => [place, match[index + 1]!])) as Record<Place, string>;
  const year = parts.year.length === 2 ? `20${parts.year}` : parts.year;
  const iso = `${year}-${parts.month.padStart(2, '0')}-${parts.day.padStart(2, '0')}`;
  return isDay(iso) ? iso : undefined;
}

function isDay(iso: string): boolean {
  const time = Date.parse(`${iso}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(iso);
}
