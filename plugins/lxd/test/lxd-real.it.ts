import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { ServerSnapshot } from '@hostwright/sdk';
import { serverProviderRules } from '@hostwright/sdk/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import lxdPlugin from '../src/index.js';
import { configOf, LARGER, Shop, SPEC, wayTo } from './bench.js';
import { startLxd, whatLxdLacks, type RunningLxd } from './daemon/lxd-daemon.js';
import { Kill } from './line.js';
import { randomRun } from './random-runs.js';
import { Terminal } from './terminal.js';

const lacks = whatLxdLacks();
if (lacks !== undefined) console.warn(`\n*** NO REAL LXD IN THIS RUN: ${lacks}. Only the fake was tried. ***\n`);

/** What holds for a bad line and for words of tomorrow needs a daemon that obeys: the fake is held to it. */
const NEEDS_FAKE = /does not know|429|cannot be reached|lost|500|repeats them|made for no service/;
const RANDOM_RUNS = 20;
const LANES = 4;

describe.skipIf(lacks !== undefined)('LXD, a real daemon', () => {
  let lxd: RunningLxd;
  let shop: Shop;

  beforeAll(async () => {
    lxd = await startLxd();
    shop = new Shop(lxd);
  }, 300_000);

  afterAll(async () => {
    expect(await lxd.close()).toEqual([]);
  }, 120_000);

  const containers = async (): Promise<readonly string[]> =>
    (await lxd.lxc('list', '-f', 'csv', '-c', 'n')).split('\n').filter(Boolean);

  const inside = async (server: ServerSnapshot, command: string): Promise<string> =>
    (await lxd.lxc('exec', server.externalId, '--', 'sh', '-c', command)).trim();

  /** What a command says that says something: the client loses the words of a short one now and then. */
  const told = (server: ServerSnapshot, command: string): Promise<string> =>
    vi.waitUntil(() => inside(server, command), { timeout: 15_000, interval: 200 });

  const aServer = (spec = SPEC): Promise<ServerSnapshot> =>
    shop.after(shop.provider.create({ serviceId: randomUUID(), spec }, shop.call()));

  const terminate = (server: ServerSnapshot): Promise<void> => shop.provider.terminate(server.externalId, shop.call());

  it('makes a container with the limits, name, key and password that were ordered', async () => {
    const server = await aServer();

    expect(server).toMatchObject({ state: 'running', hostname: SPEC.hostname, plan: SPEC.plan, image: 'tiny-1' });
    expect(await told(server, 'hostname; nproc; cat /root/.ssh/authorized_keys')).toBe(
      ['one.example.test', '1', SPEC.sshKeys![0]].join('\n'),
    );
    expect(await told(server, 'ip -4 addr show eth0')).toContain(server.addresses[0]!.address);
    const [, , salt, hash] = (await told(server, 'grep ^root: /etc/shadow')).split(/[:$]+/);
    const again = await told(server, `mkpasswd -m sha512 -S ${salt} ${server.credentials!.password}`);
    expect(again.split('$')[3]).toBe(hash);
    expect(memoryLimit(server.externalId)).toBe(128 * 1024 ** 2);
    if (lxd.limitsDisks) {
      await inside(server, 'dd if=/dev/zero of=/root/big bs=1M count=400 2>/dev/null; sync; true');
      expect(Number(await told(server, 'stat -c %s /root/big 2>/dev/null || wc -c < /root/big'))).toBeLessThan(260 * 1024 ** 2);
    }
    await terminate(server);
  });

  it('changes the limits while the system runs, and is seen to from inside', async () => {
    const server = await aServer();
    await inside(server, 'sleep 300 >/dev/null 2>&1 & echo $! > /tmp/witness');
    const witness = `kill -0 $(cat /tmp/witness) && echo alive`;

    const resized = await shop.after(shop.provider.resize!(server.externalId, LARGER, shop.call()));

    expect(resized).toMatchObject({ state: 'running', plan: LARGER.plan, addresses: server.addresses });
    expect(memoryLimit(server.externalId)).toBe(256 * 1024 ** 2);
    await expect.poll(() => inside(server, 'nproc'), { timeout: 15_000 }).toBe('2');
    expect(await told(server, witness)).toBe('alive');
    const shrunk = shop.provider.resize!(server.externalId, { plan: 'c1-r0.125-d0.25' }, shop.call());
    await expect(shrunk).rejects.toMatchObject({ kind: 'final', code: 'disk-shrinks' });
    await terminate(server);
  });

  it('brings a file back with a snapshot, and keeps what was bought since', async () => {
    const server = await aServer();
    await inside(server, 'echo precious > /root/file');
    await shop.after(shop.provider.createSnapshot!(server.externalId, 'before the accident', shop.call()));
    await inside(server, 'rm /root/file');
    await shop.after(shop.provider.resize!(server.externalId, LARGER, shop.call()));
    const [snapshot] = await shop.provider.listSnapshots!(server.externalId);

    const restored = await shop.after(shop.provider.restoreSnapshot!(server.externalId, snapshot!.id, shop.call()));

    expect(snapshot).toMatchObject({ name: 'before the accident', ready: true });
    expect(restored).toMatchObject({ state: 'running', plan: LARGER.plan, addresses: server.addresses });
    expect(await told(server, 'cat /root/file')).toBe('precious');
    expect(memoryLimit(server.externalId)).toBe(256 * 1024 ** 2);
    await terminate(server);
  });

  it('is stopped while it is suspended, and installed anew it keeps its name and addresses', async () => {
    const server = await aServer();
    await inside(server, 'echo old > /root/file');

    const suspended = await shop.after(shop.provider.suspend(server.externalId, 'unpaid', shop.call()));
    const status = await lxd.lxc('list', server.externalId, '-f', 'csv', '-c', 's');
    const resumed = await shop.after(shop.provider.unsuspend(server.externalId, shop.call()));
    const fresh = await shop.after(shop.provider.reinstall!(server.externalId, 'tiny-2', shop.call()));

    expect([suspended.state, status.trim(), resumed.state, fresh.state]).toEqual(['suspended', 'STOPPED', 'running', 'running']);
    expect(await told(server, 'cat /etc/tiny-release; hostname; ls /root')).toBe('2\none.example.test');
    expect([fresh.image, fresh.addresses]).toEqual(['tiny-2', server.addresses]);
    await terminate(server);
  });

  it('opens a console in which one can type and whose window has a size', async () => {
    const server = await aServer();
    const terminal = await Terminal.open(await shop.provider.openConsole!(server.externalId));

    terminal.resize(111, 33);
    terminal.type('echo hello from $(hostname); sleep 1; stty size\n');

    await terminal.reads('hello from one.example.test');
    await terminal.reads('33 111');
    await terminal.close();
    await terminate(server);
  });

  it('measures and meters what the container does', async () => {
    const server = await aServer();
    await shop.provider.metrics!(server.externalId, 'hour');
    await inside(
      server,
      'dd if=/dev/zero of=/dev/null bs=1M count=3000 2>/dev/null; dd if=/dev/zero of=/root/some bs=1M count=20 2>/dev/null; sync',
    );
    await new Promise(resolve => setTimeout(resolve, 1100));

    const { points, cpuCores, memoryTotalBytes } = await shop.provider.metrics!(server.externalId, 'hour');
    const { meters } = await shop.provider.usage!(server.externalId);

    expect([cpuCores, memoryTotalBytes]).toEqual([1, 128 * 1024 ** 2]);
    expect(points.at(-1)!.cpuPercent).toBeGreaterThan(0);
    expect(points.at(-1)!.memoryBytes).toBeGreaterThan(0);
    expect(meters.map(({ code, limit }) => [code, limit])).toEqual([
      ['disk', 256n * 1024n ** 2n],
      ['memory', 128n * 1024n ** 2n],
      ['traffic', undefined],
    ]);
    if (lxd.limitsDisks) expect(meters[0]!.used).toBeGreaterThan(15n * 1024n ** 2n);
    await terminate(server);
  });

  it('gets its address by DHCP where the shop has no addresses of its own', async () => {
    const { addresses: _, ...withoutAddresses } = lxd;
    const other = new Shop(withoutAddresses);

    const server = await other.after(other.provider.create({ serviceId: randomUUID(), spec: SPEC }, other.call()));

    expect([server.state, server.addresses.length]).toEqual(['running', 1]);
    expect(await told(server, 'ip -4 addr show eth0')).toContain(server.addresses[0]!.address);
    await terminate(server);
  });

  it('leaves nothing behind when it is terminated', async () => {
    const server = await aServer();
    await shop.after(shop.provider.createSnapshot!(server.externalId, 's-1', shop.call()));

    await terminate(server);
    await terminate(server);

    expect((await shop.provider.fetch(server.externalId)).state).toBe('gone');
    expect(existsSync(cgroup('memory', server.externalId))).toBe(false);
    expect(await containers()).not.toContain(server.externalId);
    expect(await lxd.lxc('storage', 'volume', 'list', lxd.pool, '-f', 'csv', '-c', 'tn')).not.toContain(server.externalId);
  });

  it('makes one container though the process is killed at any request of its creation', async () => {
    const killedAt = async (at: number): Promise<boolean> => {
      const serviceId = randomUUID();
      const kill = new Kill(at);
      const mortal = new Shop(lxd, { fetch: kill.line(lxd) });
      await mortal.provider
        .create({ serviceId, spec: SPEC }, mortal.call())
        .then(({ externalId }) => mortal.settled(externalId))
        .catch(() => undefined);
      const heir = mortal.heir(lxd);
      const found = (await heir.provider.find(serviceId)) ?? (await heir.provider.create({ serviceId, spec: SPEC }, heir.call()));
      const server = await heir.settled(found.externalId);
      const ours = (await containers()).filter(name => name.includes(serviceId));
      expect([at, server.state, ours]).toEqual([at, 'running', [server.externalId]]);
      await heir.provider.terminate(server.externalId, heir.call());
      return kill.happened;
    };
    const others = await containers();
    let at = 1;
    let killed = 0;
    for (let isLong = true; isLong; at += LANES) {
      const happened = await Promise.all(Array.from({ length: LANES }, (_, lane) => killedAt(at + lane)));
      killed += happened.filter(Boolean).length;
      isLong = happened.every(Boolean);
    }

    expect(killed).toBeGreaterThan(10);
    expect(await containers()).toEqual(others);
    console.log(`killed at each of ${killed} requests, one container every time`);
  }, 120_000);

  it('holds one container for each service after lives on a line that loses answers', async () => {
    const others = await containers();
    const first = Number(process.env['HOSTWRIGHT_SEED'] ?? Date.now() % 1_000_000);
    const seeds = Array.from({ length: RANDOM_RUNS }, (_, index) => first + index);
    const lanes = Array.from({ length: LANES }, async (_, lane) => {
      const outcomes = [];
      for (const seed of seeds.filter((_, index) => index % LANES === lane)) outcomes.push(await randomRun(lxd, seed, 2, 50));
      return outcomes;
    });
    const outcomes = (await Promise.all(lanes)).flat();
    for (const { seed, told, faults, problem } of outcomes)
      console.log(`seed ${seed}: ${told}, ${faults} faults, ${problem ?? 'well'}`);

    expect(outcomes.filter(({ problem }) => problem)).toEqual([]);
    const living = outcomes.filter(({ isTerminated }) => !isTerminated).map(({ serviceId }) => `hw-${serviceId}`);
    expect([...(await containers())].toSorted()).toEqual([...others, ...living].toSorted());
    for (const name of living) await shop.provider.terminate(name, shop.call());
  }, 180_000);

  describe('as a server provider', () => {
    const contract = serverProviderRules(lxdPlugin, {
      manifest: new URL('../plugin.json', import.meta.url),
      bench: () => ({
        config: configOf(lxd),
        secrets: { key: lxd.key },
        fetch: wayTo(lxd),
        clock: { now: () => new Date() },
        spec: SPEC,
        otherSize: LARGER,
        otherImage: 'tiny-2',
        servers: async serviceId => (await containers()).filter(name => name.includes(serviceId)).length,
        finishWork: () => new Promise(resolve => setTimeout(resolve, 100)),
        sayUnknownWord: () => undefined,
      }),
    });
    beforeAll(() => contract.open());
    afterAll(async () => {
      await contract.close();
      for (const name of await containers()) await shop.provider.terminate(name, shop.call());
    });
    for (const rule of contract.rules.filter(({ name }) => !NEEDS_FAKE.test(name))) it(rule.name, () => rule.run());
  });
});

/** Where the kernel keeps the limits of a container: one tree for all, or one for each kind on older machines. */
function cgroup(kind: string, name: string): string {
  const [unified, legacy] = [`/sys/fs/cgroup/lxc.payload.${name}`, `/sys/fs/cgroup/${kind}/lxc.payload.${name}`];
  return existsSync('/sys/fs/cgroup/cgroup.controllers') ? unified : legacy;
}

function memoryLimit(name: string): number {
  const folder = cgroup('memory', name);
  const file = existsSync(`${folder}/memory.max`) ? 'memory.max' : 'memory.limit_in_bytes';
  return Number(readFileSync(`${folder}/${file}`, 'utf8'));
}
