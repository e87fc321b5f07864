import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { defaultSelection, localized, parsePeriodKey, price, sum, type Option, type Plan } from '@hostwright/sdk';
import { describe, expect, it } from 'vitest';
import type {
  CatalogFile,
  CatalogOption,
  CatalogPlan,
  CatalogProduct,
  OrdersFile,
  PeopleFile,
  PlacesFile,
  PluginsFile,
  ShopFile,
} from './format.js';

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

  it('sells at least six virtual servers', () => {
    expect(products.find(product => product.type === 'vps')?.plans.length).toBeGreaterThanOrEqual(6);
  });

  it('prices every plan in every period and currency, with everything on or off', () => {
    for (const product of products) {
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

  it('names places and favourite plans that are on sale', () => {
    const places = shop.texts.places.map(place => place.id);
    for (const product of products) {
      const location = product.options.find(option => option.id === 'location');
      if (location?.kind !== 'choice') continue;
      const offered = location.values.map(value => value.value);
      if (product.type === 'vps') expect(offered).toEqual(places);
      for (const place of offered) expect(places).toContain(place);
    }
    for (const [slug, code] of Object.entries(shop.texts.highlighted)) {
      expect(products.find(product => product.slug === slug)?.plans.map(plan => plan.code)).toContain(code);
    }
  });

  it('has machines for every configuration, few of the largest, and room in every pool', () => {
    const { pools, inventory } = read<PlacesFile>(company, 'places.json');
    const dedicated = products.find(product => product.type === 'dedicated-server')!;
    const { configurations } = dedicated.settings as { configurations: { itemGroup: string; facts: object }[] };

    for (const { itemGroup, facts } of configurations) {
      const machines = inventory.filter(item => item.group === itemGroup);
      expect(machines.length, itemGroup).toBeGreaterThan(0);
      for (const machine of machines) expect(machine.facts).toEqual(facts);
    }
    expect(inventory.filter(item => item.group === configurations.at(-1)!.itemGroup)).toHaveLength(1);
    expect(new Set(inventory.map(item => item.name)).size).toBe(inventory.length);
    for (const { members } of pools) expect(members.length).toBeGreaterThan(0);
  });

  it('has customers of its own buy what it sells', () => {
    const { orders } = read<OrdersFile>(company, 'orders.json');
    const { customers } = read<PeopleFile>(company, 'people.json');

    for (const order of orders) {
      const product = products.find(candidate => candidate.slug === order.product);
      const entry = product?.plans.find(candidate => candidate.code === order.plan);
      expect(customers.map(({ email }) => email)).toContain(order.customer);
      const lines = price(planOf(product!, entry!, 'en'), order.selection, order.period, shop.currency);
      expect(sum(lines).amount, order.reference).toBeGreaterThan(0n);
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
