import { money, moneyToJson, type MoneyJson } from '@hostwright/sdk';
import type { PlanAnswer, ProductAnswer } from '@hostwright/sdk/http';

/** A product as the pages read it: what a client of the API gets, without the module that runs in browsers. */
export type PricedProduct = Pick<ProductAnswer, 'slug' | 'name' | 'description' | 'plans'>;

type Option = PlanAnswer['options'][number];

export interface PlanView {
  readonly code: string;
  readonly name: string;
  readonly description: string;
  readonly sizes: readonly { readonly label: string; readonly value: number; readonly unit: string }[];
  readonly month: MoneyJson;
  readonly year: MoneyJson | undefined;
  /** What a year costs less than twelve months. */
  readonly saving: MoneyJson | undefined;
  readonly setup: MoneyJson | undefined;
  readonly stock: number | undefined;
  readonly isSoldOut: boolean;
  readonly isHighlighted: boolean;
  readonly href: string;
}

export interface ProductView {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly href: string;
  readonly plans: readonly PlanView[];
  readonly columns: readonly string[];
}

const FEW_LEFT = 10;

/** Plans that have no price in this currency are not shown: there is nothing to be said about them. */
export function productView(product: PricedProduct, currency: string, highlighted: string | undefined): ProductView {
  const href = `/p/${product.slug}`;
  const plans = product.plans.flatMap(plan => planView(plan, currency, href, plan.code === highlighted) ?? []);
  return {
    slug: product.slug,
    name: product.name,
    description: product.description,
    href,
    plans,
    columns: plans[0]?.sizes.map(size => size.label) ?? [],
  };
}

/** The lowest monthly price of a shop, for "from …". */
export function lowest(plans: readonly PlanView[]): MoneyJson | undefined {
  return plans
    .filter(plan => !plan.isSoldOut)
    .map(plan => plan.month)
    .sort((one, other) => (BigInt(one.amount) < BigInt(other.amount) ? -1 : 1))[0];
}

export interface ChoiceView {
  readonly label: string;
  readonly values: readonly string[];
}

/** What may be chosen besides the size, by option. Places have a section of their own and are left out. */
export function choicesOf(product: PricedProduct, places: readonly string[]): readonly ChoiceView[] {
  const options = product.plans[0]?.options ?? [];
  return options.flatMap(option => {
    if (option.kind !== 'choice' || option.values.every(value => places.includes(value.value))) return [];
    return [{ label: option.label, values: option.values.map(value => value.label) }];
  });
}

function planView(plan: PlanAnswer, currency: string, href: string, isHighlighted: boolean): PlanView | undefined {
  const month = basePrice(plan, 'month:1', currency);
  if (!month) return undefined;
  const year = basePrice(plan, 'year:1', currency);
  const saving = year && BigInt(month.amount) * 12n - BigInt(year.amount);
  const setup = 'setup' in plan.base ? plan.base.setup?.['month:1']?.[currency] : undefined;
  return {
    code: plan.code,
    name: plan.name,
    description: plan.description,
    sizes: plan.options.flatMap(sizeOf),
    month,
    year: saving !== undefined && saving > 0n ? year : undefined,
    saving: saving !== undefined && saving > 0n ? moneyToJson(money(saving, currency)) : undefined,
    setup: setup === undefined || setup === '0' ? undefined : { amount: setup, currency },
    stock: plan.stock !== null && plan.stock > 0 && plan.stock <= FEW_LEFT ? plan.stock : undefined,
    isSoldOut: plan.stock === 0,
    isHighlighted,
    href: `${href}?plan=${encodeURIComponent(plan.code)}#configure`,
  };
}

/** `1 vCPU` would say it twice under the label vCPU. */
function sizeOf(option: Option): PlanView['sizes'] {
  if (option.kind !== 'number') return [];
  return [{ label: option.label, value: option.included, unit: option.unit === option.label ? '' : option.unit }];
}

function basePrice(plan: PlanAnswer, period: string, currency: string): MoneyJson | undefined {
  if (!plan.periods.includes(period) || !('amounts' in plan.base)) return undefined;
  const amount = plan.base.amounts[period]?.[currency];
  return amount === undefined ? undefined : { amount, currency };
}
