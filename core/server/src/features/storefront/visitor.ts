import type { Tenant } from '../../platform/tenancy/index.js';

export interface VisitorWishes {
  readonly query: Readonly<Record<string, unknown>>;
  readonly cookies: Readonly<Record<string, string | undefined>>;
  readonly acceptLanguage: string | undefined;
}

export interface Visitor {
  readonly locale: string;
  readonly currency: string;
}

export const LANGUAGE_COOKIE = 'hw-lang';
export const CURRENCY_COOKIE = 'hw-currency';

type Shop = Pick<Tenant, 'locale' | 'locales' | 'currency' | 'currencies'>;

/** What the visitor asked for, here or before; then what the browser prefers; then what the shop speaks. Only what the shop has counts. */
export function visitorOf(shop: Shop, wishes: VisitorWishes): Visitor {
  const locales: readonly string[] = shop.locales;
  const known = (values: readonly unknown[], all: readonly string[]): string | undefined => all.find(one => values.includes(one));
  return {
    locale:
      known([wishes.query['lang']], locales) ??
      known([wishes.cookies[LANGUAGE_COOKIE]], locales) ??
      preferred(wishes.acceptLanguage, locales) ??
      shop.locale,
    currency:
      known([wishes.query['currency']], shop.currencies) ??
      known([wishes.cookies[CURRENCY_COOKIE]], shop.currencies) ??
      shop.currency,
  };
}

/** RFC 9110, section 12.5.4; a language without its region is near enough. */
export function preferred(header: string | undefined, locales: readonly string[]): string | undefined {
  const wanted = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map(part => {
      const [range = '', ...parameters] = part.trim().toLowerCase().split(';');
      const weight = parameters.map(parameter => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find(found => found !== undefined);
      return { language: range.split('-')[0], weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(entry => entry.weight > 0)
    .sort((one, other) => other.weight - one.weight);
  return wanted.map(entry => locales.find(locale => locale === entry.language)).find(found => found !== undefined);
}
