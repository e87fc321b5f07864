import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerSpec } from '@hostwright/sdk';
import { aCall, fakeContext, TestClock } from '@hostwright/sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CloudProvider } from '../src/cloud-provider.js';
import plugin from '../src/index.js';
import { SANDBOX_CLOUD_KEY, startSandboxCloud, type SandboxCloud } from '../src/vendor/index.js';

const clock = new TestClock();
let cloud: SandboxCloud;

beforeAll(async () => {
  cloud = await startSandboxCloud({ clock, provisionMs: 10_000, changeMs: 1_000 });
});
afterAll(() => cloud.close());

const providerOf = (target: SandboxCloud = cloud, apiKey = SANDBOX_CLOUD_KEY): CloudProvider =>
  new CloudProvider(fakeContext({ config: { apiUrl: target.url }, secrets: { apiKey } }));

const spec: ServerSpec = { plan: 'c1-r2-d20', hostname: 'one.example.test', image: 'debian-13', location: 'fra' };

const create = (words: Partial<ServerSpec> = {}, serviceId: string = randomUUID(), attempt = 1, provider = providerOf()) =>
  provider.create({ serviceId, spec: { ...spec, ...words } }, aCall(`service-${serviceId}-create-${attempt}`));

describe('a server in the making', () => {
  it('goes through its steps and shows its password only when it is there', async () => {
    const { externalId } = await create();
    const seen: string[] = [];

    for (let second = 0; second <= 10; second += 2) {
      const server = await providerOf().fetch(externalId);
      seen.push(
        `${server.state} ${server.progress?.percent ?? '-'} ${server.progress?.step ?? '-'} ${server.credentials?.password ? 'password' : '-'}`,
      );
      clock.pass(2_000);
    }

    expect(seen).toEqual([
      'creating 0 reserving-resources -',
      'creating 20 copying-image -',
      'creating 40 copying-image -',
      'creating 60 configuring-network -',
      'creating 80 booting -',
      'running - - password',
    ]);
  });

  it('shows its password for ten minutes and then no more', async () => {
    const { externalId } = await create();
    clock.pass(10_000);
    const first = await providerOf().fetch(externalId);
    const again = await providerOf().fetch(externalId);

    clock.pass(10 * 60_000);

    expect(first.credentials).toEqual(again.credentials);
    expect(first.credentials?.password).toMatch(/^\S{20}$/);
    expect((await providerOf().fetch(externalId)).credentials).toEqual({ username: 'root' });
  });

  it('fails half-way when it is told to, and is replaced by a new try', async () => {
    const serviceId = randomUUID();
    cloud.failNextCreate('later');
    const broken = await create({}, serviceId);
    clock.pass(6_000);
    expect(await providerOf().find(serviceId)).toMatchObject({
      externalId: broken.externalId,
      state: 'failed',
      raw: { error: 'image_broken' },
    });

    const second = await create({}, serviceId, 2);
    clock.pass(10_000);

    expect(second.externalId).not.toBe(broken.externalId);
    expect(cloud.serversOf(serviceId)).toMatchObject([{ id: second.externalId, status: 'running' }]);
  });

  it('tells stories by its host name', async () => {
    const failing = await create({ hostname: 'fail-one.example.test' });
    clock.pass(10_000);
    expect((await providerOf().fetch(failing.externalId)).state).toBe('failed');

    await expect(create({ hostname: 'sold-out-one.example.test' })).rejects.toMatchObject({ kind: 'final', code: 'sold-out' });
    const serviceId = randomUUID();
    await expect(create({ hostname: 'lost-one.example.test' }, serviceId)).rejects.toMatchObject({ kind: 'unknown' });
    expect((await create({ hostname: 'lost-one.example.test' }, serviceId)).externalId).toBe(cloud.serversOf(serviceId)[0]?.id);
  });
});

