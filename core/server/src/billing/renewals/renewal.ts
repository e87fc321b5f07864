import { moneyFromJson, type BillingPeriod } from '@hostwright/sdk';
import { after } from '../calendar/index.js';
import type { InvoiceLine } from '../invoices/index.js';
import type { OrderItem } from '../orders/index.js';
import type { ServiceRow } from '../services/index.js';

/** What becomes of a renewal's invoice, as the table keeps it. */
export interface RenewalRow {
  readonly invoiceId: string;
  readonly serviceId: string;
  readonly customerId: string;
  readonly dueAt: Date;
  readonly state: 'waiting' | 'charging' | 'manual' | 'paid';
  readonly tries: number;
  readonly turn: number;
  readonly nextTryAt: Date | null;
  readonly paymentId: string | null;
}

const DAY_MS = 86_400_000;

/** How long after a decline the method is charged again: on the first, third and fifth day, then never. */
const AGAIN_AFTER_MS: readonly number[] = [1, 2, 2].map(days => days * DAY_MS);

/** When a method that was declined for the `tries`-th time is tried again; undefined when it is not. */
export function nextTry(tries: number, mayRetry: boolean, now: Date): Date | undefined {
  const delay = mayRetry ? AGAIN_AFTER_MS[tries - 1] : undefined;
  return delay === undefined ? undefined : new Date(now.getTime() + delay);
}

/** The shop's days for payment, but never more than half a period: what runs by the hour is not billed days ahead. */
export function billedAt(renewsAt: Date, period: BillingPeriod, paymentDays: number, timeZone: string): Date {
  const end = after(renewsAt, period, 1, timeZone) ?? renewsAt;
  const lead = Math.min(paymentDays * DAY_MS, Math.floor((end.getTime() - renewsAt.getTime()) / 2));
  return new Date(renewsAt.getTime() - lead);
}

export interface Period {
  /** Counted from the anchor; 0 is the period that was ordered. */
  readonly number: number;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** The period after those that were billed. Its end is counted from the anchor, so short months leave no trace. */
export function nextPeriod(
  { anchorAt, renewsAt, period }: Pick<ServiceRow, 'anchorAt' | 'renewsAt' | 'period'>,
  billed: number,
  timeZone: string,
): Period | undefined {
  for (let number = billed + 1; ; number += 1) {
    const endsAt = anchorAt && after(anchorAt, period, number + 1, timeZone);
    if (!renewsAt || !endsAt) return undefined;
    // A service that was taken over may be counted from more than one period before its first bill.
    if (endsAt > renewsAt) return { number, startsAt: renewsAt, endsAt };
  }
}

interface Told {
  readonly service: Pick<ServiceRow, 'productName' | 'planName' | 'hostname' | 'currency' | 'recurringMinor'>;
  readonly item: Pick<OrderItem, 'lines'> | undefined;
  readonly period: Period;
  readonly locale: string;
  readonly timeZone: string;
}

/** What recurs of what was ordered, at the prices of the order. */
export function renewalLines({ service, item, period, locale, timeZone }: Told): readonly InvoiceLine[] {
  const { productName, planName, hostname, currency, recurringMinor } = service;
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone });
  const detail = `${hostname}, ${days.format(period.startsAt)} – ${days.format(period.endsAt.getTime() - 1)}`;
  const lines = (item?.lines ?? [])
    .filter(line => line.charge === 'recurring' && (line.code === 'base' || line.amount.amount !== '0'))
    .map(({ code, label, quantity, amount }) => ({
      description: code === 'base' ? `${productName} · ${label}` : label,
      detail: code === 'base' ? detail : '',
      quantity,
      amount: moneyFromJson(amount),
      taxCode: null,
    }));
  const sum = lines.reduce((all, line) => all + line.amount.amount, 0n);
  if (lines.length > 0 && sum === recurringMinor) return lines;
  // The price that was agreed on is the service's; where the order's lines tell another story, it is one line.
  const amount = { amount: recurringMinor, currency };
  return [{ description: `${productName} · ${planName}`, detail, quantity: 1, amount, taxCode: null }];
}
