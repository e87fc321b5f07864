import type { PluginContext } from '../../context.js';
import { definePlugin, type Plugin } from '../../define-plugin.js';
import { PluginFailure } from '../../failure.js';
import type { ServerProvider, ServerSnapshot } from '../../kinds/server-provider.js';
import { serverProviderRules } from '../server-provider-contract.js';
import { honestProvider } from './acme-cloud-provider.fixture.js';
import { AcmeCloud } from './acme-cloud.fixture.js';

export const MANIFEST = new URL('acme-cloud.plugin.json', import.meta.url);
type Honest = Required<ServerProvider>;
export type Twist = (honest: Honest, context: PluginContext) => Partial<Record<keyof ServerProvider, unknown>>;

let cloud = new AcmeCloud();

/** The cloud of the contract that was opened last. */
export const theCloud = (): AcmeCloud => cloud;

export function contract(plugin: Partial<Plugin<'server-provider'>> = {}, manifest: URL = MANIFEST) {
  const whole = definePlugin<'server-provider'>({
    kind: 'server-provider',
    create: honestProvider,
    check: async context => (await honestProvider(context).catalog(), { ok: true }),
    install: async () => undefined,
    ...plugin,
  });
  return serverProviderRules(whole, {
    manifest,
    bench: () => {
      const own = (cloud = new AcmeCloud());
      return {
        config: {},
        secrets: { apiKey: 'cloud-key-1' },
        fetch: own.fetch,
        spec: { plan: 'small', hostname: 'one.example.test', image: 'debian' },
        otherSize: { plan: 'large' },
        otherImage: 'ubuntu',
        handSpec: { plan: 'small', hostname: 'hands.example.test', image: 'debian' },
        plantServer: () => own.create({}).id,
        servers: serviceId => [...own.servers.values()].filter(({ service }) => service === serviceId).length,
        sayUnknownWord: externalId => own.say(externalId, 'migrating'),
      };
    },
  });
}

/** An honest provider with something twisted. */
export const twisted = (twist: Twist) => () =>
  contract({
    create: context => {
      const honest = honestProvider(context);
      return { ...honest, ...twist(honest, context) } as unknown as ServerProvider;
    },
  });

/** A method whose failures are told in other words. */
export const told =
  (name: keyof Honest, retell: (failure: PluginFailure) => unknown): Twist =>
  honest => ({
    [name]: async (...parts: unknown[]): Promise<unknown> => {
      try {
        return await (honest[name] as (...parts: unknown[]) => Promise<unknown>)(...parts);
      } catch (error) {
        throw retell(error as PluginFailure);
      }
    },
  });

/** Snapshots of a method in other words. */
export const seen =
  (name: 'fetch' | 'find', look: (server: ServerSnapshot) => object): Twist =>
  honest => ({
    [name]: async (id: string) => {
      const server = await honest[name](id);
      return server && look(server);
    },
  });

export const asRetryable = ({ message, code }: PluginFailure) => PluginFailure.retryable(message, { code });
export const asFinal = ({ message, code }: PluginFailure) => PluginFailure.final(message, { code });
