import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { Umzug, type UmzugStorage } from 'umzug';
import { prepareRoles } from './roles.js';

const MIGRATIONS = path.resolve(fileURLToPath(import.meta.url), '../../../../migrations');

/** Any number will do as long as every node takes the same one. */
const LOCK = 7_146_301;

export interface MigrationReport {
  readonly applied: readonly string[];
}

/**
 * Brings the database up to date: roles, schemas, then each SQL file once and in its own transaction.
 * Nodes that start together wait for each other under an advisory lock.
 */
export async function migrate(adminUrl: string, secretKey: Buffer): Promise<MigrationReport> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await prepareRoles(client, secretKey);
    await client.query('set role app_owner');
    await client.query('set search_path = app');
    await client.query(
      'create table if not exists app.migrations (name text primary key, applied_at timestamptz not null default now())',
    );
    await client.query('grant select on app.migrations to app_runtime, app_system');
    const applied = await migrations(client).up();
    return { applied: applied.map(migration => migration.name) };
  } finally {
    await client.end();
  }
}

function migrations(client: pg.Client) {
  return new Umzug({
    migrations: {
      glob: ['*.sql', { cwd: MIGRATIONS }],
      resolve: ({ name, path: file }) => ({ name, up: async () => runFile(client, name, file) }),
    },
    storage: new MigrationTable(client),
    logger: undefined,
  });
}

async function runFile(client: pg.Client, name: string, file: string | undefined): Promise<void> {
  await client.query('begin');
  try {
    await client.query(await readFile(file!, 'utf8'));
    await client.query('insert into app.migrations (name) values ($1)', [name]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

/** The name is written by `runFile`, inside the migration's own transaction. */
class MigrationTable implements UmzugStorage {
  constructor(private readonly client: pg.Client) {}

  async logMigration(): Promise<void> {}

  async unlogMigration(): Promise<void> {
    throw new Error('Migrations go upward only');
  }

  async executed(): Promise<string[]> {
    return (await this.client.query<{ name: string }>('select name from app.migrations order by name')).rows.map(row => row.name);
  }
}
