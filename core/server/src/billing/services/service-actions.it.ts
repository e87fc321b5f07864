import type { OrderServiceAction, Service } from '@hostwright/sdk/http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { serviceHouse, type ServiceHouse, type ServiceShop } from '../../../test/harness/service-shop.js';
import { ServiceOrders } from './index.js';

let house: ServiceHouse;
let shop: ServiceShop;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOST = 'web.example.com';

beforeAll(async () => {
  house = await serviceHouse();
});

afterAll(() => house.close());

beforeEach(async () => {
  house.cloud.calls.length = 0;
  shop = await house.shop();
});

const orders = (): ServiceOrders => house.http.app.get(ServiceOrders);
const server = (id: string) => house.cloud.serversOf(id)[0]!;
const last = async (id: string) => (await shop.service(id)).operations[0]!;
const copies = (id: string): string[] => (server(id).copies ?? []).map(({ name }) => name);

async function done(id: string, ordered: OrderServiceAction): Promise<Service> {
  await orders().order(shop.customer, id, ordered);
  await house.pass(3 * MINUTE);
  return shop.service(id);
}

/** A server with a copy of its disk, in a state in which anything may be asked for. */
async function aServer(): Promise<{ id: string; snapshotId: string; address: string }> {
  const id = await shop.running();
  await done(id, { action: 'create-snapshot', name: 'before' });
  const [copy] = server(id).copies ?? [];
  return { id, snapshotId: copy!.id, address: server(id).ipv4 };
}

describe('what customers order', () => {
  it('another system: the disk is new, the password too, and the choice is remembered', async () => {
    const id = await shop.running();
    await orders().revealCredentials(shop.customer, id);
    const before = server(id).password;

    const after = await done(id, { action: 'reinstall', image: 'ubuntu-26.04', confirmation: HOST });

    expect(after).toMatchObject({ selection: { image: 'ubuntu-26.04' }, hasCredentials: true, serverState: 'running' });
    expect(after.facts).toContainEqual({ label: 'image', value: 'ubuntu-26.04' });
    expect(server(id)).toMatchObject({ image: 'ubuntu-26.04' });
    expect(server(id).password).not.toBe(before);
    expect((await orders().revealCredentials(shop.customer, id)).password).toBe(server(id).password);
  });

  it('another name', async () => {
    const id = await shop.running();

    expect(await done(id, { action: 'rename', hostname: 'shop.example.com' })).toMatchObject({ hostname: 'shop.example.com' });
    expect(server(id).hostname).toBe('shop.example.com');
  });

  it('another password, which is shown once', async () => {
    const id = await shop.running();
    const { password } = await orders().revealCredentials(shop.customer, id);

    await done(id, { action: 'reset-password' });

    const shown = await orders().revealCredentials(shop.customer, id);
    expect(shown.password).toBe(server(id).password);
    expect(shown.password).not.toBe(password);
  });

  it('copies of the disk: made, put back and thrown away', async () => {
    const { id, snapshotId } = await aServer();
    expect(copies(id)).toEqual(['before']);

    await done(id, { action: 'reinstall', image: 'ubuntu-26.04', confirmation: HOST });
    await done(id, { action: 'restore-snapshot', snapshotId, confirmation: HOST });
    expect(server(id).image).toBe('debian-13');
    await done(id, { action: 'delete-snapshot', snapshotId });

    expect(copies(id)).toEqual([]);
    await expect(orders().order(shop.customer, id, { action: 'create-snapshot', name: 'before' })).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });

  it('a rescue system, and their own again', async () => {
    const id = await shop.running();
    await orders().revealCredentials(shop.customer, id);

    expect(await done(id, { action: 'rescue-on' })).toMatchObject({ rescue: true, hasCredentials: true });
    expect((await orders().revealCredentials(shop.customer, id)).password).toBe(server(id).rescuePassword);
    expect(await done(id, { action: 'rescue-off' })).toMatchObject({ rescue: false });
    expect(server(id).rescuePassword).toBeNull();
  });

  it('a name for an address, and the provider’s own again', async () => {
    const { id, address } = await aServer();
    const nameOf = ({ addresses }: Service) => addresses.find(one => one.address === address)?.reverseName;

    const named = await done(id, { action: 'reverse-name', address, name: 'mail.example.com' });
    const unnamed = await done(id, { action: 'reverse-name', address, name: null });

    expect(nameOf(named)).toBe('mail.example.com');
    expect(nameOf(unnamed)).not.toBe('mail.example.com');
    await expect(
      orders().order(shop.customer, id, { action: 'reverse-name', address: '198.51.100.7', name: 'mail.example.com' }),
    ).rejects.toMatchObject({ code: 'invalid-input' });
  });
});

describe('where data is lost', () => {
  it('the name of the server is typed again, and nothing else will do', async () => {
    const id = await shop.running();

    for (const confirmation of ['', 'yes', 'web.example']) {
      const asked = orders().order(shop.customer, id, { action: 'reinstall', image: 'debian-13', confirmation });
      await expect(asked).rejects.toMatchObject({ code: 'confirmation-wrong' });
    }
    const unknown = orders().order(shop.customer, id, { action: 'reinstall', image: 'beos-5', confirmation: HOST });
    await expect(unknown).rejects.toMatchObject({ code: 'invalid-input' });
    await orders().order(shop.customer, id, { action: 'reinstall', image: 'debian-13', confirmation: ' WEB.example.com ' });

    expect(await last(id)).toMatchObject({ kind: 'reinstall', state: 'waiting' });
  });
});

