import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BillingPeriod, LocalizedText, PriceRule, PriceTable, Selection } from '@hostwright/sdk';
import type { AddInventoryItem, AddPoolMember, BillingDetails, Locale } from '@hostwright/sdk/http';
import type { z } from 'zod';
import type { StoredOption } from '../../billing/catalog/index.js';
import type { NewStaffMember } from '../../platform/identity/index.js';
import type { NewTenant } from '../../platform/tenancy/index.js';

export interface DemoPlan {
  readonly code: string;
  readonly name: LocalizedText;
  readonly description: LocalizedText;
  readonly base: PriceRule;
  readonly included: Readonly<Record<string, number>>;
  readonly max: Readonly<Record<string, number>>;
  readonly prices: Readonly<Record<string, PriceTable>>;
  /** The values of choices that this plan offers, where it does not offer all. */
  readonly choices?: Readonly<Record<string, readonly string[]>>;
  readonly stock: number | null;
}

export interface DemoProduct {
  readonly slug: string;
  readonly type: string;
  readonly name: LocalizedText;
  readonly description: LocalizedText;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly periods: readonly string[];
  readonly options: readonly StoredOption[];
  readonly plans: readonly DemoPlan[];
}

export interface DemoInstallation {
  readonly key: string;
  readonly pluginId: string;
  readonly label: string;
  readonly config: Readonly<Record<string, unknown>>;
}

export interface DemoPeople {
  readonly staff: readonly NewStaffMember[];
  readonly customers: readonly {
    readonly email: string;
    readonly name: string;
    readonly locale: Locale;
    readonly password: string;
    readonly billing: BillingDetails;
  }[];
}

/** Where servers are made, and machines that are handed out whole. */
export interface DemoPlaces {
  readonly pools: readonly {
    readonly key: string;
    readonly name: string;
    readonly location: string;
    readonly tier: string;
    readonly members: readonly z.input<typeof AddPoolMember>[];
  }[];
  readonly inventory: readonly z.input<typeof AddInventoryItem>[];
}

/** What the people of the demo have bought before anybody looks: paid, and waiting for the server to begin. */
export interface DemoOrders {
  readonly paidBy: string;
  readonly orders: readonly {
    readonly customer: string;
    readonly product: string;
    readonly plan: string;
    readonly period: BillingPeriod;
    readonly selection: Selection;
    readonly hostname: string;
    /** What the statement of the bank calls the payment. */
    readonly reference: string;
  }[];
}

export type DemoShop = Omit<NewTenant, 'brand' | 'hosts'> & {
  readonly host: string;
  readonly tokens: Readonly<Record<string, string>>;
  readonly widgetOrigins: readonly string[];
};

/** One company's folder, read whole. */
export interface DemoFolder {
  readonly shop: DemoShop;
  readonly catalog: { readonly products: readonly DemoProduct[] };
  readonly plugins: { readonly installations: readonly DemoInstallation[] };
  readonly people: DemoPeople;
  readonly places: DemoPlaces;
  readonly orders: DemoOrders;
  readonly logo: string;
  /** Markdown by page and language. */
  readonly pages: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Every folder that holds a `shop.json`. */
export async function readDemo(folder: string): Promise<readonly DemoFolder[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const shops = entries
    .filter(entry => entry.name === 'shop.json' && !entry.parentPath.includes('node_modules'))
    .map(entry => entry.parentPath);
  return Promise.all(shops.sort().map(readFolder));
}

async function readFolder(folder: string): Promise<DemoFolder> {
  const json = async (name: string) => parse(path.join(folder, name), await readFile(path.join(folder, name), 'utf8'));
  const [shop, catalog, plugins, people, places, orders] = await Promise.all(
    ['shop.json', 'catalog.json', 'plugins.json', 'people.json', 'places.json', 'orders.json'].map(json),
  );
  const logo = await readFile(path.join(folder, 'logo.svg'), 'utf8');
  const pages = await readPages(path.join(folder, 'pages'));
  return { shop, catalog, plugins, people, places, orders, logo, pages } as DemoFolder;
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not JSON: ${(error as Error).message}`, { cause: error });
  }
}

async function readPages(folder: string): Promise<DemoFolder['pages']> {
  const pages: Record<string, Record<string, string>> = {};
  for (const name of await readdir(folder)) {
    const [page, locale, ending] = name.split('.');
    if (!page || !locale || ending !== 'md') continue;
    pages[page] = { ...pages[page], [locale]: await readFile(path.join(folder, name), 'utf8') };
  }
  return pages;
}

/** Puts values for `{{name}}`; a text that is one placeholder for digits becomes a number. An unknown name is an error. */
export function fill<T>(value: T, values: Readonly<Record<string, string>>): T {
  if (Array.isArray(value)) return value.map(part => fill(part as unknown, values)) as T;
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, fill(part as unknown, values)])) as T;
  }
  if (typeof value !== 'string' || !value.includes('{{')) return value;
  const text = value.replace(/\{\{([^}]+)\}\}/g, (_, name: string) => {
    const known = values[name];
    if (known === undefined) throw new Error(`The demo names {{${name}}}, and nothing stands for it`);
    return known;
  });
  return (/^\{\{\w*[pP]ort\}\}$/.test(value) ? Number(text) : text) as T;
}
