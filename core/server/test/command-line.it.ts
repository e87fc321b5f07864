import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectRoot } from '../src/platform/config/index.js';
import { testDatabase, type TestDatabase } from './harness/database.js';

let database: TestDatabase;
let dataDir: string;

beforeAll(async () => {
  database = await testDatabase();
  dataDir = mkdtempSync(path.join(tmpdir(), 'hostwright-cli-'));
});

afterAll(async () => {
  rmSync(dataDir, { recursive: true, force: true });
  await database.drop();
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The compiled command line, as `npx hostwright` runs it. */
function hostwright(...args: readonly string[]): Promise<Ran> {
  const SECRET_KEY = database.secretKey.toString('base64');
  const env = { PATH: process.env['PATH'], DATABASE_URL: database.url, DATA_DIR: dataDir, SECRET_KEY };
  const file = path.join(projectRoot, 'core/server/bin/hostwright.mjs');
  return new Promise(resolve => {
    const child = execFile(process.execPath, [file, ...args], { env }, (_error, out, err) => {
      resolve({ code: child.exitCode ?? 1, out, err });
    });
  });
}

it.each([
  [['nonsense'], 'There is no command "nonsense"'],
  [['tenant'], 'There is: tenant create, tenant list'],
  [['tenant', 'create', '--slug', 'acme'], '--name is missing'],
  [['tenant', 'list', '--loud'], "Unknown option '--loud'"],
  [['staff', 'create', '--tenant', 'acme', '--email', 'nobody', '--name', 'A'], '"nobody" is no e-mail address'],
  [['doctor', 'now'], '"now" is one argument too many'],
])('names what it does not understand in %j', async (args, words) => {
  const { code, err } = await hostwright(...args);

  expect(err).toContain(words);
  expect(code).toBe(2);
});

it('opens a shop, lets its owner in, and finds it well until it is not', async () => {
  const created = await hostwright(
    ...['tenant', 'create', '--slug', 'acme', '--name', 'Acme Hosting', '--host', 'acme.localhost'],
    ...['--email', 'billing@acme.example', '--country', 'EE', '--also-in', 'uk', '--also-sell-in', 'UAH'],
  );
  expect(created).toMatchObject({ code: 0, err: '' });
  expect((await hostwright('tenant', 'list')).out).toContain('acme  active  http://acme.localhost');

  const staff = ['staff', 'create', '--tenant', 'acme', '--email', 'ada@acme.example', '--name', 'Ada'];
  const owner = await hostwright(...staff);
  expect(owner.out).toMatch(/owner of acme[^]*password: \S{16,}/);
  expect(await hostwright(...staff)).toMatchObject({ code: 2 });

  expect(await hostwright('doctor')).toMatchObject({ code: 0 });
  const [id] = created.out.split(' ');
  await asAdmin(`insert into app.number_series (tenant_id, series, next) values ('${id}', 'ACM-2026', 3)`);
  const broken = await hostwright('doctor');
  expect(broken.code).toBe(1);
  expect(broken.out).toContain('BROKEN  I6');
  expect(broken.out).toContain('acme: series ACM-2026');
  expect(await hostwright('ledger', 'verify')).toMatchObject({ code: 0 });
}, 120_000);

async function asAdmin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}
