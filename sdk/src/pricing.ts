import { add, money, times, zero, type CurrencyCode, type Money } from './money.js';
import { periodKey, type BillingPeriod } from './period.js';
import { PricingProblem } from './pricing-problem.js';
import { chargedUnits, checkSelection } from './selection.js';

/** What the buyer chose, by option id. */
export type Selection = Readonly<Record<string, string | number | boolean>>;

/** Minor units as decimal strings (a price list lives in JSON), by period key and currency: `{ 'month:1': { EUR: '1999' } }`. */
export type PriceTable = Readonly<Record<string, Readonly<Record<CurrencyCode, string>>>>;

export interface PriceTier {
  readonly upTo: number | null;
  readonly amounts: PriceTable;
}

/** `volume` prices the whole quantity by the tier it falls in, `graduated` each tier's share. */
export type PriceRule =
  | { readonly model: 'flat' | 'per-unit'; readonly amounts: PriceTable; readonly setup?: PriceTable }
  | { readonly model: 'volume' | 'graduated'; readonly tiers: readonly PriceTier[] };

export interface ChoiceValue {
  readonly value: string;
  readonly label: string;
  /** A word for a small picture beside the label: the family of a system, the country of a place. */
  readonly mark?: string;
  /** False says "sold out": shown, but not to be chosen. */
  readonly available?: boolean;
  /** How many more there is room for, where that is a few. */
  readonly left?: number;
  readonly price?: PriceRule;
}

/** One thing to choose. The calculator draws itself from these; the shop's owner sets the prices. */
export type Option =
  | { readonly id: string; readonly kind: 'choice'; readonly label: string; readonly values: readonly ChoiceValue[] }
  | {
      readonly id: string;
      readonly kind: 'number';
      readonly label: string;
      readonly unit: string;
      readonly min: number;
      readonly max: number;
      readonly step: number;
      /** How much of it the plan's base price already pays for. */
      readonly included: number;
      readonly price?: PriceRule;
    }
  | { readonly id: string; readonly kind: 'toggle'; readonly label: string; readonly price?: PriceRule }
  | { readonly id: string; readonly kind: 'text'; readonly label: string; readonly pattern?: string };

export interface Plan {
  readonly id: string;
  readonly version: number;
  /** What the first line of the bill is called; the id when absent. */
  readonly label?: string;
  readonly base: PriceRule;
  readonly options: readonly Option[];
}

export interface PriceLine {
  /** `base` or the option's id. */
  readonly code: string;
  readonly label: string;
  readonly quantity: number;
  /** What `quantity` counts, where it counts something: GB, vCPU. */
  readonly unit?: string;
  readonly amount: Money;
  /** `setup` is paid once, `recurring` again with every period. */
  readonly charge: 'setup' | 'recurring';
}

/** Pure and isomorphic. Throws PricingProblem naming the option for a selection the plan does not allow. */
export function price(plan: Plan, selection: Selection, period: BillingPeriod, currency: CurrencyCode): readonly PriceLine[] {
  checkSelection(plan.options, selection);
  const base = { code: 'base', label: plan.label ?? plan.id, quantity: 1 };
  return [
    ...linesFor(plan.base, base, period, currency),
    ...plan.options.flatMap(option => optionLines(option, selection, period, currency)),
  ];
}

/** The same lines for several pieces of one thing. */
export function forQuantity(lines: readonly PriceLine[], quantity: number): readonly PriceLine[] {
  if (!Number.isSafeInteger(quantity) || quantity < 1 || quantity > MAX_QUANTITY) {
    throw new PricingProblem('bad-quantity', undefined, `The quantity must be a whole number from 1 to ${MAX_QUANTITY}`);
  }
  return lines.map(line => ({ ...line, quantity: line.quantity * quantity, amount: times(line.amount, BigInt(quantity)) }));
}

export const MAX_QUANTITY = 1000;