describe('the cloud', () => {
  it.each([
    ['final', 'final', 'sold-out'],
    ['retryable', 'retryable', 'slow-down'],
    ['unknown', 'unknown', 'internal'],
  ] as const)('fails a create as %s, and makes nothing', async (order, kind, code) => {
    const serviceId = randomUUID();
    cloud.failNextCreate(order);

    await expect(create({}, serviceId)).rejects.toMatchObject({ kind, code });
    expect(cloud.serversOf(serviceId)).toEqual([]);
    await expect(create({}, serviceId)).resolves.toMatchObject({ state: 'creating' });
  });

  it('asks for patience, by the second', async () => {
    cloud.slowDown(7);

    await expect(providerOf().catalog()).rejects.toMatchObject({ kind: 'retryable', retryAfterMs: 7000 });
  });

  it.each([
    ['plan', { plan: 'c65-r1-d20' }, 'unknown-plan'],
    ['image', { image: 'plan-9' }, 'unknown-image'],
    ['location', { location: 'moon' }, 'unknown-location'],
    ['host name', { hostname: 'a;rm -rf /' }, 'invalid-field'],
  ])('refuses a %s that it does not have', async (_, words, code) => {
    await expect(create(words)).rejects.toMatchObject({ kind: 'final', code });
  });

  it('does nothing else while it works on a server', async () => {
    const { externalId } = await create();

    await expect(providerOf().power(externalId, 'stop', aCall('stop-1'))).rejects.toMatchObject({
      kind: 'retryable',
      code: 'busy',
      retryAfterMs: 2000,
    });
  });

  it('takes no orders for a suspended server, and makes no disk smaller', async () => {
    const { externalId } = await create({ plan: 'c1-r2-d40' });
    clock.pass(10_000);
    await expect(providerOf().resize(externalId, { plan: 'c2-r2-d20' }, aCall('resize-1'))).rejects.toMatchObject({
      kind: 'final',
      code: 'disk-shrinks',
    });

    await providerOf().suspend(externalId, 'unpaid', aCall('suspend-1'));
    clock.pass(1_000);

    await expect(providerOf().power(externalId, 'start', aCall('start-1'))).rejects.toMatchObject({
      kind: 'final',
      code: 'suspended',
    });
  });

  it('installs another system with another password', async () => {
    const { externalId } = await create();
    clock.pass(10_000);
    const before = await providerOf().fetch(externalId);

    expect((await providerOf().reinstall(externalId, 'windows-2025', aCall('reinstall-1'))).state).toBe('changing');
    clock.pass(1_000);

    const after = await providerOf().fetch(externalId);
    expect(after).toMatchObject({ state: 'running', image: 'windows-2025', credentials: { username: 'Administrator' } });
    expect(after.credentials?.password).not.toBe(before.credentials?.password);
  });

  it('remembers its servers after a restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sandbox-cloud-'));
    const stateFile = join(folder, 'state.json');
    const first = await startSandboxCloud({ stateFile, clock });
    const serviceId = randomUUID();
    const made = await create({}, serviceId, 1, providerOf(first));
    await first.close();

    const second = await startSandboxCloud({ stateFile, clock });

    expect(await providerOf(second).find(serviceId)).toMatchObject({ externalId: made.externalId });
    await second.close();
    await rm(folder, { recursive: true });
  });

  it('shows the servers of one account to no other', async () => {
    const shared = await startSandboxCloud({ apiKeys: [SANDBOX_CLOUD_KEY, 'ck_other_0123456789'], clock });
    const serviceId = randomUUID();
    const { externalId } = await create({}, serviceId, 1, providerOf(shared));
    const other = providerOf(shared, 'ck_other_0123456789');

    expect(await other.find(serviceId)).toBeUndefined();
    expect((await other.fetch(externalId)).state).toBe('gone');
    await other.terminate(externalId, aCall('terminate-1'));
    expect(shared.serversOf(serviceId).length).toBe(1);
    await shared.close();
  });

  it('shows its servers on a page, and no password', async () => {
    await create({ hostname: 'shown.example.test' });

    const html = await (await fetch(cloud.url)).text();

    expect(html).toContain('shown.example.test');
    for (const server of cloud.servers) expect(html).not.toContain(server.password);
  });
});

describe('testing the connection', () => {
  it('tells whether the key is right and the address answers', async () => {
    const check = (apiUrl: string, apiKey: string) => plugin.check!(fakeContext({ config: { apiUrl }, secrets: { apiKey } }));

    expect(await check(cloud.url, SANDBOX_CLOUD_KEY)).toMatchObject({ ok: true });
    expect(await check(cloud.url, 'ck_wrong_123')).toMatchObject({
      ok: false,
      detail: expect.stringContaining('unauthorized') as string,
    });
    expect(await check('http://127.0.0.1:1', SANDBOX_CLOUD_KEY)).toMatchObject({ ok: false });
  });
});
