import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startSandboxCloud, type SandboxCloud } from '@hostwright/plugin-sandbox-cloud/vendor';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Demo } from '../../../../core/server/src/features/demo/index.js';
import { Doctor } from '../../../../core/server/src/features/doctor/index.js';
import { Tenants, type Tenant } from '../../../../core/server/src/platform/tenancy/index.js';
import { aServer, type TestServer } from '../../../../core/server/test/harness/shop.js';

const folder = path.resolve(import.meta.dirname, '../..');
const values = JSON.parse(readFileSync(path.join(folder, 'values.json'), 'utf8')) as Record<string, string>;

let cloud: SandboxCloud;
let server: TestServer;

beforeAll(async () => {
  const time = { now: () => new Date() };
  const keys = Object.entries(values).flatMap(([name, key]) => (name.startsWith('secret:sandboxCloud') ? [key] : []));
  cloud = await startSandboxCloud({ clock: { now: () => time.now() }, apiKeys: keys });
  server = await aServer({ ALLOWED_PRIVATE_HOSTS: new URL(cloud.url).host });
  time.now = () => server.clock.now();
  // Letters, and what payment providers want to know of a new shop, are other stories: their stand-ins are not here.
  for (const queue of ['notifications/send', 'plugins/install']) server.jobs.leave(queue);
  const here = { sandboxCloudUrl: cloud.url, smtpHost: server.mailbox.host, smtpPort: String(server.mailbox.port) };
  await server.app.get(Demo).seed(folder, { ...values, ...here });
  await server.passTime('5 minutes');
});

afterAll(async () => {
  await server.close();
  await cloud.close();
});

const shopOf = async (slug: string): Promise<Tenant> =>
  (await server.app.get(Tenants).list()).find(tenant => tenant.slug === slug)!;
const rowsOf = <Row extends object>(shop: Tenant, sql: string): Promise<Row[]> =>
  server.db.run(shop.id, () => server.db.query<Row>(sql, [shop.id]));

it.each(['tuulik', 'kashtan'])(
  'opens %s with a server that runs, a machine that waits for hands, and books in order',
  async slug => {
    const shop = await shopOf(slug);

    const services = await rowsOf<{ state: string }>(shop, 'select state from services where tenant_id = $1 order by state');
    const tasks = await rowsOf<{ state: string }>(shop, 'select state from service_tasks where tenant_id = $1');
    const invoices = await rowsOf<{ state: string }>(shop, 'select state from invoices where tenant_id = $1');

    expect(services).toEqual([{ state: 'active' }, { state: 'provisioning' }]);
    expect(tasks).toEqual([{ state: 'open' }]);
    expect(invoices).toEqual([{ state: 'paid' }, { state: 'paid' }]);
    expect(await server.app.get(Doctor).complaints(shop.id)).toEqual([]);
  },
);

it('leaves open shops as they are', async () => {
  expect(await server.app.get(Demo).seed(folder, values)).toEqual([]);
});
