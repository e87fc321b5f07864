import type { PluginKind } from '@hostwright/sdk';

/** One tenant's use of one plugin. Secrets are sealed, one by one. */
export interface InstallationRow {
  readonly id: string;
  readonly pluginId: string;
  readonly kind: PluginKind;
  readonly label: string;
  readonly enabled: boolean;
  readonly config: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** Grows with every change of the settings: objects built from an earlier version are dropped. */
  readonly version: number;
  readonly position: number;
  readonly updatedAt: Date;
}

export const INSTALLATION_COLUMNS = 'id, plugin_id, kind, label, enabled, config, secrets, version, position, updated_at';

/** What the seal of a secret is bound to: the value opens for this setting of this installation and for nothing else. */
export const secretPurpose = (tenantId: string, installationId: string, name: string): string =>
  `plugin-secret/${tenantId}/${installationId}/${name}`;
