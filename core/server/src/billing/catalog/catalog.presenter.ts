import type { AdminProduct, PlanAnswer, ProductAnswer, Shop } from '@hostwright/sdk/http';
import { defaultSelection, moneyToJson, parsePeriodKey, price, sum } from '@hostwright/sdk';
import type { Plugins } from '../../platform/plugins/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import type { CatalogPlan, CatalogProduct } from './catalog-product.js';

export function presentShop(tenant: Tenant, tagline: string): Shop {
  return {
    name: tenant.name,
    tagline,
    locale: tenant.locale,
    locales: [...tenant.locales],
    currency: tenant.currency,
    currencies: [...tenant.currencies],
    timeZone: tenant.timeZone,
    logoUrl: tenant.brand.logoUrl ?? null,
    tokens: { ...tenant.brand.tokens },
    termsUrl: `${tenant.url}/legal/terms`,
    privacyUrl: `${tenant.url}/legal/privacy`,
    url: tenant.url,
  };
}

interface ProductModule {
  readonly moduleUrl: string | undefined;
  readonly asksHostname: boolean;
}

/** What the browser has to know of a product's type; one that is not installed, or fails, names nothing. */
export function moduleOf(plugins: Plugins, { type, settings, plans }: CatalogProduct): ProductModule {
  const moduleUrl = plugins.moduleUrl(type);
  if (moduleUrl === undefined) return { moduleUrl, asksHostname: true };
  return { moduleUrl, asksHostname: asksHostname(plugins, type, settings, plans[0]?.options ?? []) };
}

function asksHostname(
  plugins: Plugins,
  type: string,
  settings: CatalogProduct['settings'],
  options: CatalogPlan['options'],
): boolean {
  try {
    return plugins.productType(type).nameOf?.(settings, defaultSelection(options)) === undefined;
  } catch {
    return true;
  }
}

export function presentProduct(product: CatalogProduct, { moduleUrl, asksHostname }: ProductModule): ProductAnswer {
  const { id, slug, name, description, settings } = product;
  return {
    id,
    slug,
    name,
    description,
    settings: { ...settings },
    moduleUrl: moduleUrl ?? null,
    asksHostname,
    plans: product.plans.map(presentPlan),
  };
}

function presentPlan(plan: CatalogPlan): PlanAnswer {
  const { id, code, name, description, version, base, options, periods, stock } = plan;
  return { id, code, name, description, version, base, options, periods: [...periods], stock } as PlanAnswer;
}

export function presentAdminProduct(
  product: CatalogProduct,
  currencies: readonly string[],
  sold: ReadonlyMap<string, number>,
): AdminProduct {
  const { id, slug, name, type, visible } = product;
  return { id, slug, name, type, visible, plans: product.plans.map(plan => presentAdminPlan(plan, currencies, sold)) };
}

export function presentAdminPlan(
  plan: CatalogPlan,
  currencies: readonly string[],
  sold: ReadonlyMap<string, number>,
): AdminProduct['plans'][number] {
  const { id, code, name, version, visible, stock } = plan;
  return { id, code, name, version, visible, stock, from: startingPrices(plan, currencies), activeServices: sold.get(id) ?? 0 };
}

/** What the plan costs as it is, in its first period, in each currency that it has a price for. */
function startingPrices(plan: CatalogPlan, currencies: readonly string[]) {
  const period = parsePeriodKey(plan.periods[0] ?? '');
  if (!period) return [];
  const table = 'amounts' in plan.base ? plan.base.amounts[plan.periods[0]!] : undefined;
  return currencies
    .filter(currency => table?.[currency] !== undefined)
    .map(currency =>
      moneyToJson(
        sum(
          price(plan, defaultSelection(plan.options), period, currency).filter(line => line.charge === 'recurring'),
          currency,
        ),
      ),
    );
}
