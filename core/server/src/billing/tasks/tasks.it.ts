import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Task, TaskCounts } from '@hostwright/sdk/http';
import type { ServiceHouse } from '../../../test/harness/service-shop.js';
import { HOUR, walkingHouse, WalkingShop } from '../../../test/harness/walking-house.js';
import { StaffMembers } from '../../platform/identity/index.js';

let house: ServiceHouse;
let one: WalkingShop;

beforeAll(async () => {
  house = await walkingHouse();
});

afterAll(() => house.close());

beforeEach(async () => {
  for (const { id } of house.cloud.servers) house.cloud.lose(id);
  one = await WalkingShop.open(house);
});

/** A paid server that somebody in the data centre must connect. */
async function handMade(): Promise<string> {
  house.cloud.askHandWork();
  const serviceId = await one.shop.bought('rack.example.com');
  await house.pass(20_000);
  return serviceId;
}

/** A machine that should have been wiped an hour ago. */
async function late(): Promise<string> {
  const serviceId = await handMade();
  await finish((await list())[0]!.id, ACCESS);
  await house.pass(20_000);
  await one.asOwner(`POST /api/admin/services/${serviceId}/actions`, { action: 'terminate', confirmation: 'rack.example.com' });
  await house.pass(60_000);
  const due = new Date(house.http.clock.now().getTime() - HOUR);
  await one.shop.rows(`update service_tasks set due_at = $2 where tenant_id = $1 and state = 'open'`, due);
  return serviceId;
}

const list = async (query = ''): Promise<Task[]> =>
  (await one.asOwner(`GET /api/admin/tasks${query}`)).json<{ items: Task[] }>().items;
const counts = async (): Promise<TaskCounts> => (await one.asOwner('GET /api/admin/task-counts')).json<TaskCounts>();
const finish = (id: string, body: object) => one.asOwner(`POST /api/admin/tasks/${id}/completion`, body);
const ACCESS = { addresses: ['192.0.2.7', '2001:db8::7'], username: 'admin', password: 'only-once-9' };

