import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { EmbeddedPostgres } from '../dist/platform/database/index.js';

/** A PostgreSQL of the bench's own, as durable as PostgreSQL is by itself: fsync on, every commit waits for the disk. */
export async function startCluster() {
  const folder = mkdtempSync(path.join(tmpdir(), 'hostwright-bench-'));
  chmodSync(folder, 0o711);
  const postgres = await EmbeddedPostgres.start({
    directory: path.join(folder, 'pg'),
    password: randomBytes(12).toString('hex'),
  });
  const admin = new pg.Client({ connectionString: postgres.url });
  await admin.connect();
  const { rows } = await admin.query(
    `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit, pg_postmaster_start_time(), current_setting('data_directory') as directory`,
  );
  if (rows[0].fsync !== 'on' || rows[0].commit !== 'on') throw new Error('The bench needs a PostgreSQL that waits for the disk');
  return {
    url: postgres.url,
    admin,
    folder,
    directory: rows[0].directory,
    async stop() {
      await admin.end();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
