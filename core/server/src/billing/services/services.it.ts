import type { Service } from '@hostwright/sdk/http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { serviceHouse, type ServiceHouse, type ServiceShop } from '../../../test/harness/service-shop.js';
import { Orders } from '../orders/index.js';
import { ServiceOrders, ServiceReader } from './index.js';

let house: ServiceHouse;
let shop: ServiceShop;

const SECOND = 1000;
const MINUTE = 60 * SECOND;

beforeAll(async () => {
  house = await serviceHouse();
});

afterAll(() => house.close());

beforeEach(async () => {
  house.cloud.calls.length = 0;
  shop = await house.shop();
});

const orders = (): ServiceOrders => house.http.app.get(ServiceOrders);

describe('a paid service', () => {
  it('gets its server, and every step of the provider can be watched', async () => {
    const id = await shop.bought();
    expect(await shop.service(id)).toMatchObject({ state: 'pending', operations: [], actions: [], hasCredentials: false });

    await house.pass(4 * SECOND);
    expect(await shop.service(id)).toMatchObject({
      state: 'provisioning',
      serverState: 'creating',
      operations: [{ state: 'creating', attempt: 1 }],
    });
    await house.pass(11 * SECOND);

    const after = await shop.service(id);
    expect(after).toMatchObject({ state: 'active', serverState: 'running', hasCredentials: true });
    expect(after.actions).toEqual(expect.arrayContaining(['stop', 'restart', 'reinstall', 'rename']));
    expect(after.actions).not.toContain('start');
    expect(after.addresses.map(({ family }) => family)).toEqual([4, 6]);
    expect(after.operations).toMatchObject([{ kind: 'create', state: 'succeeded', attempt: 1, error: null }]);
    expect(await shop.steps(id)).toEqual(expect.arrayContaining(['asked', 'reserving-resources', 'copying-image', 'ready']));
    expect(house.cloud.serversOf(id)).toHaveLength(1);
    expect(await shop.events('service.activated')).toEqual([{ serviceId: id, customerId: shop.customerId }]);
  });

  it('is counted from the moment it runs, by the calendar of the shop', async () => {
    const id = await shop.running();

    const [{ anchorAt }] = (await shop.rows<{ anchorAt: Date }>(
      'select anchor_at from services where tenant_id = $1 and id = $2',
      id,
    )) as [{ anchorAt: Date }];
    const zone = shop.tenant.timeZone;
    const expected = Temporal.Instant.fromEpochMilliseconds(anchorAt.getTime()).toZonedDateTimeISO(zone).add({ months: 1 });
    expect((await shop.service(id)).renewsAt).toBe(new Date(expected.epochMilliseconds).toISOString());
  });

  it('completes its order together with the last of the others', async () => {
    const { orderId, invoiceId, serviceIds } = await shop.order(3);
    house.cloud.failNextCreate('retryable');
    await shop.pay(invoiceId);
    const state = () => house.http.db.run(shop.tenant.id, async () => (await house.http.app.get(Orders).read(orderId)).state);

    await house.pass(1 * SECOND);
    expect(await state()).toBe('paid');
    await house.pass(MINUTE);

    expect(await state()).toBe('completed');
    expect(serviceIds.map(id => house.cloud.serversOf(id).length)).toEqual([1, 1, 1]);
  });

  it('that needs no server is there at once', async () => {
    const id = await shop.errand({ action: 'none' });
    await house.pass(0);

    expect(await shop.service(id)).toMatchObject({ state: 'active', serverState: null, actions: [] });
    expect(house.creations()).toEqual([]);
  });

  it('that people deliver waits for them and says so', async () => {
    const id = await shop.errand({ action: 'manual', instructions: 'Plug the machine in' });
    await house.pass(24 * 60 * MINUTE);

    const { state, operations } = await shop.service(id);
    expect(state).toBe('provisioning');
    expect(operations[0]).toMatchObject({
      state: 'creating',
      steps: [{ code: 'asked' }, { code: 'manual', detail: 'Plug the machine in' }],
    });
  });
});

