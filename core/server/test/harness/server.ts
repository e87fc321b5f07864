import { startSandboxCloud, type SandboxCloud } from '@hostwright/plugin-sandbox-cloud/vendor';
import { startSandboxPay, type SandboxPay } from '@hostwright/plugin-sandbox-pay/vendor';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../src/create-app.js';
import type { Config } from '../../src/platform/config/index.js';
import { TenantDb } from '../../src/platform/database/index.js';
import { Jobs } from '../../src/platform/jobs/index.js';
import { testDatabase, type TestDatabase } from './database.js';
import { DueJobs } from './due-jobs.js';
import { startMailbox, type Mailbox } from './mailbox.js';
import { ManualClock } from './manual-clock.js';
import { testConfig } from './platform.js';

export interface ServerRequest {
  readonly host?: string;
  readonly token?: string;
  /** A text or bytes go out as they are, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ServerAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>;
  readonly text: string;
  json<T = Record<string, never>>(): T;
}

/** The whole application on a database of its own, with everything it talks to; all of them live by one clock. */
export interface TestServer {
  readonly app: NestFastifyApplication;
  readonly db: TenantDb;
  readonly clock: ManualClock;
  readonly config: Config;
  readonly database: TestDatabase;
  readonly pay: SandboxPay;
  readonly cloud: SandboxCloud;
  readonly mailbox: Mailbox;
  readonly jobs: DueJobs;
  request(method: string, path: string, request?: ServerRequest): Promise<ServerAnswer>;
  /** Does what is due now. */
  runJobs(): Promise<void>;
  /** Lets time go by, `'5 minutes'`, and does what becomes due on the way, each piece at its moment. */
  passTime(span: string): Promise<void>;
  close(): Promise<void>;
}

const UNIT_MS: Readonly<Record<string, number>> = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 };

export async function aServer(changes: Readonly<Record<string, string>> = {}): Promise<TestServer> {
  const database = await testDatabase();
  const clock = new ManualClock();
  const pay = await startSandboxPay({ clock, webhookRetriesMs: [] });
  const cloud = await startSandboxCloud({ clock });
  const mailbox = await startMailbox();
  const { ALLOWED_PRIVATE_HOSTS: others, ...rest } = changes;
  const peers = [new URL(pay.url).host, new URL(cloud.url).host, `${mailbox.host}:${mailbox.port}`, ...(others ? [others] : [])];
  const config = testConfig(database, { ALLOWED_PRIVATE_HOSTS: peers.join(','), DATABASE_POOL: '8', ...rest });
  const app = await createApp(config, clock);
  await app.getHttpAdapter().getInstance().ready();
  const jobs = new DueJobs(database, app.get(Jobs), clock);

  const passTo = async (end: number): Promise<void> => {
    for (;;) {
      await jobs.run();
      const next = (await jobs.next())?.getTime();
      const now = clock.now().getTime();
      clock.pass(Math.max(0, Math.min(next ?? end, end) - now));
      if (next === undefined || next > end) return;
    }
  };

  return {
    ...{ app, clock, config, database, pay, cloud, mailbox, jobs, db: app.get(TenantDb) },
    request: (method, path, request = {}) => send(app, method, path, request),
    runJobs: () => jobs.run(),
    passTime: span => passTo(clock.now().getTime() + milliseconds(span)),
    async close() {
      await jobs.close();
      await app.close();
      await Promise.all([pay.close(), cloud.close(), mailbox.close()]);
      await database.drop();
    },
  };
}

function milliseconds(span: string): number {
  const [, count, unit] = /^(\d+) (second|minute|hour|day)s?$/.exec(span) ?? [];
  if (count === undefined || unit === undefined) throw new TypeError(`"${span}" is no span of time like "5 minutes"`);
  return Number(count) * UNIT_MS[unit]!;
}

async function send(app: NestFastifyApplication, method: string, path: string, request: ServerRequest): Promise<ServerAnswer> {
  const { host, token, body, headers } = request;
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
  const response = await app.inject({
    method: method as 'GET',
    url: path,
    headers: {
      ...(host !== undefined && { host }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body !== undefined && { payload: isRaw ? (body as string) : JSON.stringify(body) }),
  });
  return {
    status: response.statusCode,
    headers: response.headers,
    text: response.body,
    json: <T>() => JSON.parse(response.body) as T,
  };
}
