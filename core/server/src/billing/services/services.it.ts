import type { Service } from '@hostwright/sdk/http';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { serviceHouse, type ServiceHouse, type ServiceShop } from '../../../test/harness/service-shop.js';
import { Installations } from '../../platform/plugins/index.js';
import { Orders } from '../orders/index.js';
import { OperationRunner, ServiceOrders, ServiceReader, type Orderer } from './index.js';
import { RUN_QUEUE, type RunJob } from './operation-rows.js';

let house: ServiceHouse;
let shop: ServiceShop;
let customer: Orderer;
let staff: Orderer;

const SECOND = 1000;
const MINUTE = 60 * SECOND;

beforeAll(async () => {
  house = await serviceHouse();
});

afterAll(() => house.close());

beforeEach(async () => {
  shop = await house.shop();
  house.cloud.calls.length = 0;
  customer = { kind: 'customer', tenantId: shop.tenant.id, id: shop.customerId };
  staff = { kind: 'staff', tenantId: shop.tenant.id, id: '01970000-0000-7000-8000-000000000001' };
});

const service = (id: string): Promise<Service> => house.http.app.get(ServiceReader).readOf(shop.tenant.id, shop.customerId, id);
const orders = (): ServiceOrders => house.http.app.get(ServiceOrders);
const steps = async (id: string): Promise<string[]> => (await service(id)).operations[0]!.steps.map(step => step.code);
const creations = () => house.cloud.calls.filter(({ method, path }) => method === 'POST' && path === '/v1/servers');

async function rows<Row extends object>(sql: string, ...bind: readonly unknown[]): Promise<Row[]> {
  const { db } = house.http;
  return db.run(shop.tenant.id, () => db.query<Row>(sql, [shop.tenant.id, ...bind]));
}

const events = async (name: string): Promise<unknown[]> =>
  (await rows<{ data: unknown }>('select data from events where tenant_id = $1 and name = $2', name)).map(({ data }) => data);

async function running(hostname?: string): Promise<string> {
  const id = await shop.bought(hostname);
  await house.pass(15 * SECOND);
  expect(await service(id)).toMatchObject({ state: 'active', serverState: 'running' });
  return id;
}

describe('a paid service', () => {
  it('gets its server, and every step of the provider can be watched', async () => {
    const id = await shop.bought();
    expect(await service(id)).toMatchObject({ state: 'pending', operations: [], actions: [], hasCredentials: false });

    await house.pass(4 * SECOND);
    expect(await service(id)).toMatchObject({
      state: 'provisioning',
      serverState: 'creating',
      operations: [{ state: 'creating', attempt: 1 }],
    });
    await house.pass(11 * SECOND);

    const after = await service(id);
    expect(after).toMatchObject({ state: 'active', serverState: 'running', hasCredentials: true, actions: ['stop', 'restart'] });
    expect(after.addresses.map(({ family }) => family)).toEqual([4, 6]);
    expect(after.operations).toMatchObject([{ kind: 'create', state: 'succeeded', attempt: 1, error: null }]);
    expect(await steps(id)).toEqual(expect.arrayContaining(['asked', 'reserving-resources', 'copying-image', 'ready']));
    expect(house.cloud.serversOf(id)).toHaveLength(1);
    expect(await events('service.activated')).toEqual([{ serviceId: id, customerId: shop.customerId }]);
  });

  it('is counted from the moment it runs, by the calendar of the shop', async () => {
    const id = await running();

    const [{ anchorAt }] = (await rows<{ anchorAt: Date }>(
      'select anchor_at from services where tenant_id = $1 and id = $2',
      id,
    )) as [{ anchorAt: Date }];
    const zone = shop.tenant.timeZone;
    const expected = Temporal.Instant.fromEpochMilliseconds(anchorAt.getTime()).toZonedDateTimeISO(zone).add({ months: 1 });
    expect((await service(id)).renewsAt).toBe(new Date(expected.epochMilliseconds).toISOString());
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

    expect(await service(id)).toMatchObject({ state: 'active', serverState: null, actions: [] });
    expect(creations()).toEqual([]);
  });

  it('that people deliver waits for them and says so', async () => {
    const id = await shop.errand({ action: 'manual', instructions: 'Plug the machine in' });
    await house.pass(24 * 60 * MINUTE);

    const { state, operations } = await service(id);
    expect(state).toBe('provisioning');
    expect(operations[0]).toMatchObject({
      state: 'creating',
      steps: [{ code: 'asked' }, { code: 'manual', detail: 'Plug the machine in' }],
    });
  });
});

