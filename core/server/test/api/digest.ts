import pg from 'pg';
import type { TestDatabase } from '../harness/database.js';

/** Tells whether anything at all has been written: rows of every table, and work for later. */
export class Digest {
  private constructor(
    private readonly admin: pg.Client,
    private readonly sql: string,
  ) {}

  static async of(database: TestDatabase): Promise<Digest> {
    const admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    const { rows } = await admin.query<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind = 'r'`,
    );
    const tables = [...rows.map(row => row.name), 'pgboss.job'];
    const sums = tables.map(
      name => `select '${name}' as name, md5(string_agg(t::text, '|' order by t::text)) as sum from ${name} t`,
    );
    return new Digest(admin, sums.join(' union all '));
  }

  /** A sum for each table, so that a difference says where. */
  async take(): Promise<Readonly<Record<string, string | null>>> {
    const { rows } = await this.admin.query<{ name: string; sum: string | null }>(this.sql);
    return Object.fromEntries(rows.map(row => [row.name, row.sum]));
  }

  async close(): Promise<void> {
    await this.admin.end();
  }
}
