import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BoundedFetch, Clock } from '../context.js';
import type { Plugin } from '../define-plugin.js';
import type { ServerProvider, ServerSnapshot, ServerSpec } from '../kinds/server-provider.js';
import { commonRules } from './common-rules.js';
import { aCall, fakeContext, type FakeContext } from './fake-context.js';
import { LeakWatch } from './leak-watch.js';
import { readManifest } from './manifest-file.js';

/** The provider's side of the table: what the suite needs to know of it and make it do. */
export interface ServerBench<Config> {
  readonly config: Config;
  readonly secrets: Readonly<Record<string, string>>;
  readonly fetch?: BoundedFetch;
  readonly clock?: Clock;
  /** Something the provider sells. */
  readonly spec: ServerSpec;
  /** Another size of the same server; needed for `resize`. */
  readonly otherSize?: Pick<ServerSpec, 'plan' | 'addons'>;
  /** How many living servers the provider holds for a service. */
  servers?(serviceId: string): number | Promise<number>;
  /** The provider does the next thing it is asked, and its answer does not arrive. */
  loseNextAnswer?(): void;
  /** Work in progress is over. */
  finishWork?(): void | Promise<void>;
  /** From now on the provider describes this server with a word of tomorrow. */
  sayUnknownWord(externalId: string): void;
  close?(): Promise<void>;
}

export interface ServerContractOptions<Config> {
  /** Address of plugin.json. */
  readonly manifest: URL;
  readonly bench: () => ServerBench<Config> | Promise<ServerBench<Config>>;
}

