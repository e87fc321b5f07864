import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectStatus } from '../../../../core/server/test/harness/shop.js';
import { expectHealthy } from '../../../../core/server/test/stories/story.js';
import { whatLxdLacks } from '../../../../plugins/lxd/test/daemon/lxd-daemon.js';
import type { CloudShop } from '../harness/cloud-shop.js';
import { LxdHouse } from '../harness/lxd-house.js';

const lacks = whatLxdLacks();
if (lacks !== undefined) console.warn(`\n*** NO REAL LXD IN THIS RUN: ${lacks}. Its story was told with the fake only. ***\n`);

describe.skipIf(lacks !== undefined)('a shop and a real LXD', () => {
  let house: LxdHouse;
  let shop: CloudShop;

  beforeAll(async () => {
    house = await LxdHouse.open();
    shop = await house.shop();
  }, 300_000);

  afterAll(async () => {
    expect([...(await house.containers()), ...(await house.close())]).toEqual([]);
  }, 120_000);

  it('makes, changes, stops, starts and removes the container of a paid service', async () => {
    const owned = await shop.buy({ cpu: 1, ram: 1, disk: 20 });
    await house.settled(shop, owned);
    const service = await shop.service(owned);
    expect(service).toMatchObject({ state: 'active', serverState: 'running', hasCredentials: true });
    expect(await house.container(owned)).toEqual({ status: 'RUNNING', cores: '1', memoryMb: 1024, diskGb: 20 });
    expect(await house.inside(owned, 'hostname')).toBe(`${service.hostname}\n`);
    expect(await house.inside(owned, 'ip -4 addr show eth0')).toContain(service.addresses[0]!.address);

    // A process that was there before says whether the system went on running.
    await house.inside(owned, 'sleep 600 >/dev/null 2>&1 & echo $! > /tmp/witness');
    const size = { cpu: 2, ram: 2, disk: 40 };
    expect(await shop.change(owned, size)).toBeGreaterThan(0n);
    await house.settled(shop, owned);
    expect(await shop.service(owned)).toMatchObject({ state: 'active', selection: size });
    expect(await house.container(owned)).toEqual({ status: 'RUNNING', cores: '2', memoryMb: 2048, diskGb: 40 });
    expect(await house.inside(owned, 'kill -0 $(cat /tmp/witness) && echo alive')).toBe('alive\n');

    const access = expectStatus(await shop.asCustomer(owned, `POST /api/store/services/${owned.serviceId}/console`), 201);
    const typed = { type: 'echo "at $(hostname) with $(nproc)"\n', until: `at ${service.hostname} with 2` };
    expect(await house.console(access.json(), typed)).toContain(typed.until);

    await house.daysUntil(async () => (await shop.service(owned)).suspension !== null);
    await house.settled(shop, owned);
    expect(await shop.service(owned)).toMatchObject({ state: 'suspended', suspension: { reason: 'unpaid' } });
    expect(await house.container(owned)).toMatchObject({ status: 'STOPPED' });
    const unpaid = await shop.unpaid(owned);
    expect(unpaid).toHaveLength(1);
    await shop.pay(owned, unpaid[0]!);
    await house.settled(shop, owned);
    expect(await shop.service(owned)).toMatchObject({ state: 'active', serverState: 'running', suspension: null });
    expect(await house.container(owned)).toEqual({ status: 'RUNNING', cores: '2', memoryMb: 2048, diskGb: 40 });

    await shop.actAsStaff(owned, { action: 'terminate', confirmation: service.hostname });
    await house.settled(shop, owned);
    expect(await shop.service(owned)).toMatchObject({ state: 'terminated' });
    expect(await house.tracesOf(owned)).toEqual([]);
    await expectHealthy(shop.shop);
  }, 120_000);
});
