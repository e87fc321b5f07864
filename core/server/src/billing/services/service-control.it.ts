import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { serviceHouse, type ServiceHouse, type ServiceShop } from '../../../test/harness/service-shop.js';
import { ServiceControl, ServiceOrders } from './index.js';

let house: ServiceHouse;
let shop: ServiceShop;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

beforeAll(async () => {
  house = await serviceHouse();
});

afterAll(() => house.close());

beforeEach(async () => {
  house.cloud.behave('well');
  house.cloud.calls.length = 0;
  shop = await house.shop();
});

const orders = (): ServiceOrders => house.http.app.get(ServiceOrders);
const control = (work: (control: ServiceControl) => Promise<void>): Promise<void> =>
  house.http.db.run(shop.tenant.id, () => work(house.http.app.get(ServiceControl)));
const suspend = (id: string, reason = 'unpaid') => control(one => one.suspend(id, reason));
const unsuspend = (id: string, onlyFor?: string) => control(one => one.unsuspend(id, onlyFor));
const terminate = (id: string) => control(one => one.terminate(id, 'unpaid'));
const asks = (word: string): number => house.cloud.calls.filter(({ method, path }) => `${method} ${path}`.includes(word)).length;
const kinds = async (id: string) => (await shop.service(id)).operations.map(({ kind, state }) => `${kind} ${state}`);

describe('a pause', () => {
  it('stops the server, says why, and takes the switch from its customer', async () => {
    const id = await shop.running();
    await suspend(id);
    await house.pass(10 * SECOND);

    const { state, serverState, suspension, actions } = await shop.service(id);
    expect({ state, serverState, actions }).toEqual({ state: 'suspended', serverState: 'suspended', actions: [] });
    expect(suspension?.reason).toBe('unpaid');
    expect(house.cloud.serversOf(id)).toMatchObject([{ status: 'suspended', suspendedFor: 'unpaid' }]);
    await expect(orders().order(shop.customer, id, { action: 'start' })).rejects.toMatchObject({ code: 'service-state' });
    expect(await shop.events('service.suspended')).toEqual([{ serviceId: id, reason: 'unpaid' }]);
  });

  it('ends within the minute in which somebody pays', async () => {
    const id = await shop.running();
    await suspend(id);
    await house.pass(MINUTE);

    await unsuspend(id, 'unpaid');
    await house.pass(20 * SECOND);

    expect(await shop.service(id)).toMatchObject({ state: 'active', serverState: 'running', suspension: null });
    expect(await shop.events('service.unsuspended')).toEqual([{ serviceId: id }]);
  });

  it('for another reason is not ended by a payment', async () => {
    const id = await shop.running();
    await orders().order(shop.staff, id, { action: 'suspend', reason: 'It sends spam' });
    await suspend(id);
    await house.pass(MINUTE);

    await unsuspend(id, 'unpaid');
    await house.pass(MINUTE);

    expect(await shop.service(id)).toMatchObject({ state: 'suspended', suspension: { reason: 'It sends spam' } });
  });

  it('that people order takes the place of one for want of money', async () => {
    const id = await shop.running();
    await suspend(id);
    await house.pass(MINUTE);

    await orders().order(shop.staff, id, { action: 'suspend', reason: 'It sends spam' });
    await unsuspend(id, 'unpaid');
    await house.pass(MINUTE);

    expect(await shop.service(id)).toMatchObject({ state: 'suspended', suspension: { reason: 'It sends spam' } });
    expect(await kinds(id)).toEqual(['suspend succeeded', 'create succeeded']);
  });

  it('waits for the server that is still made, and for whatever else is under way', async () => {
    const id = await shop.bought();
    await house.pass(2 * SECOND);
    await suspend(id);
    expect(await shop.service(id)).toMatchObject({ state: 'provisioning' });
    await house.pass(MINUTE);

    expect(await shop.service(id)).toMatchObject({ state: 'suspended', serverState: 'suspended' });
    expect(await kinds(id)).toEqual(['suspend succeeded', 'create succeeded']);
  });

  it('that nobody wants any more before it has begun is never begun', async () => {
    const id = await shop.running();
    await suspend(id);
    await unsuspend(id);
    await house.pass(MINUTE);

    expect(await shop.service(id)).toMatchObject({ state: 'active', serverState: 'running' });
    expect(await kinds(id)).toEqual(['suspend cancelled', 'create succeeded']);
    expect(asks('/suspend')).toBe(0);
  });

  it('and its end that cross each other end as the last one says', async () => {
    const id = await shop.running();
    for (let round = 0; round < 5; round += 1) {
      await suspend(id);
      await house.pass(round * 700);
      await unsuspend(id);
      await house.pass(round * 900);
    }
    await house.pass(MINUTE);

    expect(await shop.service(id)).toMatchObject({ state: 'active', serverState: 'running' });
  });

  it('whose answer was lost is found out', async () => {
    for (const spoil of [() => house.cloud.loseAnswer(), () => house.cloud.failNextChange('unknown')]) {
      const id = await shop.running();
      spoil();
      await suspend(id);
      await house.pass(MINUTE);

      expect(await shop.service(id)).toMatchObject({ state: 'suspended', serverState: 'suspended' });
    }
  });

  it('that the provider refuses is not asked for without end, and is tried again by staff', async () => {
    const id = await shop.running();
    house.cloud.failNextChange('final');
    await suspend(id);
    await house.pass(HOUR);
    expect(await shop.service(id)).toMatchObject({ state: 'active', operations: [{ kind: 'suspend', state: 'failed' }, {}] });

    await orders().retry(shop.staff, id);
    await house.pass(MINUTE);

    expect(await shop.service(id)).toMatchObject({ state: 'suspended' });
  });
});

