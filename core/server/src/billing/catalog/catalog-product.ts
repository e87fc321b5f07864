import { localized, type LocalizedText, type Option, type Plan, type PriceRule, type Selection } from '@hostwright/sdk';

/** An option as it is stored: its labels still in every language. */
export type StoredOption = Record<string, unknown> & {
  readonly id: string;
  readonly kind: Option['kind'];
  readonly label: LocalizedText;
  readonly unit?: LocalizedText;
  readonly values?: readonly (Record<string, unknown> & { readonly value: string; readonly label: LocalizedText })[];
};

export interface StoredPlan {
  readonly id: string;
  readonly productId: string;
  readonly code: string;
  readonly name: LocalizedText;
  readonly description: LocalizedText;
  readonly version: number;
  readonly base: PriceRule;
  readonly options: readonly StoredOption[];
  readonly periods: readonly string[];
  readonly visible: boolean;
  readonly stock: number | null;
}

export interface StoredProduct {
  readonly id: string;
  readonly slug: string;
  /** Id of the product-type plugin. */
  readonly type: string;
  readonly name: LocalizedText;
  readonly description: LocalizedText;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly visible: boolean;
  readonly plans: readonly StoredPlan[];
}

/** A plan in one language, ready to be priced and shown. */
export interface CatalogPlan extends Plan {
  readonly label: string;
  readonly code: string;
  readonly name: string;
  readonly description: string;
  readonly periods: readonly string[];
  readonly visible: boolean;
  readonly stock: number | null;
}

/** A product in one language. */
export interface CatalogProduct {
  readonly id: string;
  readonly slug: string;
  readonly type: string;
  readonly name: string;
  readonly description: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly visible: boolean;
  readonly plans: readonly CatalogPlan[];
}

export function inLanguage(product: StoredProduct, locale: string): CatalogProduct {
  return {
    ...product,
    name: localized(product.name, locale),
    description: localized(product.description, locale),
    plans: product.plans.map(plan => planInLanguage(plan, locale)),
  };
}

function planInLanguage(plan: StoredPlan, locale: string): CatalogPlan {
  const name = localized(plan.name, locale);
  return {
    ...plan,
    name,
    label: name,
    description: localized(plan.description, locale),
    options: plan.options.map(option => optionInLanguage(option, locale)),
  };
}

function optionInLanguage(option: StoredOption, locale: string): Option {
  return {
    ...option,
    label: localized(option.label, locale),
    ...(option.unit !== undefined && { unit: localized(option.unit, locale) }),
    ...(option.values && { values: option.values.map(value => ({ ...value, label: localized(value.label, locale) })) }),
  } as unknown as Option;
}

export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** What was chosen, in words: for the order, the invoice and the cabinet. A toggle that is off says nothing. */
export function factsOf(plan: CatalogPlan, selection: Selection): readonly Fact[] {
  return plan.options.flatMap((option): Fact[] => {
    const value = selection[option.id];
    if (value === undefined || value === false || value === '') return [];
    if (option.kind === 'toggle') return [{ label: option.label, value: '✓' }];
    if (option.kind === 'number') return [{ label: option.label, value: `${value} ${option.unit}`.trim() }];
    if (option.kind === 'text') return [{ label: option.label, value: String(value) }];
    return [{ label: option.label, value: option.values.find(choice => choice.value === value)?.label ?? String(value) }];
  });
}
