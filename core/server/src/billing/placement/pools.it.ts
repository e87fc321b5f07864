import type { InventoryItem, Placement, Pool } from '@hostwright/sdk/http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MACHINE, machineOf, PooledShop } from '../../../test/harness/pooled-shop.js';
import { aServer, expectStatus, type TestServer } from '../../../test/harness/shop.js';

let server: TestServer;
let pooled: PooledShop;

beforeAll(async () => {
  server = await aServer();
});

afterAll(() => server.close());

beforeEach(async () => {
  pooled = await PooledShop.open(server);
});

const owner = (route: string, body?: object) => pooled.shop.asOwner(route, body === undefined ? {} : { body });
const codeOf = async (route: string, body?: object) => (await owner(route, body)).json<{ code: string }>().code;
const actions = async () =>
  (await pooled.shop.rows<{ action: string }>('select action from audit_entries order by created_at, id')).map(row => row.action);

describe('pools', () => {
  it('tell what each member may hold and what is promised of it', async () => {
    const limits = { vcpu: 16, ramMb: 65536, diskGb: 1000, addresses: 20, slots: null };
    const pool = await pooled.pool('Main', { limits, cpuOvercommitPercent: 400 });
    await pooled.order(await pooled.sell('pooled', { poolId: pool.id }), { quantity: 2 });

    expect(await pooled.pools()).toMatchObject([
      {
        ...{ name: 'Main', location: 'Frankfurt', tier: 'standard', waiting: 0 },
        members: [
          {
            installation: { id: pooled.shop.cloud, label: 'sandbox-cloud', pluginId: 'sandbox-cloud', enabled: true },
            ...{ state: 'open', limits, cpuOvercommitPercent: 400, services: 2 },
            used: { vcpu: 4, ramMb: 8192, diskGb: 80, addresses: 2, slots: 2 },
          },
        ],
      },
    ]);
  });

  it('are named, changed and removed, and every change is written down', async () => {
    const pool = await pooled.pool('Main', {});
    const path = `/api/admin/pools/${pool.id}`;
    const member = `${path}/members/${pool.members[0]!.id}`;

    expect(await codeOf('POST /api/admin/pools', { name: 'Main' })).toBe('name-taken');
    expect((await owner(`PATCH ${path}`, { name: 'Fast', tier: '' })).json<Pool>()).toMatchObject({
      name: 'Fast',
      tier: '',
      location: 'Frankfurt',
    });
    expect((await owner(`PATCH ${member}`, { limits: { slots: 3 }, cpuOvercommitPercent: 200 })).json<Pool>()).toMatchObject({
      members: [{ limits: { slots: 3, vcpu: null }, cpuOvercommitPercent: 200, state: 'open' }],
    });
    expect(await codeOf(`DELETE ${path}`)).toBe('in-use');
    expect((await owner(`DELETE ${member}`)).json<Pool>().members).toEqual([]);
    expect((await owner(`DELETE ${path}`)).status).toBe(204);

    expect(await pooled.pools()).toEqual([]);
    expect((await actions()).filter(action => action.startsWith('pool'))).toEqual([
      ...['pool.created', 'pool-member.added', 'pool.updated', 'pool-member.updated', 'pool-member.removed', 'pool.removed'],
    ]);
  });

  it('never count an installation twice, nor one that makes no servers', async () => {
    const pool = await pooled.pool('Main', {});

    const members = `POST /api/admin/pools/${pool.id}/members`;
    expect(await codeOf(members, { installationId: pooled.shop.cloud })).toBe('in-use');
    expect(await codeOf(members, { installationId: pooled.shop.bank })).toBe('invalid-input');
  });

  it('keep a member that services have their place at, and never limit it to less than is promised', async () => {
    const pool = await pooled.pool('Main', { limits: { ramMb: 65536 } });
    await pooled.order(await pooled.sell('pooled', { poolId: pool.id }));
    const member = `/api/admin/pools/${pool.id}/members/${pool.members[0]!.id}`;

    expect(await codeOf(`PATCH ${member}`, { limits: { ramMb: 4095 } })).toBe('no-room');
    expect((await owner(`PATCH ${member}`, { limits: { ramMb: 4096 } })).status).toBe(200);
    expect(await codeOf(`DELETE ${member}`)).toBe('in-use');
  });

  it('count the servers that an installation has already', async () => {
    const { goods } = pooled.shop;
    const order = await pooled.order({ ...goods, planId: goods.small, slug: 'servers' }, { quantity: 2 });
    await pooled.shop.pay(pooled.customer, order);
    await pooled.shop.passTime('2 minutes');
    const pool = await pooled.pool('Main');
    const members = `POST /api/admin/pools/${pool.id}/members`;

    expect(await codeOf(members, { installationId: pooled.shop.cloud, limits: { ramMb: 8191 } })).toBe('no-room');
    expect(await pooled.addMember(pool.id, { limits: { ramMb: 8192 } })).toMatchObject({
      members: [{ used: { ramMb: 8192, slots: 2 }, services: 2 }],
    });
  });

  it('list who has which place', async () => {
    const pool = await pooled.pool('Main', { limits: { slots: 9 } });
    await pooled.order(await pooled.sell('pooled', { poolId: pool.id }), { hostname: 'one.example.com' });
    await pooled.machine('ryzen', 'r4-u1');
    await pooled.order(await pooled.sellMachines('ryzen'), { ...MACHINE, hostname: 'two.example.com' });

    const list = async (query = '') =>
      expectStatus(await owner(`GET /api/admin/placements${query}`), 200).json<{ items: Placement[] }>().items;
    expect(await list(`?poolId=${pool.id}&state=reserved`)).toHaveLength(2);
    expect(await list('?state=used')).toEqual([]);
    expect((await list()).toSorted((a, b) => (a.service.hostname < b.service.hostname ? -1 : 1))).toMatchObject([
      {
        ...{ state: 'reserved', pool: { name: 'Main' }, installation: { id: pooled.shop.cloud }, item: null },
        needs: { vcpu: 2, ramMb: 4096, slots: 1 },
        service: { hostname: 'one.example.com', state: 'pending', customer: { email: pooled.customer.email } },
      },
      { itemGroup: 'ryzen', item: { name: 'r4-u1' }, service: { hostname: 'two.example.com' } },
    ]);
  });
});

