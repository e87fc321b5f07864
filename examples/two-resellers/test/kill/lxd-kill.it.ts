import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ServiceControl } from '../../../../core/server/src/billing/services/index.js';
import type { FaultPoint } from '../../../../core/server/src/platform/faults/index.js';
import { expectHealthy } from '../../../../core/server/test/stories/story.js';
import { whatLxdLacks } from '../../../../plugins/lxd/test/daemon/lxd-daemon.js';
import { CloudShop, type Owned } from '../harness/cloud-shop.js';
import { LxdHouse } from '../harness/lxd-house.js';
import { forgetWork, MortalServer } from '../harness/mortal-server.js';

const lacks = whatLxdLacks();
if (lacks !== undefined) console.warn(`\n*** NO REAL LXD IN THIS RUN: ${lacks}. Nothing was killed beside it. ***\n`);

const KILLED = { code: null, signal: 'SIGKILL' };
const POINTS: readonly FaultPoint[] = ['services/run:before-call', 'services/run:after-call', 'services/run:after-commit'];

describe.skipIf(lacks !== undefined)('a process that is killed while a real LXD works for it', () => {
  let house: LxdHouse;
  let shop: CloudShop;
  let began: number;

  beforeAll(async () => {
    house = await LxdHouse.open();
    shop = await house.shop();
  }, 300_000);

  afterAll(async () => {
    expect([...(await house.containers()), ...(await house.close())]).toEqual([]);
  }, 120_000);

  /** The process that dies lives by the machine's clock, so the time that a story let go by is taken back after it. */
  beforeEach(() => {
    began = house.server.clock.now().getTime() - Date.now();
  });

  afterEach(() => house.server.clock.pass(began - (house.server.clock.now().getTime() - Date.now())));

  const control = (work: (control: ServiceControl) => Promise<void>): Promise<void> =>
    house.server.db.run(shop.shop.tenant.id, () => work(house.server.app.get(ServiceControl)));

  /** Dies of the work that waits; then others carry on. */
  async function killedAt(faultPoint: FaultPoint, owned: Owned): Promise<void> {
    const mortal = await MortalServer.born({ house, faultPoint });
    expect(await mortal.death()).toEqual(KILLED);
    await house.server.passTime('3 minutes');
    await house.settled(shop, owned);
  }

  it.each(POINTS)(
    'makes, grows and removes one container: %s',
    async faultPoint => {
      const owned = await shop.order({ cpu: 1, ram: 1, disk: 20 });
      await forgetWork(house);
      await shop.shop.pay(owned.customer, owned.order);
      await killedAt(faultPoint, owned);
      expect(await shop.service(owned)).toMatchObject({ state: 'active', serverState: 'running' });
      expect(await house.containers()).toEqual([`hw-${owned.serviceId}`]);

      await forgetWork(house);
      const selection = shop.selection({ cpu: 2, ram: 2, disk: 20 });
      await control(one => one.resize(owned.serviceId, { planId: shop.planId, planVersion: 1, selection, recurringMinor: 900n }));
      await killedAt(faultPoint, owned);
      expect(await house.container(owned)).toEqual({ status: 'RUNNING', cores: '2', memoryMb: 2048, diskGb: 20 });

      await forgetWork(house);
      await control(one => one.terminate(owned.serviceId, 'The story is over'));
      await killedAt(faultPoint, owned);
      expect(await shop.service(owned)).toMatchObject({ state: 'terminated' });
      expect(await house.tracesOf(owned)).toEqual([]);
      expect(await house.containers()).toEqual([]);
      await expectHealthy(shop.shop);
    },
    150_000,
  );
});
