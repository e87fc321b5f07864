import { randomUUID } from 'node:crypto';
import { afterAll, describe } from 'vitest';
import type { PluginContext } from '../../context.js';
import { definePlugin, type Plugin } from '../../define-plugin.js';
import { PluginFailure } from '../../failure.js';
import type { NotificationChannel } from '../../kinds/notification-channel.js';
import { notificationChannelRules } from '../notification-channel-contract.js';
import { AcmeChat, honestChannel } from './acme-chat.fixture.js';
import { everyRuleHasItsBreaker, manifestWith } from './one-broken-rule.fixture.js';

const MANIFEST = new URL('acme-chat.plugin.json', import.meta.url);
const removals: (() => void)[] = [];
afterAll(() => removals.forEach(remove => remove()));

type Honest = Required<NotificationChannel>;
type Twist = (honest: Honest, context: PluginContext) => Partial<Record<keyof NotificationChannel, unknown>>;

function contract(plugin: Partial<Plugin<'notification-channel'>> = {}, manifest: URL = MANIFEST) {
  const whole = definePlugin<'notification-channel'>({
    kind: 'notification-channel',
    create: honestChannel,
    check: async context => (
      await context.fetch('https://chat.acme.test/me', { headers: { 'idempotency-key': 'me' } }),
      { ok: true }
    ),
    install: async () => undefined,
    ...plugin,
  });
  return notificationChannelRules(whole, {
    manifest,
    bench: () => {
      const chat = new AcmeChat();
      return {
        config: {},
        secrets: { apiKey: 'chat-key-1', hookSecret: 'chat-hook-1' },
        fetch: chat.fetch,
        goodAddresses: ['@olena', '@taras'],
        badAddresses: ['olena', '@', '@o l'],
        arrived: () => chat.arrived,
        webhook: text => chat.webhook(text),
      };
    },
  });
}

/** An honest channel with something twisted. */
const twisted = (twist: Twist) => () =>
  contract({
    create: context => {
      const honest = honestChannel(context);
      return { ...honest, ...twist(honest, context) } as unknown as NotificationChannel;
    },
  });

const failingAs = (retell: (failure: PluginFailure) => unknown) =>
  twisted(honest => ({
    send: async (message: never, call: never) =>
      honest.send(message, call).catch((error: unknown) => {
        throw retell(error as PluginFailure);
      }),
  }));

const asRetryable = ({ message, code }: PluginFailure) => PluginFailure.retryable(message, { code });

let reads = 0;

describe('the contract of notification channels', () => {
  everyRuleHasItsBreaker(contract, {
    'has a manifest that the schema accepts, of its own kind, for this SDK': () => {
      const { address, remove } = manifestWith(MANIFEST, { accepts: ['pictures'] });
      removals.push(remove);
      return contract({}, address);
    },
    'builds from whatever settings its schema accepts, with no network': () =>
      contract({
        create: () => {
          throw new TypeError('Cannot read properties of undefined');
        },
      }),
    'has every method that its capabilities promise and no other': twisted(() => ({ parseWebhook: undefined })),
    'hears exactly the events that its manifest names': () => contract({ on: { 'order.placed': async () => undefined } }),
    'knows the form of an address, with no network': twisted(() => ({ accepts: (address: string) => address.includes('o') })),
    'carries a text to its reader': twisted(() => ({ send: async () => ({ state: 'accepted' }) })),
    'carries a message that has nothing but a text': twisted(honest => ({
      send: async (message: { subject: string }, call: never) => (message.subject.trim(), honest.send(message as never, call)),
    })),
    'sends one message once, however often it is asked': twisted(honest => ({
      send: async (message: never, call: object) => honest.send(message, { ...call, idempotencyKey: randomUUID() } as never),
    })),
    'refuses an address that is none, and sends nothing': twisted(honest => ({
      send: async (message: { to: object }, call: never) =>
        honest.send({ ...message, to: { ...message.to, address: '@olena' } } as never, call),
    })),
    'carries an attachment byte for byte': twisted(honest => ({
      send: async (message: object, call: never) => honest.send({ ...message, attachments: [] } as never, call),
    })),
    'asks for patience when the provider does: 429 with Retry-After is retryable after that time': failingAs(asRetryable),
    'takes a provider that cannot be reached for no refusal': failingAs(({ message, code }) =>
      PluginFailure.final(message, { code }),
    ),
    'does not know what happened when an answer is lost': failingAs(asRetryable),
    'does not know what happened when an answer takes too long': failingAs(() => new Error('Timed out')),
    'does not know what happened when a 500 comes after the provider acted': failingAs(asRetryable),
    'says nothing of its secrets when the provider repeats them in an error': twisted((_, context) => ({
      send: async () => {
        const response = await context.fetch('https://chat.acme.test/messages');
        throw PluginFailure.final(`Acme says ${await response.text()}`, { code: 'acme' });
      },
    })),
    'understands a signed webhook, the same way each time, with no network': twisted(honest => ({
      parseWebhook: async (request: never) =>
        (await honest.parseWebhook(request)).map(event => ({ ...event, id: `${event.id}-${(reads += 1)}` })),
    })),
    'refuses a webhook that was changed, is empty or lost its signature': twisted(honest => ({
      parseWebhook: async (request: never) => honest.parseWebhook(request).catch(() => []),
    })),
    'verifies nothing while its secrets are empty': twisted((_, context) => ({
      parseWebhook: honestChannel({ ...context, secrets: { get: () => 'chat-hook-1' } }).parseWebhook,
    })),
    'tests its connection: yes for a good one, no for a provider that cannot be reached': () =>
      contract({
        check: async context => {
          await context.fetch('https://chat.acme.test/me').catch(() => {
            throw new RangeError('No answer');
          });
          return { ok: true };
        },
      }),
    'bears to be installed and removed twice': () =>
      contract({
        install: async ({ storage }) => {
          if (!(await storage.add('installed', true))) throw new Error('Already installed');
        },
      }),
    'lets no secret out in an answer, an error or a log line': () =>
      contract({
        create: context => {
          const honest = honestChannel(context);
          const warn = () => context.log.warn(`with ${context.secrets.get('hookSecret')}`);
          return { ...honest, send: (message, call) => (warn(), honest.send(message, call)) };
        },
      }),
  });
});
