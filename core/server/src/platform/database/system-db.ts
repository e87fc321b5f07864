import pg from 'pg';
import { camelCased } from './tenant-db.js';

/** Reads what must be known before a tenant is: hosts, keys, installations, operators. Its role sees no other table. */
export class SystemDb {
  constructor(private readonly pool: pg.Pool) {}

  async query<Row extends object>(sql: string, bind: readonly unknown[] = []): Promise<Row[]> {
    const result = await this.pool.query({ text: sql, values: [...bind], queryMode: 'extended' } as pg.QueryConfig);
    return result.rows.map(row => camelCased<Row>(row as Record<string, unknown>));
  }

  /** A connection of its own for LISTEN; the caller releases it. */
  connect(): Promise<pg.PoolClient> {
    return this.pool.connect();
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
