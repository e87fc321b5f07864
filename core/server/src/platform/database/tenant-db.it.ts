import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { testPlatform, type TestPlatform } from '../../../test/harness/platform.js';
import { newId, TenantContextMissing, TenantContextMixed } from './index.js';

let database: TestDatabase;
let platform: TestPlatform;

beforeAll(async () => {
  database = await testDatabase();
  platform = await testPlatform(database);
});
afterAll(async () => {
  await platform.close();
  await database.drop();
});

const customer = (email: string) => ({
  id: newId(),
  email,
  name: 'Somebody',
  nameKey: 'somebody',
  passwordHash: '-',
  locale: 'en',
  createdAt: new Date('2026-01-31T10:00:00Z'),
});

it('shows a tenant its own rows and nobody else’s', async () => {
  const [first, second] = [await platform.tenant(), await platform.tenant()];
  await platform.db.run(first.id, () => platform.db.insert('customers', customer('a@example.com')));

  const own = await platform.db.run(first.id, () => platform.db.query('select id from customers'));
  const foreign = await platform.db.run(second.id, () => platform.db.query('select id from customers'));

  expect(own).toHaveLength(1);
  expect(foreign).toHaveLength(0);
});

it('refuses a query outside a transaction, and one that outlives it', async () => {
  const tenant = await platform.tenant();
  let escaped: () => Promise<unknown> = () => Promise.resolve();

  await expect(platform.db.query('select 1')).rejects.toBeInstanceOf(TenantContextMissing);
  await platform.db.run(tenant.id, async () => {
    escaped = () => platform.db.query('select 1');
    await Promise.resolve();
  });

  await expect(escaped()).rejects.toBeInstanceOf(TenantContextMissing);
});

it('joins a nested run of the same tenant and refuses another’s', async () => {
  const [first, second] = [await platform.tenant(), await platform.tenant()];

  const joined = await platform.db.run(first.id, () =>
    platform.db.run(first.id, () => platform.db.one<{ id: string }>('select app.current_tenant()::text as id')),
  );

  expect(joined?.id).toBe(first.id);
  await expect(platform.db.run(first.id, () => platform.db.run(second.id, () => Promise.resolve()))).rejects.toBeInstanceOf(
    TenantContextMixed,
  );
});

it('keeps sixty units apart over a pool of four', async () => {
  const tenants = await Promise.all(Array.from({ length: 6 }, () => platform.tenant()));

  const answers = await Promise.all(
    Array.from({ length: 60 }, async (_, index) => {
      const tenant = tenants[index % tenants.length]!;
      return platform.db.run(tenant.id, async () => {
        await platform.db.insert('customers', customer(`c${index}@example.com`));
        const rows = await platform.db.query<{ tenantId: string }>('select tenant_id from customers');
        return rows.every(row => row.tenantId === tenant.id);
      });
    }),
  );

  expect(answers).toEqual(Array.from({ length: 60 }, () => true));
});

it('runs the whole unit again after a deadlock', async () => {
  const tenant = await platform.tenant();
  const [one, two] = [customer('one@example.com'), customer('two@example.com')];
  await platform.db.run(tenant.id, () => platform.db.insertAll('customers', [one, two]));
  let met = 0;
  const bothHold = new Promise<void>(resolve => {
    const timer = setInterval(() => met >= 2 && (clearInterval(timer), resolve()), 5);
  });
  const lockBoth = (ids: readonly [string, string]) =>
    platform.db.run(tenant.id, async () => {
      await platform.db.execute('update customers set name = name where id = $1', [ids[0]]);
      met += 1;
      await bothHold;
      return platform.db.execute('update customers set name = name where id = $1', [ids[1]]);
    });

  const touched = await Promise.all([lockBoth([one.id, two.id]), lockBoth([two.id, one.id])]);

  expect(touched).toEqual([1, 1]);
  expect(met).toBeGreaterThan(2);
});

it('refuses an injected change of tenant and a second statement', async () => {
  const [first, second] = [await platform.tenant(), await platform.tenant()];
  const inFirst = (sql: string) => platform.db.run(first.id, () => platform.db.query(sql));

  await expect(inFirst(`select set_config('app.tenant_id', '${second.id}', true)`)).rejects.toThrow(/permission denied/);
  await expect(inFirst(`select 1; set local app.tenant_id = '${second.id}'`)).rejects.toThrow(/multiple commands/);
});

it('calls what waits for the commit only when there is one', async () => {
  const tenant = await platform.tenant();
  const heard: string[] = [];

  await platform.db.run(tenant.id, async () => platform.db.afterCommit(() => heard.push('committed')));
  await platform.db
    .run(tenant.id, async () => {
      platform.db.afterCommit(() => heard.push('rolled back'));
      await Promise.reject(new Error('no'));
    })
    .catch((error: Error) => expect(error.message).toBe('no'));

  expect(heard).toEqual(['committed']);
});

it('goes on when a migration changes what a prepared statement returns', async () => {
  const tenant = await platform.tenant();
  const read = () =>
    platform.db.run(tenant.id, () => platform.db.query('select * from customers where tenant_id = $1', [tenant.id]));
  await platform.db.run(tenant.id, () => platform.db.insert('customers', customer('b@example.com')));
  for (let times = 0; times < 20; times += 1) await read();
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  await admin.query(`alter table app.customers add column favourite text default 'tea'`).finally(() => admin.end());

  expect(await read()).toMatchObject([{ favourite: 'tea' }]);
});

it('commits what trails, in the order in which it was said', async () => {
  const tenant = await platform.tenant();
  const row = customer('trailing@example.com');

  await platform.db.run(tenant.id, async () => {
    platform.db.trail(platform.db.insert('customers', row));
    const named = await platform.db.execute(`update customers set name = 'Renamed' where tenant_id = $1 and id = $2`, [
      tenant.id,
      row.id,
    ]);
    expect(named).toBe(1);
    platform.db.trail(
      platform.db.execute(`update customers set name = 'Again' where tenant_id = $1 and id = $2`, [tenant.id, row.id]),
    );
  });

  const kept = await platform.db.run(tenant.id, () => platform.db.one('select name from customers where id = $1', [row.id]));
  expect(kept).toEqual({ name: 'Again' });
});

it('ends the unit with the error of the statement that trailed, not of one that came after it', async () => {
  const tenant = await platform.tenant();
  const row = customer('twice@example.com');
  const unit = (after: () => Promise<unknown>) =>
    platform.db.run(tenant.id, async () => {
      platform.db.trail(platform.db.insert('customers', row));
      platform.db.trail(platform.db.insert('customers', row));
      await after();
    });

  for (const after of [() => Promise.resolve(), () => platform.db.query('select 1')])
    await expect(unit(after)).rejects.toMatchObject({ code: '23505' });

  expect(await platform.db.run(tenant.id, () => platform.db.query('select id from customers'))).toEqual([]);
});
