import { randomUUID } from 'node:crypto';
import { failureKind, type BoundedFetch, type ServerProvider } from '@hostwright/sdk';
import { aCall } from '@hostwright/sdk/testing';
import { expect, it } from 'vitest';
import { openShop, SPEC, type Shop } from './shop.js';

const RUNS = 25;
const SERVERS = 3;

/** A small generator of numbers that a seed repeats (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Random = () => number;
const oneOf = <T>(random: Random, items: readonly T[]): T => items[Math.floor(random() * items.length)]!;

/** A line on which a tenth of the requests or of their answers are lost. */
const badLine =
  (random: Random): BoundedFetch =>
  async (input, init) => {
    const luck = random();
    if (luck < 0.04)
      throw new TypeError('fetch failed', { cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }) });
    const answer = await globalThis.fetch(input, init);
    if (luck > 0.92) {
      await answer.arrayBuffer();
      throw new TypeError('fetch failed', { cause: Object.assign(new Error('closed'), { code: 'UND_ERR_SOCKET' }) });
    }
    return answer;
  };

/** The cluster's own misfortunes. */
function trouble({ proxmox }: Shop, random: Random): void {
  const luck = random();
  if (luck < 0.1) proxmox.troubles.answerAfterActing(596, 'Connection timed out');
  else if (luck < 0.15) proxmox.troubles.answerAfterActing(500, 'got no worker upid - start worker failed');
  else if (luck < 0.2) proxmox.troubles.answerInstead(595, 'No route to host');
  else if (luck < 0.25) proxmox.troubles.answerInstead(429, 'Too many requests');
  else if (luck < 0.3) proxmox.tasks.spoilNext('WARNINGS: 2');
  else if (luck < 0.35) proxmox.tasks.spoilNext("can't lock file '/var/lock/qemu-server/lock.conf' - got timeout");
  else if (luck < 0.4) proxmox.cluster.racing = true;
}

/** As the core does: again when nothing was done, a look when nobody knows, and a new process now and then. */
async function made(shop: Shop, random: Random, serviceId: string): Promise<string> {
  const spec = { ...SPEC, image: oneOf(random, ['debian-13', 'ubuntu-26', 'debian-13-ct']) };
  for (let attempt = 1; attempt < 100; attempt += 1) {
    const provider = shop.restarted(badLine(random));
    trouble(shop, random);
    try {
      const found = attempt === 1 ? undefined : await provider.find(serviceId);
      return (found ?? (await provider.create({ serviceId, spec }, aCall(`service-${serviceId}-create-1`, attempt)))).externalId;
    } catch (error) {
      expect(failureKind(error)).not.toBe('final');
      shop.clock.pass(5000);
    }
  }
  throw new Error('never made');
}

async function settled(shop: Shop, random: Random, externalId: string) {
  for (let look = 0; look < 300; look += 1) {
    trouble(shop, random);
    const snapshot = await shop
      .restarted(badLine(random))
      .fetch(externalId)
      .catch((error: unknown) => {
        expect(failureKind(error)).not.toBe('final');
        return undefined;
      });
    if (snapshot && snapshot.state !== 'creating' && snapshot.state !== 'changing') return snapshot;
    shop.clock.pass(3000);
  }
  throw new Error('never settled');
}

async function changed(shop: Shop, random: Random, change: (provider: ServerProvider, attempt: number) => Promise<unknown>) {
  for (let attempt = 1; attempt < 100; attempt += 1) {
    trouble(shop, random);
    const done = await change(shop.restarted(badLine(random)), attempt).then(
      () => true,
      (error: unknown) => {
        expect(failureKind(error)).not.toBe('final');
        return false;
      },
    );
    if (done) return;
    shop.clock.pass(5000);
  }
  throw new Error('never changed');
}

it(`ends with one server for each service and nothing left over, in ${RUNS} random runs`, { timeout: 240_000 }, async () => {
  for (let seed = 1; seed <= RUNS; seed += 1) {
    const random = randomOf(seed);
    const shop = await openShop({ taskTime: { requests: Math.floor(random() * 4) } }, { lastVmid: 2400 });
    const { proxmox } = shop;
    const at = `seed ${seed}`;
    const services = Array.from({ length: SERVERS }, () => randomUUID() as string);

    const ids = await Promise.all(services.map(service => made(shop, random, service)));
    for (const id of ids) expect((await settled(shop, random, id)).state, at).toBe('running');
    for (const service of services) expect(proxmox.guestsOf(service), at).toHaveLength(1);
    await changed(shop, random, (by, n) => by.resize!(ids[0]!, { plan: 'c4-r8-d80' }, aCall('resize', n)));
    expect(await settled(shop, random, ids[0]!), at).toMatchObject({ state: 'running', plan: 'c4-r8-d80' });
    await changed(shop, random, (by, n) => by.suspend(ids[1]!, 'unpaid', aCall('suspend', n)));
    expect((await settled(shop, random, ids[1]!)).state, at).toBe('suspended');
    for (const id of ids) {
      await changed(shop, random, (by, n) => by.terminate(id, aCall(`terminate-${id}`, n)));
      expect((await settled(shop, random, id)).state, at).toBe('gone');
    }

    const left = [...proxmox.cluster.guests.values()].filter(
      ({ isTemplate, config }) => !isTemplate && !String(config['name']).startsWith('stranger'),
    );
    expect(left, at).toEqual([]);
    expect(proxmox.faults, at).toEqual([]);
    await proxmox.close();
  }
});
