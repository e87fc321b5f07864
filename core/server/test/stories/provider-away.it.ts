import { SANDBOX_CLOUD_KEY } from '@hostwright/plugin-sandbox-cloud/vendor';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Installations } from '../../src/platform/plugins/index.js';
import { aServer, aShop, type Shop, type TestServer } from '../harness/shop.js';
import { slowLineTo, type SlowLine } from '../harness/slow-line.js';
import { expectHealthy } from './story.js';

let server: TestServer;
let line: SlowLine;
let shop: Shop;

beforeAll(async () => {
  // The address of the line has to be known before the server may reach it, and the cloud behind it is the server's own.
  line = await slowLineTo(() => server.cloud.url);
  server = await aServer({ ALLOWED_PRIVATE_HOSTS: new URL(line.url).host });
  shop = await aShop(server);
  const config = { apiUrl: line.url, apiKey: SANDBOX_CLOUD_KEY };
  await server.app.get(Installations).update(shop.tenant.id, shop.cloud, { config }, 'system:test');
});

afterAll(async () => {
  await server.close();
  await line.close();
});

interface Bought {
  readonly serviceId: string;
  readonly hostname: string;
}

async function buy(hostname: string): Promise<Bought> {
  const customer = await shop.customer();
  const order = await shop.order(customer, { hostname });
  await shop.pay(customer, order);
  return { serviceId: order.items[0]!.serviceId, hostname };
}

const states = async (): Promise<readonly string[]> =>
  (await shop.rows<{ state: string }>('select distinct state from services where tenant_id = $1', [shop.tenant.id])).map(
    ({ state }) => state,
  );

const mailsToOwner = (word: RegExp): number =>
  server.mailbox.mails.filter(({ to, parsed }) => to.some(one => one.startsWith('owner')) && word.test(parsed.subject ?? ''))
    .length;

const AWAY = /does not answer/;

it('loses no order when the provider is away for two hours, leaves it alone meanwhile and tells staff once', async () => {
  const before = await buy('before.example.com');
  await shop.passTime('2 minutes');

  const mend = line.cut();
  const during: Bought[] = [];
  for (let hour = 0; hour < 4; hour += 1) {
    for (const name of ['web', 'mail', 'db']) during.push(await buy(`${name}-${hour}.example.com`));
    await shop.passTime('30 minutes');
  }
  const knocks = line.knocks;
  expect(await states()).toEqual(expect.arrayContaining(['active', 'provisioning']));
  expect(server.cloud.servers).toHaveLength(1);
  mend();
  const late = await buy('late.example.com');
  await shop.passTime('30 minutes');

  expect(await states()).toEqual(['active']);
  for (const { serviceId, hostname } of [before, ...during, late]) {
    expect(server.cloud.serversOf(serviceId).map(one => one.hostname)).toEqual([hostname]);
  }
  expect(server.cloud.servers).toHaveLength(14);
  // Twelve orders that each ask every ten minutes would knock some two hundred times; one tries for all of them.
  expect(knocks).toBeGreaterThan(10);
  expect(knocks).toBeLessThan(70);
  const told = await shop.rows('select id from events where tenant_id = $1 and name = $2', [shop.tenant.id, 'operation.delayed']);
  expect(told).toHaveLength(1);
  expect(mailsToOwner(AWAY)).toBe(1);
  await expectHealthy(shop);
}, 240_000);
