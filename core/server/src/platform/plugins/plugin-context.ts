import { Injectable } from '@nestjs/common';
import type { PluginContext, TenantInfo } from '@hostwright/sdk';
import { Clock } from '../clock/index.js';
import { TenantDb } from '../database/index.js';
import { Egress, Outbound, reachableHosts } from '../egress/index.js';
import type { LoadedPlugin } from '../plugin-loader/index.js';
import { Redactor, SecretBox } from '../secrets/index.js';
import type { Tenant } from '../tenancy/index.js';
import type { InstallationRow } from './installation.js';
import { pluginLog } from './plugin-log.js';
import { PluginSecrets } from './plugin-secrets.js';
import { PluginStorage } from './plugin-storage.js';
import { pluginUrls } from './plugin-urls.js';

export interface BuiltContext {
  readonly context: PluginContext;
  /** Knows the secrets that the plugin has asked for. */
  readonly redactor: Redactor;
  /** The ways out of this installation; to be closed with it. */
  readonly outbound: Outbound;
}

/** Makes what a plugin gets to see of the world, for one installation. */
@Injectable()
export class PluginContextFactory {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly box: SecretBox,
    private readonly egress: Egress,
  ) {}

  create(tenant: Tenant, installation: InstallationRow, { manifest, settings }: LoadedPlugin): BuiltContext {
    const redactor = new Redactor();
    const config = withoutSecrets(settings.check(installation.config).settings, settings.secretNames);
    const owner = { plugin: manifest.id, installationId: installation.id, tenantId: tenant.id };
    const outbound = new Outbound(this.egress, reachableHosts(manifest.permissions?.network ?? [], config));
    const context: PluginContext = {
      tenant: Object.freeze(tenantInfo(tenant)),
      installationId: installation.id,
      config: deepFreeze(config),
      secrets: new PluginSecrets(this.box, redactor, tenant.id, installation),
      log: pluginLog(redactor, owner),
      fetch: outbound.fetch,
      tlsFetch: outbound.tlsFetch,
      storage: new PluginStorage(this.db, this.clock, tenant.id, installation.id),
      clock: { now: () => this.clock.now() },
      urls: pluginUrls(tenant.url, installation.id),
    };
    return { context: Object.freeze(context), redactor, outbound };
  }
}

const tenantInfo = ({ id, slug, name, locale, currency, timeZone }: Tenant): TenantInfo => ({
  id,
  slug,
  name,
  locale,
  currency,
  timeZone,
});

const withoutSecrets = (settings: Readonly<Record<string, unknown>>, secrets: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => !secrets.includes(name)));

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
