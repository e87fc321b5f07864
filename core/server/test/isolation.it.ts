import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkIsolation, roleUrl, sqlState, TenantContextMissing, type CatalogueReader } from '../src/platform/database/index.js';
import { testDatabase, type TestDatabase } from './harness/database.js';
import { testPlatform } from './harness/platform.js';
import { GeneratedRows, insertOf, tenantTables, type TenantTable } from './isolation/generated-rows.js';
import { GROUND, MUTANTS } from './isolation/mutants.js';

let database: TestDatabase;
let admin: pg.Client;

beforeAll(async () => {
  database = await testDatabase();
  admin = await connected(database.url);
});

afterAll(async () => {
  await admin.end();
  await database.drop();
});

describe('the schema', () => {
  it('keeps every law of isolation', async () => {
    expect(await checkIsolation(readerOf(admin))).toEqual([]);
  });

  it.each(['app_runtime', 'app_system'] as const)('is judged alike by %s', async role => {
    const client = await connected(roleUrl(database.url, role, database.secretKey));

    expect(await checkIsolation(readerOf(client))).toEqual([]);

    await client.end();
  });

  it.each(['ledger_postings', 'events', 'audit_entries', 'invoices', 'documents', 'billed_periods', 'handled_events'])(
    'gives the application no way to unwrite %s',
    async table => {
      const { rows } = await admin.query<{ removes: boolean; rewrites: boolean }>(
        `select has_table_privilege('app_runtime', $1, 'DELETE, TRUNCATE') as removes, has_table_privilege('app_runtime', $1, 'UPDATE') as rewrites`,
        [`app.${table}`],
      );

      expect(rows).toEqual([{ removes: false, rewrites: false }]);
    },
  );
});

describe('the check of the schema', () => {
  /** The rules that a mistake breaks. Roles belong to the whole cluster, where another test may touch the same one now. */
  async function newFaults(sql: string, attempt = 1): Promise<string[]> {
    await admin.query('begin');
    try {
      await admin.query(GROUND);
      const known = new Set((await checkIsolation(readerOf(admin))).map(fault => JSON.stringify(fault)));
      await admin.query(sql);
      const faults = await checkIsolation(readerOf(admin));
      return faults.filter(fault => !known.has(JSON.stringify(fault))).map(fault => fault.rule);
    } catch (error) {
      if (attempt === 5 || !isTouchedByAnother(error)) throw error;
    } finally {
      await admin.query('rollback');
    }
    return newFaults(sql, attempt + 1);
  }

  it.each(MUTANTS)('sees when $mistake', async ({ sql, rule }) => {
    const found = await newFaults(sql);

    expect(found).toContain(rule);
  });
});

