import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import type { TestProject } from 'vitest/node';
import { EmbeddedPostgres, migrate, roleUrl } from '../src/platform/database/index.js';

declare module 'vitest' {
  interface ProvidedContext {
    adminUrl: string;
    secretKey: string;
  }
}

export const TEMPLATE = 'hostwright_template';

/** One PostgreSQL for the run, migrated once; each file clones the result. Durability is off: the data dies with the run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hostwright-test-'));
  await chmod(folder, 0o711);
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '128MB' };
  const postgres = await EmbeddedPostgres.start({
    directory: path.join(folder, 'pg'),
    password: randomBytes(12).toString('hex'),
    settings,
  });
  const secretKey = randomBytes(32);
  const admin = new pg.Client({ connectionString: postgres.url });
  await admin.connect();
  await admin.query(`create database ${TEMPLATE}`);
  await admin.end();
  const template = new URL(postgres.url);
  template.pathname = `/${TEMPLATE}`;
  await migrate(template.toString(), secretKey);
  const boss = new PgBoss({
    connectionString: roleUrl(template.toString(), 'app_jobs', secretKey),
    schema: 'pgboss',
    createSchema: false,
  });
  await boss.start();
  await boss.stop({ graceful: false });
  project.provide('adminUrl', postgres.url);
  project.provide('secretKey', secretKey.toString('base64'));
  return async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
