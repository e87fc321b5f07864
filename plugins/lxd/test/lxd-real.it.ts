import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ServerSnapshot } from '@hostwright/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLxd, whatLxdLacks, type RunningLxd } from './daemon/lxd-daemon.js';
import { LARGER, Shop, SPEC } from './bench.js';

const lacks = whatLxdLacks();
if (lacks !== undefined) console.warn(`\n*** NO REAL LXD IN THIS RUN: ${lacks}. Only the fake was tried. ***\n`);

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

  const inside = (server: ServerSnapshot, command: string): Promise<string> =>
    lxd.lxc('exec', server.externalId, '--', 'sh', '-c', command).then(text => text.trim());

  it('makes a container with the limits that were ordered', async () => {
    const made = await shop.provider.create({ serviceId: randomUUID(), spec: SPEC }, shop.call());
    for (let i = 0; i < 6; i++) {
      console.log(JSON.stringify(await shop.provider.fetch(made.externalId)));
      console.log((await lxd.lxc('info', '--show-log', made.externalId)).slice(-900));
    }
    const server = await shop.settled(made.externalId);
    console.log(server);
    expect(server.state).toBe('running');
    console.log(
      await inside(
        server,
        'nproc; cat /etc/hostname; hostname; cat /root/.ssh/authorized_keys; cat /etc/shadow; ls -la /root; ip a',
      ),
    );
    console.log(readFileSync(`/sys/fs/cgroup/memory/lxc.payload.${server.externalId}/memory.limit_in_bytes`, 'utf8'));
    await shop.after(shop.provider.resize!(server.externalId, LARGER, shop.call()));
    console.log(await inside(server, 'nproc'));
    await inside(server, 'echo kept > /root/file');
    console.log(await shop.after(shop.provider.createSnapshot!(server.externalId, 'before it all', shop.call())));
    await inside(server, 'rm /root/file');
    const snaps = await shop.provider.listSnapshots!(server.externalId);
    console.log(snaps);
    await shop.after(shop.provider.resize!(server.externalId, { plan: 'c1-r0.5-d1' }, shop.call()));
    console.log(await shop.after(shop.provider.restoreSnapshot!(server.externalId, snaps[0]!.id, shop.call())));
    console.log(await inside(server, 'cat /root/file; nproc'));
    console.log(await shop.after(shop.provider.reinstall!(server.externalId, 'tiny-2', shop.call())));
    console.log(await inside(server, 'cat /etc/tiny-release; ls /root'));
    console.log(await shop.after(shop.provider.suspend(server.externalId, 'x', shop.call())));
    console.log(await shop.after(shop.provider.unsuspend(server.externalId, shop.call())));
    console.log(await shop.after(shop.provider.power!(server.externalId, 'restart', shop.call())));
    console.log(await shop.provider.metrics!(server.externalId, 'hour'), await shop.provider.usage!(server.externalId));
    console.log(await shop.provider.list!());
    await shop.provider.terminate(server.externalId, shop.call());
    console.log(await lxd.lxc('list'));
  }, 120_000);
});