describe('the end of a service', () => {
  it('leaves nothing at the provider', async () => {
    const id = await shop.running();
    await orders().order(shop.staff, id, { action: 'terminate', confirmation: 'web.example.com' });
    await house.pass(MINUTE);

    expect(await shop.service(id)).toMatchObject({
      state: 'terminated',
      serverState: 'gone',
      addresses: [],
      hasCredentials: false,
    });
    expect(house.cloud.serversOf(id)).toEqual([]);
    expect(await shop.events('service.terminated')).toEqual([{ serviceId: id }]);
    await terminate(id);
    await house.pass(MINUTE);
    expect(asks('DELETE')).toBe(1);
  });

  it('of one that was never paid for asks nobody', async () => {
    const { serviceIds, invoiceId } = await shop.order();
    await terminate(serviceIds[0]!);
    await shop.pay(invoiceId);
    await house.pass(MINUTE);

    expect(await shop.service(serviceIds[0]!)).toMatchObject({ state: 'terminated', operations: [] });
    expect(house.cloud.calls).toEqual([]);
  });

  it('of one whose server is just being made waits for the server and removes it', async () => {
    const id = await shop.bought();
    await house.pass(2 * SECOND);
    await terminate(id);
    await house.pass(MINUTE);

    expect(await shop.service(id)).toMatchObject({ state: 'terminated' });
    expect(house.cloud.serversOf(id)).toEqual([]);
  });

  it('of one whose server may have been made without our hearing of it finds and removes it', async () => {
    const id = await shop.bought();
    house.cloud.loseAnswer();
    await house.pass(SECOND);
    expect(house.cloud.serversOf(id)).toHaveLength(1);

    await terminate(id);
    await house.pass(10 * MINUTE);

    expect(await shop.service(id)).toMatchObject({ state: 'terminated' });
    expect(house.cloud.serversOf(id)).toEqual([]);
  });

  it('of one that failed removes the ruin, and looks twice where there is none', async () => {
    for (const failure of ['final', 'later'] as const) {
      const id = await shop.bought();
      house.cloud.failNextCreate(failure);
      await house.pass(MINUTE);
      expect(await shop.service(id)).toMatchObject({ state: 'failed' });

      await terminate(id);
      await house.pass(5 * MINUTE);

      expect(await shop.service(id)).toMatchObject({ state: 'terminated' });
      expect(house.cloud.serversOf(id)).toEqual([]);
    }
  });

  it('is asked for again when the answer was lost, and no other server dies of it', async () => {
    for (const spoil of [
      () => house.cloud.loseAnswer(),
      () => house.cloud.failAfterActing(),
      () => house.cloud.failNextChange('unknown'),
      () => house.cloud.slowDown(30),
    ]) {
      const [id, other] = [await shop.running(), await shop.running('other.example.com')];
      spoil();
      await terminate(id);
      await house.pass(5 * MINUTE);

      expect(await shop.service(id)).toMatchObject({ state: 'terminated' });
      expect(house.cloud.serversOf(id)).toEqual([]);
      expect(house.cloud.serversOf(other)).toHaveLength(1);
    }
  });

  it('of one that was suspended or rests in another order comes first', async () => {
    const id = await shop.running();
    await suspend(id);
    await terminate(id);
    await house.pass(MINUTE);

    expect(await kinds(id)).toEqual(['terminate succeeded', 'suspend cancelled', 'create succeeded']);
    expect(await shop.service(id)).toMatchObject({ state: 'terminated' });
  });
});