describe('the inventory', () => {
  it('is searched, described, and counts what is free of each group', async () => {
    const one = await pooled.machine('ryzen', 'r4-u1');
    const other = await pooled.machine('ryzen', 'r5-u2');
    await pooled.machine('epyc', 'r6-u1');
    const list = async (query: string) =>
      expectStatus(await owner(`GET /api/admin/inventory${query}`), 200).json<{ items: InventoryItem[]; groups: object[] }>();

    const change = { notes: 'Noisy fan', facts: { cpu: 'Ryzen 9 9950X' }, retired: true };
    expect((await owner(`PATCH /api/admin/inventory/${one.id}`, change)).json<InventoryItem>()).toMatchObject({
      ...{ name: 'r4-u1', notes: 'Noisy fan', facts: { cpu: 'Ryzen 9 9950X' }, state: 'retired', service: null },
    });
    expect((await list('?search=NOISY')).items.map(item => item.name)).toEqual(['r4-u1']);
    expect((await list('?group=ryzen&state=free')).items.map(item => item.id)).toEqual([other.id]);
    expect((await list('?limit=1')).groups).toEqual([
      { name: 'epyc', free: 1, assigned: 0, retired: 0 },
      { name: 'ryzen', free: 1, assigned: 0, retired: 1 },
    ]);
    expect(await codeOf('POST /api/admin/inventory', { group: 'epyc', name: 'r5-u2' })).toBe('name-taken');
    expect((await actions()).filter(action => action.startsWith('inventory'))).toHaveLength(4);
  });

  it('keeps a machine that a service has', async () => {
    const machine = await pooled.machine('ryzen', 'r4-u1');
    const order = await pooled.order(await pooled.sellMachines('ryzen'), MACHINE);

    const path = `/api/admin/inventory/${machine.id}`;
    expect(await codeOf(`PATCH ${path}`, { retired: true })).toBe('in-use');
    expect((await owner(`PATCH ${path}`, { retired: false })).json<InventoryItem>()).toMatchObject({
      ...{ state: 'assigned', service: { id: order.items[0]!.serviceId, state: 'pending' } },
    });
  });
});

