import { minorDigits } from '@hostwright/sdk';
import type { Dashboard } from '@hostwright/sdk/http';

export interface IncomeDay {
  readonly day: string;
  readonly amount: string;
  /** How tall the bar is. Only for drawing: the figure that is shown comes from `amount`. */
  readonly height: number;
}

export interface IncomeSeries {
  readonly currency: string;
  readonly total: string;
  readonly days: readonly IncomeDay[];
}

const DAYS = 30;
const DAY_MS = 86_400_000;

/** Income by currency, the fullest first, one entry for each of the last 30 days up to `today`. */
export function incomeSeries(income: Dashboard['income'], today: string): readonly IncomeSeries[] {
  const last = income.reduce((latest, entry) => (entry.day > latest ? entry.day : latest), today);
  const days = Array.from({ length: DAYS }, (_none, index) => dayBefore(last, DAYS - 1 - index));
  return [...new Set(income.map(entry => entry.currency))]
    .map(currency => seriesOf(currency, income, days))
    .toSorted((left, right) => paidDays(right) - paidDays(left) || left.currency.localeCompare(right.currency));
}

function seriesOf(currency: string, income: Dashboard['income'], days: readonly string[]): IncomeSeries {
  const sums = new Map(days.map(day => [day, 0n]));
  for (const entry of income) {
    const sum = sums.get(entry.day);
    if (entry.currency === currency && sum !== undefined) sums.set(entry.day, sum + BigInt(entry.amount));
  }
  const unit = 10 ** minorDigits(currency);
  return {
    currency,
    total: [...sums.values()].reduce((all, sum) => all + sum, 0n).toString(),
    days: [...sums].map(([day, sum]) => ({ day, amount: sum.toString(), height: Number(sum) / unit })),
  };
}

const paidDays = (series: IncomeSeries): number => series.days.filter(day => day.amount !== '0').length;

function dayBefore(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - count * DAY_MS).toISOString().slice(0, 10);
}
