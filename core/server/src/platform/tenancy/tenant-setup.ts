import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import { newId, SystemDb, TenantDb } from '../database/index.js';
import type { Tenant } from './tenant.js';
import { Tenants } from './tenants.js';

export type NewTenant = Pick<
  Tenant,
  'slug' | 'name' | 'locale' | 'locales' | 'currency' | 'currencies' | 'timeZone' | 'theme' | 'brand' | 'legal' | 'texts'
> & {
  readonly hosts: readonly [string, ...string[]];
  readonly paymentDays?: number;
};

/** Opens a shop: the tenant and its host names. Everything in the shop belongs to other modules. */
@Injectable()
export class TenantSetup {
  constructor(
    private readonly system: SystemDb,
    private readonly db: TenantDb,
    private readonly tenants: Tenants,
    private readonly clock: Clock,
  ) {}

  /** The first host is the canonical one. A slug or a host that is taken fails as a whole: both rows are one statement. */
  async create(wanted: NewTenant): Promise<Tenant> {
    const id = newId();
    const now = this.clock.now();
    await this.system.query(
      `with tenant as (
         insert into tenants (tenant_id, slug, name, locale, locales, currency, currencies, time_zone, theme, brand, legal, texts, payment_days, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) returning tenant_id)
       insert into domains (tenant_id, host, is_canonical, created_at)
       select $1, host, position = 1, $14 from unnest($15::text[]) with ordinality as names (host, position)`,
      [
        id,
        wanted.slug,
        wanted.name,
        wanted.locale,
        wanted.locales,
        wanted.currency,
        wanted.currencies,
        wanted.timeZone,
        wanted.theme,
        JSON.stringify(wanted.brand),
        JSON.stringify(wanted.legal),
        JSON.stringify(wanted.texts),
        wanted.paymentDays ?? 7,
        now,
        wanted.hosts,
      ],
    );
    this.tenants.forget();
    return this.tenants.byId(id);
  }

  /** A key for widgets on the named foreign origins. It is public: what it may do, a visitor may. */
  async createKey(
    tenantId: string,
    origins: readonly string[],
    key = `pk_${randomBytes(18).toString('base64url')}`,
  ): Promise<string> {
    await this.db.run(tenantId, () =>
      this.db.insert('publishable_keys', { id: newId(), key, origins, createdAt: this.clock.now() }),
    );
    this.tenants.forget();
    return key;
  }
}
