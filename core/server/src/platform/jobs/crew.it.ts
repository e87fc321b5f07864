import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { testConfig, someTenant } from '../../../test/harness/platform.js';
import { ClockModule } from '../clock/index.js';
import { ConfigModule } from '../config/index.js';
import { DatabaseModule, TenantDb } from '../database/index.js';
import { TenancyModule, TenantSetup } from '../tenancy/index.js';
import { type JobData, Jobs, JobsModule } from './index.js';

interface Piece extends JobData {
  readonly name: string;
}

class Root {}

let database: TestDatabase;
let app: INestApplicationContext;
let tenantId: string;

/** Jobs of the group `stuck` never end by themselves. */
const running = new Set<string>();
const done: string[] = [];
let most = 0;
let release = (): void => undefined;
const stuck = new Promise<void>(resolve => (release = resolve));
let failures = 1;

async function work({ name }: Piece): Promise<void> {
  running.add(name);
  const mine = [...running].filter(other => other.split('-')[0] === name.split('-')[0]).length;
  most = Math.max(most, mine);
  if (name.startsWith('stuck')) await stuck;
  if (name === 'once-0' && failures-- > 0) {
    running.delete(name);
    throw new Error('not this time');
  }
  running.delete(name);
  done.push(name);
}

let atWork = 0;
let mostAtWork = 0;
let ended = 0;

async function pair(): Promise<void> {
  atWork += 1;
  mostAtWork = Math.max(mostAtWork, atWork);
  await Promise.resolve();
  atWork -= 1;
  ended += 1;
}

beforeAll(async () => {
  database = await testDatabase();
  const imports = [
    ConfigModule.for(testConfig(database, { RUN_JOBS: 'true' })),
    ClockModule.with(undefined),
    DatabaseModule,
    TenancyModule,
    JobsModule,
  ];
  const useFactory = (jobs: Jobs): void => {
    jobs.work<Piece>('test/crew', work, { concurrency: 12, perGroup: 4 });
    jobs.work<Piece>('test/pair', pair, { concurrency: 2 });
  };
  const worker = { provide: 'worker', inject: [Jobs], useFactory };
  const root = { module: Root, imports, providers: [worker] };
  app = await NestFactory.createApplicationContext(root, { logger: ['fatal'], abortOnError: false });
  tenantId = (await app.get(TenantSetup).create(someTenant())).id;
});

afterAll(async () => {
  release();
  await app.close();
  await database.drop();
});

const send = (group: string, count: number): Promise<void> =>
  app.get(TenantDb).run(tenantId, async () => {
    const pieces = Array.from({ length: count }, (_, index) => ({ tenantId, name: `${group}-${index}` }));
    await app.get(Jobs).sendAll<Piece>('test/crew', pieces, { group });
  });

describe('many hands for one queue', () => {
  it('give no group more than its share, and a group that hangs leaves the others theirs', async () => {
    await send('stuck', 30);
    await vi.waitFor(() => expect(running.size).toBe(4), { timeout: 15_000 });
    await send('free', 40);

    await vi.waitFor(() => expect(done).toHaveLength(40), { timeout: 15_000 });

    expect([...running].every(name => name.startsWith('stuck'))).toBe(true);
    expect(running.size).toBe(4);
    expect(most).toBe(4);
    release();
    await vi.waitFor(() => expect(done).toHaveLength(70), { timeout: 15_000 });
    expect(new Set(done).size).toBe(70);
  });

  it('do not let one that came with hundreds stand before one that came after it with three', async () => {
    await send('many', 300);
    await send('few', 3);

    await vi.waitFor(() => expect(done.filter(name => name.startsWith('few'))).toHaveLength(3), { timeout: 15_000 });

    expect(done.filter(name => name.startsWith('many')).length).toBeLessThan(200);
    await vi.waitFor(() => expect(done.filter(name => name.startsWith('many'))).toHaveLength(300), { timeout: 30_000 });
  });

  it('take up again what has failed', async () => {
    await send('once', 1);

    await vi.waitFor(() => expect(done).toContain('once-0'), { timeout: 20_000 });
  });
});

describe('two hands for a queue without shares', () => {
  it('take one job after the other and wait for no round between them', async () => {
    const pieces = Array.from({ length: 60 }, (_, index) => ({ tenantId, name: String(index) }));
    await app.get(TenantDb).run(tenantId, () => app.get(Jobs).sendAll<Piece>('test/pair', pieces));

    // With a round of a second between two jobs it would take half a minute.
    await vi.waitFor(() => expect(ended).toBe(60), { timeout: 15_000 });

    expect(mostAtWork).toBeLessThanOrEqual(2);
  });
});
