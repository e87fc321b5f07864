import { after } from '../calendar/index.js';

/** Days after an unpaid renewal was due; null leaves the step out. */
export interface DunningDays {
  readonly suspendAfterDays: number | null;
  readonly terminateAfterDays: number | null;
}

export const USUAL_DAYS: DunningDays = { suspendAfterDays: 3, terminateAfterDays: 14 };

/** Nobody is stopped sooner than so many days after being told. */
export const WARNING_DAYS = 2;

/** How far we have gone with an unpaid renewal. */
export interface DunningRow {
  readonly invoiceId: string;
  readonly serviceId: string;
  readonly suspendsAt: Date | null;
  readonly suspendedAt: Date | null;
  readonly terminatesAt: Date | null;
  readonly terminatedAt: Date | null;
}

export interface Step {
  readonly kind: 'announce-suspension' | 'suspend' | 'announce-termination' | 'terminate';
  /** When it is to be done, or what is announced to be done. */
  readonly at: Date;
}

type Standing = Omit<DunningRow, 'invoiceId' | 'serviceId'>;

/**
 * What is to be done next, if its time has come. One step leads to the next: nothing ends that was not suspended, and
 * nothing happens unannounced, however long nobody looked.
 */
export function nextStep(row: Standing, dueAt: Date, days: DunningDays, now: Date, timeZone: string): Step | undefined {
  const { suspendAfterDays, terminateAfterDays } = days;
  const inDays = (from: Date, count: number): Date => after(from, { unit: 'day', count: 1 }, count, timeZone)!;
  const announced = (kind: Step['kind'], count: number): Step | undefined => {
    if (inDays(dueAt, count - WARNING_DAYS) > now) return undefined;
    const [wanted, soonest] = [inDays(dueAt, count), inDays(now, WARNING_DAYS)];
    return { kind, at: wanted > soonest ? wanted : soonest };
  };
  const due = (kind: Step['kind'], at: Date): Step | undefined => (at <= now ? { kind, at } : undefined);
  if (suspendAfterDays === null || row.terminatedAt !== null) return undefined;
  if (row.suspendsAt === null) return announced('announce-suspension', suspendAfterDays);
  if (row.suspendedAt === null) return due('suspend', row.suspendsAt);
  if (terminateAfterDays === null) return undefined;
  if (row.terminatesAt === null) return announced('announce-termination', terminateAfterDays);
  return due('terminate', row.terminatesAt);
}

const SOON_MS = 60_000;

/** What was announced and is about to be due: a queue may look at another clock than ours. */
export function dueSoon({ suspendsAt, suspendedAt, terminatesAt, terminatedAt }: Standing, now: Date): Date | undefined {
  const at = suspendedAt === null ? suspendsAt : terminatedAt === null ? terminatesAt : null;
  if (at === null || at <= now) return undefined;
  return at.getTime() - now.getTime() < SOON_MS ? at : undefined;
}
