import type { Tenant } from '../../platform/tenancy/index.js';
import { localizedText, shortHash, titleAndBody, tokenSheet, type ShopTexts, type Theme } from '../../platform/themes/index.js';
import type { ProductView } from './plan-view.js';
import type { Visitor } from './visitor.js';

/** What every page of a shop is drawn with. */
export interface Shopfront {
  readonly tenant: Tenant;
  readonly texts: ShopTexts;
  readonly theme: Theme;
  readonly visitor: Visitor;
  readonly products: readonly ProductView[];
  readonly year: number;
}

export interface PageFacts {
  /** Path without a query; the address of the page in search engines. */
  readonly path: string;
  readonly title: string;
  readonly description?: string;
  /** Not for search engines: carts, accounts, errors. */
  readonly isHidden?: boolean;
  readonly structuredData?: object;
  readonly widget?: string;
}

/** Language names as their speakers write them. */
const LANGUAGES: Readonly<Record<string, string>> = { en: 'English', uk: 'Українська', ru: 'Русский' };

/** Which file of the typeface a language needs besides Latin. */
const SUBSETS: Readonly<Record<string, string>> = { uk: 'cyrillic', ru: 'cyrillic' };

/** The address of one page in one language; the shop's own language needs no parameter. */
export function addressOf(tenant: Tenant, path: string, locale: string): string {
  return `${tenant.url}${path}${locale === tenant.locale ? '' : `?lang=${locale}`}`;
}

/** Head, header and footer: everything of a page but its middle. */
export function pageFrame(front: Shopfront, page: PageFacts): object {
  const { tenant, texts, theme, visitor } = front;
  const { locale, currency } = visitor;
  const say = (text: Parameters<typeof localizedText>[0]): string => localizedText(text, locale);
  return {
    locale,
    currency,
    languageName: LANGUAGES[locale] ?? locale,
    title: page.title,
    description: page.description ?? say(texts.description),
    canonical: addressOf(tenant, page.path, locale),
    alternates: [
      ...tenant.locales.map(code => ({ code, url: addressOf(tenant, page.path, code) })),
      { code: 'x-default', url: addressOf(tenant, page.path, tenant.locale) },
    ],
    isHidden: page.isHidden ?? false,
    structuredData: page.structuredData,
    widget: page.widget,
    assets: theme.assets.paths(),
    brandSheet: brandSheet(tenant, theme).path,
    fonts: preloads(theme, locale),
    shop: { name: tenant.name, tagline: say(texts.tagline), logo: logo(tenant)?.path ?? tenant.brand.logoUrl },
    legal: { registration: '—', taxNumber: '—', ...tenant.legal },
    support: supportOf(tenant, texts, locale),
    foundedIn: texts.foundedIn ?? tenant.createdAt.getUTCFullYear(),
    year: front.year,
    products: front.products,
    navigation: navigation(front, page.path),
    languages: tenant.locales.map(code => ({
      code,
      name: LANGUAGES[code] ?? code,
      href: `${page.path}?lang=${code}`,
      isCurrent: code === locale,
    })),
    currencies: tenant.currencies.map(code => ({
      code,
      name: new Intl.DisplayNames([locale], { type: 'currency' }).of(code) ?? code,
      href: `${page.path}?currency=${code}`,
      isCurrent: code === currency,
    })),
    legalPages: Object.keys(texts.pages).map(name => ({
      href: `/legal/${name}`,
      title: legalText(texts, name, locale)?.title ?? name,
    })),
  };
}

/** A longer text of the shop: its page in the reader's language, or in the shop's nearest one. */
export function legalText(
  texts: ShopTexts,
  name: string,
  locale: string,
): { readonly title: string; readonly body: string } | undefined {
  const page = Object.hasOwn(texts.pages, name) ? texts.pages[name] : undefined;
  return page && titleAndBody(localizedText(page, locale));
}

/** A file made from what a tenant has set; its path holds the hash of its content. */
export interface TenantFile {
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
}

export function brandSheet(tenant: Tenant, theme: Theme): TenantFile {
  const body = tokenSheet(theme.tokenTypes, tenant.brand.tokens ?? {});
  return { path: `/theme/brand-${shortHash(body)}.css`, contentType: 'text/css; charset=utf-8', body };
}

/** Served as a picture only: the policy on it keeps whatever is written inside from running. */
export function logo(tenant: Tenant): TenantFile | undefined {
  const body = tenant.brand.logoSvg;
  return body === undefined ? undefined : { path: `/theme/logo-${shortHash(body)}.svg`, contentType: 'image/svg+xml', body };
}

function preloads(theme: Theme, locale: string): readonly string[] {
  const wanted = ['latin', SUBSETS[locale]].filter(subset => subset !== undefined);
  return Object.entries(theme.assets.paths())
    .filter(([name]) => wanted.some(subset => name.endsWith(`-${subset}-wght-normal.woff2`)))
    .map(([, path]) => path);
}

function supportOf(tenant: Tenant, texts: ShopTexts, locale: string): object {
  const support = texts.support ?? { email: tenant.legal.email, phone: tenant.legal.phone ?? '', hours: '' };
  return { ...support, hours: localizedText(support.hours, locale), phoneLink: support.phone.replace(/[^+\d]/g, '') };
}

const MOST_BESIDE_SECTIONS = 2;

function navigation({ theme, visitor, texts, tenant, products }: Shopfront, path: string): readonly object[] {
  const { words } = theme.readerOf(visitor.locale, tenant.timeZone);
  const entry = (href: string, label: string): object => ({ href, label, isCurrent: href === path });
  const shelves = products.map(product => entry(product.href, product.name));
  // Beside many products there is no room for sections of the first page, which are found by scrolling.
  if (products.length > MOST_BESIDE_SECTIONS) return shelves;
  return [
    ...shelves,
    ...(texts.places.length > 0 ? [entry('/#places', words.say('nav.places'))] : []),
    ...(texts.questions.length > 0 ? [entry('/#questions', words.say('nav.questions'))] : []),
    entry('/#about', words.say('nav.about')),
  ];
}
