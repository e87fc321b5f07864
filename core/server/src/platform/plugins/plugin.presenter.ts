import { localized, type PluginManifest } from '@hostwright/sdk';
import type { AdminPlugin, Installation } from '@hostwright/sdk/http';
import type { LeftOutPlugin, LoadedPlugin } from '../plugin-loader/index.js';
import type { Tenant } from '../tenancy/index.js';
import type { InstallationRow } from './installation.js';
import { webhookUrl } from './plugin-urls.js';

/** Never a secret: only the names of those that are set. Settings that a newer plugin made secret are withheld too. */
export function presentInstallation(row: InstallationRow, tenant: Tenant, loaded: LoadedPlugin | undefined): Installation {
  const secretNames = loaded?.settings.secretNames ?? [];
  return {
    id: row.id,
    pluginId: row.pluginId,
    kind: row.kind,
    label: row.label,
    enabled: row.enabled,
    config: Object.fromEntries(Object.entries(row.config).filter(([name]) => !secretNames.includes(name))),
    secretsSet: Object.keys(row.secrets).toSorted(),
    webhookUrl: loaded?.manifest.permissions?.webhook ? webhookUrl(tenant.url, row.id) : null,
    updatedAt: row.updatedAt.toISOString(),
  };
}

export function presentPlugin(loaded: LoadedPlugin, tenant: Tenant, rows: readonly InstallationRow[]): AdminPlugin {
  return {
    ...presentManifest(loaded.manifest.id, loaded.manifest, tenant),
    iconUrl: loaded.icon ? `/plugins/${loaded.manifest.id}/icon.svg` : null,
    problem: null,
    config: loaded.manifest.config ?? null,
    installations: rows.map(row => presentInstallation(row, tenant, loaded)),
  };
}

/** A manifest that may be wrong in any place: shows what can be shown. */
export function presentLeftOut(plugin: LeftOutPlugin, tenant: Tenant, rows: readonly InstallationRow[]): AdminPlugin {
  return {
    ...presentManifest(plugin.id, plugin.manifest, tenant),
    iconUrl: null,
    problem: plugin.problem,
    config: null,
    installations: rows.map(row => presentInstallation(row, tenant, undefined)),
  };
}

function presentManifest(id: string, manifest: Partial<PluginManifest>, { locale }: Tenant) {
  const { permissions } = manifest;
  return {
    id,
    kind: text(manifest.kind),
    name: words(manifest.name, locale) || id,
    description: words(manifest.description, locale),
    version: text(manifest.version),
    engine: text(manifest.engine),
    capabilities: texts(manifest.capabilities),
    permissions: {
      network: texts(permissions?.network),
      events: texts(permissions?.events),
      webhook: permissions?.webhook === true,
    },
  };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter(item => typeof item === 'string') : []);

function words(value: PluginManifest['name'] | undefined, locale: string): string {
  return typeof value === 'string' || (typeof value === 'object' && value !== null) ? text(localized(value, locale)) : '';
}
