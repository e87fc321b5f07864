import { randomUUID } from 'node:crypto';
import type { BoundedFetch, CallOptions, ServerProvider, ServerSnapshot } from '@hostwright/sdk';
import { aCall } from '@hostwright/sdk/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openShop, SPEC, type Shop } from './shop.js';

let shop: Shop;

beforeEach(async () => {
  shop = await openShop({ nodeMemoryGb: 8192 });
});

afterEach(async () => {
  await shop.proxmox.close();
  expect(shop.proxmox.faults).toEqual([]);
});

/** A lease that nobody gives back ends by itself. */
const LEASE_MS = 80_000;

type When = 'before the request' | 'before its answer';

/** A process that ends at one of its requests: nothing that it began is ever finished, not even its lease given back. */
function dyingAt(request: number, when: When): { readonly fetch: BoundedFetch; readonly dies: Promise<'died'> } {
  let count = 0;
  let die: (word: 'died') => void;
  const dies = new Promise<'died'>(resolve => (die = resolve));
  const fetch: BoundedFetch = async (input, init) => {
    count += 1;
    if (count < request) return globalThis.fetch(input, init);
    if (count === request && when === 'before its answer') await (await globalThis.fetch(input, init)).arrayBuffer();
    die('died');
    return new Promise<Response>(() => undefined);
  };
  return { fetch, dies };
}

interface Change {
  readonly name: string;
  readonly wanted: Partial<ServerSnapshot>;
  readonly ask: (provider: ServerProvider, externalId: string, call: CallOptions) => Promise<unknown>;
}

const CHANGES: readonly Change[] = [
  {
    name: 'resize',
    wanted: { state: 'running', plan: 'c4-r8-d80' },
    ask: (by, id, call) => by.resize!(id, { plan: 'c4-r8-d80' }, call),
  },
  {
    name: 'reinstall',
    wanted: { state: 'running', image: 'ubuntu-26' },
    ask: (by, id, call) => by.reinstall!(id, 'ubuntu-26', call),
  },
  { name: 'suspend', wanted: { state: 'suspended' }, ask: (by, id, call) => by.suspend(id, 'unpaid', call) },
  { name: 'restart', wanted: { state: 'running' }, ask: (by, id, call) => by.power!(id, 'restart', call) },
  { name: 'terminate', wanted: { state: 'gone' }, ask: (by, id, call) => by.terminate(id, call) },
];

describe.each<When>(['before the request', 'before its answer'])('a process that dies %s', when => {
  it('leaves one server, whichever step of its creation it was at', async () => {
    let step = 1;
    for (; ; step += 1) {
      const serviceId = randomUUID();
      const create = (by: ServerProvider, attempt: number) =>
        by.create({ serviceId, spec: SPEC }, aCall(`service-${serviceId}-create-1`, attempt));
      const { fetch, dies } = dyingAt(step, when);
      const first = shop.restarted(fetch);
      const life = create(first, 1).then(({ externalId }) => shop.settled(externalId, first));
      if ((await Promise.race([life, dies])) !== 'died') break;

      shop.clock.pass(LEASE_MS);
      const found = await shop.provider.find(serviceId);
      const { externalId } = found ?? (await create(shop.provider, 2));
      const server = await shop.settled(externalId);

      expect(server, `after dying at request ${step}`).toMatchObject({
        state: 'running',
        plan: SPEC.plan,
        externalId: `hw-${serviceId}`,
      });
      expect(shop.proxmox.guestsOf(serviceId)).toHaveLength(1);
      expect(server.credentials?.password).toBe(shop.proxmox.guestsOf(serviceId)[0]?.password);
    }
    expect(step).toBeGreaterThan(15);
    await expectNoSharing();
  });

  it.each(CHANGES)('leaves nothing half done of a $name', async ({ name, wanted, ask }) => {
    let step = 1;
    for (; ; step += 1) {
      const { externalId, serviceId, addresses } = await shop.server();
      const call = (attempt: number) => aCall(`service-${serviceId}-${name}-1`, attempt);
      const { fetch, dies } = dyingAt(step, when);
      const first = shop.restarted(fetch);
      const life = ask(first, externalId, call(1)).then(() => shop.settled(externalId, first));
      if ((await Promise.race([life, dies])) !== 'died') break;

      shop.clock.pass(LEASE_MS);
      await ask(shop.provider, externalId, call(2));
      const server = await shop.settled(externalId);

      expect(server, `after dying at request ${step} of ${name}`).toMatchObject(wanted);
      expect(shop.proxmox.guestsOf(serviceId)).toHaveLength(name === 'terminate' ? 0 : 1);
      if (name !== 'terminate') expect(server.addresses).toEqual(addresses);
    }
    expect(step).toBeGreaterThan(4);
  });
});

describe('data', () => {
  it('is destroyed once, though the process that was to do it comes back late', async () => {
    const { externalId, serviceId } = await shop.server();
    let release: () => void = () => undefined;
    const held = new Promise<void>(resolve => (release = resolve));
    let isHeld = false;
    const late = shop.restarted(async (input, init) => {
      if (init?.method === 'DELETE') {
        isHeld = true;
        await held;
      }
      return globalThis.fetch(input, init);
    });
    await late.reinstall!(externalId, 'ubuntu-26', aCall('reinstall'));
    const lateFetch = late.fetch(externalId).catch((error: unknown) => error);
    while (!isHeld) await new Promise(resolve => setImmediate(resolve));

    shop.clock.pass(LEASE_MS);
    expect(await shop.settled(externalId)).toMatchObject({ state: 'running', image: 'ubuntu-26' });
    const fresh = shop.proxmox.guestsOf(serviceId)[0]!;
    release();
    await lateFetch;

    expect(fresh.status).toBe('running');
    expect(shop.proxmox.guestsOf(serviceId)).toEqual([fresh]);
  });

  it('is rolled back once, though the answer was lost', async () => {
    const { externalId, serviceId } = await shop.server();
    await shop.provider.createSnapshot!(externalId, 'before', aCall('snapshot'));
    await shop.settled(externalId);

    shop.proxmox.troubles.loseNextAnswer();
    await shop.provider.restoreSnapshot!(externalId, 'before', aCall('restore')).catch(() => undefined);
    await shop.settled(externalId);
    await shop.provider.restoreSnapshot!(externalId, 'before', aCall('restore', 2));

    expect((await shop.settled(externalId)).state).toBe('running');
    expect(shop.proxmox.calls.filter(({ path }) => path.endsWith('/rollback'))).toHaveLength(1);
    expect(shop.proxmox.guestsOf(serviceId)).toHaveLength(1);
  });
});

async function expectNoSharing(): Promise<void> {
  const addresses = [...shop.proxmox.cluster.guests.values()]
    .filter(guest => !guest.isTemplate)
    .map(({ config }) => config['ipconfig0']);
  expect(new Set(addresses).size).toBe(addresses.length);
}