describe('rows of two tenants in every table', () => {
  const [ours, theirs] = [randomUUID(), randomUUID()];
  let open: TestDatabase;
  let owner: pg.Client;
  let runtime: pg.Client;
  let tables: readonly TenantTable[];
  let rows: GeneratedRows;

  /** Policies must hold by themselves, so the application is granted everything here, and no check or trigger stands in the way. */
  beforeAll(async () => {
    open = await testDatabase();
    owner = await connected(open.url);
    tables = await tenantTables(owner);
    rows = new GeneratedRows(tables);
    await owner.query('grant select, insert, update, delete on all tables in schema app to app_runtime');
    const checks = await owner.query<{ table: string; name: string }>(
      `select conrelid::regclass::text as table, conname as name from pg_constraint where contype = 'c' and connamespace = 'app'::regnamespace`,
    );
    for (const { table, name } of checks.rows) await owner.query(`alter table ${table} drop constraint ${name}`);
    for (const { name } of tables) await owner.query(`alter table app.${name} disable trigger user`);
    await owner.query('set session_replication_role = replica');
    for (const table of tables) {
      for (const tenant of [ours, theirs]) await owner.query(insertOf(table, rows.of(table, tenant)));
    }
    runtime = await connected(roleUrl(open.url, 'app_runtime', open.secretKey));
  });

  afterAll(async () => {
    await runtime.end();
    await owner.end();
    await open.drop();
  });

  const eachTable = async (check: (table: TenantTable) => Promise<void>): Promise<void> => {
    expect(tables.length).toBeGreaterThan(20);
    for (const table of tables) await check(table);
  };

  /** In a transaction of our tenant that leaves nothing behind: what the statement touched, or the state it failed with. */
  const tryAs = async (tenant: string | undefined, statement: string | pg.QueryConfig): Promise<number | string> => {
    await runtime.query('begin');
    await runtime.query('set constraints all immediate'); // nothing is committed here: what waits for the commit is checked now
    if (tenant !== undefined) await runtime.query(`set local app.tenant_id = '${tenant}'`);
    try {
      return (await runtime.query(statement)).rowCount ?? 0;
    } catch (error) {
      return sqlState(error) ?? String(error);
    } finally {
      await runtime.query('rollback');
    }
  };

  it('shows a tenant its own row and no other', async () => {
    await eachTable(async ({ name }) => {
      await runtime.query('begin');
      await runtime.query(`set local app.tenant_id = '${ours}'`);
      const found = await runtime.query<{ tenant_id: string }>(`select tenant_id from app.${name}`);
      await runtime.query('rollback');
      expect([name, found.rows]).toEqual([name, [{ tenant_id: ours }]]);
    });
  });

  it('changes and deletes nothing of another tenant', async () => {
    await eachTable(async ({ name }) => {
      const changed = await tryAs(ours, `update app.${name} set tenant_id = tenant_id where tenant_id = '${theirs}'`);
      const deleted = await tryAs(ours, `delete from app.${name} where tenant_id = '${theirs}'`);
      expect([name, changed, deleted]).toEqual([name, 0, 0]);
    });
  });

  it('writes nothing for another tenant', async () => {
    await eachTable(async table => {
      const written = await tryAs(ours, insertOf(table, rows.fresh(table, theirs)));
      expect([table.name, written]).toEqual([table.name, '42501']);
    });
  });

  it('gives no row away to another tenant', async () => {
    await eachTable(async ({ name }) => {
      const moved = await tryAs(ours, `update app.${name} set tenant_id = '${theirs}' where tenant_id = '${ours}'`);
      expect([name, moved]).toEqual([name, '42501']);
    });
  });

  it('fails loudly without a tenant', async () => {
    await eachTable(async ({ name }) => {
      const outcomes = [
        await tryAs(undefined, `select * from app.${name}`),
        await tryAs(undefined, `update app.${name} set tenant_id = tenant_id`),
        await tryAs(undefined, `delete from app.${name}`),
      ];
      expect([name, ...outcomes]).toEqual([name, 'P0T01', 'P0T01', 'P0T01']);
    });
  });

  it('fails loudly when the tenant is an empty word', async () => {
    await eachTable(async ({ name }) => {
      expect([name, await tryAs('', `select * from app.${name}`)]).toEqual([name, 'P0T01']);
    });
  });

  it('empties no table', async () => {
    await eachTable(async ({ name }) => {
      expect([name, await tryAs(ours, `truncate app.${name} cascade`)]).toEqual([name, '42501']);
    });
  });

  it('points at no row of another tenant', async () => {
    const pointed: string[] = [];
    await eachTable(async table => {
      for (const key of table.foreignKeys.filter(({ parent }) => parent !== 'tenants')) {
        const columns = key.columns.filter(column => column !== 'tenant_id');
        const foreign = rows.pointer(key, theirs);
        const text = `update app.${table.name} set ${columns.map((column, place) => `${column} = $${place + 1}`).join(', ')}`;
        expect([key.name, await tryAs(ours, { text, values: columns.map(column => foreign[column]) })]).toEqual([
          key.name,
          '23503',
        ]);
        pointed.push(key.name);
      }
    });
    expect(pointed.length).toBeGreaterThan(15);
  });

  it('forgets the tenant with the end of the transaction', async () => {
    await runtime.query('begin');
    await runtime.query(`set local app.tenant_id = '${ours}'`);
    await runtime.query('commit');

    await expect(runtime.query('select * from app.invoices')).rejects.toMatchObject({ code: 'P0T01' });
  });

  it('hides the operators of the platform from the application', async () => {
    await owner.query(`insert into app.operators values (gen_random_uuid(), 'olena@platform.example', 'Olena', 'hash', now())`);

    expect(await tryAs(ours, 'select * from app.operators')).toBe(0);
  });

  it('lets no query name another tenant on its way', async () => {
    expect(await tryAs(ours, `select set_config('app.tenant_id', '${theirs}', true), * from app.invoices`)).toBe('42501');
  });
});

describe('the door to the rows', () => {
  it('takes no query outside a tenant, and none that outlives its transaction', async () => {
    const platform = await testPlatform(database);
    const { id } = await platform.tenant();
    let late: (() => Promise<unknown>) | undefined;

    await expect(platform.db.query('select * from customers')).rejects.toThrow(TenantContextMissing);
    await platform.db.run(id, async () => {
      late = () => platform.db.query('select * from customers');
    });
    await expect(late!()).rejects.toThrow(TenantContextMissing);

    await platform.close();
  });
});

/** PostgreSQL's "tuple concurrently updated". */
const isTouchedByAnother = (error: unknown): boolean => sqlState(error) === 'XX000';

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

const readerOf = (client: pg.Client): CatalogueReader => ({
  query: async <Row extends object>(sql: string, bind: readonly unknown[] = []) => (await client.query<Row>(sql, [...bind])).rows,
});
