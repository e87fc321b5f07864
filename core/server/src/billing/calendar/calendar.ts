import type { BillingPeriod } from '@hostwright/sdk';

/**
 * The moment that lies some periods after an anchor, by the calendar of a time zone. Each is counted from the anchor, not
 * from the one before, so that 31 January goes to 28 February and then to 31 March. Undefined for a single payment.
 */
export function after(anchor: Date, period: BillingPeriod, times: number, timeZone: string): Date | undefined {
  if (period.unit === 'once') return undefined;
  const start = Temporal.Instant.fromEpochMilliseconds(anchor.getTime()).toZonedDateTimeISO(timeZone);
  const end = start.add({ [`${period.unit}s`]: period.count * times });
  return new Date(end.epochMilliseconds);
}
