import { randomUUID } from 'node:crypto';
import { fakeContext } from '@hostwright/sdk/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFakeLxd, type FakeLxd, type FakeLxdOptions } from '../src/fake/index.js';
import lxd from '../src/index.js';
import type { LxdConfig } from '../src/lxd-settings.js';
import { configOf, LARGER, Shop, SPEC, wayTo } from './bench.js';
import { Kill } from './line.js';
import { randomRun } from './random-runs.js';
import { Terminal } from './terminal.js';

let fake: FakeLxd;
let shop: Shop;

async function open(options: FakeLxdOptions = {}): Promise<void> {
  await fake?.close();
  fake = await startFakeLxd(options);
  shop = new Shop(fake);
}

beforeEach(() => open());
afterEach(async () => {
  const { faults } = fake;
  await fake.close();
  expect(faults).toEqual([]);
});

const aServer = (by = shop, serviceId: string = randomUUID()) =>
  by.after(by.provider.create({ serviceId, spec: SPEC }, by.call()));

describe('a container at LXD', () => {
  it('lives from its order to its end, and shows where its making stands', async () => {
    fake.holdWork();
    const serviceId = randomUUID();
    const begun = await shop.provider.create({ serviceId, spec: SPEC }, shop.call());
    const unpacking = await shop.provider.fetch(begun.externalId);
    fake.finishWork();
    const starting = await shop.provider.fetch(begun.externalId);
    fake.releaseWork();
    const server = await shop.settled(begun.externalId);

    expect([begun.state, unpacking.progress?.step, starting.progress?.step]).toEqual([
      'creating',
      'Unpacking the system',
      'Starting',
    ]);
    expect(server).toMatchObject({ state: 'running', hostname: SPEC.hostname, plan: SPEC.plan, location: 'home' });
    const inside = fake.sees(server.externalId)!.files;
    expect(inside.get('/etc/hostname')).toBe('one.example.test\n');
    expect(inside.get('/root/.ssh/authorized_keys')).toBe(`${SPEC.sshKeys![0]}\n`);
    expect(inside.get('/etc/shadow')).toBe(`root:${server.credentials!.password}`);

    await shop.provider.terminate(server.externalId, shop.call());
    expect([fake.serversOf(serviceId).length, (await shop.provider.fetch(server.externalId)).state]).toEqual([0, 'gone']);
  });

  it('is made once though the process is killed at any request, and carried on by the next one', async () => {
    for (let at = 1; ; at += 1) {
      const serviceId = randomUUID();
      const kill = new Kill(at);
      const mortal = new Shop(fake, { fetch: kill.line(fake) });
      await mortal.provider
        .create({ serviceId, spec: SPEC }, mortal.call())
        .then(({ externalId }) => mortal.settled(externalId))
        .catch(() => undefined);

      const heir = mortal.heir(fake);
      const server = await aServer(heir, serviceId);

      expect([at, server.state, fake.serversOf(serviceId).length]).toEqual([at, 'running', 1]);
      expect(fake.sees(server.externalId)!.files.get('/etc/shadow')).toBe(`root:${server.credentials!.password}`);
      if (!kill.happened) break;
    }
  }, 60_000);

  it.each([true, false])(
    'is installed anew though the process is killed at any request (rebuild in place: %s)',
    async canRebuild => {
      await open({ canRebuild });
      for (let at = 1; ; at += 1) {
        const serviceId = randomUUID();
        const before = await aServer(shop, serviceId);
        const kill = new Kill(at);
        const mortal = new Shop(fake, { fetch: kill.line(fake) });
        const call = mortal.call();
        await mortal.provider.reinstall!(before.externalId, 'tiny-2', call)
          .then(({ externalId }) => mortal.settled(externalId))
          .catch(() => undefined);

        const heir = mortal.heir(fake);
        const server = await heir.after(heir.provider.reinstall!(before.externalId, 'tiny-2', call));

        expect([at, server.state, server.image, fake.serversOf(serviceId).length]).toEqual([at, 'running', 'tiny-2', 1]);
        const { files, config } = fake.sees(server.externalId)!;
        expect([files.get('/etc/image'), files.get('/etc/hostname')]).toEqual(['tiny/2', 'one.example.test\n']);
        expect(files.get('/etc/shadow')).toBe(`root:${server.credentials!.password}`);
        expect(config['limits.memory']).toBe('128MiB');
        if (!kill.happened) break;
      }
    },
    60_000,
  );

  it('keeps what was bought when a snapshot is restored, killed at any request or not', async () => {
    for (let at = 1; ; at += 1) {
      const mortal = new Shop(fake);
      const { externalId } = await aServer(mortal);
      fake.sees(externalId)!.files.set('/root/file', 'precious');
      await mortal.after(mortal.provider.createSnapshot!(externalId, 'before', mortal.call()));
      fake.sees(externalId)!.files.delete('/root/file');
      await mortal.after(mortal.provider.resize!(externalId, LARGER, mortal.call()));
      const kill = new Kill(at);
      const call = mortal.call();
      const dying = mortal.heir(fake, kill.line(fake));
      await dying.provider.restoreSnapshot!(externalId, 'before', call)
        .then(() => dying.settled(externalId))
        .catch(() => undefined);

      const server = await mortal.after(mortal.provider.restoreSnapshot!(externalId, 'before', call));

      const { files, config, devices } = fake.sees(externalId)!;
      expect([at, server.state, server.plan, files.get('/root/file')]).toEqual([at, 'running', LARGER.plan, 'precious']);
      expect([config['limits.memory'], devices['root']!['size']]).toEqual(['256MiB', '512MiB']);
      if (!kill.happened) break;
    }
  }, 60_000);

  it('holds one container for each service after forty lives on a line that loses answers', async () => {
    const outcomes = [];
    for (let seed = 1; seed <= 40; seed += 1) outcomes.push(await randomRun(fake, seed, 3, 0));

    expect(outcomes.filter(({ problem }) => problem)).toEqual([]);
    for (const { serviceId, isTerminated, seed } of outcomes)
      expect([seed, fake.serversOf(serviceId).length]).toEqual([seed, isTerminated ? 0 : 1]);
  }, 60_000);
});