/** All lines together. They share one currency, the one they were priced in. */
export function sum(lines: readonly PriceLine[], currency: CurrencyCode | undefined = lines[0]?.amount.currency): Money {
  if (currency === undefined) throw new RangeError('sum() of no lines needs a currency');
  return lines.reduce((all, line) => add(all, line.amount), zero(currency));
}

/** What is paid now, and what every further period costs; something bought once renews for nothing. */
export function todayAndRenewal(
  lines: readonly PriceLine[],
  currency?: CurrencyCode,
): { readonly today: Money; readonly renewal: Money } {
  const today = sum(lines, currency);
  return {
    today,
    renewal: sum(
      lines.filter(line => line.charge === 'recurring'),
      today.currency,
    ),
  };
}

type LineHead = Pick<PriceLine, 'code' | 'label' | 'quantity' | 'unit'>;

function optionLines(option: Option, selection: Selection, period: BillingPeriod, currency: CurrencyCode): readonly PriceLine[] {
  const quantity = chargedUnits(option, selection);
  if (quantity === 0) return [];
  const chosen = option.kind === 'choice' ? option.values.find(value => value.value === selection[option.id]) : undefined;
  const rule = option.kind === 'choice' ? chosen?.price : option.kind === 'text' ? undefined : option.price;
  if (!rule) return [];
  const label = chosen ? `${option.label}: ${chosen.label}` : option.label;
  const head = { code: option.id, label, quantity, ...(option.kind === 'number' && { unit: option.unit }) };
  return linesFor(rule, head, period, currency);
}

function linesFor(rule: PriceRule, head: LineHead, period: BillingPeriod, currency: CurrencyCode): readonly PriceLine[] {
  const at = (table: PriceTable): bigint => amountIn(table, period, currency, head.code);
  const charge = period.unit === 'once' ? 'setup' : 'recurring';
  const line = (amount: bigint, kind: PriceLine['charge']): PriceLine => ({
    ...head,
    amount: money(amount, currency),
    charge: kind,
  });
  if ('tiers' in rule) {
    return [line(TIERED[rule.model](rule.tiers, head, at), charge)];
  }
  const units = rule.model === 'flat' ? 1n : BigInt(head.quantity);
  const recurring = line(at(rule.amounts) * units, charge);
  return rule.setup ? [line(at(rule.setup) * units, 'setup'), recurring] : [recurring];
}

type Tiered = (tiers: readonly PriceTier[], head: LineHead, at: (table: PriceTable) => bigint) => bigint;

const TIERED: Readonly<Record<'volume' | 'graduated', Tiered>> = {
  volume: (tiers, head, at) => {
    const tier = tiers.find(candidate => candidate.upTo === null || head.quantity <= candidate.upTo);
    if (!tier) throw beyondTiers(head);
    return at(tier.amounts) * BigInt(head.quantity);
  },
  graduated: (tiers, head, at) => {
    let total = 0n;
    let priced = 0;
    for (const tier of tiers) {
      const upTo = Math.min(tier.upTo ?? head.quantity, head.quantity);
      if (upTo <= priced) continue;
      total += at(tier.amounts) * BigInt(upTo - priced);
      priced = upTo;
    }
    if (priced < head.quantity) throw beyondTiers(head);
    return total;
  },
};

function beyondTiers(head: LineHead): PricingProblem {
  return new PricingProblem('no-price', head.code, `No price tier of "${head.code}" reaches ${head.quantity}`);
}

function amountIn(table: PriceTable, period: BillingPeriod, currency: CurrencyCode, code: string): bigint {
  const key = periodKey(period);
  const byCurrency = Object.hasOwn(table, key) ? table[key] : undefined;
  const amount = byCurrency && Object.hasOwn(byCurrency, currency) ? byCurrency[currency] : undefined;
  if (amount === undefined) throw new PricingProblem('no-price', code, `"${code}" has no price for ${key} in ${currency}`);
  if (!/^\d{1,18}$/.test(amount)) {
    throw new PricingProblem('bad-price', code, `"${amount}" is not a price of "${code}" in minor units of ${currency}`);
  }
  return BigInt(amount);
}
