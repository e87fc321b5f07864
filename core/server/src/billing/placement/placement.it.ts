import type { AdminService, Needs } from '@hostwright/sdk/http';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { MACHINE, PooledShop } from '../../../test/harness/pooled-shop.js';
import { aServer, type TestServer } from '../../../test/harness/shop.js';
import { Events } from '../../platform/events/index.js';
import { ServiceReader } from '../services/index.js';
import { Placement } from './index.js';
import { UnpaidPlaces } from './unpaid-places.js';

let server: TestServer;
let pooled: PooledShop;

beforeAll(async () => {
  server = await aServer();
});

afterAll(() => server.close());

beforeEach(async () => {
  pooled = await PooledShop.open(server);
});

const inTenant = <T>(work: () => Promise<T>): Promise<T> => server.db.run(pooled.shop.tenant.id, work);
const placement = (): Placement => server.app.get(Placement);
const used = (): Promise<Needs[]> =>
  pooled.shop.rows(
    `select used_vcpu as vcpu, used_ram_mb as ram_mb, used_disk_gb as disk_gb, used_addresses as addresses, used_slots as slots
     from pool_members order by created_at, id`,
  );
const releaseUnpaid = () => server.app.get(UnpaidPlaces).release(pooled.shop.tenant.id);

describe('an order', () => {
  it('sets aside what its server needs, at the member that keeps the most room', async () => {
    const roomy = await pooled.installation();
    const pool = await pooled.pool('Main', { limits: { ramMb: 16384 } }, { installationId: roomy, limits: { ramMb: 65536 } });
    const goods = await pooled.sell('pooled', { poolId: pool.id });

    const order = await pooled.order(goods);

    expect(await pooled.placeOf(order.items[0]!.serviceId)).toEqual({ installationId: roomy });
    const promised = { vcpu: 2, ramMb: 4096, diskGb: 40, addresses: 1, slots: 1 };
    expect(await used()).toContainEqual(promised);
    expect(await used()).toContainEqual({ vcpu: 0, ramMb: 0, diskGb: 0, addresses: 0, slots: 0 });
  });

  it('finds a place for each of its pieces, or is not placed at all', async () => {
    const pool = await pooled.pool(
      'Main',
      { limits: { slots: 2 } },
      { installationId: await pooled.installation(), limits: { slots: 2 } },
    );
    const goods = await pooled.sell('pooled', { poolId: pool.id });

    expect(await pooled.tryOrder(goods, { quantity: 5 })).toMatchObject({ status: 409, code: 'no-room', planId: goods.planId });
    expect((await used()).map(({ slots }) => slots)).toEqual([0, 0]);
    expect(await pooled.shop.rows('select id from services')).toEqual([]);
    expect(await pooled.tryOrder(goods, { quantity: 4 })).toMatchObject({ status: 201 });
    expect((await used()).map(({ slots }) => slots)).toEqual([2, 2]);
  });

  it('takes the last slot once, however many ask for it at the same moment', async () => {
    const pool = await pooled.pool(
      'Main',
      { limits: { slots: 3 } },
      { installationId: await pooled.installation(), limits: { slots: 2 } },
    );
    const goods = await pooled.sell('pooled', { poolId: pool.id });

    const answers = await Promise.all(Array.from({ length: 20 }, () => pooled.tryOrder(goods)));

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
    expect(answers.filter(({ code }) => code === 'no-room')).toHaveLength(15);
    expect((await used()).map(({ slots }) => slots).sort()).toEqual([2, 3]);
    expect(await pooled.shop.rows(`select id from placements where state = 'reserved'`)).toHaveLength(5);
  });

  it('hands the last machine of a group out once, and tells what it is', async () => {
    for (const name of ['r4-u1', 'r4-u2', 'r4-u3']) await pooled.machine('ryzen', name);
    await pooled.machine('epyc', 'r5-u1');
    const goods = await pooled.sellMachines('ryzen');

    const answers = await Promise.all(Array.from({ length: 12 }, () => pooled.tryOrder(goods, MACHINE)));

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(answers.filter(({ code }) => code === 'no-room')).toHaveLength(9);
    const given = await pooled.shop.rows<{ serviceId: string; name: string; id: string }>(
      `select id, name, service_id from inventory_items where state = 'assigned' order by name`,
    );
    expect(given.map(({ name }) => name)).toEqual(['r4-u1', 'r4-u2', 'r4-u3']);
    const facts = { cpu: 'Ryzen 9 7950X', ram: '128 GB' };
    expect(await pooled.placeOf(given[0]!.serviceId)).toEqual({
      installationId: pooled.shop.cloud,
      item: { id: given[0]!.id, name: 'r4-u1', facts },
    });
  });

  it('costs a shop without pools no statement', async () => {
    const goods = { ...pooled.shop.goods, planId: pooled.shop.goods.small, slug: 'servers' };
    await pooled.order(goods);
    const statements: string[] = [];
    const watched = (['query', 'execute', 'insertAll'] as const).map(name => vi.spyOn(server.db, name));

    await pooled.order(goods);

    for (const spy of watched) statements.push(...spy.mock.calls.map(([sql]) => String(sql)));
    for (const spy of watched) spy.mockRestore();
    expect(statements.filter(sql => sql.includes('billed_periods'))).not.toEqual([]);
    expect(statements.filter(sql => /pool|placement|inventory/.test(sql))).toEqual([]);
  });

  it('counts at an installation that a pool counts, although its product names no pool', async () => {
    await pooled.pool('Main', { limits: { slots: 1 } });
    const goods = { ...pooled.shop.goods, planId: pooled.shop.goods.small, slug: 'servers' };

    expect(await pooled.tryOrder(goods)).toMatchObject({ status: 201 });
    expect(await pooled.tryOrder(goods)).toMatchObject({ status: 409, code: 'no-room' });
  });

  it('goes nowhere that is switched off or takes nobody new', async () => {
    const pool = await pooled.pool('Main', {});
    const goods = await pooled.sell('pooled', { poolId: pool.id });
    const member = `/api/admin/pools/${pool.id}/members/${pool.members[0]!.id}`;
    const state = async (body: object) => expect((await pooled.shop.asOwner(`PATCH ${member}`, { body })).status).toBe(200);

    await state({ state: 'draining' });
    expect(await pooled.tryOrder(goods)).toMatchObject({ code: 'no-room' });
    await state({ state: 'open' });
    const off = await pooled.shop.asOwner(`PATCH /api/admin/installations/${pooled.shop.cloud}`, { body: { enabled: false } });
    expect(off.status).toBe(200);
    expect(await pooled.tryOrder(goods)).toMatchObject({ code: 'no-room' });
  });
});

