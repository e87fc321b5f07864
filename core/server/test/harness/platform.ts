import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DynamicModule, INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClockModule } from '../../src/platform/clock/index.js';
import { type Config, ConfigModule, readConfig } from '../../src/platform/config/index.js';
import { DatabaseModule, TenantDb } from '../../src/platform/database/index.js';
import { EventsModule } from '../../src/platform/events/index.js';
import { FaultsModule } from '../../src/platform/faults/index.js';
import { JobsModule } from '../../src/platform/jobs/index.js';
import { TenancyModule, TenantSetup, type NewTenant, type Tenant } from '../../src/platform/tenancy/index.js';
import type { TestDatabase } from './database.js';
import { ManualClock } from './manual-clock.js';

/** The configuration of a test's own server: everything that it writes goes away with it. */
export function testConfig(database: TestDatabase, changes: Readonly<Record<string, string>> = {}): Config {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'hostwright-data-'));
  process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
  return readConfig({
    NODE_ENV: 'test',
    DATABASE_URL: database.url,
    DATABASE_POOL: '4',
    SECRET_KEY: database.secretKey.toString('base64'),
    DATA_DIR: dataDir,
    PUBLIC_PORT: '3999',
    LOG_LEVEL: 'error',
    RUN_JOBS: 'false',
    RATE_LIMIT_FACTOR: '0',
    ...changes,
  });
}

/** Its parts are named where it is made. */
class PlatformOnly {}

export interface TestPlatform {
  readonly app: INestApplicationContext;
  readonly db: TenantDb;
  readonly clock: ManualClock;
  readonly config: Config;
  /** A fresh tenant: the unit of isolation of every test. */
  tenant(changes?: Partial<NewTenant>): Promise<Tenant>;
  close(): Promise<void>;
}

/** The platform without HTTP and without billing, plus the modules a test asks for. */
export async function testPlatform(
  database: TestDatabase,
  modules: readonly (Type | DynamicModule)[] = [],
): Promise<TestPlatform> {
  const config = testConfig(database);
  const clock = new ManualClock();
  const root: DynamicModule = {
    module: PlatformOnly,
    imports: [
      ConfigModule.for(config),
      ClockModule.with(clock),
      DatabaseModule,
      FaultsModule,
      TenancyModule,
      JobsModule,
      EventsModule,
      ...modules,
    ],
  };
  const app = await NestFactory.createApplicationContext(root, { logger: ['error', 'fatal'], abortOnError: false });
  return {
    app,
    clock,
    config,
    db: app.get(TenantDb),
    tenant: changes => app.get(TenantSetup).create({ ...someTenant(), ...changes }),
    close: () => app.close(),
  };
}

export function someTenant(): NewTenant {
  const slug = `t${randomBytes(5).toString('hex')}`;
  return {
    slug,
    name: 'Test Hosting',
    locale: 'en',
    locales: ['en', 'uk', 'ru'],
    currency: 'EUR',
    currencies: ['EUR', 'USD', 'UAH'],
    timeZone: 'Europe/Kyiv',
    theme: 'meridian',
    brand: {},
    legal: {
      name: 'Test Hosting OÜ',
      registration: '12345678',
      taxNumber: 'EE101234567',
      street: 'Pikk 1',
      city: 'Tallinn',
      postalCode: '10123',
      country: 'EE',
      email: 'billing@test.example',
    },
    texts: {},
    hosts: [`${slug}.localhost`],
  };
}
