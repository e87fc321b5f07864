import { Injectable } from '@nestjs/common';
import { PluginFailure } from '@hostwright/sdk';
import { TenantDb } from '../../platform/database/index.js';
import { Plugins } from '../../platform/plugins/index.js';

/** The ways in which a shop reaches its customers. */
@Injectable()
export class Channels {
  constructor(
    private readonly db: TenantDb,
    private readonly plugins: Plugins,
  ) {}

  /** Ids of the installations that are switched on and know what to do with such an address. */
  async thatAccept(tenantId: string, address: string): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `select id from plugin_installations
       where tenant_id = $1 and kind = 'notification-channel' and enabled order by position, created_at`,
      [tenantId],
    );
    const accepting: string[] = [];
    for (const { id } of rows) {
      if (await this.accepts(tenantId, id, address)) accepting.push(id);
    }
    return accepting;
  }

  /** A channel that cannot be built now may be back when the message is sent; refusing it here would lose the message. */
  private async accepts(tenantId: string, installationId: string, address: string): Promise<boolean> {
    try {
      return (await this.plugins.get('notification-channel', tenantId, installationId)).accepts(address);
    } catch (error) {
      if (error instanceof PluginFailure) return true;
      throw error;
    }
  }
}