describe('a place', () => {
  const oneSlot = async () => {
    const pool = await pooled.pool('Main', { limits: { slots: 1 } });
    const goods = await pooled.sell('pooled', { poolId: pool.id });
    const order = await pooled.order(goods);
    return { pool, goods, order, serviceId: order.items[0]!.serviceId };
  };
  const publish = async (name: 'service.terminated' | 'service.provisioning-failed' | 'order.cancelled', data: object) => {
    await inTenant(() => server.app.get(Events).publish(name, data as never));
    await server.runJobs();
  };

  it.each([
    ['the order is cancelled', 'order.cancelled', { reason: 'asked' }],
    ['the service ends', 'service.terminated', {}],
    ['the service fails for good', 'service.provisioning-failed', { code: 'refused', final: true }],
  ] as const)('is given back when %s, once', async (_what, name, data) => {
    const { goods, order, serviceId } = await oneSlot();
    expect(await pooled.tryOrder(goods)).toMatchObject({ code: 'no-room' });

    await publish(name, { ...data, orderId: order.id, customerId: pooled.customer.id, serviceId });
    await publish(name, { ...data, orderId: order.id, customerId: pooled.customer.id, serviceId });

    expect(await used()).toMatchObject([{ slots: 0, ramMb: 0 }]);
    expect(await pooled.tryOrder(goods)).toMatchObject({ status: 201 });
  });

  it('stays with a service that may still be made', async () => {
    const { serviceId } = await oneSlot();

    await publish('service.provisioning-failed', { serviceId, code: 'busy', final: false });

    expect(await used()).toMatchObject([{ slots: 1 }]);
  });

  it('is not taken from a service that set out again before the news of its failure arrived', async () => {
    const { serviceId } = await oneSlot();
    await inTenant(() =>
      server.app.get(Events).publish('service.provisioning-failed', { serviceId, code: 'refused', final: true }),
    );
    server.clock.pass(1000);
    await pooled.placeOf(serviceId);

    await server.runJobs();

    expect(await used()).toMatchObject([{ slots: 1 }]);
  });

  it('is found again by a service that is tried again', async () => {
    const { serviceId } = await oneSlot();
    await publish('service.provisioning-failed', { serviceId, code: 'refused', final: true });

    expect(await pooled.placeOf(serviceId)).toEqual({ installationId: pooled.shop.cloud });

    expect(await used()).toMatchObject([{ slots: 1 }]);
  });

  it('is waited for by a paid service whose place was given away, and staff are told once', async () => {
    const { goods, serviceId } = await oneSlot();
    await inTenant(() => placement().release(serviceId, 'unpaid'));
    const other = await pooled.order(goods);

    expect(await pooled.tryPlaceOf(serviceId)).toBe('no-room');
    expect(await pooled.tryPlaceOf(serviceId)).toBe('no-room');
    expect((await pooled.pools())[0]).toMatchObject({ waiting: 1 });
    expect(await pooled.shop.rows(`select id from events where name = 'service.waits-for-room'`)).toHaveLength(1);

    await inTenant(() => placement().release(other.items[0]!.serviceId, 'cancelled'));
    expect(await pooled.placeOf(serviceId)).toEqual({ installationId: pooled.shop.cloud });
    expect((await pooled.pools())[0]).toMatchObject({ waiting: 0, members: [{ services: 1, used: { slots: 1 } }] });
  });

  it('goes to somebody else when its order was not paid some days after it was due', async () => {
    const { goods, serviceId } = await oneSlot();
    const days = (holdDays: number) => pooled.shop.asOwner('PATCH /api/admin/placement-settings', { body: { holdDays } });
    expect((await days(2)).status).toBe(200);
    const [invoice] = await pooled.shop.rows<{ dueAt: Date }>('select due_at from invoices');

    server.clock.pass(invoice!.dueAt.getTime() - server.clock.now().getTime() + 2 * 24 * 60 * 60 * 1000 - 1000);
    await releaseUnpaid();
    expect(await used()).toMatchObject([{ slots: 1 }]);
    server.clock.pass(2000);
    await releaseUnpaid();

    expect(await used()).toMatchObject([{ slots: 0 }]);
    expect(await pooled.tryOrder(goods, {}, await pooled.shop.customer())).toMatchObject({ status: 201 });
    expect(await pooled.tryPlaceOf(serviceId)).toBe('no-room');
  });

  it('grows with its service as far as there is room', async () => {
    const pool = await pooled.pool('Main', { limits: { ramMb: 8192 } });
    const order = await pooled.order(await pooled.sell('pooled', { poolId: pool.id }));
    const serviceId = order.items[0]!.serviceId;
    const plan = (ramMb: number) => () =>
      Promise.resolve({ action: 'server', poolId: pool.id, needs: { ramMb }, spec: { plan: '', hostname: '' } } as const);
    const grow = (ramMb: number) => inTenant(() => placement().grow(serviceId, plan(ramMb)));

    await grow(8192);
    expect(await used()).toMatchObject([{ ramMb: 8192, slots: 1 }]);
    await expect(grow(8193)).rejects.toMatchObject({ code: 'no-room' });
    await grow(1024);
    expect(await used()).toMatchObject([{ ramMb: 8192, slots: 1 }]);
    await inTenant(() => placement().settle(serviceId, plan(1024)));
    expect(await used()).toMatchObject([{ ramMb: 1024, slots: 1 }]);
  });

  it('is where the server is made, with its machine, and goes with its service', async () => {
    await pooled.machine('ryzen', 'r4-u1');
    const order = await pooled.order(await pooled.sellMachines('ryzen'), MACHINE);
    await pooled.shop.pay(pooled.customer, order);
    await pooled.shop.passTime('2 minutes');

    const path = `/api/admin/services/${order.items[0]!.serviceId}`;
    const active = (await pooled.shop.asOwner(`GET ${path}`)).json<AdminService>();
    expect(active).toMatchObject({ state: 'active', placement: { state: 'used', item: { name: 'r4-u1' }, itemGroup: 'ryzen' } });
    const ending = { action: 'terminate', confirmation: active.hostname };
    expect((await pooled.shop.asOwner(`POST ${path}/actions`, { body: ending })).status).toBe(202);
    await pooled.shop.passTime('5 minutes');

    expect((await pooled.shop.asOwner(`GET ${path}`)).json<AdminService>()).toMatchObject({
      state: 'terminated',
      placement: null,
    });
    expect(await pooled.shop.rows('select name from inventory_items where state = $1', ['free'])).toEqual([{ name: 'r4-u1' }]);
  });

  it('gives its machine back only when people have wiped what they set up', async () => {
    await pooled.machine('ryzen', 'r4-u1');
    const goods = await pooled.sellMachines('ryzen');
    const order = await pooled.order(goods, MACHINE);
    const { serviceId } = order.items[0]!;
    const path = `/api/admin/services/${serviceId}`;
    const finish = async (body: object) => {
      const [task] = (await pooled.shop.asOwner('GET /api/admin/tasks')).json<{ items: { id: string }[] }>().items;
      expect((await pooled.shop.asOwner(`POST /api/admin/tasks/${task!.id}/completion`, { body })).status).toBe(200);
      await pooled.shop.passTime('2 minutes');
    };
    server.cloud.askHandWork();
    await pooled.shop.pay(pooled.customer, order);
    await pooled.shop.passTime('2 minutes');
    await finish({ addresses: ['192.0.2.7'], username: 'root' });
    const { hostname } = (await pooled.shop.asOwner(`GET ${path}`)).json<AdminService>();

    await pooled.shop.asOwner(`POST ${path}/actions`, { body: { action: 'terminate', confirmation: hostname } });
    await pooled.shop.passTime('5 minutes');
    const machine = () => pooled.shop.rows('select state, service_id from inventory_items');
    expect(await machine()).toEqual([{ state: 'assigned', serviceId }]);
    expect(await pooled.shop.rows(`select id from placements where state <> 'released'`)).toEqual([]);
    expect(await pooled.tryOrder(goods, MACHINE)).toMatchObject({ code: 'no-room' });

    await finish({});
    expect(await machine()).toEqual([{ state: 'free', serviceId: null }]);
    expect(await pooled.tryOrder(goods, MACHINE, await pooled.shop.customer())).toMatchObject({ status: 201 });
  });

  it('is waited for by a creation until there is room, however long that takes', async () => {
    const { goods, order, serviceId } = await oneSlot();
    await inTenant(() => placement().release(serviceId, 'unpaid'));
    const other = await pooled.order(goods);
    await pooled.shop.pay(pooled.customer, order);

    await pooled.shop.passTime('8 hours');
    const asStaff = () => server.app.get(ServiceReader).read(pooled.shop.tenant.id, serviceId);
    const waiting = await asStaff();
    expect(waiting).toMatchObject({ state: 'provisioning', placement: { state: 'waiting' }, operations: [{ state: 'waiting' }] });
    expect(waiting.operations[0]!.steps.at(-1)).toMatchObject({ detail: 'no-room' });
    await inTenant(() => placement().release(other.items[0]!.serviceId, 'cancelled'));
    await pooled.shop.passTime('1 hour');

    expect(await asStaff()).toMatchObject({ state: 'active', placement: { state: 'used' } });
  });
});