/** Every promise that a server provider makes to the core. */
export function serverProviderContract<Config>(
  plugin: Plugin<'server-provider', Config>,
  options: ServerContractOptions<Config>,
): void {
  const manifest = readManifest(options.manifest);
  const has = (capability: string): boolean => (manifest.capabilities ?? []).includes(capability);
  const watch = new LeakWatch();
  let bench: ServerBench<Config>;
  let context: FakeContext<Config>;
  let provider: ServerProvider;

  const create = (serviceId: string, operation = 1): Promise<ServerSnapshot> =>
    watch.hear(provider.create({ serviceId, spec: bench.spec }, aCall(`service-${serviceId}-create-${operation}`)));
  const aServer = async (): Promise<ServerSnapshot> => {
    const { externalId } = await create(randomUUID());
    await bench.finishWork?.();
    return watch.hear(provider.fetch(externalId));
  };
  const after = async (change: Promise<ServerSnapshot>): Promise<ServerSnapshot> => {
    const { externalId } = await watch.hear(change);
    await bench.finishWork?.();
    return watch.hear(provider.fetch(externalId));
  };

  describe(`${manifest.id}, as a server provider`, () => {
    beforeAll(async () => {
      bench = await options.bench();
      context = fakeContext({ ...bench });
      provider = plugin.create(context);
    });
    afterAll(async () => {
      await bench?.close?.();
    });

    commonRules(plugin, manifest, options.manifest);

    it('says what it sells, each thing once', async () => {
      const catalog = await watch.hear(provider.catalog());

      for (const items of [catalog.plans, catalog.images, catalog.locations]) {
        expect(new Set(items.map(item => item.id)).size).toBe(items.length);
      }
      expect(catalog.plans.length).toBeGreaterThan(0);
    });

    it('makes a server that comes to run, with an address and a way in', async () => {
      const server = await aServer();

      expect(server.state).toBe('running');
      expect(server.addresses.filter(address => address.primary).length).toBeGreaterThan(0);
      expect(server.hostname).toBe(bench.spec.hostname);
      expect(server.credentials?.username).toBeTruthy();
    });

    it('makes one server for a service, however often it is asked', async () => {
      const serviceId = randomUUID();

      const first = await create(serviceId);
      const sameKey = await create(serviceId);
      const otherKey = await create(serviceId, 2);

      expect([sameKey.externalId, otherKey.externalId]).toEqual([first.externalId, first.externalId]);
      if (bench.servers) expect(await bench.servers(serviceId)).toBe(1);
    });

    it('meets the server again when the answer of create was lost', async () => {
      const serviceId = randomUUID();
      bench.loseNextAnswer?.();

      const lost = await create(serviceId).catch((error: unknown) => error);
      const found = await watch.hear(provider.find(serviceId));
      const again = await create(serviceId);

      if (bench.loseNextAnswer) expect(lost).toMatchObject({ kind: 'unknown' });
      expect(found?.externalId).toBe(again.externalId);
      if (bench.servers) expect(await bench.servers(serviceId)).toBe(1);
    });

    it('finds nothing for a service that has no server', async () => {
      expect(await watch.hear(provider.find(randomUUID()))).toBeUndefined();
    });

    it('refuses for good what the provider does not sell', async () => {
      const request = { serviceId: randomUUID(), spec: { ...bench.spec, plan: 'no-such-plan' } };

      const refused = await watch
        .hear(provider.create(request, aCall(`service-${request.serviceId}-create-1`)))
        .catch((error: unknown) => error);

      expect(refused).toMatchObject({ name: 'PluginFailure', kind: 'final' });
      expect(await provider.find(request.serviceId)).toBeUndefined();
    });

    it('suspends and resumes, also what is already so', async () => {
      const { externalId } = await aServer();

      const suspended = await after(provider.suspend(externalId, 'unpaid', aCall(`service-${externalId}-suspend-1`)));
      const stillSuspended = await after(provider.suspend(externalId, 'unpaid', aCall(`service-${externalId}-suspend-2`)));
      const resumed = await after(provider.unsuspend(externalId, aCall(`service-${externalId}-unsuspend-1`)));
      const stillResumed = await after(provider.unsuspend(externalId, aCall(`service-${externalId}-unsuspend-2`)));

      expect([suspended, stillSuspended, resumed, stillResumed].map(server => server.state)).toEqual([
        'suspended',
        'suspended',
        'running',
        'running',
      ]);
    });

    it('terminates once and for all, also what is gone', async () => {
      const { externalId } = await aServer();

      await watch.hear(provider.terminate(externalId, aCall(`service-${externalId}-terminate-1`)));
      await watch.hear(provider.terminate(externalId, aCall(`service-${externalId}-terminate-2`)));

      expect((await watch.hear(provider.fetch(externalId))).state).toBe('gone');
    });

    it('tells that a server it has never seen is gone', async () => {
      expect((await watch.hear(provider.fetch('9999999999'))).state).toBe('gone');
    });

    it('reads a word it does not know as work in progress', async () => {
      const { externalId } = await aServer();
      bench.sayUnknownWord(externalId);

      expect((await watch.hear(provider.fetch(externalId))).state).toBe('changing');
    });

    if (has('power')) {
      it('stops, starts and restarts, also what is already so', async () => {
        const { externalId } = await aServer();
        const states: string[] = [];

        for (const [index, action] of (['stop', 'stop', 'start', 'start', 'restart', 'force-stop'] as const).entries()) {
          states.push((await after(provider.power!(externalId, action, aCall(`service-${externalId}-power-${index}`)))).state);
        }

        expect(states).toEqual(['stopped', 'stopped', 'running', 'running', 'running', 'stopped']);
      });
    }

    if (has('resize')) {
      it('gives a server another size', async () => {
        const { externalId } = await aServer();
        if (!bench.otherSize) throw new Error('The bench of a provider that resizes needs otherSize');

        const resized = await after(provider.resize!(externalId, bench.otherSize, aCall(`service-${externalId}-resize-1`)));

        expect(resized).toMatchObject({ externalId, plan: bench.otherSize.plan, state: 'running' });
      });
    }

    if (has('reset-password')) {
      it('gives a new password that is not the old one', async () => {
        const before = await aServer();

        const reset = await watch.hear(
          provider.resetPassword!(before.externalId, aCall(`service-${before.externalId}-password-1`)),
        );

        expect(reset.credentials?.password).toBeTruthy();
        expect(reset.credentials?.password).not.toBe(before.credentials?.password);
      });
    }

    it('lets no secret out in an answer, an error or a log line, and no password of a server in raw', async () => {
      const server = await aServer();

      watch.expectSilenceAbout(bench.secrets, context.logs);
      const password = server.credentials?.password;
      if (password) expect(JSON.stringify(server.raw ?? null)).not.toContain(password);
    });
  });
}
