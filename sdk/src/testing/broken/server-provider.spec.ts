import { afterAll, describe } from 'vitest';
import type { PluginContext } from '../../context.js';
import { PluginFailure } from '../../failure.js';
import { honestProvider } from './acme-cloud-provider.fixture.js';
import { everyRuleHasItsBreaker, manifestWith } from './one-broken-rule.fixture.js';
import { BROKEN_CAPABILITIES } from './server-capabilities.fixture.js';
import { asFinal, asRetryable, contract, MANIFEST, seen, theCloud, told, twisted, type Twist } from './server-twists.fixture.js';

const removals: (() => void)[] = [];
afterAll(() => removals.forEach(remove => remove()));

/** Makes a server without looking whether there is one, and asks again by itself. */
const hasty: Twist = (_, context) => ({
  create: async (request: { serviceId: string }, call: never) => {
    const blind = honestProvider({ ...context, fetch: blindFetch(context) });
    return blind.create(request as never, call).catch(() => blind.create(request as never, call));
  },
});

const blindFetch =
  (context: PluginContext): typeof globalThis.fetch =>
  async (input, init) =>
    init?.method === 'GET' ? Response.json([]) : context.fetch(input, init);

describe('the contract of server providers', () => {
  everyRuleHasItsBreaker(contract, {
    'has a manifest that the schema accepts, of its own kind, for this SDK': () => {
      const { address, remove } = manifestWith(MANIFEST, { id: 'Acme Cloud' });
      removals.push(remove);
      return contract({}, address);
    },
    'builds from whatever settings its schema accepts, with no network': () =>
      contract({
        create: () => {
          throw new TypeError('Cannot read properties of undefined');
        },
      }),
    'has every method that its capabilities promise and no other': twisted(() => ({ power: undefined })),
    'hears exactly the events that its manifest names': () => contract({ on: { 'service.activated': async () => undefined } }),
    'says what it sells, each thing once': twisted(honest => ({
      catalog: async () => {
        const catalog = await honest.catalog();
        return { ...catalog, plans: [...catalog.plans, ...catalog.plans] };
      },
    })),
    'makes a server that comes to run, with an address and a way in': twisted(
      seen('fetch', server => ({ ...server, addresses: [] })),
    ),
    'makes one server for a service, however often it is asked': twisted(hasty),
    'finds the server of a service, and nothing for a service that has none': twisted(() => ({
      find: async () =>
        [...theCloud().servers.values()].map(server => ({ externalId: server.id, state: 'running', addresses: [] }))[0],
    })),
    'refuses for good what the provider does not sell': twisted(told('create', asRetryable)),
    'suspends and resumes, also what is already so': twisted(honest => ({
      suspend: async (id: string, reason: string, call: never) => {
        const { state } = await honest.fetch(id);
        if (state === 'suspended') throw PluginFailure.final('Already suspended', { code: 'conflict' });
        return honest.suspend(id, reason, call);
      },
    })),
    'terminates once and for all, also what is gone': twisted(honest => ({
      terminate: async (id: string, call: never) => {
        if ((await honest.fetch(id)).state === 'gone') throw PluginFailure.final('No such server', { code: 'gone' });
        return honest.terminate(id, call);
      },
    })),
    'tells that a server it has never seen is gone': twisted(seen('fetch', server => ({ ...server, state: 'failed' }))),
    'reads a word it does not know as work in progress': twisted(
      seen('fetch', server => ({ ...server, state: server.state === 'changing' ? 'failed' : server.state })),
    ),
    'keeps the password of a server out of raw': twisted(
      seen('fetch', server => ({ ...server, raw: { password: server.credentials?.password } })),
    ),
    'asks for patience when the provider does: 429 with Retry-After is retryable after that time': twisted(
      told('catalog', asRetryable),
    ),
    'takes a provider that cannot be reached for no refusal': twisted(told('suspend', asFinal)),
    'does not know what happened when an answer is lost, and makes no second server': twisted(hasty),
    'does not know what happened when an answer takes too long, and makes no second server': twisted(told('create', asRetryable)),
    'does not know what happened when a 500 comes after the provider acted, and finds it': twisted(() => ({
      find: async () => undefined,
    })),
    'takes a provider that answers 500 for no refusal, and its servers not for gone': twisted(honest => ({
      fetch: async (externalId: string) => honest.fetch(externalId).catch(() => ({ externalId, state: 'gone', addresses: [] })),
    })),
    'terminates in the end though the answer was lost': twisted(honest => ({
      terminate: async (id: string, call: never) => {
        if ((await honest.fetch(id)).state === 'gone') throw PluginFailure.final('No such server', { code: 'gone' });
        return honest.terminate(id, call);
      },
    })),
    'says nothing of its secrets when the provider repeats them in an error': twisted((_, context) => ({
      catalog: async () => {
        const response = await context.fetch('https://cloud.acme.test/plans');
        throw PluginFailure.final(`Acme says ${await response.text()}`, { code: 'acme' });
      },
    })),
    'stops, starts and restarts, also what is already so': twisted(honest => ({
      power: async (id: string, action: string, call: never) =>
        honest.power(id, action === 'restart' ? 'stop' : (action as 'stop'), call),
    })),
    ...BROKEN_CAPABILITIES,
    'tests its connection: yes for a good one, no for a provider that cannot be reached': () =>
      contract({ check: async () => ({ ok: false, detail: 'No' }) }),
    'bears to be installed and removed twice': () =>
      contract({ uninstall: async context => (context.storage.delete('id'), Promise.reject(new Error('Nothing to remove'))) }),
    'lets no secret out in an answer, an error or a log line': () =>
      contract({
        check: async context => (await honestProvider(context).catalog(), { ok: true, detail: context.secrets.get('apiKey') }),
      }),
  });
});
