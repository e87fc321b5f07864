import { TestClock } from '@hostwright/sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandboxCloud, type SandboxCloud } from '../src/vendor/index.js';
import { aServer, newCall, order, providerOf } from './bench.js';

const clock = new TestClock();
let cloud: SandboxCloud;

beforeAll(async () => {
  cloud = await startSandboxCloud({ clock, provisionMs: 10_000, changeMs: 1_000 });
});
afterAll(() => cloud.close());

describe('a snapshot', () => {
  it('brings back the system and the password that were on the disk', async () => {
    const provider = providerOf(cloud);
    const before = await aServer(cloud);
    const { externalId } = before;
    await provider.createSnapshot(externalId, 'before-the-update', newCall());
    expect(await provider.listSnapshots(externalId)).toMatchObject([{ name: 'before-the-update', ready: false }]);
    clock.pass(1_000);
    await provider.reinstall(externalId, 'fedora-43', newCall());
    clock.pass(1_000);
    const [snapshot] = await provider.listSnapshots(externalId);

    await provider.restoreSnapshot(externalId, snapshot!.id, newCall());
    clock.pass(1_000);

    const after = await provider.fetch(externalId);
    expect(snapshot).toMatchObject({ ready: true, createdAt: new Date(clock.now().getTime() - 3_000) });
    expect(after).toMatchObject({ image: 'debian-13', credentials: before.credentials });
  });

  it('is refused where there are ten', async () => {
    const { externalId } = await aServer(cloud);
    for (let count = 0; count < 10; count += 1) {
      await providerOf(cloud).createSnapshot(externalId, `daily-${count}`, newCall());
      cloud.finishWork();
    }

    await expect(providerOf(cloud).createSnapshot(externalId, 'eleventh', newCall())).rejects.toMatchObject({
      kind: 'final',
      code: 'too-many-snapshots',
    });
  });
});

describe('the rescue system', () => {
  it('has a password of its own, and leaves the one of the server alone', async () => {
    const provider = providerOf(cloud);
    const before = await aServer(cloud);
    const { externalId } = before;

    await provider.setRescue(externalId, true, newCall());
    clock.pass(1_000);
    const rescued = await provider.fetch(externalId);
    await provider.setRescue(externalId, false, newCall());
    clock.pass(1_000);
    const after = await provider.fetch(externalId);

    expect(rescued).toMatchObject({ rescue: true, credentials: { username: 'root' } });
    expect(rescued.credentials?.password).not.toBe(before.credentials?.password);
    expect(after).toMatchObject({ rescue: false, credentials: before.credentials });
  });
});

describe('measures', () => {
  it('look the same whenever they are asked for', async () => {
    const { externalId } = await aServer(cloud);

    const first = await providerOf(cloud).metrics(externalId, 'day');
    const again = await providerOf(cloud).metrics(externalId, 'day');

    expect(first).toEqual(again);
    expect(first.points.length).toBe(96);
    expect(first.points.at(-1)!.at.getTime()).toBeLessThanOrEqual(clock.now().getTime());
  });

  it('fall to nothing when the server stops', async () => {
    const { externalId } = await aServer(cloud);
    await providerOf(cloud).power(externalId, 'stop', newCall());
    clock.pass(10 * 60_000);

    const { points } = await providerOf(cloud).metrics(externalId, 'hour');

    expect(points.at(-1)).toMatchObject({ cpuPercent: 0, memoryBytes: 0, networkOutBytesPerSecond: 0 });
    expect(points[0]!.cpuPercent).toBeGreaterThan(0);
  });

  it('count the traffic of a month, which begins at zero again', async () => {
    const { externalId } = await aServer(cloud);
    const traffic = async () => {
      const { meters, resetsAt } = await providerOf(cloud).usage(externalId);
      return { used: meters.find(({ code }) => code === 'traffic')!.used, resetsAt };
    };
    const before = await traffic();
    clock.pass(24 * 3_600_000);
    const dayLater = await traffic();
    clock.pass(dayLater.resetsAt!.getTime() - clock.now().getTime());

    expect(dayLater.used).toBeGreaterThan(before.used);
    expect((await traffic()).used).toBe(0n);
  });
});

describe('what the shop has not ordered', () => {
  it('is listed too, page by page', async () => {
    const own = await startSandboxCloud({ clock });
    const planted = Array.from({ length: 120 }, (_, index) => own.plant({ hostname: `host-${index}.example.test` }).id);
    const first = await providerOf(own).list();
    own.lose(planted[3]!);

    const second = await providerOf(own).list(first.next);

    expect([first.servers.length, second.servers.length, second.next]).toEqual([100, 20, undefined]);
    expect(second.servers.at(-1)).toMatchObject({ externalId: planted.at(-1), hostname: 'host-119.example.test' });
    expect('serviceId' in second.servers[0]!).toBe(false);
    await own.close();
  });
});

describe('hand work', () => {
  it('is waited for, for as long as it takes', async () => {
    const { externalId } = await order(cloud, { hostname: 'hands-one.example.test' });
    clock.pass(48 * 3_600_000);
    cloud.finishWork();
    const waiting = await providerOf(cloud).fetch(externalId);

    const done = await providerOf(cloud).finishHandWork(
      externalId,
      { addresses: ['198.51.100.7'], username: 'admin', password: 'from-the-rack' },
      newCall(),
    );

    expect(waiting).toMatchObject({ state: 'creating', handWork: { asksAccess: true, dueInHours: 4 } });
    expect(done).toMatchObject({ state: 'running', credentials: { username: 'admin', password: 'from-the-rack' } });
    expect(done.addresses[0]).toMatchObject({ address: '198.51.100.7', primary: true });
  });
});

describe('the panel', () => {
  it('opens once, and shows the server', async () => {
    const { externalId } = await aServer(cloud, { hostname: 'panel.example.test' });
    const { url } = await providerOf(cloud).openPanel(externalId);

    const first = await fetch(url);
    const second = await fetch(url);

    expect([first.status, second.status]).toEqual([200, 403]);
    expect(await first.text()).toContain('panel.example.test');
  });
});
