import type { DunningSettings } from '@hostwright/sdk/http';

export interface WrittenDays {
  readonly suspend: string;
  readonly terminate: string;
}

export type DaysField = keyof WrittenDays;
export type DaysProblem = 'wrong' | 'too-soon';

/** What the server takes, in days after the due date. */
export const BOUNDS: Readonly<Record<DaysField, { readonly least: number; readonly most: number }>> = {
  suspend: { least: 2, most: 90 },
  terminate: { least: 4, most: 365 },
};

/** So many days lie between the suspension and the end at the least: the customer is warned in between. */
const APART = 2;

/** An empty field is never. Undefined is no number of days. */
export function readDays({ suspend, terminate }: WrittenDays): {
  readonly days: { readonly [field in DaysField]: number | null | undefined };
  readonly problems: Partial<Record<DaysField, DaysProblem>>;
  readonly settings: DunningSettings | undefined;
} {
  const days = { suspend: daysIn('suspend', suspend), terminate: daysIn('terminate', terminate) };
  const problems: Partial<Record<DaysField, DaysProblem>> = {
    ...(days.suspend === undefined && { suspend: 'wrong' }),
    ...(days.terminate === undefined
      ? { terminate: 'wrong' }
      : isTooSoon(days.suspend, days.terminate) && { terminate: 'too-soon' }),
  };
  const isRight = Object.keys(problems).length === 0;
  const settings = { suspendAfterDays: days.suspend ?? null, terminateAfterDays: days.terminate ?? null };
  return { days, problems, settings: isRight ? settings : undefined };
}

export const writtenOf = ({ suspendAfterDays, terminateAfterDays }: DunningSettings): WrittenDays => ({
  suspend: suspendAfterDays?.toString() ?? '',
  terminate: terminateAfterDays?.toString() ?? '',
});

function daysIn(field: DaysField, written: string): number | null | undefined {
  const text = written.trim();
  if (text === '') return null;
  const { least, most } = BOUNDS[field];
  const days = /^\d{1,3}$/.test(text) ? Number(text) : NaN;
  return days >= least && days <= most ? days : undefined;
}

/** What ends has been suspended before. */
const isTooSoon = (suspend: number | null | undefined, terminate: number | null): boolean =>
  terminate !== null && (suspend === null || (suspend !== undefined && terminate < suspend + APART));
