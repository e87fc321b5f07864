import { randomUUID } from 'node:crypto';
import { TestClock } from '@hostwright/sdk/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Counts } from '../src/vendor/index.js';
import { startSandboxCloud, type SandboxCloud } from '../src/vendor/index.js';
import { aServer, newCall, order, providerOf } from './bench.js';

const clock = new TestClock();
let cloud: SandboxCloud;

beforeEach(async () => {
  cloud = await startSandboxCloud({ clock, provisionMs: 5_000, changeMs: 1_000, atOnce: 2 });
});
afterEach(() => cloud.close());

describe('a cloud in trouble', () => {
  it('makes so many servers at once and no more', async () => {
    await order(cloud);
    await order(cloud);

    await expect(order(cloud)).rejects.toMatchObject({ kind: 'retryable', code: 'too-many-at-once', retryAfterMs: 1000 });
    clock.pass(5_000);
    await expect(order(cloud)).resolves.toMatchObject({ state: 'creating' });
    expect(cloud.counts.refused).toBe(1);
  });

  it('answers with an error though it acted', async () => {
    const serviceId = randomUUID();
    cloud.failAfterActing();

    await expect(order(cloud, {}, serviceId)).rejects.toMatchObject({ kind: 'unknown' });
    expect(cloud.serversOf(serviceId).length).toBe(1);
  });

  it.each([
    ['final', 'final'],
    ['retryable', 'retryable'],
    ['unknown', 'unknown'],
  ] as const)('fails a change as %s, and makes nothing', async (failure, kind) => {
    const { externalId } = await aServer(cloud);
    cloud.failNextChange(failure);

    await expect(providerOf(cloud).power(externalId, 'stop', newCall())).rejects.toMatchObject({ kind });
    expect((await providerOf(cloud).fetch(externalId)).state).toBe('running');
  });

  it('is out of order until it is repaired, and has done nothing meanwhile', async () => {
    const { externalId } = await aServer(cloud);
    cloud.behave('failing');

    await expect(providerOf(cloud).fetch(externalId)).rejects.toMatchObject({ kind: 'retryable', code: 'maintenance' });
    await expect(order(cloud)).rejects.toMatchObject({ kind: 'retryable', code: 'maintenance' });

    cloud.behave('well');
    expect((await providerOf(cloud).fetch(externalId)).state).toBe('running');
    expect(cloud.servers.length).toBe(1);
  });

  it('leaves requests without an answer until it behaves', async () => {
    cloud.behave('hanging');
    const waiting = order(cloud).catch((error: unknown) => error);
    await vi.waitFor(() => expect(cloud.counts.total).toBeGreaterThan(0), { timeout: 10_000, interval: 5 });

    cloud.behave('well');

    expect(await waiting).toMatchObject({ kind: 'unknown', code: 'no-answer' });
    expect(cloud.servers).toEqual([]);
  });

  it('does what was asked under one key once', async () => {
    const { externalId } = await aServer(cloud);
    const call = newCall();
    await providerOf(cloud).resetPassword(externalId, call);
    const first = (await providerOf(cloud).fetch(externalId)).credentials?.password;

    await providerOf(cloud).resetPassword(externalId, call);

    expect((await providerOf(cloud).fetch(externalId)).credentials?.password).toBe(first);
  });
});

describe('the counts', () => {
  it('tell how often what was asked', async () => {
    const { externalId } = await aServer(cloud);
    const provider = providerOf(cloud);
    cloud.resetCounts();
    await provider.fetch(externalId);
    await provider.createSnapshot(externalId, 'counted', newCall());
    clock.pass(1_000);
    const [snapshot] = await provider.listSnapshots(externalId);
    await provider.restoreSnapshot(externalId, snapshot!.id, newCall());

    const told = (await (await fetch(new URL('counts', cloud.url))).json()) as Counts;

    expect(told).toEqual(cloud.counts);
    expect(told).toMatchObject({
      requests: {
        'GET servers/:id': 1,
        'GET servers/:id/snapshots': 2,
        'POST servers/:id/snapshots': 1,
        'POST servers/:id/snapshots/:id/restore': 1,
      },
      total: 5,
      refused: 0,
    });
  });
});
