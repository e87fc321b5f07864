import path from 'node:path';
import { type Config } from './platform/config/index.js';
import { EmbeddedPostgres, migrate, rolePassword, type MigrationReport } from './platform/database/index.js';

export interface DatabaseAtHand {
  readonly config: Config & { readonly databaseUrl: string };
  readonly report: MigrationReport;
  /** Somebody else's, or left behind by an earlier run: it was there before. */
  readonly wasRunning: boolean;
  /** Stops what was started here; a database that was there before stays. */
  stop(): Promise<void>;
}

/** The database of DATABASE_URL or, without one, an embedded PostgreSQL in the data folder; migrated either way. */
export async function databaseAtHand(config: Config, say: (line: string) => void = () => undefined): Promise<DatabaseAtHand> {
  const embedded = config.databaseUrl === undefined ? await startEmbedded(config, say) : undefined;
  const databaseUrl = config.databaseUrl ?? embedded!.url;
  const report = await migrate(databaseUrl, config.secretKey);
  if (report.applied.length > 0) say(`Applied ${report.applied.length} migrations`);
  return {
    config: { ...config, databaseUrl },
    report,
    wasRunning: embedded?.wasRunning ?? true,
    stop: async () => embedded?.stop(),
  };
}

function startEmbedded(config: Config, say: (line: string) => void): Promise<EmbeddedPostgres> {
  const directory = path.join(config.dataDir, 'postgres');
  say(`Starting PostgreSQL in ${path.relative(process.cwd(), directory) || directory}`);
  return EmbeddedPostgres.start({ directory, password: rolePassword('postgres', config.secretKey) });
}
