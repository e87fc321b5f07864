import type { ServiceImageList, ServiceMetrics, ServiceSnapshotList, ServiceUsage } from '@hostwright/sdk/http';
import type { z } from 'zod';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestAnswer } from '../../../test/harness/http.js';
import { serviceHouse, type ServiceHouse, type ServiceShop } from '../../../test/harness/service-shop.js';
import { HandWork, ServiceOrders } from './index.js';

let house: ServiceHouse;
let shop: ServiceShop;

const SECOND = 1000;
const MINUTE = 60 * SECOND;

beforeAll(async () => {
  house = await serviceHouse();
});

afterAll(() => house.close());

beforeEach(async () => {
  house.cloud.behave('well');
  shop = await house.shop();
  house.cloud.resetCounts();
});

const asked = (kind: string): number => house.cloud.counts.requests[kind] ?? 0;

async function call(route: string, body?: unknown): Promise<TestAnswer> {
  return house.http.call(shop.tenant, route, { token: await shop.token(), ...(body !== undefined && { body }) });
}

const read = async <T>(id: string, what: string): Promise<T> =>
  (await call(`GET /api/store/services/${id}/${what}`)).json<T & object>();

describe('what only the provider knows', () => {
  it('are curves and meters, asked for once however many look', async () => {
    const id = await shop.running();
    house.cloud.resetCounts();

    const curves = await Promise.all(
      Array.from({ length: 8 }, () => read<z.infer<typeof ServiceMetrics>>(id, 'metrics?range=hour')),
    );
    const usage = await read<z.infer<typeof ServiceUsage>>(id, 'usage');
    await read(id, 'usage');

    expect(curves[0]!.at.length).toBeGreaterThan(5);
    expect(curves[0]!.cpuPercent).toHaveLength(curves[0]!.at.length);
    expect(usage.meters.map(({ code }) => code)).toContain('traffic');
    expect([asked('GET servers/:id/metrics'), asked('GET servers/:id/usage')]).toEqual([1, 1]);
    await house.pass(16 * SECOND);
    await read(id, 'metrics?range=hour');
    expect(asked('GET servers/:id/metrics')).toBe(2);
  });

  it('are the copies of its disk, as they are after every change', async () => {
    const id = await shop.running();
    expect(await read(id, 'snapshots')).toEqual({ items: [] });

    await call(`POST /api/store/services/${id}/actions`, { action: 'create-snapshot', name: 'before' });
    await house.pass(MINUTE);

    const { items } = await read<z.infer<typeof ServiceSnapshotList>>(id, 'snapshots');
    expect(items).toMatchObject([{ name: 'before', ready: true }]);
    expect(items[0]!.sizeBytes).toMatch(/^\d+$/);
  });

  it('are the systems, where the plan does not choose among them', async () => {
    const id = await shop.running();

    const { items } = await read<z.infer<typeof ServiceImageList>>(id, 'images');

    expect(items.map(image => image.id)).toEqual(['debian-13', 'ubuntu-26.04']);
  });

  it('is the way into the panel, new on each click and written into the book', async () => {
    const id = await shop.running();

    const [first, second] = [
      await call(`POST /api/store/services/${id}/panel`),
      await call(`POST /api/store/services/${id}/panel`),
    ];

    expect([first.status, second.status]).toEqual([201, 201]);
    expect(first.json<{ url: string }>().url).not.toBe(second.json<{ url: string }>().url);
    expect(
      await shop.rows('select actor from audit_entries where tenant_id = $1 and action = $2', 'service.panel-opened'),
    ).toHaveLength(2);
  });
});

describe('what cannot be read', () => {
  it('is somebody else’s', async () => {
    const id = await shop.running();
    shop = await house.shop();

    for (const what of ['snapshots', 'metrics', 'usage', 'images']) {
      expect([what, (await call(`GET /api/store/services/${id}/${what}`)).status]).toEqual([what, 404]);
    }
    expect((await call(`POST /api/store/services/${id}/panel`)).status).toBe(404);
    expect((await call(`POST /api/store/services/${id}/actions`, { action: 'stop' })).status).toBe(404);
  });

  it('is a server that is not there, or whose provider does not answer, and then the service is shown all the same', async () => {
    const id = await shop.running();
    const waiting = await shop.bought('other.example.com');
    house.cloud.behave('failing');

    const answers = await Promise.all([
      call(`GET /api/store/services/${waiting}/usage`),
      call(`GET /api/store/services/${id}/usage`),
    ]);
    const service = await call(`GET /api/store/services/${id}`);
    house.cloud.behave('well');

    expect(answers.map(answer => answer.json<{ code: string }>().code)).toEqual(['service-state', 'provider-unreachable']);
    expect(service.status).toBe(200);
    await house.pass(MINUTE);
    expect((await call(`GET /api/store/services/${id}/usage`)).status).toBe(200);
  });
});