describe('what the daemon has no room for', () => {
  const refusedCreate = async () => {
    const serviceId = randomUUID();
    const failure: unknown = await shop.provider
      .create({ serviceId, spec: SPEC }, shop.call())
      .then(({ externalId }) => shop.settled(externalId))
      .catch((error: unknown) => error);
    return { failure, left: fake.serversOf(serviceId).length };
  };
  const words = 'There is no room left in this place';

  it('is told in plain words: a full pool, a project at its limit, a pool of addresses that is used up', async () => {
    fake.fillUp();
    expect(await refusedCreate()).toMatchObject({
      failure: { kind: 'final', code: 'storage-full', publicMessage: words },
      left: 0,
    });
    fake.fillUp(false);
    fake.allow(0);
    expect(await refusedCreate()).toMatchObject({
      failure: { kind: 'final', code: 'project-limit', publicMessage: words },
      left: 0,
    });
    fake.allow(10);
    shop = new Shop(fake, { addresses: ['10.90.0.1'] });
    await aServer();
    expect(await refusedCreate()).toMatchObject({
      failure: { kind: 'final', code: 'no-address', publicMessage: words },
      left: 0,
    });
  });

  it('gives two shops on one host different addresses, though neither knows of the other', async () => {
    const pool = { addresses: ['10.90.0.1-10.90.0.2'] };
    const shops = [new Shop(fake, pool), new Shop(fake, pool)];
    fake.holdWork();
    const begun = await Promise.all(shops.map(one => one.provider.create({ serviceId: randomUUID(), spec: SPEC }, one.call())));
    fake.releaseWork();

    const servers = [];
    for (const [index, one] of shops.entries()) servers.push(await one.settled(begun[index]!.externalId));

    expect(servers.map(({ state }) => state)).toEqual(['running', 'running']);
    expect(new Set(servers.map(({ addresses }) => addresses[0]!.address)).size).toBe(2);
  });

  it('gives an address back when its container is terminated', async () => {
    shop = new Shop(fake, { addresses: ['10.90.0.1'] });
    const first = await aServer();
    await shop.provider.terminate(first.externalId, shop.call());

    expect((await aServer()).addresses[0]!.address).toBe('10.90.0.1');
  });

  it('refuses an image that is not there before anything is removed for it', async () => {
    const { externalId } = await aServer();

    const refused = shop.provider.reinstall!(externalId, 'no-such-image', shop.call());

    await expect(refused).rejects.toMatchObject({ kind: 'final', code: 'no-such-image' });
    expect(await shop.provider.fetch(externalId)).toMatchObject({ state: 'running', image: 'tiny-1' });
  });
});