describe('work that a provider asks of people', () => {
  it('is on the list once, however often the provider says so, and the owner hears of it', async () => {
    const serviceId = await handMade();
    await house.pass(10 * 60_000);

    const tasks = await list();

    expect(tasks).toHaveLength(1);
    expect(tasks[0]).toMatchObject({
      kind: 'create',
      state: 'open',
      asksAccess: true,
      overdue: false,
      provider: 'Cloud',
      assignee: null,
      service: { id: serviceId, hostname: 'rack.example.com', state: 'provisioning', customer: { name: 'Ada' } },
    });
    expect(await counts()).toEqual({ open: 1, mine: 0, unassigned: 1, overdue: 0 });
    expect(await one.shop.events('task.opened')).toEqual([{ taskId: tasks[0]!.id, serviceId }]);
    const letters = await one.shop.rows(`select id from deliveries where tenant_id = $1 and template = 'task-opened'`);
    expect(letters).toHaveLength(1);
  });

  it('activates the service when it is done, and the password is shown to the customer once and kept nowhere else', async () => {
    const serviceId = await handMade();
    const [task] = await list();

    const done = await finish(task!.id, { ...ACCESS, notes: 'Rack 4, unit 12' });
    await house.pass(20_000);

    expect(done.status).toBe(200);
    expect(done.json()).toMatchObject({
      state: 'done',
      finishedBy: 'Olga',
      result: { addresses: ACCESS.addresses, username: 'admin' },
      notes: [{ text: 'Rack 4, unit 12', by: 'Olga' }],
    });
    const service = await one.shop.service(serviceId);
    expect(service).toMatchObject({ state: 'active', username: 'admin', hasCredentials: true });
    const token = await one.shop.token();
    const shown = await house.http.call(one.shop.tenant, `POST /api/store/services/${serviceId}/credentials`, { token });
    expect(shown.json()).toEqual({ username: 'admin', password: ACCESS.password });
    for (const table of ['service_tasks', 'events', 'audit_entries', 'services', 'service_operations', 'plugin_storage']) {
      expect(JSON.stringify(await one.shop.rows(`select to_jsonb(t) as row from ${table} t where tenant_id = $1`))).not.toContain(
        ACCESS.password,
      );
    }
    expect(await list()).toEqual([]);
    expect(await one.shop.events('task.finished')).toHaveLength(1);
  });

  it('needs an address and a name to sign in with', async () => {
    await handMade();
    const [task] = await list();

    const nothing = await finish(task!.id, {});
    const wrong = await finish(task!.id, { ...ACCESS, addresses: ['300.1.1.1'] });

    expect(nothing.status).toBe(400);
    expect(nothing.json<{ errors: { field: string }[] }>().errors.map(({ field }) => field)).toEqual(['addresses', 'username']);
    expect(wrong.status).toBe(400);
    expect((await list())[0]).toMatchObject({ state: 'open' });
  });

  it('is finished once, though two members of the staff do so', async () => {
    await handMade();
    const [task] = await list();

    const answers = await Promise.all([finish(task!.id, ACCESS), finish(task!.id, ACCESS)]);
    const late = await finish(task!.id, ACCESS);

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(late.json<{ code: string }>().code).toBe('task-state');
    expect(await one.shop.events('task.finished')).toHaveLength(1);
  });

  it('stays open when the provider cannot be told', async () => {
    const serviceId = await handMade();
    const [task] = await list();
    house.cloud.behave('failing');

    const answer = await finish(task!.id, ACCESS);
    house.cloud.behave('well');

    expect([answer.status, answer.json<{ code: string }>().code]).toEqual([502, 'provider-unreachable']);
    expect((await list())[0]).toMatchObject({ id: task!.id, state: 'open' });
    await house.pass(5 * 60_000);
    expect((await finish(task!.id, ACCESS)).status).toBe(200);
    await house.pass(20_000);
    expect((await one.shop.service(serviceId)).state).toBe('active');
  });

  it('is on the list again for each piece of it, though all are called the same', async () => {
    house.cloud.askHandWork(3);
    const serviceId = await one.shop.bought('rack.example.com');
    await house.pass(20_000);
    for (let piece = 0; piece < 3; piece += 1) {
      const [task, ...more] = await list();
      expect(more).toEqual([]);
      expect((await finish(task!.id, ACCESS)).json()).toMatchObject({ state: 'done' });
      await house.pass(20_000);
      expect((await one.shop.service(serviceId)).state).toBe(piece < 2 ? 'provisioning' : 'active');
    }

    expect(await list()).toEqual([]);
    expect(await one.shop.events('task.opened')).toHaveLength(3);
  });

  it('is nobody’s any more when the service ends', async () => {
    const serviceId = await handMade();
    await one.asOwner(`POST /api/admin/services/${serviceId}/actions`, { action: 'terminate', confirmation: 'rack.example.com' });
    await house.pass(60_000);

    expect(await list()).toEqual([]);
    expect(await list('?state=dropped')).toMatchObject([{ kind: 'create', finishedBy: null }]);
  });
});

describe('a product that people deliver', () => {
  it('asks for the work with the product’s own words, and is active when it is done', async () => {
    const serviceId = await one.shop.errand({ action: 'manual', instructions: 'Call the customer' });
    await house.pass(20_000);
    const [task] = await list();
    expect(task).toMatchObject({ kind: 'create', instructions: 'Call the customer', asksAccess: false, provider: null });

    await finish(task!.id, { username: 'key', password: 'AAAA-BBBB' });
    await house.pass(20_000);

    expect(await one.shop.service(serviceId)).toMatchObject({ state: 'active', hasCredentials: true });
  });
});

