import { randomUUID } from 'node:crypto';
import type { CallOptions, ServerProvider, ServerSnapshot } from '@hostwright/sdk';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Shop, SPEC } from './shop.js';

let shop: Shop;

beforeEach(async () => {
  shop = await Shop.open();
});
afterEach(async () => {
  await shop.cloud.close();
  expect(shop.cloud.faults).toEqual([]);
});

interface Story {
  readonly act: (provider: ServerProvider, id: string, call: CallOptions) => Promise<ServerSnapshot>;
  readonly isDone: (server: ServerSnapshot) => boolean | Promise<boolean>;
  /** An action that there must be once. */
  readonly once?: string;
}

const STORIES: Readonly<Record<string, Story>> = {
  resize: {
    act: (provider, id, call) => provider.resize!(id, { plan: 's-1vcpu-2gb' }, call),
    isDone: ({ plan, state }) => plan === 's-1vcpu-2gb' && state === 'running',
    once: 'resize',
  },
  reinstall: {
    act: (provider, id, call) => provider.reinstall!(id, 'ubuntu-26-04-x64', call),
    isDone: ({ image, state }) => image === 'ubuntu-26-04-x64' && state === 'running',
    once: 'rebuild',
  },
  suspend: {
    act: (provider, id, call) => provider.suspend(id, 'unpaid', call),
    isDone: ({ state }) => state === 'suspended',
  },
  rename: {
    act: (provider, id, call) => provider.rename!(id, 'two.example.test', call),
    isDone: ({ hostname }) => hostname === 'two.example.test',
  },
  snapshot: {
    act: (provider, id, call) => provider.createSnapshot!(id, 'one', call),
    isDone: async ({ externalId }) => (await shop.provider.listSnapshots!(externalId)).length === 1,
    once: 'snapshot',
  },
};

/** The process dies before each of its requests in turn; another looks, and asks again when nothing is under way. */
it.each(Object.keys(STORIES))('goes on with %s wherever its process was killed', async name => {
  const { act, isDone, once } = STORIES[name]!;
  for (let requests = 0, isWhole = false; !isWhole; requests += 1) {
    const { externalId } = await shop.server();
    const call = shop.call();

    isWhole = await act(shop.process(requests).provider, externalId, call).then(
      () => true,
      () => false,
    );
    let server = await killedEveryTime(externalId, requests);
    if (!(await isDone(server))) {
      await act(shop.provider, externalId, call);
      server = await shop.settled(externalId);
    }

    expect(await isDone(server)).toBe(true);
    const made = shop.cloud.account.actions.filter(({ type, droplet }) => type === once && String(droplet.id) === externalId);
    if (once !== undefined) expect(made).toHaveLength(1);
  }
});

it('makes one server wherever the process that orders it is killed', async () => {
  for (let requests = 0, isWhole = false; !isWhole; requests += 1) {
    const serviceId = randomUUID();
    isWhole = await shop
      .process(requests)
      .provider.create({ serviceId, spec: SPEC }, shop.call())
      .then(
        () => true,
        () => false,
      );

    shop.clock.pass(60_000);
    const found = (await shop.provider.find(serviceId)) ?? (await shop.create({}, serviceId));

    expect(await shop.settled(found.externalId)).toMatchObject({ state: 'running', hostname: SPEC.hostname });
    expect(shop.cloud.dropletsOf(serviceId)).toHaveLength(1);
  }
});

/** The processes that look are killed as well, after a few requests each; work goes on all the same. */
async function killedEveryTime(externalId: string, requests: number): Promise<ServerSnapshot> {
  for (let looks = 0; looks < 4; looks += 1) {
    shop.cloud.finishWork();
    // Whoever was killed while it asked is waited for.
    shop.clock.pass(61_000);
    await shop
      .process(1 + requests)
      .provider.fetch(externalId)
      .catch(() => undefined);
  }
  shop.clock.pass(61_000);
  return shop.settled(externalId);
}
