import { Global, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { CONFIG, type Config } from '../config/index.js';
import { TenantSequelize } from './context.js';
import { extendedPg } from './extended-pg.js';
import { roleUrl } from './roles.js';
import { SystemDb } from './system-db.js';
import { TenantDb } from './tenant-db.js';

/** Closed last, after everything that might still write. */
@Injectable()
class Connections implements OnApplicationShutdown {
  constructor(
    private readonly tenants: TenantDb,
    private readonly system: SystemDb,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.tenants.close(), this.system.close()]);
  }
}

function openTenantDb(config: Config): TenantDb {
  const url = new URL(roleUrl(required(config), 'app_runtime', config.secretKey));
  const sequelize = new TenantSequelize({
    dialect: 'postgres',
    dialectModule: extendedPg,
    host: url.hostname,
    port: Number(url.port || 5432),
    username: url.username,
    password: decodeURIComponent(url.password),
    database: url.pathname.slice(1),
    logging: false,
    keepDefaultTimezone: true,
    standardConformingStrings: false,
    databaseVersion: '15.14.0',
    pool: { max: config.databasePool, min: 0, idle: 30_000, acquire: 20_000 },
    dialectOptions: {
      clientMinMessages: 'ignore',
      application_name: 'hostwright',
      statement_timeout: 30_000,
      idle_in_transaction_session_timeout: 60_000,
    },
  } as unknown as ConstructorParameters<typeof TenantSequelize>[1] & object);
  return new TenantDb(sequelize);
}

function openSystemDb(config: Config): SystemDb {
  const pool = new pg.Pool({
    connectionString: roleUrl(required(config), 'app_system', config.secretKey),
    max: 4,
    application_name: 'hostwright-system',
  });
  // An idle connection that the server closes is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  return new SystemDb(pool);
}

function required(config: Config): string {
  if (!config.databaseUrl)
    throw new Error('The database has no address: main.ts starts an embedded one when DATABASE_URL is missing');
  return config.databaseUrl;
}

@Global()
@Module({
  providers: [
    { provide: TenantDb, inject: [CONFIG], useFactory: openTenantDb },
    { provide: SystemDb, inject: [CONFIG], useFactory: openSystemDb },
    Connections,
  ],
  exports: [TenantDb, SystemDb],
})
export class DatabaseModule {}