describe('a running container', () => {
  it('never shrinks its disk', async () => {
    const { externalId } = await aServer();
    await shop.after(shop.provider.resize!(externalId, LARGER, shop.call()));

    const shrink = shop.provider.resize!(externalId, { plan: SPEC.plan }, shop.call());

    await expect(shrink).rejects.toMatchObject({ kind: 'final', code: 'disk-shrinks' });
  });

  it('is not started while it is suspended', async () => {
    const { externalId } = await aServer();
    await shop.after(shop.provider.suspend(externalId, 'unpaid', shop.call()));

    await expect(shop.provider.power!(externalId, 'start', shop.call())).rejects.toMatchObject({
      kind: 'final',
      code: 'suspended',
    });
    expect(fake.sees(externalId)!.status).toBe('Stopped');
  });

  it('gets one new password for one call, however often it is asked', async () => {
    const before = await aServer();
    const call = shop.call();

    const first = await shop.provider.resetPassword!(before.externalId, call);
    const again = await shop.provider.resetPassword!(before.externalId, call);

    expect(first.credentials!.password).not.toBe(before.credentials!.password);
    expect(again.credentials).toEqual(first.credentials);
    expect(fake.sees(before.externalId)!.files.get('/etc/shadow')).toBe(`root:${first.credentials!.password}`);
  });

  it('goes without a password where its image takes none, and says so', async () => {
    shop = new Shop(fake, { images: [{ id: 'mute', alias: 'mute/1' }] });
    const spec = { ...SPEC, image: 'mute' };
    const server = await shop.after(shop.provider.create({ serviceId: randomUUID(), spec }, shop.call()));

    expect([server.state, server.credentials]).toEqual(['running', { username: 'root' }]);
    const reset = shop.provider.resetPassword!(server.externalId, shop.call());
    await expect(reset).rejects.toMatchObject({ kind: 'final', code: 'no-password' });
  });

  it('counts its traffic through restarts', async () => {
    const { externalId } = await aServer();
    fake.use(externalId, { received: 1000, sent: 500 });
    await shop.provider.usage!(externalId);
    fake.use(externalId, { received: 1500, sent: 700 });
    await shop.provider.usage!(externalId);
    await shop.after(shop.provider.power!(externalId, 'restart', shop.call()));
    fake.use(externalId, { received: 100, sent: 50 });

    const { meters } = await shop.provider.usage!(externalId);

    expect(meters.find(({ code }) => code === 'traffic')!.used).toBe(2350n);
  });

  it('opens a console whose two sockets are reached with our certificate', async () => {
    const { externalId } = await aServer();
    const terminal = await Terminal.open(await shop.provider.openConsole!(externalId));
    await terminal.reads('~ # ');

    terminal.resize(120, 40);
    terminal.type('size\r');

    await terminal.reads('120 40');
    await terminal.close();
  });
});

describe('the connection', () => {
  const check = (more: Partial<LxdConfig> = {}, at = fake) =>
    lxd.check!(fakeContext<LxdConfig>({ config: configOf(at, more), secrets: { key: at.key } }));

  it('is tested with every name of the settings', async () => {
    expect(await check()).toMatchObject({ ok: true });
    expect(await check({ pool: 'nope', network: 'none', images: [{ id: 'x', alias: 'x/1' }] })).toEqual({
      ok: false,
      detail: 'LXD 5.0.2 answers, but has no storage pool "nope", no network "none", no image "x/1"',
    });
  });

  it('says what to do about a certificate that is not trusted, on either side', async () => {
    expect((await check({ fingerprint: 'ab'.repeat(32) })).ok).toBe(false);
    fake.distrust();
    expect(await check()).toMatchObject({ ok: false, detail: expect.stringContaining('lxc config trust add') as string });
  });

  it('lets a request that the daemon would not understand be seen', async () => {
    const headers = { 'content-type': 'application/json' };

    const answer = await wayTo(fake)(`${fake.url}/1.0/instances`, { method: 'POST', headers, body: '{"name":"x","sauce":{}}' });

    expect([answer.status, fake.faults.splice(0)]).toEqual([
      400,
      ['POST instances: source is missing', 'POST instances: sauce is not known'],
    ]);
  });
});