describe('another size', () => {
  const BIGGER = { cpu: 2, ram: 4, disk: 40, image: 'debian-13', location: 'fra' };
  const resize = (id: string, selection: Record<string, string | number> = BIGGER, recurringMinor = 900n) =>
    control(one => one.resize(id, { planId: shop.planId, planVersion: 1, selection, recurringMinor }));

  it('is taken on when the server has it, with its choices and its price', async () => {
    const id = await shop.running();
    await resize(id);
    expect(await shop.service(id)).toMatchObject({ selection: { ram: 1 }, renewal: { amount: '500' } });
    await house.pass(MINUTE);

    const after = await shop.service(id);
    expect(after).toMatchObject({ selection: BIGGER, renewal: { amount: '900' }, serverState: 'running' });
    expect(after.facts).toContainEqual({ label: 'ram', value: '4 GB' });
    expect(house.cloud.serversOf(id)).toMatchObject([{ plan: 'c2-r4-d40' }]);
  });

  it('whose answer was lost is set once more and is the same', async () => {
    for (const spoil of [() => house.cloud.loseAnswer(), () => house.cloud.failNextChange('unknown')]) {
      const id = await shop.running();
      spoil();
      await resize(id);
      await house.pass(5 * MINUTE);

      expect(await shop.service(id)).toMatchObject({ selection: BIGGER, operations: [{ state: 'succeeded' }, {}] });
      expect(house.cloud.serversOf(id)).toMatchObject([{ plan: 'c2-r4-d40' }]);
    }
  });

  it('that the provider refuses leaves everything as it was', async () => {
    const id = await shop.running();
    house.cloud.failNextChange('final');
    await resize(id);
    await house.pass(HOUR);

    expect(await shop.service(id)).toMatchObject({
      selection: { ram: 1 },
      renewal: { amount: '500' },
      operations: [{ state: 'failed' }, {}],
    });
  });

  it('does not wait for a pause that the provider has refused', async () => {
    const id = await shop.running();
    house.cloud.failNextChange('final');
    await suspend(id);
    await house.pass(MINUTE);
    house.cloud.failNextChange('final');
    await resize(id);
    await house.pass(HOUR);

    const before = ['resize succeeded', 'suspend failed', 'suspend failed', 'create succeeded'];
    expect(await kinds(id)).toEqual(['suspend succeeded', ...before]);
    expect(await shop.service(id)).toMatchObject({ selection: BIGGER, renewal: { amount: '900' } });
  });

  it('that is changed again meanwhile ends as the last one', async () => {
    const id = await shop.running();
    await resize(id);
    await house.pass(SECOND);
    await resize(id, { ...BIGGER, ram: 8 }, 1200n);
    await house.pass(5 * MINUTE);

    expect(await shop.service(id)).toMatchObject({ selection: { ram: 8 }, renewal: { amount: '1200' } });
    expect(house.cloud.serversOf(id)).toMatchObject([{ plan: 'c2-r8-d40' }]);
  });
});

describe('a provider that is down for two hours', () => {
  it('costs no order, and staff hear of it once', async () => {
    house.cloud.behave('failing');
    const { invoiceId, serviceIds } = await shop.order(4);
    await shop.pay(invoiceId);
    await house.pass(2 * HOUR);
    expect(await shop.events('service.provisioning-failed')).toEqual([]);
    house.cloud.behave('well');
    await house.pass(40 * MINUTE);

    for (const id of serviceIds) {
      expect(await shop.service(id)).toMatchObject({ state: 'active', serverState: 'running' });
      expect(house.cloud.serversOf(id)).toHaveLength(1);
    }
    expect(await shop.events('operation.delayed')).toHaveLength(1);
  });

  it('finishes what it had taken on before', async () => {
    const id = await shop.bought();
    await house.pass(3 * SECOND);
    house.cloud.behave('failing');
    await house.pass(2 * HOUR);
    expect(await shop.service(id)).toMatchObject({ state: 'provisioning' });
    house.cloud.behave('well');
    await house.pass(15 * MINUTE);

    expect(await shop.service(id)).toMatchObject({ state: 'active' });
    expect(house.creations()).toHaveLength(1);
  });
});
