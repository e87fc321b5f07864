import type { PlanAnswer, ProductAnswer } from '@hostwright/sdk/http';
import {
  defaultSelection,
  nearestAllowed,
  parsePeriodKey,
  periodKey,
  price,
  PricingProblem,
  todayAndRenewal,
  type BillingPeriod,
  type Money,
  type Option,
  type Plan,
  type PriceLine,
  type Selection,
} from '@hostwright/sdk';

export type NumberOption = Extract<Option, { kind: 'number' }>;
export type ChoiceOption = Extract<Option, { kind: 'choice' }>;
export type ToggleOption = Extract<Option, { kind: 'toggle' }>;
export type TextOption = Extract<Option, { kind: 'text' }>;

export interface Priced {
  readonly lines: readonly PriceLine[];
  readonly today: Money;
  readonly renewal: Money;
}

/** The plan as `price()` takes it: the same function makes the server's quote. JSON leaves out what is not there, so nothing is `undefined`. */
export const toPlan = (answer: PlanAnswer): Plan => ({
  id: answer.code,
  version: answer.version,
  label: answer.name,
  base: answer.base as Plan['base'],
  options: (answer.options as Plan['options']).map(withUsefulMinimum),
});

/** What the plan's price already pays for is where a slider starts: below it nothing gets cheaper. */
function withUsefulMinimum(option: Option): Option {
  if (option.kind !== 'number') return option;
  const min = nearestAllowed(option, Math.max(option.min, option.included));
  return min > option.min && min <= option.max ? { ...option, min } : option;
}

/** The sums of a selection, or why it has none. */
export function pricePlan(plan: Plan, selection: Selection, period: BillingPeriod, currency: string): Priced | PricingProblem {
  try {
    const lines = price(plan, selection, period, currency);
    return { lines, ...todayAndRenewal(lines, currency) };
  } catch (error) {
    if (error instanceof PricingProblem) return error;
    throw error;
  }
}

/** What the buyer had, as far as another plan allows it; sizes start from what that plan includes. */
export function carryOver(plan: Plan, before: Selection): Selection {
  const fresh: Record<string, string | number | boolean> = { ...defaultSelection(plan.options) };
  for (const option of plan.options) {
    const value = before[option.id];
    if (option.kind === 'choice' && option.values.some(each => each.value === value && each.available !== false)) {
      fresh[option.id] = String(value);
    } else if (option.kind === 'toggle' && typeof value === 'boolean') fresh[option.id] = value;
    else if (option.kind === 'text' && typeof value === 'string') fresh[option.id] = value;
  }
  return fresh;
}

/** Periods on sale that this plan has a price for in this currency, short ones first. */
export function periodsOf(plan: PlanAnswer, currency: string): readonly BillingPeriod[] {
  return plan.periods
    .map(parsePeriodKey)
    .filter((period): period is BillingPeriod => period !== undefined)
    .filter(
      period => !(pricePlan(toPlan(plan), defaultSelection(toPlan(plan).options), period, currency) instanceof PricingProblem),
    )
    .sort((left, right) => length(left) - length(right));
}

const HOURS = { hour: 1, day: 24, month: 730, year: 8760 } as const;
const length = (period: BillingPeriod): number => (period.unit === 'once' ? 0 : HOURS[period.unit] * period.count);

/** How many of the first period fit into the second, where they fit evenly: 12 months in a year. */
export function fits(short: BillingPeriod, long: BillingPeriod): number | undefined {
  const months = (period: BillingPeriod): number | undefined =>
    period.unit === 'month' ? period.count : period.unit === 'year' ? 12 * period.count : undefined;
  const [part, whole] = [months(short), months(long)];
  return part && whole && whole > part && whole % part === 0 ? whole / part : undefined;
}

export const plansOf = (product: ProductAnswer, currency: string): readonly PlanAnswer[] =>
  product.plans.filter(plan => periodsOf(plan, currency).length > 0);

/** What a plan costs as it stands, in the wanted period or its shortest one: what its card says. */
export function startingAt(
  plan: PlanAnswer,
  currency: string,
  wantedPeriod: string,
): { readonly amount?: Money; readonly period?: BillingPeriod } {
  const periods = periodsOf(plan, currency);
  const period = periods.find(each => periodKey(each) === wantedPeriod) ?? periods[0];
  if (!period) return {};
  const outcome = pricePlan(toPlan(plan), carryOver(toPlan(plan), {}), period, currency);
  return outcome instanceof PricingProblem ? {} : { amount: outcome.renewal, period };
}
