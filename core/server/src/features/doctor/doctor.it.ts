import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MACHINE, PooledShop } from '../../../test/harness/pooled-shop.js';
import { aServer, type Shop, type TestServer } from '../../../test/harness/shop.js';
import { Doctor } from './index.js';

let server: TestServer;
let shop: Shop;

beforeAll(async () => {
  server = await aServer();
  const pooled = await PooledShop.open(server);
  const { customer } = pooled;
  shop = pooled.shop;
  await pooled.pool('Main', { limits: { slots: 9 } });
  await pooled.machine('ryzen', 'r4-u1');
  await shop.pay(customer, await pooled.order(await pooled.sellMachines('ryzen'), MACHINE));
  await shop.pay(customer, await shop.order(customer));
  await shop.passTime('2 minutes');
  await shop.startPayment(customer, (await shop.order(customer, { quantity: 2 })).invoiceId);
  await shop.runJobs();
});

afterAll(() => server.close());

const complaints = (): Promise<readonly string[]> => server.app.get(Doctor).complaints(shop.tenant.id);

/** What no role of the application may do; the superuser can, without triggers. */
async function damage(...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: server.database.url });
  await client.connect();
  try {
    await client.query(`set search_path = app; set session_replication_role = replica; ${statements.join(';')}`);
  } finally {
    await client.end();
  }
}

it('has nothing to say about a shop that is well', async () => {
  expect(await complaints()).toEqual([]);
  expect(await server.app.get(Doctor).isolation()).toMatchObject({ id: 'I5', findings: [] });
});

const sold = `(select id from invoices where state = 'paid' limit 1)`;

const aChange = (state: string, dueMinor: number, finishedAt: string): string =>
  `insert into service_changes (tenant_id, id, service_id, customer_id, state, plan_id, plan_version, plan_name, selection, facts,
     currency, before_minor, recurring_minor, due_minor, lines, covered, ordered_by, created_at, finished_at)
   select tenant_id, gen_random_uuid(), id, customer_id, '${state}', plan_id, plan_version, plan_name, selection, facts,
     currency, 0, 0, ${dueMinor}, '[]', '[]', 'staff', created_at, ${finishedAt} from services where state = 'active' limit 1`;

/** A table is put aside whole, damaged, looked at, and put back. */
it.each([
  [
    'I1',
    'a posting that grew',
    'ledger_postings',
    `update ledger_postings set amount_minor = amount_minor + 1 where source like 'gateway:%'`,
  ],
  ['I1', 'a posting that is gone', 'ledger_postings', `delete from ledger_postings where source like 'customer:%'`],
  [
    'I1',
    'a payment that brought less',
    'payments',
    `update payments set received_minor = received_minor - 1, applied_minor = applied_minor - 1 where state = 'succeeded'`,
  ],
  ['I2', 'an invoice that took more', 'invoices', `update invoices set paid_minor = paid_minor + 1 where state = 'paid'`],
  [
    'I2',
    'an invoice paid twice',
    'events',
    `insert into events select tenant_id, gen_random_uuid(), name, data, occurred_at from events where name = 'invoice.paid'`,
  ],
  ['I6', 'a number left out', 'invoices', `update invoices set sequence = 7 where state = 'open'`],
  [
    'I6',
    'a line changed later',
    'invoices',
    `update invoices set buyer = buyer || '{"name":"Somebody else"}' where id = ${sold}`,
  ],
  ['I7', 'a server that nobody paid for', 'services', `update services set state = 'active' where state = 'pending'`],
  ['I7', 'an invoice paid by a stroke of the pen', 'invoices', `update invoices set state = 'paid' where state = 'open'`],
  ['I8', 'a service that nobody ordered', 'orders', `update orders set items = items || items where state = 'completed'`],
  [
    'I8',
    'an activation told twice',
    'events',
    `insert into events select tenant_id, gen_random_uuid(), name, data, occurred_at from events where name = 'service.activated'`,
  ],
  ['I10', 'an open payment that nobody asks about', 'pgboss.job', `delete from pgboss.job where name = 'payments/reconcile'`],
  ['I10', 'a change with which nothing goes on', 'service_changes', aChange('under-way', 0, 'null')],
  [
    'I10',
    'a service that was cancelled, and that nobody ends',
    'services',
    `update services set ends_at = created_at + interval '9 days' where state = 'active'`,
  ],
  ['I7', 'a change that was done without the money for it', 'service_changes', aChange('done', 100, 'created_at')],
  [
    'I11',
    'a payment that says that something went back',
    'payments',
    `update payments set refunded_minor = 1 where state = 'succeeded'`,
  ],
  ['I14', 'a member that has lost count', 'pool_members', 'update pool_members set used_slots = used_slots - 1'],
  ['I14', 'a place that takes more than it was given', 'placements', `update placements set slots = slots + 1`],
  ['I14', 'a machine given away', 'inventory_items', `update inventory_items set state = 'free', service_id = null`],
  [
    'I15',
    'a task that nothing waits for',
    'service_tasks',
    `insert into service_tasks (tenant_id, id, service_id, operation_id, kind, title, asks_access, state, due_at, created_at)
     select tenant_id, gen_random_uuid(), service_id, id, kind, 'Set up', true, 'open', created_at, created_at
     from service_operations where state = 'succeeded'`,
  ],
  [
    'I15',
    'work for people of which nobody was told',
    'service_operations',
    `update service_operations set state = 'creating', finished_at = null, steps = steps || '[{"code":"hand-work"}]'`,
  ],
  [
    'I15',
    'a server that is to be ended, and that nobody ends',
    'provider_findings',
    `insert into provider_findings (tenant_id, id, installation_id, walk_id, kind, aspect, external_id, state, first_seen_at, last_seen_at)
     select tenant_id, gen_random_uuid(), id, gen_random_uuid(), 'orphan', 'unknown-service', 'lost-1', 'ending', created_at, created_at
     from plugin_installations limit 1`,
  ],
])('%s finds %s', async (id, _what, table, sql) => {
  await damage(`create table public.aside as select * from ${table}`, sql);
  try {
    expect((await complaints()).map(complaint => complaint.split(' ')[0])).toContain(id);
  } finally {
    await damage(`delete from ${table}`, `insert into ${table} select * from public.aside`, 'drop table public.aside');
  }
  expect(await complaints()).toEqual([]);
});
