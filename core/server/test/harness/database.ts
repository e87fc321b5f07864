import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { TEMPLATE } from '../global-setup.js';

export interface TestDatabase {
  readonly url: string;
  readonly secretKey: Buffer;
  drop(): Promise<void>;
}

/** A database of the file's own, cloned from the migrated one. */
export async function testDatabase(): Promise<TestDatabase> {
  const adminUrl = inject('adminUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(adminUrl, admin => cloned(admin, name));
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return {
    url: url.toString(),
    secretKey: Buffer.from(inject('secretKey'), 'base64'),
    drop: () => asAdmin(adminUrl, async admin => void (await admin.query(`drop database ${name} with (force)`))),
  };
}

/** Two files may ask at once: the template takes one at a time. */
async function cloned(admin: pg.Client, name: string): Promise<void> {
  await admin.query('select pg_advisory_lock(99)');
  await admin.query(`create database ${name} template ${TEMPLATE}`);
  await admin.query('select pg_advisory_unlock(99)');
}

async function asAdmin(url: string, work: (admin: pg.Client) => Promise<void>): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