describe('one server and no more', () => {
  it('when the answer was lost after the server was made', async () => {
    const id = await shop.bought();
    house.cloud.loseAnswer();

    await house.pass(2 * SECOND);
    expect(await service(id)).toMatchObject({ state: 'provisioning', operations: [{ state: 'unknown' }] });
    await house.pass(MINUTE);

    expect(await service(id)).toMatchObject({ state: 'active', hasCredentials: true });
    expect(house.cloud.serversOf(id)).toHaveLength(1);
    expect(creations()).toHaveLength(1);
  });

  it('when the answer was lost and nothing had been made: asked again under the same key', async () => {
    const id = await shop.bought();
    house.cloud.failNextCreate('unknown');

    await house.pass(2 * MINUTE);

    expect(await service(id)).toMatchObject({ state: 'active' });
    expect(await steps(id)).toEqual(expect.arrayContaining(['answer-lost', 'not-found', 'asked-again', 'ready']));
    expect(creations()).toHaveLength(2);
    expect(new Set(creations().map(({ key }) => key))).toEqual(new Set([`service-${id}-create-1`]));
    expect(house.cloud.serversOf(id)).toHaveLength(1);
  });

  it('when the process dies between the call and the note of its answer', async () => {
    const id = await shop.bought();
    const crash = await crashWhenAnswered(id);

    await expect(house.pass(SECOND)).rejects.toThrow('the machine went dark');
    await crash.over();
    expect(house.cloud.serversOf(id)).toHaveLength(1);
    expect(await service(id)).toMatchObject({ operations: [{ state: 'started' }] });
    await house.pass(5 * MINUTE);

    expect(await service(id)).toMatchObject({ state: 'active', hasCredentials: true });
    expect(creations()).toHaveLength(1);
    expect(house.cloud.serversOf(id)).toHaveLength(1);
  });

  it('when the same job is done by several workers at once, and again later', async () => {
    const id = await shop.bought();
    const job = await house.jobs.setAside<RunJob>(RUN_QUEUE, shop.tenant.id);
    const run = () => house.http.app.get(OperationRunner).run(job, { signal: new AbortController().signal });

    await Promise.all(Array.from({ length: 8 }, run));
    await house.pass(MINUTE);
    await run();

    expect(creations()).toHaveLength(1);
    expect(await service(id)).toMatchObject({ state: 'active', operations: [{ attempt: 1 }] });
  });

  it('when the answer comes so late that somebody else has taken over', async () => {
    const id = await shop.bought();
    const job = await house.jobs.setAside<RunJob>(RUN_QUEUE, shop.tenant.id);
    const release = house.line.holdNextAnswer();

    const late = house.http.app.get(OperationRunner).run(job, { signal: new AbortController().signal });
    await vi.waitFor(() => expect(creations()).toHaveLength(1));
    await house.pass(5 * MINUTE);
    const before = await service(id);
    release();
    await late;

    expect(before).toMatchObject({ state: 'active', operations: [{ state: 'succeeded' }] });
    expect(await service(id)).toEqual(before);
    expect(await events('service.activated')).toHaveLength(1);
    expect(creations()).toHaveLength(1);
  });

  it('when the provider asks to wait', async () => {
    const id = await shop.bought();
    house.cloud.failNextCreate('retryable');

    await house.pass(MINUTE);

    expect(await service(id)).toMatchObject({ state: 'active', operations: [{ attempt: 2 }] });
    expect(await steps(id)).toContain('asks-to-wait');
    expect(house.cloud.serversOf(id)).toHaveLength(1);
  });

  it('when the provider is switched off for a while', async () => {
    const installations = house.http.app.get(Installations);
    await installations.update(shop.tenant.id, shop.installationId, { enabled: false }, 'system');
    const id = await shop.bought();

    await house.pass(10 * SECOND);
    expect(await service(id)).toMatchObject({ state: 'provisioning', operations: [{ state: 'waiting' }] });
    expect(creations()).toEqual([]);
    await installations.update(shop.tenant.id, shop.installationId, { enabled: true }, 'system');
    await house.pass(3 * MINUTE);

    expect(await service(id)).toMatchObject({ state: 'active' });
  });
});

