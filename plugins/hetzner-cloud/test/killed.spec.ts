import type { CallOptions, ServerProvider, ServerSnapshot } from '@hostwright/sdk';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Shop, SPEC } from './shop.js';

/** Dozens of servers live and die in each test. */
const LIMIT_MS = 60_000;

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
  /** A call that must not be made twice. */
  readonly once?: string;
}

const STORIES: Readonly<Record<string, Story>> = {
  resize: {
    act: (provider, id, call) => provider.resize!(id, { plan: 'cx32' }, call),
    isDone: ({ plan, state }) => plan === 'cx32' && state === 'running',
    once: 'change_type',
  },
  reinstall: {
    act: (provider, id, call) => provider.reinstall!(id, 'ubuntu-26.04', call),
    isDone: ({ image, state }) => image === 'ubuntu-26.04' && state === 'running',
    once: 'rebuild',
  },
  suspend: {
    act: (provider, id, call) => provider.suspend(id, 'unpaid', call),
    isDone: ({ state }) => state === 'suspended',
  },
  rescue: {
    act: (provider, id, call) => provider.setRescue!(id, true, call),
    isDone: ({ rescue, state }) => rescue === true && state === 'running',
    once: 'reset',
  },
  snapshot: {
    act: (provider, id, call) => provider.createSnapshot!(id, 'one', call),
    isDone: async ({ externalId }) => (await shop.provider.listSnapshots!(externalId)).length === 1,
    once: 'create_image',
  },
};

it.each(Object.keys(STORIES))(
  'goes on with %s at whichever of its moments the process was killed',
  async name => {
    const { act, isDone, once } = STORIES[name]!;

    const servers = await shop.survivorsOf(act, isDone);

    expect(servers.length).toBeGreaterThan(5);
    for (const [moment, server] of servers.entries()) {
      expect(await isDone(server), `of moment ${moment}`).toBe(true);
      const made = (id: string) => shop.cloud.calls.filter(line => line === `POST /servers/${id}/actions/${once}`);
      if (once !== undefined) expect(made(server.externalId), `of moment ${moment}`).toHaveLength(1);
    }
  },
  LIMIT_MS,
);

it(
  'makes one server at whichever of its moments the process that orders it is killed',
  async () => {
    const servers = await shop.newbornSurvivors();

    expect(servers.length).toBeGreaterThan(5);
    for (const { serviceId, ...server } of servers) {
      expect(server).toMatchObject({ state: 'running', hostname: SPEC.hostname });
      expect(shop.cloud.serversOf(serviceId)).toHaveLength(1);
    }
  },
  LIMIT_MS,
);