describe('the calculator is told', () => {
  const valuesOf = async (goods: Parameters<PooledShop['shown']>[0], option: string) => {
    const choice = (await pooled.shown(goods)).plans[0]!.options.find(({ id }) => id === option)!;
    return choice.kind === 'choice' ? choice.values : [];
  };

  it('that a few are left, and when the last is gone', async () => {
    const pool = await pooled.pool('Main', { limits: { slots: 6 } });
    const goods = await pooled.sell('pooled', { poolId: pool.id });
    const left = async () => (await pooled.shown(goods)).plans.map(({ stock }) => stock);

    expect(await left()).toEqual([null, null]);
    await pooled.order(goods);
    expect(await left()).toEqual([5, 5]);
    await pooled.order(goods, { quantity: 5 });
    expect(await left()).toEqual([0, 0]);
    const page = await pooled.shop.call('GET /');
    expect(page.text).toContain('Sold out');
  });

  it('how much is left of each plan by what the plan takes', async () => {
    const pool = await pooled.pool('Main', { limits: { ramMb: 4096 } });
    const goods = await pooled.sell('pooled', { poolId: pool.id });

    // The plans of the goods begin at one gigabyte.
    expect((await pooled.shown(goods)).plans[0]).toMatchObject({ stock: 4 });
  });

  it('which place is sold out, as long as another is not', async () => {
    const [here, there] = [
      await pooled.pool('Here', { limits: { slots: 1 } }),
      await pooled.pool('There', { installationId: await pooled.installation(), limits: { slots: 3 } }),
    ];
    const locations = [
      { id: 'here', poolId: here.id },
      { id: 'there', poolId: there.id },
    ];
    const goods = await pooled.sell('pooled', { poolId: here.id }, locations);
    const choice = { cpu: 2, ram: 4, disk: 40, image: 'debian-13' };

    expect(await valuesOf(goods, 'location')).toMatchObject([{ left: 1 }, { left: 3 }]);
    await pooled.order(goods, { selection: { ...choice, location: 'here' } });
    expect(await valuesOf(goods, 'location')).toMatchObject([
      { value: 'here', available: false },
      { value: 'there', left: 3 },
    ]);
    expect((await pooled.shown(goods)).plans[0]).toMatchObject({ stock: 3 });
    await pooled.order(goods, { quantity: 3, selection: { ...choice, location: 'there' } });
    expect((await pooled.shown(goods)).plans[0]).toMatchObject({ stock: 0 });
    expect((await valuesOf(goods, 'location')).every(({ available }) => available !== false)).toBe(true);
  });

  it('which machines are gone', async () => {
    await pooled.machine('ryzen', 'r4-u1');
    const goods = await pooled.sellMachines('ryzen', 'epyc');

    expect(await valuesOf(goods, 'configuration')).toMatchObject([
      { value: machineOf(0), left: 1 },
      { value: machineOf(1), available: false },
    ]);
  });

  it('nothing about goods whose room nobody counts', async () => {
    const goods = { ...pooled.shop.goods, planId: pooled.shop.goods.small, slug: 'servers' };

    const [plan] = (await pooled.shown(goods)).plans;
    expect(plan).toMatchObject({ stock: null });
    expect(JSON.stringify(plan!.options)).not.toContain('"left"');
  });

  it('what stock allows, where that is less', async () => {
    const pool = await pooled.pool('Main', { limits: { slots: 5 } });
    const goods = await pooled.sell('pooled', { poolId: pool.id });

    expect((await owner(`PATCH /api/admin/plans/${goods.planId}`, { stock: 2 })).status).toBe(200);

    expect((await pooled.shown(goods)).plans.map(({ stock }) => stock)).toEqual([2, 5]);
  });
});
