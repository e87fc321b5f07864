import { z } from 'zod';
import { Currency, Id, Locale, Minor } from './primitives.js';

/** The seller as a widget or a page shows it. */
export const Shop = z.strictObject({
  name: z.string(),
  tagline: z.string(),
  locale: Locale,
  locales: z.array(Locale),
  currency: Currency,
  currencies: z.array(Currency),
  timeZone: z.string(),
  logoUrl: z.string().nullable(),
  /** Values of `--hw-*` custom properties that the tenant overrides. */
  tokens: z.record(z.string(), z.string()),
  termsUrl: z.string(),
  privacyUrl: z.string(),
  /** Canonical address of the storefront, without a slash at the end. */
  url: z.string(),
});
export type Shop = z.infer<typeof Shop>;

const PriceTable = z.record(z.string(), z.record(z.string(), Minor));

export const PriceRule = z.union([
  z.strictObject({ model: z.enum(['flat', 'per-unit']), amounts: PriceTable, setup: PriceTable.optional() }),
  z.strictObject({
    model: z.enum(['volume', 'graduated']),
    tiers: z.array(z.strictObject({ upTo: z.number().nullable(), amounts: PriceTable })),
  }),
]);

/** An option of a plan in the reader's language, with its prices: the calculator draws itself from these. */
export const PlanOption = z.discriminatedUnion('kind', [
  z.strictObject({
    id: z.string(),
    kind: z.literal('choice'),
    label: z.string(),
    values: z.array(
      z.strictObject({
        value: z.string(),
        label: z.string(),
        /** A word for a small picture beside the label: the family of a system, the country of a place. */
        mark: z.string().optional(),
        /** False says "sold out": shown, but not to be chosen. */
        available: z.boolean().optional(),
        /** How many more there is room for, where that is a few. */
        left: z.int().optional(),
        price: PriceRule.optional(),
      }),
    ),
  }),
  z.strictObject({
    id: z.string(),
    kind: z.literal('number'),
    label: z.string(),
    unit: z.string(),
    min: z.number(),
    max: z.number(),
    step: z.number(),
    included: z.number(),
    price: PriceRule.optional(),
  }),
  z.strictObject({ id: z.string(), kind: z.literal('toggle'), label: z.string(), price: PriceRule.optional() }),
  z.strictObject({ id: z.string(), kind: z.literal('text'), label: z.string(), pattern: z.string().optional() }),
]);

export const PlanAnswer = z.strictObject({
  id: Id,
  code: z.string(),
  name: z.string(),
  description: z.string(),
  version: z.int(),
  base: PriceRule,
  options: z.array(PlanOption),
  /** Period keys on sale, such as `month:1`. */
  periods: z.array(z.string()),
  /** How many can be had now, by the shop's stock and the room of its places; null where there is no limit worth a word. */
  stock: z.int().nullable(),
});
export type PlanAnswer = z.infer<typeof PlanAnswer>;

export const ProductAnswer = z.strictObject({
  id: Id,
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  plans: z.array(PlanAnswer),
  /** Path of the product type's ES module for the browser, whose `check` runs in the calculator; null where none is built. */
  moduleUrl: z.string().nullable(),
  /** Whether a buyer is asked for a host name; otherwise a choice or the shop names the service. */
  asksHostname: z.boolean(),
  /** What the module's methods take as `settings`; holds no secret. */
  settings: z.record(z.string(), z.unknown()),
});
export type ProductAnswer = z.infer<typeof ProductAnswer>;

export const ProductList = z.strictObject({ items: z.array(ProductAnswer) });
export const ProductQuery = z.strictObject({ locale: Locale.optional() });
