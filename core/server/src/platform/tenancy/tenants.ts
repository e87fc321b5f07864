import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { isUuid, SystemDb } from '../database/index.js';
import type { Tenant } from './tenant.js';

const FRESH_MS = 5_000;
const MOST_KEPT = 10_000;

interface Owner {
  readonly tenantId: string;
  readonly pluginId: string;
  readonly kind: string;
}

interface Kept {
  readonly tenant: Promise<Tenant | undefined>;
  readonly until: number;
  /** Once it is here, a request need not wait a turn for it. */
  arrived?: Tenant;
}

type Row = Omit<Tenant, 'id' | 'url' | 'keys' | 'origins'> & { tenantId: string };

/** Finds the tenant before any of its rows may be read. Answers are kept for seconds: a change is seen soon, a flood is cheap. */
@Injectable()
export class Tenants {
  private readonly kept = new Map<string, Kept>();
  /** Whose an installation is never changes. */
  private readonly owners = new Map<string, Owner>();

  constructor(
    private readonly db: SystemDb,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** By the host name of a request, with or without a port. */
  byHost(host: string): Promise<Tenant | undefined> {
    return this.remember(`host ${host}`, () =>
      this.load('exists (select from domains h where h.tenant_id = t.tenant_id and h.host = $1)', nameOf(host)),
    );
  }

  /** The same without asking anybody: undefined where nothing fresh is at hand. */
  atHand(host: string): Tenant | undefined {
    const known = this.kept.get(`host ${host}`);
    return known && known.until > performance.now() ? known.arrived : undefined;
  }

  async byId(id: string): Promise<Tenant> {
    const tenant = isUuid(id) ? await this.remember(id, () => this.load('t.tenant_id = $1', id)) : undefined;
    if (!tenant) throw new Error(`There is no tenant ${id}`);
    return tenant;
  }

  /** By the address of a webhook; an installation that is switched off answers too, because late messages arrive. */
  async byInstallation(id: string): Promise<{ tenant: Tenant; pluginId: string; kind: string } | undefined> {
    if (!isUuid(id)) return undefined;
    const owner = this.owners.get(id) ?? (await this.ownerOf(id));
    return owner && { tenant: await this.byId(owner.tenantId), pluginId: owner.pluginId, kind: owner.kind };
  }

  async list(): Promise<Tenant[]> {
    const rows = await this.db.query<{ tenantId: string }>('select tenant_id from tenants order by slug');
    return Promise.all(rows.map(row => this.byId(row.tenantId)));
  }

  /** Forgets what is kept, after a change made by this process. */
  forget(): void {
    this.kept.clear();
  }

  private async ownerOf(installationId: string): Promise<Owner | undefined> {
    const [row] = await this.db.query<Owner>('select tenant_id, plugin_id, kind from plugin_installations where id = $1', [
      installationId,
    ]);
    if (this.owners.size >= MOST_KEPT) this.owners.clear();
    if (row) this.owners.set(installationId, row);
    return row;
  }

  private remember(key: string, load: () => Promise<Tenant | undefined>): Promise<Tenant | undefined> {
    const now = performance.now();
    const known = this.kept.get(key);
    if (known && known.until > now) return known.tenant;
    if (this.kept.size > MOST_KEPT) this.kept.clear();
    const entry: Kept = { tenant: load(), until: now + FRESH_MS };
    this.kept.set(key, entry);
    entry.tenant.then(
      tenant => tenant && (entry.arrived = tenant),
      () => this.kept.delete(key),
    );
    return entry.tenant;
  }

  private async load(condition: string, value: string): Promise<Tenant | undefined> {
    const [row] = await this.db.query<Row>(
      `select t.*, d.host as canonical_host from tenants t join domains d on d.tenant_id = t.tenant_id and d.is_canonical where ${condition}`,
      [value],
    );
    if (!row) return undefined;
    const keys = await this.db.query<{ key: string; origins: string[] }>(
      'select key, origins from publishable_keys where tenant_id = $1 and revoked_at is null',
      [row.tenantId],
    );
    const { publicScheme, publicPort } = this.config;
    const url = `${publicScheme}://${row.canonicalHost}${publicPort === undefined ? '' : `:${publicPort}`}`;
    return {
      ...row,
      id: row.tenantId,
      url,
      brand: { ...row.brand, ...(row.brand.logoSvg !== undefined && { logoUrl: url + logoPath(row.brand.logoSvg) }) },
      keys,
      origins: [...new Set(keys.flatMap(entry => entry.origins))],
    };
  }
}

const nameOf = (host: string): string => host.toLowerCase().replace(/:\d+$/, '');

/** Where the storefront serves a mark; the name changes with the picture, so it may be kept for ever. */
export const logoPath = (svg: string): string => `/theme/logo-${createHash('sha256').update(svg).digest('hex').slice(0, 12)}.svg`;
