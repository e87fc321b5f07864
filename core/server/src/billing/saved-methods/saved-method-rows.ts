import { Injectable } from '@nestjs/common';
import { TenantDb } from '../../platform/database/index.js';
import { Problem } from '../../platform/http/index.js';
import type { SavedMethodRow } from './saved-method.js';

const COLUMNS = `id, installation_id, customer_id, token_hash, token_sealed, label, expires_month, expires_year, state, is_default, notices,
  created_at, removed_at`;

const SETTABLE = {
  tokenSealed: 'token_sealed',
  label: 'label',
  expiresMonth: 'expires_month',
  expiresYear: 'expires_year',
  state: 'state',
  isDefault: 'is_default',
  notices: 'notices',
  removedAt: 'removed_at',
} as const satisfies Partial<Record<keyof SavedMethodRow, string>>;

export type SavedMethodChanges = { readonly [Name in keyof typeof SETTABLE]?: SavedMethodRow[Name] };

/** The table of saved methods. Every method runs inside `TenantDb.run`. */
@Injectable()
export class SavedMethodRows {
  constructor(private readonly db: TenantDb) {}

  /** Changes to the methods of one customer happen one after another. */
  async lockCustomer(customerId: string): Promise<void> {
    await this.db.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `saved-methods ${this.db.tenantId} ${customerId}`,
    ]);
  }

  find(id: string): Promise<SavedMethodRow | undefined> {
    return this.one('id = $2', [id]);
  }

  /** 404 for one that is not there, is removed or is somebody else's. */
  async readActive(id: string, customerId: string): Promise<SavedMethodRow> {
    const row = await this.one(`id = $2 and customer_id = $3 and state = 'active'`, [id, customerId]);
    if (!row) throw new Problem('not-found');
    return row;
  }

  byToken(installationId: string, customerId: string, tokenHash: string): Promise<SavedMethodRow | undefined> {
    return this.one('installation_id = $2 and customer_id = $3 and token_hash = $4', [installationId, customerId, tokenHash]);
  }

  defaultOf(customerId: string): Promise<SavedMethodRow | undefined> {
    return this.one('customer_id = $2 and is_default', [customerId]);
  }

  activeOf(customerId: string): Promise<SavedMethodRow[]> {
    return this.many(`customer_id = $2 and state = 'active' order by is_default desc, created_at desc, id desc`, [customerId]);
  }

  /** Active ones whose month is within two of this one, for the notices about their end. */
  endingBetween(from: Temporal.PlainYearMonth, to: Temporal.PlainYearMonth): Promise<SavedMethodRow[]> {
    return this.many(`state = 'active' and expires_year * 12 + expires_month between $2 and $3 order by id`, [
      from.year * 12 + from.month,
      to.year * 12 + to.month,
    ]);
  }

  async insert(row: SavedMethodRow): Promise<void> {
    await this.db.insert('saved_methods', { ...row });
  }

  async update(id: string, changes: SavedMethodChanges): Promise<void> {
    const entries = Object.entries(changes) as [keyof SavedMethodChanges, unknown][];
    const sets = entries.map(([name], index) => `${SETTABLE[name]} = $${index + 3}`).join(', ');
    await this.db.execute(`update saved_methods set ${sets} where tenant_id = $1 and id = $2`, [
      this.db.tenantId,
      id,
      ...entries.map(([, value]) => value),
    ]);
  }

  private async one(condition: string, bind: readonly unknown[]): Promise<SavedMethodRow | undefined> {
    return (await this.many(condition, bind))[0];
  }

  private many(condition: string, bind: readonly unknown[]): Promise<SavedMethodRow[]> {
    return this.db.query(`select ${COLUMNS} from saved_methods where tenant_id = $1 and ${condition}`, [
      this.db.tenantId,
      ...bind,
    ]);
  }
}
