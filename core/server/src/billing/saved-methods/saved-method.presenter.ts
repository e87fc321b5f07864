import { Injectable } from '@nestjs/common';
import { localized } from '@hostwright/sdk';
import type { SavedMethod } from '@hostwright/sdk/http';
import { Clock } from '../../platform/clock/index.js';
import { Installations, Plugins } from '../../platform/plugins/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { isExpired, type SavedMethodRow } from './saved-method.js';

/** Saved methods as people see them: whose way to pay, what brand, until when. Never the token. */
@Injectable()
export class MethodPresenter {
  constructor(
    private readonly installations: Installations,
    private readonly plugins: Plugins,
    private readonly clock: Clock,
  ) {}

  async presentAll(tenant: Tenant, rows: readonly SavedMethodRow[], locale: string): Promise<SavedMethod[]> {
    if (rows.length === 0) return [];
    const known = new Map((await this.installations.list(tenant.id)).map(({ id, label, pluginId }) => [id, { label, pluginId }]));
    return rows.map(row => {
      const { label = '', pluginId = '' } = known.get(row.installationId) ?? {};
      const manifest = this.plugins.manifest(pluginId);
      const icon = this.plugins.iconUrl(pluginId);
      return {
        id: row.id,
        installationId: row.installationId,
        method: manifest ? localized(manifest.name, locale) : label,
        iconUrl: icon === undefined ? null : tenant.url + icon,
        label: row.label,
        expires:
          row.expiresMonth === null || row.expiresYear === null ? null : { month: row.expiresMonth, year: row.expiresYear },
        isExpired: isExpired(row, this.clock.now(), tenant.timeZone),
        isDefault: row.isDefault,
        createdAt: row.createdAt.toISOString(),
      };
    });
  }
}