describe('a service that failed', () => {
  it('says so once and is tried again by staff under a key of its own', async () => {
    const id = await shop.bought();
    house.cloud.failNextCreate('final');
    await house.pass(MINUTE);

    expect(await service(id)).toMatchObject({ state: 'failed', operations: [{ state: 'failed', error: { code: 'sold-out' } }] });
    expect(await events('service.provisioning-failed')).toEqual([{ serviceId: id, code: 'sold-out', final: true }]);
    await orders().retry(staff, id);
    await house.pass(MINUTE);

    expect(await service(id)).toMatchObject({ state: 'active', operations: [{ state: 'succeeded' }, { state: 'failed' }] });
    expect(creations().map(({ key }) => key)).toEqual([`service-${id}-create-1`, `service-${id}-create-2`]);
    expect(house.cloud.serversOf(id)).toHaveLength(1);
  });

  it('leaves no ruin behind when the provider had given up on its server', async () => {
    const id = await shop.bought();
    house.cloud.failNextCreate('later');
    await house.pass(MINUTE);
    expect(await service(id)).toMatchObject({
      state: 'failed',
      serverState: 'failed',
      operations: [{ error: { code: 'server-failed' } }],
    });

    await orders().retry(staff, id);
    await house.pass(MINUTE);

    expect(await service(id)).toMatchObject({ state: 'active', serverState: 'running' });
    expect(house.cloud.serversOf(id).map(({ status }) => status)).toEqual(['running']);
  });

  it('is not tried again while it runs, and not by one who asks twice', async () => {
    const id = await running();
    await expect(orders().retry(staff, id)).rejects.toMatchObject({ code: 'service-state' });

    const failing = await shop.bought('other.example.com');
    house.cloud.failNextCreate('final');
    await house.pass(MINUTE);
    const answers = await Promise.allSettled([orders().retry(staff, failing), orders().retry(staff, failing)]);

    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('the power of a server', () => {
  it('is switched off and on, and shown as it is', async () => {
    const id = await running();

    await orders().switchPower(customer, id, 'stop');
    expect(await service(id)).toMatchObject({
      actions: [],
      operations: [{ kind: 'stop', state: 'waiting' }, { kind: 'create' }],
    });
    await house.pass(10 * SECOND);
    expect(await service(id)).toMatchObject({
      serverState: 'stopped',
      actions: ['start'],
      operations: [{ kind: 'stop', state: 'succeeded' }, {}],
    });
    await orders().switchPower(staff, id, 'start');
    await house.pass(10 * SECOND);

    expect(await service(id)).toMatchObject({ serverState: 'running', actions: ['stop', 'restart'] });
    expect(house.cloud.serversOf(id)[0]).toMatchObject({ status: 'running' });
  });

  it('is switched once, however often it is asked for', async () => {
    const id = await running();

    await Promise.all(Array.from({ length: 6 }, () => orders().switchPower(customer, id, 'restart')));
    await house.pass(MINUTE);

    expect((await service(id)).operations.map(({ kind }) => kind)).toEqual(['restart', 'create']);
    expect(house.cloud.calls.filter(({ path }) => path.endsWith('/restart'))).toHaveLength(1);
  });

  it('stays as it is when the switch makes no sense now', async () => {
    const id = await running();
    await expect(orders().switchPower(customer, id, 'start')).rejects.toMatchObject({ code: 'service-state' });

    await orders().switchPower(customer, id, 'stop');

    await expect(orders().switchPower(customer, id, 'restart')).rejects.toMatchObject({ code: 'service-state' });
  });

  it('is found out when the answer to a switch was lost', async () => {
    const id = await running();
    house.cloud.loseAnswer();

    await orders().switchPower(customer, id, 'stop');
    await house.pass(MINUTE);

    expect(await service(id)).toMatchObject({ serverState: 'stopped', operations: [{ kind: 'stop', state: 'succeeded' }, {}] });
  });

  it('is nobody else’s business', async () => {
    const id = await running();

    await expect(orders().switchPower({ ...customer, id: staff.id }, id, 'stop')).rejects.toMatchObject({ code: 'not-found' });
    const other = await house.shop();
    await expect(orders().switchPower({ ...staff, tenantId: other.tenant.id }, id, 'stop')).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('the password', () => {
  it('is shown once, to one of all who ask at the same time', async () => {
    const id = await running();

    const answers = await Promise.allSettled(Array.from({ length: 10 }, () => orders().revealCredentials(customer, id)));

    const shown = answers.filter(answer => answer.status === 'fulfilled').map(({ value }) => value);
    expect(shown).toEqual([{ username: 'root', password: house.cloud.serversOf(id)[0]!.password }]);
    expect(answers.filter(answer => answer.status === 'rejected').map(({ reason }) => (reason as { code: string }).code)).toEqual(
      Array.from({ length: 9 }, () => 'credentials-gone'),
    );
    expect(await service(id)).toMatchObject({ hasCredentials: false });
    expect(
      await rows('select actor, target from audit_entries where tenant_id = $1 and action = $2', 'service.credentials-revealed'),
    ).toEqual([{ actor: `customer:${shop.customerId}`, target: `service:${id}` }]);
  });

  it('lies sealed until then', async () => {
    const id = await running();
    const { password } = house.cloud.serversOf(id)[0]!;

    const [row] = await rows<{ text: string }>(
      'select to_jsonb(s)::text as text from services s where tenant_id = $1 and id = $2',
      id,
    );

    expect(row!.text).not.toContain(password);
  });

  it('of a service that does not run yet is not there to be shown', async () => {
    const id = await shop.bought();

    await expect(orders().revealCredentials(customer, id)).rejects.toMatchObject({ code: 'service-state' });
  });
});

describe('over HTTP', () => {
  const call = async (route: string, body?: unknown) =>
    house.http.call(shop.tenant, route, { token: await shop.token(), ...(body !== undefined && { body }) });

  it('a customer lists, reads, switches and reveals what is theirs', async () => {
    const id = await running();

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
    const [web, mail] = [await running('web.example.com'), await shop.bought('mail.example.com')];
    const reader = house.http.app.get(ServiceReader);
    const found = async (query: object) =>
      (await reader.listAll(shop.tenant.id, { limit: 10, ...query })).items.map(item => item.id);

    expect(await found({ search: 'MAIL' })).toEqual([mail]);
    expect(await found({ state: 'active' })).toEqual([web]);
    expect(await found({ customerId: shop.customerId })).toEqual([mail, web]);
    expect(await found({ customerId: staff.id })).toEqual([]);
    expect(await reader.read(shop.tenant.id, web)).toMatchObject({ provider: 'Cloud', customer: { name: 'Ada' } });
  });
});

/** The database refuses to note an answer, as it would when the process or the machine ended just then. */
async function crashWhenAnswered(serviceId: string): Promise<{ over(): Promise<void> }> {
  const admin = new pg.Client({ connectionString: house.database.url });
  await admin.connect();
  await admin.query(
    `create function app.go_dark() returns trigger language plpgsql as $$ begin raise exception 'the machine went dark'; end $$`,
  );
  await admin.query(`create trigger go_dark before update on app.service_operations for each row
    when (old.state = 'started' and old.service_id = '${serviceId}') execute function app.go_dark()`);
  return {
    async over() {
      await admin.query('drop function app.go_dark() cascade');
      await admin.end();
    },
  };
}
