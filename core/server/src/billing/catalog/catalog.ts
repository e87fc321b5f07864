import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { SystemDb, TenantDb } from '../../platform/database/index.js';
import { Problem } from '../../platform/http/index.js';
import { inLanguage, type CatalogPlan, type CatalogProduct, type StoredPlan, type StoredProduct } from './catalog-product.js';

interface Kept {
  readonly products: readonly StoredProduct[];
  readonly languages: Map<string, readonly CatalogProduct[]>;
}

interface Found {
  readonly product: CatalogProduct;
  readonly plan: CatalogPlan;
}

/**
 * What a shop sells. Each tenant's catalogue is kept in memory, so that a quote asks no database; PostgreSQL tells every
 * process when one has changed.
 */
@Injectable()
export class Catalog implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('Catalog');
  private readonly kept = new Map<string, Promise<Kept>>();
  /** What has arrived of it: whoever asks for that need not wait a turn. */
  private readonly arrived = new Map<string, Kept>();
  private listener: PoolClient | undefined;

  constructor(
    private readonly db: TenantDb,
    private readonly system: SystemDb,
  ) {}

  /** Visible products with their visible plans, in the shop's order. */
  async onSale(tenantId: string, locale: string): Promise<readonly CatalogProduct[]> {
    const products = await this.all(tenantId, locale);
    return products
      .filter(product => product.visible)
      .map(product => ({ ...product, plans: product.plans.filter(plan => plan.visible) }))
      .filter(product => product.plans.length > 0);
  }

  /** All products, hidden ones too: what has been sold stays readable. */
  async all(tenantId: string, locale: string): Promise<readonly CatalogProduct[]> {
    return inTheirLanguage(this.arrived.get(tenantId) ?? (await this.load(tenantId)), locale);
  }

  /** A plan and its product, hidden or not; 404 for one that is not of this shop. */
  async find(tenantId: string, productId: string, planId: string, locale: string): Promise<Found> {
    return this.atHand(tenantId, productId, planId, locale) ?? findIn(await this.all(tenantId, locale), productId, planId);
  }

  /** The same without waiting; undefined while the catalogue is not in memory. */
  atHand(tenantId: string, productId: string, planId: string, locale: string): Found | undefined {
    const kept = this.arrived.get(tenantId);
    return kept && findIn(inTheirLanguage(kept, locale), productId, planId);
  }

  async product(tenantId: string, productId: string, locale = 'en'): Promise<CatalogProduct> {
    const product = (await this.all(tenantId, locale)).find(candidate => candidate.id === productId);
    if (!product) throw new Problem('not-found');
    return product;
  }

  /** Reads again when a plan has another version than the one in memory: an order must not miss a change by a moment. */
  async mustBeCurrent(tenantId: string, planIds: readonly string[]): Promise<void> {
    const kept = (await this.load(tenantId)).products.flatMap(product => product.plans);
    const rows = await this.db.query<{ id: string; version: number; visible: boolean }>(
      'select id, version, visible from plans where tenant_id = $1 and id = any($2::uuid[])',
      [tenantId, planIds],
    );
    const isOld = (row: (typeof rows)[number]) =>
      !kept.some(plan => plan.id === row.id && plan.version === row.version && plan.visible === row.visible);
    if (rows.some(isOld)) this.forget(tenantId);
  }

  /** Reads the tenant's catalogue again at the next question. */
  forget(tenantId: string): void {
    this.kept.delete(tenantId);
    this.arrived.delete(tenantId);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.listen();
  }

  onApplicationShutdown(): void {
    this.listener?.release(true);
    this.listener = undefined;
  }

  private forgetAll(): void {
    this.kept.clear();
    this.arrived.clear();
  }

  private load(tenantId: string): Promise<Kept> {
    let kept = this.kept.get(tenantId);
    if (!kept) {
      const reading = this.read(tenantId);
      kept = reading;
      this.kept.set(tenantId, reading);
      reading.then(
        read => this.kept.get(tenantId) === reading && this.arrived.set(tenantId, read),
        () => this.kept.delete(tenantId),
      );
    }
    return kept;
  }

  private async read(tenantId: string): Promise<Kept> {
    return this.db.run(tenantId, async () => {
      const products = await this.db.query<Omit<StoredProduct, 'plans'>>(
        'select * from products where tenant_id = $1 order by position, slug',
        [tenantId],
      );
      const plans = await this.db.query<StoredPlan>('select * from plans where tenant_id = $1 order by position, code', [
        tenantId,
      ]);
      return {
        products: products.map(product => ({ ...product, plans: plans.filter(plan => plan.productId === product.id) })),
        languages: new Map(),
      };
    });
  }

  /** Losing the line forgets everything: what changed meanwhile is unknown. */
  private async listen(): Promise<void> {
    const client = await this.system.connect();
    this.listener = client;
    client.on('notification', message => message.payload && this.forget(message.payload));
    client.on('error', error => {
      this.log.warn(`Lost the line that tells of changes: ${error.message}`);
      client.release(true);
      this.forgetAll();
      if (this.listener === client)
        setTimeout(() => void this.listen().catch((reason: Error) => this.log.error(reason.message)), 1000).unref();
    });
    await client.query('listen catalog_changed');
    this.forgetAll();
  }
}

function inTheirLanguage(kept: Kept, locale: string): readonly CatalogProduct[] {
  let products = kept.languages.get(locale);
  if (!products) {
    products = kept.products.map(product => inLanguage(product, locale));
    kept.languages.set(locale, products);
  }
  return products;
}

function findIn(products: readonly CatalogProduct[], productId: string, planId: string): Found {
  const product = products.find(candidate => candidate.id === productId);
  const plan = product?.plans.find(candidate => candidate.id === planId);
  if (!product || !plan) throw new Problem('not-found');
  return { product, plan };
}
