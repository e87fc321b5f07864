import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aServer, type TestServer } from '../../../../core/server/test/harness/shop.js';
import { expectHealthy } from '../../../../core/server/test/stories/story.js';
import { CLOUD_IDS, CLOUDS, type Cloud } from '../clouds/index.js';
import { CloudShop, type Owned } from '../harness/cloud-shop.js';

let server: TestServer;
let clouds: Readonly<Record<Cloud['id'], Cloud>>;

beforeAll(async () => {
  const time = { now: () => new Date() };
  const started = await Promise.all(CLOUD_IDS.map(async id => [id, await CLOUDS[id]({ now: () => time.now() })] as const));
  clouds = Object.fromEntries(started) as Record<Cloud['id'], Cloud>;
  server = await aServer({ ALLOWED_PRIVATE_HOSTS: started.map(([, { host }]) => host).join(',') });
  time.now = () => server.clock.now();
});

afterAll(async () => {
  await server.close();
  await Promise.all(Object.values(clouds).map(cloud => cloud.close()));
});

describe.each(CLOUD_IDS)('what is bought of %s', id => {
  let cloud: Cloud;
  let house: CloudShop;

  beforeAll(async () => {
    cloud = clouds[id];
    house = await CloudShop.open(server, { pluginId: id, ...cloud });
  });

  /** Lets the vendor work and the shop look, until nothing is under way. */
  async function settled(owned: Owned): Promise<void> {
    for (let look = 0; look < 60; look += 1) {
      await house.shop.passTime('10 seconds');
      cloud.finishWork();
      const { operations } = await house.service(owned);
      if (operations.every(({ finishedAt }) => finishedAt !== null)) return;
    }
    throw new Error(`It does not come to an end: ${JSON.stringify((await house.service(owned)).operations[0])}`);
  }

  /** The end of every story: as many servers as there should be, nothing asked that the vendor does not know, books in order. */
  async function expectServers(owned: Owned, ...servers: ReturnType<Cloud['serversOf']>): Promise<void> {
    expect(cloud.serversOf(owned.serviceId)).toEqual(servers);
    expect(cloud.faults).toEqual([]);
    await expectHealthy(house.shop);
  }

  it('lives from the payment to its end', async () => {
    const { small, large } = cloud.sizes;
    const owned = await house.buy();
    await settled(owned);

    const service = await house.service(owned);
    expect(service).toMatchObject({ state: 'active', serverState: 'running', hasCredentials: true });
    expect(service.addresses.length).toBeGreaterThan(0);
    await expectServers(owned, { size: small, isOn: true });

    if (cloud.hasPower) {
      await house.act(owned, { action: 'stop' });
      await settled(owned);
      await expectServers(owned, { size: small, isOn: false });
      await house.act(owned, { action: 'start' });
      await settled(owned);
    }

    expect(await house.change(owned, cloud.wares.large)).toBeGreaterThan(0n);
    await settled(owned);
    expect(await house.service(owned)).toMatchObject({ state: 'active', serverState: 'running', selection: cloud.wares.large });
    await expectServers(owned, { size: large, isOn: true });

    await house.actAsStaff(owned, { action: 'suspend', reason: 'A story of it' });
    await settled(owned);
    expect(await house.service(owned)).toMatchObject({ state: 'suspended', suspension: { reason: 'A story of it' } });
    await expectServers(owned, { size: large, isOn: false });
    await house.actAsStaff(owned, { action: 'unsuspend' });
    await settled(owned);
    expect(await house.service(owned)).toMatchObject({ state: 'active', serverState: 'running' });

    await house.actAsStaff(owned, { action: 'terminate', confirmation: service.hostname });
    await settled(owned);
    expect(await house.service(owned)).toMatchObject({ state: 'terminated' });
    await expectServers(owned);
  }, 120_000);

  it('is made once when the answer to its order is lost', async () => {
    const owned = await house.order();
    cloud.loseNextAnswer();
    await house.shop.pay(owned.customer, owned.order);
    await settled(owned);

    const { operations, ...service } = await house.service(owned);
    expect(service).toMatchObject({ state: 'active', serverState: 'running' });
    expect(operations[0]!.steps.map(({ code }) => code)).toContain('answer-lost');
    await expectServers(owned, { size: cloud.sizes.small, isOn: true });
  }, 120_000);
});
