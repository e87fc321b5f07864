import { createHash } from 'node:crypto';
import type { SavedMethod } from '@hostwright/sdk';

/** A card or an account as the table keeps it. */
export interface SavedMethodRow {
  readonly id: string;
  readonly installationId: string;
  readonly customerId: string;
  readonly tokenHash: string;
  /** Null once the provider has forgotten it. */
  readonly tokenSealed: string | null;
  readonly label: string;
  readonly expiresMonth: number | null;
  readonly expiresYear: number | null;
  readonly state: 'active' | 'removed';
  readonly isDefault: boolean;
  readonly notices: number;
  readonly createdAt: Date;
  readonly removedAt: Date | null;
}

type Expiry = Pick<SavedMethodRow, 'expiresMonth' | 'expiresYear'>;

/** A card works through the last day of its month, by the shop's calendar; undefined for what does not expire. */
export function endOf({ expiresMonth, expiresYear }: Expiry, timeZone: string): Date | undefined {
  if (expiresMonth === null || expiresYear === null) return undefined;
  const next = new Temporal.PlainYearMonth(expiresYear, expiresMonth).add({ months: 1 }).toPlainDate({ day: 1 });
  return new Date(next.toZonedDateTime(timeZone).epochMilliseconds);
}

export function isExpired(row: Expiry, now: Date, timeZone: string): boolean {
  const end = endOf(row, timeZone);
  return end !== undefined && end <= now;
}

const DAY_MS = 86_400_000;

/** How many days before its end a customer is told, the first notice first. */
export const NOTICE_DAYS: readonly number[] = [30, 7];

/** Notices that are due by now, counted from the first: a method saved late skips the earlier ones. */
export function noticesDue(row: Expiry, now: Date, timeZone: string): number {
  const end = endOf(row, timeZone);
  if (end === undefined || end <= now) return 0;
  return NOTICE_DAYS.filter(days => end.getTime() - now.getTime() <= days * DAY_MS).length;
}

/** Tells two methods apart without opening either. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** What a token is sealed for: it opens in its own row only. */
export const sealPurpose = (tenantId: string, id: string): string => `saved-method/${tenantId}/${id}`;

/** As the gateway gave it. */
export function asGiven({ label, expiresMonth, expiresYear }: SavedMethodRow, token: string): SavedMethod {
  const expires = expiresMonth !== null && expiresYear !== null ? { month: expiresMonth, year: expiresYear } : undefined;
  return { token, label, ...(expires && { expires }) };
}
