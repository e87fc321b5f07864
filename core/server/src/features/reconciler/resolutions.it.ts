import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ServiceHouse } from '../../../test/harness/service-shop.js';
import { HOUR, MINUTE, walkingHouse, WalkingShop } from '../../../test/harness/walking-house.js';
import { Jobs } from '../../platform/jobs/index.js';

let house: ServiceHouse;
let one: WalkingShop;

beforeAll(async () => {
  house = await walkingHouse();
});

afterAll(() => house.close());

beforeEach(async () => {
  one = await WalkingShop.open(house);
});

afterEach(() => {
  house.cloud.behave('well');
  for (const { id } of house.cloud.servers) house.cloud.lose(id);
});

const brief = (findings: readonly { kind: string; aspect: string; ours: string | null; theirs: string | null }[]) =>
  findings.map(({ kind, aspect, ours, theirs }) => [kind, aspect, ours, theirs]);

describe('drift', () => {
  it('is pushed away: the provider is asked for what was bought, called and switched as we say', async () => {
    const serviceId = await one.settled();
    const externalId = await one.externalId(serviceId);
    house.cloud.change(externalId, { plan: 'c2-r2-d20', hostname: 'other.example.com', suspendedFor: 'abuse' });
    await one.walk();
    const send = vi.spyOn(house.http.app.get(Jobs), 'send');

    for (const { id, actions } of await one.findings()) {
      expect(actions).toEqual(['push', 'accept']);
      expect((await one.resolve(id, { action: 'push' })).status).toBe(200);
      await house.pass(MINUTE);
    }

    const [server] = house.cloud.serversOf(serviceId);
    expect(server).toMatchObject({ plan: 'c1-r1-d20', hostname: 'web.example.com', status: 'running' });
    expect(await one.shop.events('service.unsuspended')).toEqual([]);
    // Each piece of the work takes the share of its provider, not that of the shop.
    const groups = send.mock.calls.filter(([queue]) => queue === 'services/run').map(([, , options]) => options?.group);
    send.mockRestore();
    expect(new Set(groups)).toEqual(new Set([one.shop.installationId]));
    await house.pass(HOUR);
    expect(await one.walk()).toMatchObject({ findings: 0 });
    expect((await one.findings('?state=resolved')).map(({ resolution }) => resolution)).toMatchObject(
      Array(3).fill({ action: 'push', by: 'Olga' }),
    );
  });

  it('suspends again what runs without being paid for', async () => {
    const serviceId = await one.settled();
    await one.asOwner(`POST /api/admin/services/${serviceId}/actions`, { action: 'suspend', reason: 'unpaid' });
    await house.pass(HOUR);
    const { suspension: before } = await one.shop.service(serviceId);
    house.cloud.change(await one.externalId(serviceId), { suspendedFor: null });
    await one.walk();

    const [found] = await one.findings();
    expect(brief([found!])).toEqual([['drift', 'power', 'suspended', 'running']]);
    await one.resolve(found!.id, { action: 'push' });
    await house.pass(MINUTE);

    expect(house.cloud.serversOf(serviceId)[0]).toMatchObject({ status: 'suspended' });
    const { state, suspension } = await one.shop.service(serviceId);
    expect({ state, suspension }).toEqual({ state: 'suspended', suspension: before });
    expect(await one.shop.events('service.suspended')).toHaveLength(1);
  });

  it('is accepted: a name becomes ours, a size stays noted until the provider tells another', async () => {
    const serviceId = await one.settled();
    const externalId = await one.externalId(serviceId);
    house.cloud.change(externalId, { plan: 'c2-r2-d40', hostname: 'other.example.com' });
    await one.walk();
    for (const { id } of await one.findings()) await one.resolve(id, { action: 'accept' });

    expect(await one.walk()).toMatchObject({ findings: 1, news: 0 });
    expect((await one.shop.service(serviceId)).hostname).toBe('other.example.com');
    expect((await one.findings('?state=accepted')).map(({ aspect, actions }) => [aspect, actions])).toEqual([['size', ['push']]]);

    house.cloud.change(externalId, { plan: 'c4-r4-d80' });
    expect(await one.walk()).toMatchObject({ findings: 1, news: 1 });
    expect(brief(await one.findings())).toEqual([['drift', 'size', 'c1-r1-d20', 'c4-r4-d80']]);
  });

  it('is not pushed while something else is being done', async () => {
    const serviceId = await one.settled();
    house.cloud.change(await one.externalId(serviceId), { hostname: 'other.example.com' });
    await one.walk();
    const [found] = await one.findings();
    await one.asOwner(`POST /api/admin/services/${serviceId}/actions`, { action: 'restart' });

    const answer = await one.resolve(found!.id, { action: 'push' });

    expect([answer.status, answer.json<{ code: string }>().code]).toEqual([409, 'service-state']);
    expect(await one.finding(found!.id)).toMatchObject({ state: 'open', resolution: null });
  });
});

