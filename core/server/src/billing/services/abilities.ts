import { Injectable } from '@nestjs/common';
import type { ServiceAbility } from '@hostwright/sdk/http';
import { ServiceAbility as ABILITIES } from '@hostwright/sdk/http';
import { TenantDb } from '../../platform/database/index.js';
import { Plugins } from '../../platform/plugins/index.js';

const NAMES: ReadonlySet<string> = new Set(ABILITIES.options);

/** What the provider of a service can do, as its manifest says. Methods run inside `TenantDb.run`. */
@Injectable()
export class Abilities {
  constructor(
    private readonly db: TenantDb,
    private readonly plugins: Plugins,
  ) {}

  /** By installation; a service without one has a provider that can do nothing. */
  async of(installationIds: readonly (string | null)[]): Promise<ReadonlyMap<string, readonly ServiceAbility[]>> {
    const capabilities = await this.capabilities(installationIds);
    return new Map(
      capabilities.map(([id, names]) => [id, names.filter((name): name is ServiceAbility => NAMES.has(name))] as const),
    );
  }

  async ofOne(installationId: string | null): Promise<readonly ServiceAbility[]> {
    return installationId === null ? [] : ((await this.of([installationId])).get(installationId) ?? []);
  }

  /** Whether the provider answers the same call under the same key with its first answer. */
  async honoursKeys(installationId: string | null): Promise<boolean> {
    const [found] = await this.capabilities([installationId]);
    return found?.[1].includes('idempotent') === true;
  }

  private async capabilities(installationIds: readonly (string | null)[]): Promise<(readonly [string, readonly string[]])[]> {
    const ids = [...new Set(installationIds)].filter(id => id !== null);
    if (ids.length === 0) return [];
    const rows = await this.db.query<{ id: string; pluginId: string }>(
      'select id, plugin_id from plugin_installations where tenant_id = $1 and id = any($2::uuid[])',
      [this.db.tenantId, ids],
    );
    return rows.map(row => [row.id, this.plugins.manifest(row.pluginId)?.capabilities ?? []] as const);
  }
}
