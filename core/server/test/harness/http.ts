import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AuditModule } from '../../src/platform/audit/index.js';
import { ClockModule } from '../../src/platform/clock/index.js';
import { type Config, ConfigModule } from '../../src/platform/config/index.js';
import { DatabaseModule, TenantDb } from '../../src/platform/database/index.js';
import { EventsModule } from '../../src/platform/events/index.js';
import { FaultsModule } from '../../src/platform/faults/index.js';
import { checkRoutes, fastifyOptions, HttpAdapter, HttpModule, prepareHttp } from '../../src/platform/http/index.js';
import { IdentityModule } from '../../src/platform/identity/index.js';
import { JobsModule } from '../../src/platform/jobs/index.js';
import { TenancyModule, TenantSetup, type NewTenant, type Tenant } from '../../src/platform/tenancy/index.js';
import type { TestDatabase } from './database.js';
import { ManualClock } from './manual-clock.js';
import { someTenant, testConfig } from './platform.js';

@Module({})
class HttpOnly {}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>;
  readonly text: string;
  // Tests look into answers of every shape.
  json<T = Record<string, never>>(): T;
  /** Value of a cookie that the answer sets. */
  cookie(name: string): string | undefined;
}

export interface TestCall {
  readonly body?: unknown;
  readonly token?: string;
  readonly cookie?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Another host name than the tenant's. */
  readonly host?: string;
}

export interface TestHttp {
  readonly app: NestFastifyApplication;
  readonly db: TenantDb;
  readonly clock: ManualClock;
  readonly config: Config;
  tenant(changes?: Partial<NewTenant>): Promise<Tenant>;
  /** A request to the tenant's host: `call(tenant, 'POST /api/store/sessions', { body })`. */
  call(tenant: Tenant, route: string, call?: TestCall): Promise<TestAnswer>;
  close(): Promise<void>;
}

/** The platform behind its real HTTP layer, without billing, plus the modules a test asks for. */
export async function testHttp(
  database: TestDatabase,
  modules: readonly (Type | DynamicModule)[] = [],
  changes: Readonly<Record<string, string>> = {},
): Promise<TestHttp> {
  const config = testConfig(database, changes);
  const clock = new ManualClock();
  const platform = [
    ConfigModule.for(config),
    ClockModule.with(clock),
    DatabaseModule,
    FaultsModule,
    TenancyModule,
    JobsModule,
    EventsModule,
    AuditModule,
  ];
  const root: DynamicModule = { module: HttpOnly, imports: [...platform, HttpModule, IdentityModule, ...modules] };
  const adapter = new HttpAdapter(fastifyOptions(config));
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger: ['error', 'fatal'],
    abortOnError: false,
    bodyParser: false,
  });
  await prepareHttp(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  checkRoutes(app);
  return {
    app,
    clock,
    config,
    db: app.get(TenantDb),
    tenant: wanted => app.get(TenantSetup).create({ ...someTenant(), ...wanted }),
    call: (tenant, route, call = {}) => send(app, tenant.canonicalHost, route, call),
    close: () => app.close(),
  };
}

async function send(app: NestFastifyApplication, host: string, route: string, call: TestCall): Promise<TestAnswer> {
  const [method, url] = route.split(' ') as ['GET', string];
  const isRaw = typeof call.body === 'string' || Buffer.isBuffer(call.body);
  const response = await app.inject({
    method,
    url,
    headers: {
      host: call.host ?? host,
      ...(call.body !== undefined && { 'content-type': 'application/json' }),
      ...(call.token !== undefined && { authorization: `Bearer ${call.token}` }),
      ...(call.cookie !== undefined && { cookie: call.cookie }),
      ...call.headers,
    },
    ...(call.body !== undefined && { payload: isRaw ? (call.body as string) : JSON.stringify(call.body) }),
  });
  return {
    status: response.statusCode,
    headers: response.headers,
    text: response.body,
    json: <T>() => JSON.parse(response.body) as T,
    cookie: name => response.cookies.find(cookie => cookie.name === name)?.value,
  };
}
