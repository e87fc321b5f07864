import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { defaultSelection, localized, parsePeriodKey, price, sum, type Option, type Plan } from '@hostwright/sdk';
import { describe, expect, it } from 'vitest';
import type { CatalogFile, CatalogOption, CatalogPlan, CatalogProduct, PluginsFile, ShopFile } from './format.js';

const LOCALES = ['en', 'uk', 'ru'] as const;

const read = <T>(company: string, file: string): T =>
  JSON.parse(readFileSync(path.join(import.meta.dirname, company, file), 'utf8')) as T;

/** A plan's own figures in the options of its product, as README.md tells. */
function planOf(product: CatalogProduct, plan: CatalogPlan, locale: string): Plan {
  const options = product.options.map(option => optionOf(option, plan, locale));
  return { id: plan.code, version: 1, base: plan.base, options };
}

function optionOf(option: CatalogOption, plan: CatalogPlan, locale: string): Option {
  const label = localized(option.label, locale);
  if (option.kind === 'number') {
    const included = plan.included[option.id] ?? option.included;
    return {
      ...option,
      label,
      unit: localized(option.unit, locale),
      included,
      min: included,
      max: plan.max[option.id] ?? option.max,
    };
  }
  if (option.kind === 'choice') {
    return { ...option, label, values: option.values.map(value => ({ ...value, label: localized(value.label, locale) })) };
  }
  const amounts = plan.prices[option.id];
  if (option.kind === 'toggle') return { ...option, label, ...(amounts && { price: { model: 'flat', amounts } }) };
  return { ...option, label };
}

describe.each(['tuulik', 'kashtan'])('the company %s', company => {
  const shop = read<ShopFile>(company, 'shop.json');
  const { products } = read<CatalogFile>(company, 'catalog.json');

  it('says everything in every language that it speaks', () => {
    const silent: string[] = [];
    walk({ shop, products }, '', (at, texts) => {
      for (const locale of LOCALES) if (typeof texts[locale] !== 'string' || texts[locale] === '') silent.push(`${at} ${locale}`);
    });

    expect(silent).toEqual([]);
  });

  it('has its terms and its privacy page in every language, each with a title', () => {
    const pages = readdirSync(path.join(import.meta.dirname, company, 'pages'));

    for (const page of ['terms', 'privacy']) for (const locale of LOCALES) expect(pages).toContain(`${page}.${locale}.md`);
    for (const page of pages)
      expect(readFileSync(path.join(import.meta.dirname, company, 'pages', page), 'utf8')).toMatch(/^# \S/);
  });

  it('sells at least six plans, each priced in every period and currency, with everything on or off', () => {
    for (const product of products) {
      expect(product.plans.length).toBeGreaterThanOrEqual(6);
      for (const entry of product.plans) {
        const plan = planOf(product, entry, 'uk');
        const least = defaultSelection(plan.options);
        for (const selection of [least, everything(plan.options)]) {
          for (const key of product.periods) {
            for (const currency of shop.currencies) {
              const lines = price(plan, selection, parsePeriodKey(key)!, currency);
              expect(sum(lines).amount, `${entry.code} ${key} ${currency}`).toBeGreaterThan(0n);
            }
          }
        }
      }
    }
  });

  it('asks less for a longer period, and more for a bigger plan', () => {
    for (const product of products) {
      for (const currency of shop.currencies) {
        const base = product.plans.map(plan => {
          if (!('amounts' in plan.base)) throw new Error(`${plan.code} is priced in tiers`);
          const at = (key: string): bigint => BigInt(plan.base.model === 'flat' ? plan.base.amounts[key]![currency]! : '0');
          expect(at('month:3')).toBeLessThan(at('month:1') * 3n);
          expect(at('year:1')).toBeLessThan(at('month:3') * 4n);
          return at('month:1');
        });
        expect(base).toEqual([...base].sort((one, other) => (one < other ? -1 : 1)));
      }
    }
  });

  it('names places and a favourite plan that are on sale', () => {
    for (const product of products) {
      const location = product.options.find(option => option.id === 'location');
      const offered = location?.kind === 'choice' ? location.values.map(value => value.value) : [];
      expect(shop.texts.places.map(place => place.id)).toEqual(offered);
      expect(product.plans.map(plan => plan.code)).toContain(shop.texts.highlighted[product.slug]);
    }
  });

  it('has an account number whose check digits are right, and pays in to the same one', () => {
    const transfer = read<PluginsFile>(company, 'plugins.json').installations.find(entry => entry.pluginId === 'bank-transfer');

    expect(remainder(shop.legal.iban)).toBe(1n);
    expect(transfer?.config['iban']).toBe(shop.legal.iban);
  });
});

/** Calls back for every text that comes in languages. */
function walk(value: unknown, at: string, found: (at: string, texts: Record<string, unknown>) => void): void {
  if (value === null || typeof value !== 'object') return;
  if ('en' in value || 'uk' in value) return found(at, value as Record<string, unknown>);
  for (const [key, part] of Object.entries(value)) walk(part, `${at}/${key}`, found);
}

function everything(options: readonly Option[]): Record<string, string | number | boolean> {
  return Object.fromEntries(
    options.flatMap((option): [string, string | number | boolean][] => {
      if (option.kind === 'toggle') return [[option.id, true]];
      if (option.kind === 'number') return [[option.id, option.max]];
      return option.kind === 'choice' ? [[option.id, option.values.at(-1)!.value]] : [];
    }),
  );
}

/** ISO 13616: the account first, then the country, letters as numbers, modulo 97. */
function remainder(iban: string): bigint {
  const digits = (iban.slice(4) + iban.slice(0, 4)).replace(/[A-Z]/g, letter => String(letter.charCodeAt(0) - 55));
  return BigInt(digits) % 97n;
}
