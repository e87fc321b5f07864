import { afterAll, beforeAll, expect, it } from 'vitest';
import { ServiceControl, ServiceOrders } from '../../src/billing/services/index.js';
import { TenantDb } from '../../src/platform/database/index.js';
import type { FaultPoint } from '../../src/platform/faults/index.js';
import { aServer, type TestServer } from '../harness/shop.js';
import { CHOICE } from '../harness/shop-goods.js';
import { expectHealthy } from '../stories/story.js';
import { MortalShop } from './mortal-shop.js';

const PATIENCE_MS = 60_000;
const POINTS: readonly FaultPoint[] = ['services/run:before-call', 'services/run:after-call', 'services/run:after-commit'];
/** Size and end are killed at every step, the others where the answer is lost: the steps around it are the same. */
const pointsOf = (name: string): readonly FaultPoint[] =>
  ['resize', 'terminate'].includes(name) ? POINTS : ['services/run:after-call'];

let server: TestServer;

beforeAll(async () => {
  server = await aServer();
});

afterAll(() => server.close());

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

interface Story {
  ask(mortal: MortalShop, serviceId: string): Promise<void>;
  /** State of the service and size of its server in the end; undefined where there is none. */
  readonly end: { readonly state: string; readonly plan?: string };
}

const BIGGER = { ...CHOICE, cpu: 4, ram: 8 };

const control = ({ shop }: MortalShop, work: (control: ServiceControl) => Promise<void>): Promise<void> =>
  server.app.get(TenantDb).run(shop.tenant.id, () => work(server.app.get(ServiceControl)));

const STORIES: Readonly<Record<string, Story>> = {
  resize: {
    ask: (mortal, serviceId) =>
      control(mortal, one =>
        one.resize(serviceId, { planId: mortal.shop.goods.small, planVersion: 1, selection: BIGGER, recurringMinor: 2000n }),
      ),
    end: { state: 'active', plan: 'c4-r8-d40' },
  },
  suspend: {
    ask: (mortal, serviceId) => control(mortal, one => one.suspend(serviceId, 'unpaid')),
    end: { state: 'suspended', plan: 'c2-r4-d40' },
  },
  terminate: {
    ask: (mortal, serviceId) => control(mortal, one => one.terminate(serviceId, 'unpaid')),
    end: { state: 'terminated' },
  },
  reinstall: {
    ask: ({ shop, customer, order }, serviceId) =>
      server.app.get(ServiceOrders).order({ kind: 'customer', tenantId: shop.tenant.id, id: customer.id }, serviceId, {
        action: 'reinstall',
        image: 'debian-13',
        confirmation: order.items[0]!.hostname,
      }),
    end: { state: 'active', plan: 'c2-r4-d40' },
  },
};

/** The second time it is no longer asked for, but watched. */
const WATCHED = 'services/run:after-call#2';

const CASES = [
  ...Object.keys(STORIES).flatMap(name => pointsOf(name).map(point => [name, point] as const)),
  ...['resize', 'terminate'].map(name => [name, WATCHED] as const),
];

it.each(CASES)(
  'ends a %s as it was ordered when the process is killed at %s',
  async (name, point) => {
    const { ask, end } = STORIES[name]!;
    const mortal = await MortalShop.open(server);
    const { shop, customer, order } = mortal;
    const serviceId = order.items[0]!.serviceId;
    await shop.pay(customer, order);
    await shop.passTime('2 minutes');
    const first = await mortal.birth({ FAULT_POINT: point });
    await ask(mortal, serviceId);
    expect(await first.ended()).toEqual({ code: null, signal: 'SIGKILL' });

    const second = await mortal.birth();
    const last = async () =>
      (
        await shop.rows<{ kind: string; state: string }>(
          'select kind, state from service_operations where tenant_id = $1 and service_id = $2 order by sequence desc limit 1',
          [shop.tenant.id, serviceId],
        )
      )[0];
    try {
      await until(async () => {
        await mortal.passTime('3 minutes');
        server.cloud.finishWork();
        await pause(300);
        return (await last())?.state === 'succeeded' && mortal.isQuiet();
      });
    } finally {
      expect(await second.stop()).toEqual({ code: 0, signal: null });
    }

    expect(await last()).toEqual({ kind: name, state: 'succeeded' });
    expect(await shop.rows('select state from services where tenant_id = $1 and id = $2', [shop.tenant.id, serviceId])).toEqual([
      { state: end.state },
    ]);
    expect(server.cloud.serversOf(serviceId).map(({ plan }) => plan)).toEqual(end.plan === undefined ? [] : [end.plan]);
    await expectHealthy(shop);
  },
  150_000,
);

async function until(isDone: () => Promise<boolean>): Promise<void> {
  for (const started = performance.now(); performance.now() - started < PATIENCE_MS;) if (await isDone()) return;
  throw new Error(`It did not come to its end within ${PATIENCE_MS / 1000} seconds`);
}
