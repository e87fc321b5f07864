import { Injectable } from '@nestjs/common';
import { TenantDb } from '../database/index.js';
import { INSTALLATION_COLUMNS, type InstallationRow } from './installation.js';

const FRESH_MS = 1_000;
const MOST_KEPT = 5_000;

/**
 * What an installation is set to, remembered for a moment: a gateway may speak hundreds of times a second. What this
 * process changes is seen at once, a change by another within a second.
 */
@Injectable()
export class InstallationRows {
  private readonly kept = new Map<string, { readonly row: InstallationRow; readonly until: number }>();

  constructor(private readonly db: TenantDb) {}

  async find(tenantId: string, id: string): Promise<InstallationRow | undefined> {
    const key = `${tenantId} ${id}`;
    const known = this.kept.get(key);
    if (known && known.until > performance.now()) return known.row;
    const row = await this.db.run(tenantId, () =>
      this.db.one<InstallationRow>(`select ${INSTALLATION_COLUMNS} from plugin_installations where tenant_id = $1 and id = $2`, [
        tenantId,
        id,
      ]),
    );
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    if (row) this.kept.set(key, { row, until: performance.now() + FRESH_MS });
    return row;
  }

  /** [tx] Now, for whoever reads in this transaction, and after the commit, for whoever read before it. */
  forget(tenantId: string, id: string): void {
    const forget = (): void => void this.kept.delete(`${tenantId} ${id}`);
    forget();
    this.db.afterCommit(forget);
  }
}
