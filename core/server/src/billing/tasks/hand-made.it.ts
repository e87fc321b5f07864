import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Task } from '@hostwright/sdk/http';
import type { ServiceHouse } from '../../../test/harness/service-shop.js';
import { HOUR, walkingHouse, WalkingShop } from '../../../test/harness/walking-house.js';
import { Installations } from '../../platform/plugins/index.js';
import { ServiceOrders } from '../services/index.js';

/** A shop whose machines are set up by people, with the plugin that is made for it. */

const MINUTE = 60_000;
const ACCESS = { addresses: ['192.0.2.7'], username: 'root', password: 'only-once-9' };

let house: ServiceHouse;
let one: WalkingShop;
let installationId: string;

beforeAll(async () => {
  house = await walkingHouse();
});

afterAll(() => house.close());

beforeEach(async () => {
  one = await WalkingShop.open(house);
  const config = { plans: [{ id: 'xeon-64', name: 'Xeon, 64 GB' }], setUpHours: 48, setUpList: 'Label both cables' };
  const wanted = { pluginId: 'manual', label: 'Racks', enabled: true, config };
  installationId = (await house.http.app.get(Installations).create(one.shop.tenant.id, wanted, 'system')).id;
});

const list = async (): Promise<Task[]> => (await one.asOwner('GET /api/admin/tasks')).json<{ items: Task[] }>().items;
const act = (serviceId: string, body: object) => one.asOwner(`POST /api/admin/services/${serviceId}/actions`, body);

/** Does what waits, and answers what it was. */
async function work(told: object = {}): Promise<Task> {
  const [task] = await list();
  const answer = await one.asOwner(`POST /api/admin/tasks/${task!.id}/completion`, told);
  if (answer.status !== 200) throw new Error(answer.text);
  await house.pass(MINUTE);
  return task!;
}

async function ordered(plan = 'xeon-64'): Promise<string> {
  const spec = { plan, hostname: 'errand.example.com' };
  const serviceId = await one.shop.errand({ action: 'server', installationId, spec });
  await house.pass(MINUTE);
  return serviceId;
}

it('goes from the order over a task to a running machine, and through every change to its end', async () => {
  const serviceId = await ordered();

  expect((await list())[0]).toMatchObject({ provider: 'Racks', title: 'Set up errand.example.com' });
  const setUp = await work(ACCESS);
  expect(setUp.instructions).toContain('Label both cables');
  expect(Date.parse(setUp.dueAt) - Date.parse(setUp.createdAt)).toBe(48 * HOUR);
  expect(await one.shop.service(serviceId)).toMatchObject({
    state: 'active',
    serverState: 'running',
    username: 'root',
    hasCredentials: true,
    addresses: [{ address: '192.0.2.7' }],
    abilities: expect.arrayContaining(['power', 'reinstall']) as string[],
  });

  await act(serviceId, { action: 'restart' });
  await house.pass(MINUTE);
  expect(await work()).toMatchObject({ kind: 'restart', asksAccess: false });

  await act(serviceId, { action: 'suspend', reason: 'unpaid' });
  await house.pass(MINUTE);
  expect((await work()).title).toBe('Disconnect errand.example.com');
  expect((await one.shop.service(serviceId)).state).toBe('suspended');

  await act(serviceId, { action: 'unsuspend' });
  await house.pass(MINUTE);
  await work();
  expect((await one.shop.service(serviceId)).state).toBe('active');

  await act(serviceId, { action: 'terminate', confirmation: 'errand.example.com' });
  await house.pass(MINUTE);
  expect((await one.shop.service(serviceId)).state).toBe('terminated');
  expect(await work()).toMatchObject({ kind: 'release', title: 'Switch off and wipe errand.example.com' });
  expect(await list()).toEqual([]);
});

it('keeps the password nowhere but sealed for its owner', async () => {
  await ordered();
  await work(ACCESS);

  for (const table of ['plugin_storage', 'service_tasks', 'service_operations', 'services', 'events', 'audit_entries']) {
    const rows = await one.shop.rows(`select to_jsonb(t) as row from ${table} t where tenant_id = $1`);
    expect(JSON.stringify(rows), table).not.toContain(ACCESS.password);
  }
});

it('walks what people keep like any provider', async () => {
  await ordered();
  await work(ACCESS);
  await house.pass(HOUR);

  const begun = await one.asOwner(`POST /api/admin/reconciliation/providers/${installationId}/walks`);
  await house.jobs.run();

  expect(begun.status).toBe(202);
  const [walk] = await one.walks();
  expect(walk).toMatchObject({ provider: 'Racks', state: 'done', servers: 1, services: 1, findings: 0 });
});

it('fails the order of a configuration that is not offered, without a task', async () => {
  const serviceId = await ordered('no-such-plan');

  expect(await one.shop.service(serviceId)).toMatchObject({ state: 'failed' });
  expect(await list()).toEqual([]);
});

it('keeps the password of whoever is taken at his word where two finish one task at once', async () => {
  const serviceId = await ordered();
  const [task] = await list();
  const passwords = ['of-one-123', 'of-the-other-4'];

  const told = await Promise.all(
    passwords.map(password => one.asOwner(`POST /api/admin/tasks/${task!.id}/completion`, { ...ACCESS, password })),
  );
  await house.pass(MINUTE);

  const taken = passwords.filter((_, index) => told[index]!.status === 200);
  expect([taken.length, told.map(({ status }) => status).sort()]).toEqual([1, [200, 409]]);
  const shown = await house.http.app.get(ServiceOrders).revealCredentials(one.shop.customer, serviceId);
  expect(shown).toEqual({ username: 'root', password: taken[0] });
});