describe('many servers that are made at once', () => {
  it('stand in line: the provider makes no more than it may at the same time, and all are made', async () => {
    const { invoiceId, serviceIds } = await shop.order(50);
    await shop.pay(invoiceId);
    let most = 0;
    for (let seconds = 0; seconds < 90; seconds += 2) {
      await house.pass(2 * SECOND);
      most = Math.max(most, house.cloud.servers.filter(({ status }) => status === 'creating').length);
    }

    expect(await shop.rows(`select id from services where tenant_id = $1 and state = 'active'`)).toHaveLength(50);
    expect(most).toBeGreaterThan(15);
    expect(most).toBeLessThanOrEqual(20);
    expect(asked('POST servers')).toBe(50);
    expect(asked('GET servers/:id')).toBeLessThanOrEqual(150);
    expect(serviceIds.map(id => house.cloud.serversOf(id).length)).toEqual(Array<number>(50).fill(1));
  });

  it('are watched by lists, not one by one', async () => {
    const { invoiceId, serviceIds } = await shop.order(30);
    await shop.pay(invoiceId);
    await house.pass(2 * MINUTE);

    const states = await Promise.all(serviceIds.map(async id => (await shop.service(id)).state));
    expect(new Set(states)).toEqual(new Set(['active']));
    expect(asked('POST servers')).toBe(30);
    expect(asked('GET servers/:id')).toBeLessThanOrEqual(75);
  });

  it('go on where the provider takes its next step only when it is asked for the server itself', async () => {
    const { invoiceId } = await shop.order(30);
    await shop.pay(invoiceId);
    const timesAsked = (id: string) =>
      house.cloud.calls.filter(({ method, path }) => method === 'GET' && path === `/v1/servers/${id}`).length;
    for (let seconds = 0; seconds < 240; seconds += 2) {
      await house.pass(2 * SECOND);
      for (const { id, work } of house.cloud.servers)
        house.cloud.change(id, { work: { ...work, lastsMs: timesAsked(id) < 3 ? 10 * MINUTE * 60 : 0 } });
    }

    expect(await shop.rows(`select id from services where tenant_id = $1 and state = 'active'`)).toHaveLength(30);
  });
});

describe('work that people do', () => {
  const nothingElse = () => Promise.resolve();

  it('is waited for, told to the provider and makes the service run', async () => {
    house.cloud.askHandWork();
    const id = await shop.bought();
    await house.pass(3 * 60 * MINUTE);
    const [operation] = (await shop.service(id)).operations;
    expect(operation).toMatchObject({ state: 'creating', deadlineAt: null });
    expect(operation!.steps.map(({ code }) => code)).toContain('hand-work');

    const told = { addresses: ['192.0.2.77'], username: 'admin', password: 'as-agreed-1' };
    await house.http.app.get(HandWork).finish(shop.tenant.id, { operationId: operation!.id, taskId: 'one' }, told, nothingElse);
    await house.pass(MINUTE);

    expect(await shop.service(id)).toMatchObject({ state: 'active', serverState: 'running', username: 'admin' });
    const shown = await house.http.app.get(ServiceOrders).revealCredentials(shop.customer, id);
    expect(shown).toEqual({ username: 'admin', password: 'as-agreed-1' });
    await expect(
      house.http.app.get(HandWork).finish(shop.tenant.id, { operationId: operation!.id, taskId: 'one' }, told, nothingElse),
    ).rejects.toMatchObject({
      code: 'service-state',
    });
  });

  it('is not looked at any more by whoever looked before it was told', async () => {
    house.cloud.askHandWork();
    const id = await shop.bought();
    await house.pass(MINUTE);
    const { id: operationId } = (await shop.service(id)).operations[0]!;
    const turns = () => shop.rows<{ fence: number }>('select fence from service_operations where tenant_id = $1');
    const [before] = await turns();
    house.cloud.behave('failing');

    const told = house.http.app.get(HandWork).finish(shop.tenant.id, { operationId, taskId: 'one' }, {}, nothingElse);
    await expect(told).rejects.toMatchObject({ code: 'provider-unreachable' });

    expect((await turns())[0]!.fence).toBe(before!.fence + 1);
    house.cloud.behave('well');
    await house.http.app.get(HandWork).finish(shop.tenant.id, { operationId, taskId: 'one' }, {}, nothingElse);
    await house.pass(MINUTE);
    expect(await shop.service(id)).toMatchObject({ state: 'active' });
  });

  it('without a provider is done when it is told', async () => {
    const id = await shop.errand({ action: 'manual', instructions: 'Plug the machine in' });
    await house.pass(MINUTE);
    const [operation] = (await shop.service(id)).operations;

    await house.http.app
      .get(HandWork)
      .finish(
        shop.tenant.id,
        { operationId: operation!.id, taskId: 'one' },
        { addresses: ['192.0.2.9', '2001:db8::9'], username: 'root' },
        nothingElse,
      );

    expect(await shop.service(id)).toMatchObject({
      state: 'active',
      username: 'root',
      addresses: [
        { family: 4, address: '192.0.2.9', primary: true },
        { family: 6, address: '2001:db8::9', primary: false },
      ],
    });
  });
});