describe('a ghost', () => {
  it('is made again for the same service, whose periods go on', async () => {
    const serviceId = await one.settled();
    const lost = await one.externalId(serviceId);
    const before = await one.shop.service(serviceId);
    house.cloud.lose(lost);
    await one.walk();
    const [found] = await one.findings();
    expect(found).toMatchObject({ kind: 'ghost', actions: ['recreate', 'terminate'], confirmation: 'web.example.com' });

    await one.resolve(found!.id, { action: 'recreate' });
    await house.pass(MINUTE);

    const after = await one.shop.service(serviceId);
    expect(after).toMatchObject({ state: 'active', serverState: 'running', renewsAt: before.renewsAt, hasCredentials: true });
    expect(house.cloud.serversOf(serviceId)).toHaveLength(1);
    expect(await one.externalId(serviceId)).not.toBe(lost);
    expect(await one.shop.events('service.activated')).toHaveLength(1);
    await house.pass(HOUR);
    expect(await one.walk()).toMatchObject({ findings: 0 });
  });

  it('ends with its service, after its name was typed', async () => {
    const serviceId = await one.settled();
    house.cloud.lose(await one.externalId(serviceId));
    await one.walk();
    const [found] = await one.findings();

    const wrong = await one.resolve(found!.id, { action: 'terminate', confirmation: 'another' });
    expect([wrong.status, wrong.json<{ code: string }>().code]).toEqual([422, 'confirmation-wrong']);
    await one.resolve(found!.id, { action: 'terminate', confirmation: 'web.example.com' });
    await house.pass(MINUTE);

    expect((await one.shop.service(serviceId)).state).toBe('terminated');
  });

  it('is none while the provider still knows it, and none while the provider does not answer', async () => {
    const serviceId = await one.settled();
    const externalId = await one.externalId(serviceId);
    house.cloud.change(externalId, { account: 'account-9' });
    await one.walk();
    expect(brief(await one.findings())).toEqual([['ghost', 'missing', 'web.example.com', null]]);

    house.cloud.change(externalId, { account: 'account-0' });
    await one.walk();
    expect(await one.findings()).toEqual([]);
  });
});

describe('an orphan', () => {
  const planted = async (words = {}) => {
    const { id } = house.cloud.plant({ hostname: 'stray.example.com', ...words });
    await one.walk();
    return { externalId: id, found: (await one.findings())[0]! };
  };
  const isThere = (externalId: string): boolean => house.cloud.servers.some(({ id }) => id === externalId);

  it('is ended after its name was typed', async () => {
    const { externalId, found } = await planted();

    expect((await one.resolve(found.id, { action: 'terminate', confirmation: '' })).status).toBe(422);
    expect((await one.resolve(found.id, { action: 'terminate', confirmation: 'Stray.example.com' })).json()).toMatchObject({
      state: 'ending',
      actions: [],
    });
    await house.jobs.run();

    expect(isThere(externalId)).toBe(false);
    expect(await one.finding(found.id)).toMatchObject({ state: 'resolved', resolution: { action: 'terminate', by: 'Olga' } });
  });

  it('is ended in the end though the provider was away', async () => {
    const { externalId, found } = await planted();
    house.cloud.behave('failing');
    await one.resolve(found.id, { action: 'terminate', confirmation: 'stray.example.com' });
    await house.pass(MINUTE);
    expect(isThere(externalId)).toBe(true);
    expect(await one.finding(found.id)).toMatchObject({ state: 'ending' });

    house.cloud.behave('well');
    await house.pass(HOUR);

    expect(isThere(externalId)).toBe(false);
    expect(await one.finding(found.id)).toMatchObject({ state: 'resolved' });
  });

  it('is not ended when it has become somebody’s meanwhile', async () => {
    const serviceId = await one.settled();
    const { externalId, found } = await planted();
    await one.resolve(found.id, { action: 'terminate', confirmation: 'stray.example.com' });
    await one.shop.rows('update services set external_id = $3 where tenant_id = $1 and id = $2', serviceId, externalId);
    await house.jobs.run();

    expect(isThere(externalId)).toBe(true);
    expect(await one.finding(found.id)).toMatchObject({ state: 'open', problem: 'A service has this server now' });
  });

  it('is open again, with the reason, when the provider never answers', async () => {
    const { found } = await planted();
    house.cloud.behave('failing');
    await one.resolve(found.id, { action: 'terminate', confirmation: 'stray.example.com' });
    await house.pass(2 * HOUR);

    const now = await one.finding(found.id);
    expect(now).toMatchObject({ state: 'open', actions: ['adopt', 'terminate', 'ignore'] });
    expect(now.problem).not.toBeNull();
  });

  it('is ignored until somebody thinks again', async () => {
    const { found } = await planted();

    await one.resolve(found.id, { action: 'ignore' });

    expect(await one.walk()).toMatchObject({ findings: 1, news: 0 });
    expect(await one.findings()).toEqual([]);
    expect(await one.finding(found.id)).toMatchObject({ state: 'ignored', actions: ['adopt', 'terminate'] });
  });

  it('was left behind by a service that has ended', async () => {
    const serviceId = await one.settled();
    await one.asOwner(`POST /api/admin/services/${serviceId}/actions`, { action: 'terminate', confirmation: 'web.example.com' });
    await house.pass(HOUR);
    const { found } = await planted({ serviceId, hostname: 'web.example.com' });

    expect(found).toMatchObject({ aspect: 'ended-service', service: { id: serviceId, state: 'terminated' } });
  });
});
