export type BillingPeriod =
  { readonly unit: 'once' } | { readonly unit: 'hour' | 'day' | 'month' | 'year'; readonly count: number };

/** The name of a period in price lists and addresses: 'once', 'month:1', 'year:1'. */
export function periodKey(period: BillingPeriod): string {
  return period.unit === 'once' ? 'once' : `${period.unit}:${period.count}`;
}

/** The period that a key names; undefined for anything that is not one. */
export function parsePeriodKey(key: string): BillingPeriod | undefined {
  if (key === 'once') return { unit: 'once' };
  const match = /^(hour|day|month|year):([1-9]\d{0,3})$/.exec(key);
  if (!match) return undefined;
  return { unit: match[1] as 'hour' | 'day' | 'month' | 'year', count: Number(match[2]) };
}