describe('a service that failed', () => {
  it('says so once and is tried again by staff under a key of its own', async () => {
    const id = await shop.bought();
    house.cloud.failNextCreate('final');
    await house.pass(MINUTE);

    expect(await shop.service(id)).toMatchObject({
      state: 'failed',
      operations: [{ state: 'failed', error: { code: 'sold-out' } }],
    });
    expect(await shop.events('service.provisioning-failed')).toEqual([{ serviceId: id, code: 'sold-out', final: true }]);
    await orders().retry(shop.staff, id);
    await house.pass(MINUTE);

    expect(await shop.service(id)).toMatchObject({ state: 'active', operations: [{ state: 'succeeded' }, { state: 'failed' }] });
    expect(house.creations().map(({ key }) => key)).toEqual([`service-${id}-create-1`, `service-${id}-create-2`]);
    expect(house.cloud.serversOf(id)).toHaveLength(1);
  });

  it('leaves no ruin behind when the provider had given up on its server', async () => {
    const id = await shop.bought();
    house.cloud.failNextCreate('later');
    await house.pass(MINUTE);
    expect(await shop.service(id)).toMatchObject({
      state: 'failed',
      serverState: 'failed',
      operations: [{ error: { code: 'server-failed' } }],
    });
    // The ruin still takes its place.
    expect(await shop.events('service.provisioning-failed')).toEqual([{ serviceId: id, code: 'server-failed', final: false }]);

    await orders().retry(shop.staff, id);
    await house.pass(MINUTE);

    expect(await shop.service(id)).toMatchObject({ state: 'active', serverState: 'running' });
    expect(house.cloud.serversOf(id).map(({ status }) => status)).toEqual(['running']);
  });

  it('is not tried again while it runs, and not by one who asks twice', async () => {
    const id = await shop.running();
    await expect(orders().retry(shop.staff, id)).rejects.toMatchObject({ code: 'service-state' });

    const failing = await shop.bought('other.example.com');
    house.cloud.failNextCreate('final');
    await house.pass(MINUTE);
    const answers = await Promise.allSettled([orders().retry(shop.staff, failing), orders().retry(shop.staff, failing)]);

    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('over HTTP', () => {
  const call = async (route: string, body?: unknown) =>
    house.http.call(shop.tenant, route, { token: await shop.token(), ...(body !== undefined && { body }) });

  it('a customer lists, reads, switches and reveals what is theirs', async () => {
    const id = await shop.running();

    const list = await call('GET /api/store/services');
    const switched = await call(`POST /api/store/services/${id}/power`, { action: 'stop' });
    const credentials = await call(`POST /api/store/services/${id}/credentials`);
    const again = await call(`POST /api/store/services/${id}/credentials`);

    expect(list.json<{ items: Service[] }>().items.map(item => item.id)).toEqual([id]);
    expect(switched.status).toBe(202);
    expect(switched.json<Service>().operations[0]).toMatchObject({ kind: 'stop' });
    expect(credentials.json()).toMatchObject({ username: 'root' });
    expect([again.status, again.json<{ code: string }>().code]).toEqual([410, 'credentials-gone']);
  });

  it('pages follow each other without a gap or a repetition', async () => {
    const { serviceIds } = await shop.order(5);

    const first = (await call('GET /api/store/services?limit=2')).json<{ items: Service[]; next: string }>();
    const second = (await call(`GET /api/store/services?limit=2&cursor=${first.next}`)).json<{
      items: Service[];
      next: string;
    }>();
    const third = (await call(`GET /api/store/services?limit=2&cursor=${second.next}`)).json<{ items: Service[]; next: null }>();

    expect([first, second, third].flatMap(page => page.items.map(item => item.id)).sort()).toEqual([...serviceIds].sort());
    expect(third.next).toBeNull();
  });

  it('somebody else’s service is not there', async () => {
    const id = await shop.bought();
    shop = await house.shop();

    const answers = await Promise.all([
      call(`GET /api/store/services/${id}`),
      call(`POST /api/store/services/${id}/power`, { action: 'stop' }),
      call(`POST /api/store/services/${id}/credentials`),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
  });

  it('staff find services by state, customer and the beginning of a host name', async () => {
    const [web, mail] = [await shop.running('web.example.com'), await shop.bought('mail.example.com')];
    const reader = house.http.app.get(ServiceReader);
    const found = async (query: object) =>
      (await reader.listAll(shop.tenant.id, { limit: 10, ...query })).items.map(item => item.id);

    expect(await found({ search: 'MAIL' })).toEqual([mail]);
    expect(await found({ state: 'active' })).toEqual([web]);
    expect(await found({ customerId: shop.customerId })).toEqual([mail, web]);
    expect(await found({ customerId: shop.staff.id })).toEqual([]);
    expect(await reader.read(shop.tenant.id, web)).toMatchObject({ provider: 'Cloud', customer: { name: 'Ada' } });
  });
});
