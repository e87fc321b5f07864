import { Injectable, Logger } from '@nestjs/common';
import { CatalogSetup, type NewPlan, type StoredOption } from '../../billing/catalog/index.js';
import { Customers, StaffMembers } from '../../platform/identity/index.js';
import { Installations } from '../../platform/plugins/index.js';
import { Tenants, TenantSetup, type Tenant } from '../../platform/tenancy/index.js';
import { fill, readDemo, type DemoFolder, type DemoPlan, type DemoProduct } from './demo-files.js';
import { DemoPlacesSetup } from './demo-places.js';
import { DemoPurchases, type DemoBuyer } from './demo-purchases.js';

const ACTOR = 'system:demo';

/** Opens the shops of a folder of data. One that is open already is left as it is. */
@Injectable()
export class Demo {
  private readonly log = new Logger('Demo');

  constructor(
    private readonly tenants: Tenants,
    private readonly setup: TenantSetup,
    private readonly catalog: CatalogSetup,
    private readonly staff: StaffMembers,
    private readonly customers: Customers,
    private readonly installations: Installations,
    private readonly places: DemoPlacesSetup,
    private readonly purchases: DemoPurchases,
  ) {}

  /** `values` stand for the placeholders. Answers with the names of the shops that were opened now. */
  async seed(folder: string, values: Readonly<Record<string, string>>): Promise<readonly string[]> {
    const known = new Set((await this.tenants.list()).map(tenant => tenant.slug));
    const missing = (await readDemo(folder)).filter(({ shop }) => !known.has(shop.slug));
    for (const shop of missing) {
      await this.open(shop, values);
      this.log.log(`Opened ${shop.shop.name}`);
    }
    return missing.map(({ shop }) => shop.slug);
  }

  private async open(
    { shop, logo, pages, plugins, catalog, people, places, orders }: DemoFolder,
    values: Readonly<Record<string, string>>,
  ): Promise<void> {
    const { host, tokens, widgetOrigins, ...rest } = shop;
    const texts = { ...rest.texts, pages };
    const tenant = await this.setup.create({ ...rest, texts, brand: { tokens, logoSvg: logo }, hosts: [host] });
    await this.setup.createKey(tenant.id, fill(widgetOrigins, values), `pk_demo_${shop.slug}`);
    const ids = await this.install(tenant, plugins.installations, values);
    for (const member of people.staff) await this.staff.create(tenant.id, member);
    const pools = await this.places.open(tenant.id, fill(places, ids));
    for (const [position, product] of catalog.products.entries())
      await this.sell(tenant, fill(product, { ...values, ...ids, ...pools }), position);
    const buyers: DemoBuyer[] = [];
    for (const customer of people.customers)
      buyers.push({ ...customer, id: (await this.customers.create(tenant.id, customer)).id });
    await this.purchases.make(tenant, buyers, fill(orders, ids));
  }

  /** Ids of the installations by `installation:KEY`, for the settings of products. */
  private async install(
    tenant: Tenant,
    wanted: DemoFolder['plugins']['installations'],
    values: Readonly<Record<string, string>>,
  ): Promise<Record<string, string>> {
    const ids: Record<string, string> = {};
    for (const { key, pluginId, label, config } of wanted) {
      const row = await this.installations.create(
        tenant.id,
        { pluginId, label, enabled: true, config: fill(config, { ...values, ...ids }) },
        ACTOR,
      );
      ids[`installation:${key}`] = row.id;
    }
    return ids;
  }

  private async sell(tenant: Tenant, product: DemoProduct, position: number): Promise<void> {
    const { options, periods, plans, ...rest } = product;
    await this.catalog.create(tenant.id, { ...rest, position, plans: plans.map(plan => planOf(plan, options, periods)) });
  }
}

/** A plan's own figures go into the options that all plans of the product share. */
function planOf(
  { code, name, description, base, included, max, prices, choices = {}, stock }: DemoPlan,
  options: readonly StoredOption[],
  periods: readonly string[],
): NewPlan {
  return {
    code,
    name,
    description,
    base,
    periods,
    stock,
    options: options.map(option => ({
      ...offered(option, choices[option.id]),
      ...(included[option.id] !== undefined && { included: included[option.id], min: included[option.id] }),
      ...(max[option.id] !== undefined && { max: max[option.id] }),
      ...(prices[option.id] !== undefined && { price: { model: 'flat', amounts: prices[option.id] } }),
    })),
  };
}

function offered(option: StoredOption, values: readonly string[] | undefined): StoredOption {
  if (option.kind !== 'choice' || !option.values || !values) return option;
  return { ...option, values: option.values.filter(({ value }) => values.includes(value)) };
}