describe('an answer that was lost', () => {
  const KINDS: readonly ((at: { snapshotId: string; address: string }) => OrderServiceAction)[] = [
    () => ({ action: 'stop' }),
    () => ({ action: 'restart' }),
    () => ({ action: 'reinstall', image: 'ubuntu-26.04', confirmation: HOST }),
    () => ({ action: 'rename', hostname: 'shop.example.com' }),
    () => ({ action: 'reset-password' }),
    () => ({ action: 'create-snapshot', name: 'after' }),
    ({ snapshotId }) => ({ action: 'restore-snapshot', snapshotId, confirmation: HOST }),
    ({ snapshotId }) => ({ action: 'delete-snapshot', snapshotId }),
    () => ({ action: 'rescue-on' }),
    ({ address }) => ({ action: 'reverse-name', address, name: 'mail.example.com' }),
  ];

  it.each(KINDS.map(order => [order({ snapshotId: 'x', address: '192.0.2.1' }).action, order] as const))(
    'to %s ends as one that came, whether it was done or not',
    async (action, orderOf) => {
      for (const spoil of [
        () => house.cloud.loseAnswer(),
        () => house.cloud.failAfterActing(),
        () => house.cloud.failNextChange('unknown'),
      ]) {
        const twin = await aServer();
        spoil();
        await done(twin.id, orderOf(twin));

        expect(await last(twin.id)).toMatchObject({ kind: action, state: 'succeeded', error: null });
        expect(house.cloud.serversOf(twin.id)).toHaveLength(1);
      }
    },
  );
});

describe('an order', () => {
  it('is one, however often it is given, and another has to wait for it', async () => {
    const id = await shop.running();
    const rename = { action: 'rename', hostname: 'shop.example.com' } as const;

    await Promise.all(Array.from({ length: 6 }, () => orders().order(shop.customer, id, rename)));
    await expect(orders().order(shop.customer, id, { ...rename, hostname: 'b.example.com' })).rejects.toMatchObject({
      code: 'service-state',
    });
    await house.pass(MINUTE);

    expect((await shop.service(id)).operations.map(({ kind }) => kind)).toEqual(['rename', 'create']);
    expect(house.cloud.calls.filter(({ path }) => path.endsWith('/rename'))).toHaveLength(1);
  });

  it('that the provider refuses changes nothing and says so', async () => {
    const id = await shop.running();
    house.cloud.failNextChange('final');

    const after = await done(id, { action: 'rename', hostname: 'shop.example.com' });

    expect(after).toMatchObject({ hostname: HOST, state: 'active', operations: [{ state: 'failed' }, {}] });
    expect(await shop.events('operation.failed')).toMatchObject([{ serviceId: id, action: 'rename' }]);
  });

  it('is taken back while it waits, by whom it concerns, and not after', async () => {
    const id = await shop.running();
    await orders().order(shop.customer, id, { action: 'restart' });
    const { id: operationId, cancellable } = await last(id);

    await expect(orders().cancel({ ...shop.customer, id: shop.staff.id }, id, operationId)).rejects.toMatchObject({
      code: 'not-found',
    });
    await orders().cancel(shop.customer, id, operationId);
    await house.pass(MINUTE);

    expect(cancellable).toBe(true);
    expect(await last(id)).toMatchObject({ kind: 'restart', state: 'cancelled', cancellable: false });
    expect(house.cloud.calls.filter(({ path }) => path.endsWith('/restart'))).toEqual([]);
    await expect(orders().cancel(shop.customer, id, operationId)).rejects.toMatchObject({ code: 'service-state' });
  });

  it('to make a server is the shop’s to take back: the service has failed then', async () => {
    const id = await shop.bought();
    house.cloud.behave('failing');
    await house.pass(SECOND);
    house.cloud.behave('well');
    house.cloud.slowDown(60);
    await house.pass(MINUTE);
    const { id: operationId, state } = await last(id);

    expect(state).toBe('waiting');
    await expect(orders().cancel(shop.customer, id, operationId)).rejects.toMatchObject({ code: 'service-state' });
    await orders().cancel(shop.staff, id, operationId);
    await house.pass(10 * MINUTE);

    expect(await shop.service(id)).toMatchObject({ state: 'failed', operations: [{ state: 'cancelled' }] });
    expect(await shop.events('service.provisioning-failed')).toEqual([{ serviceId: id, code: 'cancelled', final: true }]);
    expect(house.cloud.serversOf(id)).toEqual([]);
  });

  it('is written into the book of what was done', async () => {
    const id = await shop.running();
    await done(id, { action: 'reinstall', image: 'debian-13', confirmation: HOST });

    const rows = await shop.rows(
      'select actor, target, detail from audit_entries where tenant_id = $1 and action = $2',
      'service.reinstall',
    );

    expect(rows).toEqual([{ actor: `customer:${shop.customerId}`, target: `service:${id}`, detail: { image: 'debian-13' } }]);
  });
});
