import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { newId, TenantDb } from '../../platform/database/index.js';
import { Problem } from '../../platform/http/index.js';
import { Catalog } from './catalog.js';
import type { StoredPlan, StoredProduct } from './catalog-product.js';

export type NewPlan = Omit<StoredPlan, 'id' | 'productId' | 'version' | 'visible'>;
export type NewProduct = Omit<StoredProduct, 'id' | 'visible' | 'plans'> & {
  readonly plans: readonly NewPlan[];
  /** Products are shown in this order; those of one place by their slugs. */
  readonly position?: number;
};

/** Changes to what a shop sells. */
@Injectable()
export class CatalogSetup {
  constructor(
    private readonly db: TenantDb,
    private readonly catalog: Catalog,
    private readonly clock: Clock,
  ) {}

  async create(tenantId: string, { plans, ...product }: NewProduct): Promise<{ productId: string; planIds: string[] }> {
    const productId = newId();
    const createdAt = this.clock.now();
    const rows = plans.map((plan, position) => ({ id: newId(), productId, ...plan, periods: plan.periods, position, createdAt }));
    await this.db.run(tenantId, async () => {
      await this.db.insert('products', {
        id: productId,
        ...product,
        name: json(product.name),
        description: json(product.description),
        createdAt,
      });
      for (const row of rows) {
        await this.db.insert('plans', {
          ...row,
          name: json(row.name),
          description: json(row.description),
          base: json(row.base),
          options: json(row.options),
        });
      }
      this.db.afterCommit(() => this.catalog.forget(tenantId));
    });
    return { productId, planIds: rows.map(row => row.id) };
  }

  /** A new version of a plan: carts that hold the old one are told when they are ordered. */
  async reprice(tenantId: string, planId: string, change: Partial<Pick<StoredPlan, 'base' | 'options'>>): Promise<void> {
    await this.db.run(tenantId, async () => {
      const changed = await this.db.execute(
        `update plans set base = coalesce($3::jsonb, base), options = coalesce($4::jsonb, options), version = version + 1 where tenant_id = $1 and id = $2`,
        [tenantId, planId, change.base && json(change.base), change.options && json(change.options)],
      );
      if (changed === 0) throw new Problem('not-found');
      this.db.afterCommit(() => this.catalog.forget(tenantId));
    });
  }

  async show(
    tenantId: string,
    planId: string,
    change: { readonly visible?: boolean | undefined; readonly stock?: number | null | undefined },
  ): Promise<void> {
    await this.db.run(tenantId, async () => {
      const changed = await this.db.execute(
        `update plans set visible = coalesce($3, visible), stock = case when $4 then $5 else stock end where tenant_id = $1 and id = $2`,
        [tenantId, planId, change.visible, change.stock !== undefined, change.stock ?? null],
      );
      if (changed === 0) throw new Problem('not-found');
      this.db.afterCommit(() => this.catalog.forget(tenantId));
    });
  }
}

/** A JSON column takes a text as it takes an object; it must be written as JSON. */
const json = (value: unknown): string => JSON.stringify(value);
