import {
  type MoneyJson,
  moneyToJson,
  parseMinor,
  parsePeriodKey,
  type Plan,
  price,
  PricingProblem,
  type Selection,
  todayAndRenewal,
} from '@hostwright/sdk';
import type { PlanAnswer } from '@hostwright/sdk/http';

export type WrittenPrice = { readonly ok: true; readonly recurring?: string } | { readonly ok: false };

/** Nothing written is the price of the catalogue; nought is a price, too. */
export function readPrice(written: string, currency: string): WrittenPrice {
  const plain = written.replaceAll(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  if (plain === '') return { ok: true };
  if (!/^\d+(\.\d+)?$/.test(plain)) return { ok: false };
  try {
    return { ok: true, recurring: parseMinor(plain, currency).toString() };
  } catch (error) {
    if (error instanceof RangeError) return { ok: false };
    throw error;
  }
}

/** What a period costs by the catalogue; undefined where the plan is not sold like that. */
export function cataloguePrice(
  answer: Pick<PlanAnswer, 'code' | 'version' | 'name' | 'base' | 'options'>,
  selection: Selection,
  period: string,
  currency: string,
): MoneyJson | undefined {
  const plan: Plan = {
    id: answer.code,
    version: answer.version,
    label: answer.name,
    base: answer.base as Plan['base'],
    options: answer.options as Plan['options'],
  };
  const asked = parsePeriodKey(period);
  if (!asked) return undefined;
  try {
    return moneyToJson(todayAndRenewal(price(plan, selection, asked, currency), currency).renewal);
  } catch (error) {
    if (error instanceof PricingProblem) return undefined;
    throw error;
  }
}

/** Noon in UTC is the same day of the calendar nearly everywhere on earth. */
export const renewalAt = (day: string): string => `${day}T12:00:00.000Z`;

/** The day after today as a field for dates has it: the first that a renewal may fall on. */
export function tomorrow(today: Date): string {
  return new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() + 1)).toISOString().slice(0, 10);
}
