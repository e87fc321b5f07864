import { fraction, money, type BillingPeriod, type PriceLine } from '@hostwright/sdk';
import { after } from '../calendar/index.js';

/** A part of a period, or several periods, without rounding. */
export interface Share {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** What is paid for until a moment, and at which lines. */
export interface Covered {
  readonly until: Date;
  readonly lines: readonly PriceLine[];
}

export interface DueLine {
  readonly code: string;
  readonly label: string;
  readonly quantity: number;
  readonly charge: 'setup' | 'difference';
  readonly amountMinor: bigint;
}

const NOTHING: Share = { numerator: 0n, denominator: 1n };
const WHOLE: Share = { numerator: 1n, denominator: 1n };

/** No period of a calendar is longer. */
const LONGEST_MS = { hour: 3_600_000, day: 90_000_000, month: 2_682_000_000, year: 31_626_000_000 } as const;

/** How many periods lie between two moments, counted as renewals are: from the anchor, by the calendar of the shop. */
export function periodsBetween(anchor: Date, period: BillingPeriod, timeZone: string, from: Date, until: Date): Share {
  if (period.unit === 'once' || until <= from) return NOTHING;
  const boundary = (times: number): Date => after(anchor, period, times, timeZone)!;
  let times = Math.max(0, Math.floor((from.getTime() - anchor.getTime()) / (LONGEST_MS[period.unit] * period.count)));
  while (boundary(times + 1) <= from) times += 1;
  let share = NOTHING;
  for (; boundary(times) < until; times += 1) {
    const [start, end] = [boundary(times), boundary(times + 1)];
    const first = from > start ? from : start;
    const last = until < end ? until : end;
    const isWhole = first === start && last === end;
    share = sumOf(share, isWhole ? WHOLE : { numerator: msBetween(first, last), denominator: msBetween(start, end) });
  }
  return share;
}

/** The difference between other lines and those that are paid for, over the paid time: exact, and rounded once for each line. */
export function differences(
  covered: readonly Covered[],
  then: readonly PriceLine[],
  from: Date,
  shareOf: (from: Date, until: Date) => Share,
): readonly DueLine[] {
  const parts = covered.map(({ lines, until }, index) => {
    const start = index === 0 ? from : later(from, covered[index - 1]!.until);
    return { lines, share: shareOf(start, until) };
  });
  const known = new Map([...covered.flatMap(({ lines }) => lines), ...then].map(line => [line.code, line] as const));
  return [...known.values()].flatMap(({ code, label, quantity }) => {
    const wanted = amountOf(then, code);
    const exact = parts.reduce(
      (all, { lines, share }) => sumOf(all, { ...share, numerator: share.numerator * (wanted - amountOf(lines, code)) }),
      NOTHING,
    );
    const amountMinor = fraction(money(exact.numerator, ''), 1n, exact.denominator).amount;
    return amountMinor === 0n ? [] : [{ code, label, quantity, charge: 'difference' as const, amountMinor }];
  });
}

/** What is paid once, for that which the service did not have before. */
export function newSetups(before: readonly PriceLine[], priced: readonly PriceLine[]): readonly DueLine[] {
  const known = new Set(['base', ...before.map(({ code }) => code)]);
  return priced
    .filter(({ charge, code, amount }) => charge === 'setup' && !known.has(code) && amount.amount > 0n)
    .map(({ code, label, quantity, amount }) => ({ code, label, quantity, charge: 'setup', amountMinor: amount.amount }));
}

/** What is paid for from this moment on: the lines of the change where it was paid for, else what was paid before. */
export function coveredAfter(covered: readonly Covered[], then: readonly PriceLine[], isDearer: boolean): readonly Covered[] {
  const last = covered.at(-1);
  return isDearer && last ? [{ until: last.until, lines: then }] : covered;
}

export const totalOf = (lines: readonly { readonly amountMinor: bigint }[]): bigint =>
  lines.reduce((all, line) => all + line.amountMinor, 0n);

const amountOf = (lines: readonly PriceLine[], code: string): bigint =>
  lines.reduce((all, line) => (line.code === code ? all + line.amount.amount : all), 0n);

const later = (left: Date, right: Date): Date => (left > right ? left : right);
const msBetween = (from: Date, until: Date): bigint => BigInt(until.getTime() - from.getTime());

/** Periods of one length share a denominator, which then stays small. */
function sumOf(left: Share, right: Share): Share {
  if (left.numerator === 0n) return right;
  if (right.numerator === 0n) return left;
  if (left.denominator === right.denominator)
    return { numerator: left.numerator + right.numerator, denominator: left.denominator };
  return {
    numerator: left.numerator * right.denominator + right.numerator * left.denominator,
    denominator: left.denominator * right.denominator,
  };
}
