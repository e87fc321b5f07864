import { startSandboxCloud, type SandboxCloud } from '@hostwright/plugin-sandbox-cloud/vendor';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { testDatabase, type TestDatabase } from './harness/database.js';
import { testHttp, type TestHttp } from './harness/http.js';
import { SERVICE_MODULES, ServiceShop } from './harness/service-shop.js';

/** Enough for two rounds at the larger shop; `npm run bench:provisioning` makes a thousand. */
const LARGE = 40;
const SMALL = 20;
const AT_ONCE = 20;
const PATIENCE_MS = 100_000;

let database: TestDatabase;
let http: TestHttp;
const clouds: SandboxCloud[] = [];

const aCloud = async (): Promise<SandboxCloud> => {
  const cloud = await startSandboxCloud({ provisionMs: 1500, atOnce: AT_ONCE });
  clouds.push(cloud);
  return cloud;
};

beforeAll(async () => {
  database = await testDatabase();
  for (let count = 0; count < 3; count += 1) await aCloud();
  http = await testHttp(database, SERVICE_MODULES, {
    ...{ RUN_JOBS: 'true', DATABASE_POOL: '8' },
    ALLOWED_PRIVATE_HOSTS: clouds.map(({ url }) => new URL(url).host).join(','),
  });
});

afterAll(async () => {
  clouds.forEach(cloud => cloud.behave('well'));
  await http.close();
  await Promise.all(clouds.map(cloud => cloud.close()));
  await database.drop();
});

const noPass = (): Promise<void> => Promise.reject(new Error('Time passes by itself here'));

/** A shop at that cloud, with so many servers ordered and paid. */
async function selling(cloud: SandboxCloud, count: number): Promise<ServiceShop> {
  const shop = await ServiceShop.open(http, cloud.url, noPass);
  for (let left = count; left > 0; left -= 20) await shop.pay((await shop.order(Math.min(left, 20))).invoiceId);
  return shop;
}

const active = async (shop: ServiceShop): Promise<number> =>
  (await shop.rows(`select id from services where tenant_id = $1 and state = 'active'`)).length;

it('makes many servers for two shops, one for each service and no faster than the provider can, beside a third whose provider hangs', async () => {
  const [large, small, hanging] = clouds as [SandboxCloud, SandboxCloud, SandboxCloud];
  hanging.behave('hanging');
  const stuck = await selling(hanging, 40);
  await vi.waitFor(() => expect(hanging.counts.total).toBeGreaterThan(0), { timeout: PATIENCE_MS });

  const shops = [await selling(large, LARGE), await selling(small, SMALL)] as const;
  const done = async () => [await active(shops[0]), await active(shops[1])];
  await vi.waitFor(async () => expect(await done()).toEqual([LARGE, SMALL]), { timeout: PATIENCE_MS, interval: 250 });

  for (const [cloud, count] of [
    [large, LARGE],
    [small, SMALL],
  ] as const) {
    expect(new Set(cloud.servers.map(({ serviceId }) => serviceId)).size).toBe(count);
    expect(cloud.servers).toHaveLength(count);
    expect(cloud.counts.requests['POST servers']).toBe(count);
    expect(cloud.counts.refused).toBe(0);
    expect(cloud.counts.total).toBeLessThanOrEqual(8 * count);
  }
  expect(await active(stuck)).toBe(0);
  expect(hanging.counts.most).toBeLessThanOrEqual(AT_ONCE);
  expect(hanging.servers).toEqual([]);
}, 240_000);