describe('the list of tasks', () => {
  it('shows each what is theirs, what is nobody’s and what is late', async () => {
    await handMade();
    await handMade();
    const [first, second] = await list();

    const assigned = await one.asOwner(`POST /api/admin/tasks/${first!.id}/assignment`, { staffId: one.ownerId });
    await one.asOwner(`POST /api/admin/tasks/${first!.id}/notes`, { text: 'Waiting for a cable' });

    expect(assigned.json()).toMatchObject({ assignee: { id: one.ownerId, name: 'Olga' } });
    expect((await list('?view=mine')).map(({ id }) => id)).toEqual([first!.id]);
    expect((await list('?view=unassigned')).map(({ id }) => id)).toEqual([second!.id]);
    expect((await list('?view=mine'))[0]!.notes).toMatchObject([{ text: 'Waiting for a cable', by: 'Olga' }]);
    expect(await list('?view=overdue')).toEqual([]);
    expect(await counts()).toEqual({ open: 2, mine: 1, unassigned: 1, overdue: 0 });
  });

  it('says what is late', async () => {
    await late();

    expect(await list('?view=overdue')).toMatchObject([{ kind: 'release', overdue: true }]);
    expect(await counts()).toMatchObject({ open: 1, overdue: 1 });
  });

  it('comes in pages, in the order in which the work is due', async () => {
    for (let count = 0; count < 3; count += 1) await handMade();
    const all = (await list()).map(({ id }) => id);

    const page = (await one.asOwner('GET /api/admin/tasks?limit=2')).json<{ items: Task[]; next: string }>();
    const rest = (await one.asOwner(`GET /api/admin/tasks?limit=2&cursor=${page.next}`)).json<{ items: Task[]; next: null }>();

    expect([...page.items, ...rest.items].map(({ id }) => id)).toEqual(all);
    expect(rest.next).toBeNull();
    const due = [...page.items, ...rest.items].map(({ dueAt }) => dueAt);
    expect(due).toEqual([...due].sort());
  });

  it('is given only to people who may do such work, and taken back', async () => {
    await handMade();
    const [task] = await list();
    const clerk = await house.http.app.get(StaffMembers).create(one.shop.tenant.id, {
      email: `clerk@${one.shop.tenant.slug}.example`,
      name: 'Clerk',
      password: 'correct horse battery',
      role: 'accountant',
    });
    const give = (staffId: string | null) => one.asOwner(`POST /api/admin/tasks/${task!.id}/assignment`, { staffId });

    expect((await give(clerk.id)).status).toBe(400);
    expect((await give('01970000-0000-7000-8000-00000000dead')).status).toBe(404);
    await give(one.ownerId);
    expect((await give(null)).json()).toMatchObject({ assignee: null });
    const people = (await one.asOwner('GET /api/admin/task-people')).json<{ items: { name: string }[] }>().items;
    expect(people.map(({ name }) => name)).toEqual(['Olga']);
  });

  it('is of one shop', async () => {
    await handMade();
    const [task] = await list();
    const other = await WalkingShop.open(house);

    expect((await other.asOwner(`GET /api/admin/tasks/${task!.id}`)).status).toBe(404);
    expect((await other.asOwner(`POST /api/admin/tasks/${task!.id}/completion`, ACCESS)).status).toBe(404);
    expect((await other.asOwner('GET /api/admin/tasks')).json()).toMatchObject({ items: [] });
  });

  it('reminds the owners every day while something is late', async () => {
    await late();
    const { timeZone } = one.shop.tenant;
    const { hour: now } = Temporal.Instant.fromEpochMilliseconds(house.http.clock.now().getTime()).toZonedDateTimeISO(timeZone);
    // From noon until the evening of the day after: two days, whatever the hour at which the test began.
    await house.pass((36 - now) * HOUR);
    for (let hour = 0; hour < 30; hour += 1) {
      await one.look();
      await house.pass(HOUR);
    }
    await house.jobs.run();

    expect(await one.shop.events('tasks.overdue')).toEqual([{ count: 1 }, { count: 1 }]);
    const letters = await one.shop.rows(`select id from deliveries where tenant_id = $1 and template = 'tasks-overdue'`);
    expect(letters).toHaveLength(2);
  });
});

describe('a machine that people have set up', () => {
  it('is theirs to wipe when its service has ended', async () => {
    const serviceId = await late();

    const [task] = await list();
    expect(task).toMatchObject({
      kind: 'release',
      title: 'Switch off and wipe rack.example.com',
      asksAccess: false,
      operationId: null,
      service: { id: serviceId, state: 'terminated' },
    });
    expect(task!.instructions).toContain('Addresses: 192.0.2.7, 2001:db8::7');
    expect((await finish(task!.id, {})).json()).toMatchObject({ state: 'done' });
  });

  it('is theirs to wipe too when a crash has kept their last word from us', async () => {
    const serviceId = await handMade();
    const externalId = await one.externalId(serviceId);
    house.cloud.change(externalId, { work: { kind: 'creating', startedAt: 0, lastsMs: 0 } });
    await house.pass(15 * 60_000);
    expect((await one.shop.service(serviceId)).state).toBe('active');

    await one.asOwner(`POST /api/admin/services/${serviceId}/actions`, { action: 'terminate', confirmation: 'rack.example.com' });
    await house.pass(60_000);

    expect(await list()).toMatchObject([{ kind: 'release', service: { id: serviceId } }]);
  });
});
