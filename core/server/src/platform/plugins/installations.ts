import { Injectable } from '@nestjs/common';
import type { PluginManifest } from '@hostwright/sdk';
import { Audit } from '../audit/index.js';
import { Clock } from '../clock/index.js';
import { newId, TenantDb } from '../database/index.js';
import { Problem } from '../http/index.js';
import { Jobs } from '../jobs/index.js';
import { Live } from '../live/index.js';
import type { LoadedPlugin, Settings } from '../plugin-loader/index.js';
import { SecretBox, SecretUnreadable } from '../secrets/index.js';
import { INSTALLATION_COLUMNS, secretPurpose, type InstallationRow } from './installation.js';
import { InstallationRows } from './installation-rows.js';
import { changedNames, splitSettings } from './installation-settings.js';
import { INSTALL, UNINSTALL, type InstallationJob } from './plugin-jobs.js';
import { PluginRegistry } from './plugin-registry.js';

export interface NewInstallation {
  readonly pluginId: string;
  readonly label: string;
  readonly enabled: boolean;
  /** Secrets are among the settings on the way in. */
  readonly config: Settings;
}

export interface InstallationChanges {
  readonly label?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly config?: Settings | undefined;
}

/** Which plugins a tenant uses and with what settings. `actor` is who asks, in the words of the audit. */
@Injectable()
export class Installations {
  constructor(
    private readonly db: TenantDb,
    private readonly registry: PluginRegistry,
    private readonly box: SecretBox,
    private readonly audit: Audit,
    private readonly jobs: Jobs,
    private readonly live: Live,
    private readonly clock: Clock,
    private readonly rows: InstallationRows,
  ) {}

  list(tenantId: string): Promise<readonly InstallationRow[]> {
    return this.db.run(tenantId, () =>
      this.db.query<InstallationRow>(
        `select ${INSTALLATION_COLUMNS} from plugin_installations where tenant_id = $1 order by kind, position, created_at, id`,
        [tenantId],
      ),
    );
  }

  async create(tenantId: string, wanted: NewInstallation, actor: string): Promise<InstallationRow> {
    const { manifest, settings } = this.installable(wanted.pluginId);
    const { config, secrets } = splitSettings(settings, wanted.config, {});
    const id = newId();
    return this.db.run(tenantId, async () => {
      const now = this.clock.now();
      await this.db.execute(
        `insert into plugin_installations (tenant_id, id, plugin_id, kind, label, enabled, config, secrets, position, created_at, updated_at)
         select $1, $2, $3, $4, $5, $6, $7::jsonb, $8::jsonb, coalesce(max(position) + 1, 0), $9, $9 from plugin_installations where tenant_id = $1 and kind = $4`,
        [
          tenantId,
          id,
          manifest.id,
          manifest.kind,
          wanted.label,
          wanted.enabled,
          JSON.stringify(config),
          JSON.stringify(this.sealed(tenantId, id, secrets)),
          now,
        ],
      );
      const detail = { plugin: manifest.id, enabled: wanted.enabled, settings: changedNames({}, { ...config, ...secrets }) };
      await this.audit.record({ actor, action: 'installation.created', target: `installation:${id}`, detail });
      await this.switchPlugin(tenantId, id, false, wanted.enabled, false);
      return this.announced(tenantId, id);
    });
  }

  async update(tenantId: string, id: string, changes: InstallationChanges, actor: string): Promise<InstallationRow> {
    return this.db.run(tenantId, async () => {
      const before = await this.read(tenantId, id, 'for update');
      const stored = this.opened(tenantId, before);
      const after = changes.config
        ? splitSettings(this.installable(before.pluginId).settings, changes.config, stored)
        : { config: before.config, secrets: stored };
      const enabled = changes.enabled ?? before.enabled;
      // Switching on with a secret that can no longer be read would leave a gateway that verifies nothing.
      if (enabled && !before.enabled && !changes.config)
        splitSettings(this.installable(before.pluginId).settings, before.config, stored);
      const secrets = changes.config ? this.sealed(tenantId, id, after.secrets) : before.secrets;
      await this.db.execute(
        `update plugin_installations set label = $3, enabled = $4, config = $5::jsonb, secrets = $6::jsonb, version = version + 1, updated_at = $7
         where tenant_id = $1 and id = $2`,
        [
          tenantId,
          id,
          changes.label ?? before.label,
          enabled,
          JSON.stringify(after.config),
          JSON.stringify(secrets),
          this.clock.now(),
        ],
      );
      this.rows.forget(tenantId, id);
      const settings = changedNames({ ...before.config, ...stored }, { ...after.config, ...after.secrets });
      await this.audit.record({
        actor,
        action: 'installation.updated',
        target: `installation:${id}`,
        detail: auditDetail(before, changes, settings),
      });
      await this.switchPlugin(tenantId, id, before.enabled, enabled, settings.length > 0);
      return this.announced(tenantId, id);
    });
  }

  /** The hooks run as jobs, after the commit and as often as it takes. A change of settings may mean another account: installed again. */
  private async switchPlugin(
    tenantId: string,
    installationId: string,
    was: boolean,
    is: boolean,
    settingsChanged: boolean,
  ): Promise<void> {
    const job: InstallationJob = { tenantId, installationId };
    if (is && (!was || settingsChanged)) await this.jobs.send(INSTALL, job);
    if (was && !is) await this.jobs.send(UNINSTALL, job);
  }

  private installable(pluginId: string): LoadedPlugin {
    const loaded = this.registry.find(pluginId);
    if (!loaded) throw Problem.field('pluginId', 'is no plugin that runs here', 'unknown-plugin');
    if (!hasInstallations(loaded.manifest))
      throw Problem.field('pluginId', 'needs no installation: its settings are the product’s', 'not-installable');
    return loaded;
  }

  private async read(tenantId: string, id: string, lock: '' | 'for update' = ''): Promise<InstallationRow> {
    const row = await this.db.one<InstallationRow>(
      `select ${INSTALLATION_COLUMNS} from plugin_installations where tenant_id = $1 and id = $2 ${lock}`,
      [tenantId, id],
    );
    if (!row) throw new Problem('not-found');
    return row;
  }

  private announced(tenantId: string, id: string): Promise<InstallationRow> {
    this.db.afterCommit(() => this.live.changed({ tenantId }, { name: 'plugin.changed', id }));
    return this.read(tenantId, id);
  }

  private sealed(tenantId: string, id: string, secrets: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    return Object.fromEntries(
      Object.entries(secrets).map(([name, value]) => [name, this.box.seal(value, secretPurpose(tenantId, id, name))]),
    );
  }

  /** A secret that cannot be read any more counts as not set, so that staff can put a new one in its place. */
  private opened(tenantId: string, { id, secrets }: InstallationRow): Readonly<Record<string, string>> {
    const entries = Object.entries(secrets).flatMap(([name, sealed]) => {
      try {
        return [[name, this.box.open(sealed, secretPurpose(tenantId, id, name))] as const];
      } catch (error) {
        if (error instanceof SecretUnreadable) return [];
        throw error;
      }
    });
    return Object.fromEntries(entries);
  }
}

export const hasInstallations = (manifest: Pick<PluginManifest, 'kind'>): boolean => manifest.kind !== 'product-type';

function auditDetail(before: InstallationRow, { label, enabled }: InstallationChanges, settings: readonly string[]): object {
  const renamed = label !== undefined && label !== before.label;
  const switched = enabled !== undefined && enabled !== before.enabled;
  return { plugin: before.pluginId, settings, ...(renamed && { renamed }), ...(switched && { enabled }) };
}
