import { randomUUID } from 'node:crypto';
import { afterAll, describe } from 'vitest';
import type { PluginContext } from '../../context.js';
import { definePlugin, type Plugin } from '../../define-plugin.js';
import { PluginFailure } from '../../failure.js';
import type { PaymentGateway, PaymentSnapshot } from '../../kinds/payment-gateway.js';
import { money } from '../../money.js';
import { paymentGatewayRules, type GatewayBench } from '../payment-gateway-contract.js';
import { askAcme, honestGateway } from './acme-gateway.fixture.js';
import { AcmeVendor, type AcmeCharge } from './acme-vendor.fixture.js';
import { everyRuleHasItsBreaker, manifestWith } from './one-broken-rule.fixture.js';

const MANIFEST = new URL('acme-pay.plugin.json', import.meta.url);
const FULL = /.*/;
const removals: (() => void)[] = [];
afterAll(() => removals.forEach(remove => remove()));

type Honest = Required<PaymentGateway>;
type Twist = (honest: Honest, context: PluginContext) => Partial<Record<keyof PaymentGateway, unknown>>;

const file = (text: string) => ({ name: 'statement.txt', bytes: new TextEncoder().encode(text) });

function bench(): GatewayBench<unknown> {
  const vendor = new AcmeVendor();
  return {
    config: {},
    secrets: { apiKey: 'acme-key-1', hookSecret: 'acme-hook-1' },
    fetch: vendor.fetch,
    clock: vendor.clock,
    charges: paymentId => vendor.chargesOf(paymentId).length,
    loseNextAnswer: () => vendor.cutNextAnswer(),
    settle: paymentId => vendor.say(paymentId, 'paid'),
    hold: paymentId => vendor.say(paymentId, 'held'),
    sayUnknownWord: paymentId => vendor.say(paymentId, 'under-review'),
    webhook: paymentId => vendor.webhook(paymentId),
    signatureAgeMs: 300_000,
    statements: {
      good: file('ACME\nb-1;2026-03-01;1999;EUR;INV-1\nb-2;2026-03-02;500;EUR;INV-2'),
      faulty: file('ACME\nb-1;2026-03-01;1999;EUR;INV-1\nb-2;2026-03-02;five;EUR;INV-2'),
      unreadable: file('<html>'),
    },
  };
}

function contract(
  plugin: Partial<Plugin<'payment-gateway'>> = {},
  manifest: URL = MANIFEST,
  words: Partial<GatewayBench<unknown>> = {},
) {
  const whole = definePlugin<'payment-gateway'>({
    kind: 'payment-gateway',
    create: honestGateway,
    check: async context => (await honestGateway(context).find('none'), { ok: true }),
    install: async () => undefined,
    ...plugin,
  });
  return paymentGatewayRules(whole, { manifest, bench: () => ({ ...bench(), ...words }) });
}

/** An honest gateway with something twisted. */
const twisted =
  (twist: Twist, words: Partial<GatewayBench<unknown>> = {}) =>
  () =>
    contract(
      {
        create: context => {
          const honest = honestGateway(context);
          return { ...honest, ...twist(honest, context) } as unknown as PaymentGateway;
        },
      },
      MANIFEST,
      words,
    );

const otherManifest = (words: object) => () => {
  const { address, remove } = manifestWith(MANIFEST, words);
  removals.push(remove);
  return contract({}, address);
};

/** The call with its failure told in other words. */
const told =
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

const asRetryable = ({ message, code }: PluginFailure) => PluginFailure.retryable(message, { code });
const asFinal = ({ message, code }: PluginFailure) => PluginFailure.final(message, { code });
const word = (text: string) => (snapshot: PaymentSnapshot) => ({ ...snapshot, state: text });

/** Parses without looking at some part of the proof. */
const trusting =
  (isGood: (request: Parameters<Honest['parseWebhook']>[0], context: PluginContext) => boolean): Twist =>
  (honest, context) => ({
    parseWebhook: async (request: Parameters<Honest['parseWebhook']>[0]) => {
      if (!isGood(request, context)) return honest.parseWebhook(request);
      const text = new TextDecoder().decode(request.body);
      const charge = /^\{.*\}$/.test(text) ? (JSON.parse(text) as { charge: AcmeCharge }).charge : undefined;
      const payment = { reference: charge?.id ?? 'ch_1', state: 'succeeded' };
      return { events: [{ id: 'evt-1', type: 'payment', payment }] };
    },
  });

let reads = 0;

describe('the contract of payment gateways', () => {
  everyRuleHasItsBreaker(contract, {
    'has a manifest that the schema accepts, of its own kind, for this SDK': otherManifest({ engine: '^2.0.0' }),
    'builds from whatever settings its schema accepts, with no network': () =>
      contract({ create: context => (void context.fetch('http://127.0.0.1:1/').catch(() => undefined), honestGateway(context)) }),
    'has every method that its capabilities promise and no other': twisted(() => ({ refund: undefined })),
    'hears exactly the events that its manifest names': () => contract({ on: { 'invoice.paid': async () => undefined } }),
    'asks for one payment when the same intent arrives twice': twisted(honest => ({
      start: (payment: never, call: object) => honest.start(payment, { ...call, idempotencyKey: randomUUID() } as never),
    })),
    'tells payments apart': twisted(honest => ({
      start: async (payment: never, call: never) => {
        const step = await honest.start(payment, call);
        return { ...step, payment: { ...step.payment, reference: 'ch_1' } };
      },
    })),
    'says what the customer does next': twisted(honest => ({
      start: async (payment: never, call: never) => ({ ...(await honest.start(payment, call)), url: 'pay here' }),
    })),
    'has a truth to fetch for what it started, unpaid while nobody paid': twisted(honest => ({
      fetch: async (reference: string) => honest.fetch(reference).then(word('succeeded')),
    })),
    'fails in words of its own for a payment that it has never seen': twisted(
      told('fetch', () => new SyntaxError('Unexpected end of JSON input')),
    ),
    'reports what was taken, in the currency that was asked for, once it is paid': twisted(honest => ({
      fetch: async (reference: string) => ({ ...(await honest.fetch(reference)), received: money(1999n, 'USD') }),
    })),
    'reads a word it does not know as pending': twisted((honest, context) => ({
      fetch: async (reference: string) => {
        const { status } = await askAcme<AcmeCharge>(context, 'GET', `/charges/${reference}`);
        return status === 'open' ? honest.fetch(reference) : word('succeeded')(await honest.fetch(reference));
      },
    })),
    'takes a sum to the minor unit in currencies with other digits than two': twisted(honest => ({
      fetch: async (reference: string) => {
        const snapshot = await honest.fetch(reference);
        const { received } = snapshot;
        return received?.currency === 'JPY' ? { ...snapshot, received: money(received.amount * 100n, 'JPY') } : snapshot;
      },
    })),
    'asks for patience when the provider does: 429 with Retry-After is retryable after that time': twisted(
      told('refund', asRetryable),
    ),
    'takes a provider that cannot be reached for no refusal': twisted(told('cancel', asFinal)),
    'does not know what happened when an answer is lost, and starts nothing twice': twisted(told('start', asRetryable)),
    'does not know what happened when an answer takes too long, and starts nothing twice': twisted(honest => ({
      start: async (payment: never, call: object) =>
        honest
          .start(payment, call as never)
          .catch(() => honest.start(payment, { ...call, idempotencyKey: randomUUID() } as never)),
    })),
    'does not know what happened when a 500 comes after the provider acted, and finds it': twisted(() => ({
      find: async () => undefined,
    })),
    'never calls a 500 a refusal, nor certain where money may have moved': twisted(told('refund', asRetryable)),
    'says nothing of its secrets when the provider repeats them in an error': twisted((honest, context) => ({
      find: async (paymentId: string) => {
        const response = await context.fetch(`https://api.acme.test/charges?payment=${paymentId}`);
        throw PluginFailure.final(`Acme says ${await response.text()}`, { code: 'acme' });
      },
      start: honest.start,
    })),
    'finds the payment again when the provider cut the line': twisted(() => ({ find: async () => undefined })),
    'finds a payment by its id, under the reference that it was given': twisted(honest => ({
      find: async (paymentId: string) => ({ ...(await honest.find(paymentId)), reference: paymentId }),
    })),
    'finds nothing of a payment that was never started': twisted(() => ({
      find: async (reference: string) => ({ reference, state: 'pending' }),
    })),
    'cancels what is already cancelled': twisted(honest => ({
      cancel: async (reference: string, call: never) => {
        const { state } = await honest.fetch(reference);
        if (state === 'cancelled') throw PluginFailure.final('Already cancelled', { code: 'over' });
        return honest.cancel(reference, call);
      },
    })),
    'understands a signed webhook with no network, and names the payment': twisted(honest => ({
      parseWebhook: async (request: never) => {
        const { events } = await honest.parseWebhook(request);
        await honest.find('the-same');
        return { events };
      },
    })),
    'reads a webhook the same way each time: twice, late, out of order, after a restart': twisted(honest => ({
      parseWebhook: async (request: never) => {
        const { events } = await honest.parseWebhook(request);
        return { events: events.map(event => ({ ...event, id: `${event.id}-${(reads += 1)}` })) };
      },
    })),
    'refuses a webhook with one byte changed': twisted(trusting(({ headers }) => headers['acme-signature'] !== undefined)),
    'refuses a webhook without its signature': twisted(trusting(({ headers }) => headers['acme-signature'] === undefined)),
    'refuses a webhook with an empty body': twisted(trusting(({ body }) => body.length === 0)),
    'refuses a webhook that somebody else has signed': twisted(
      trusting((_, context) => FULL.test(context.secrets.get('hookSecret'))),
    ),
    'refuses a webhook that is older than its signature is good for': twisted((_, context) => ({
      parseWebhook: honestGateway({ ...context, clock: { now: () => new Date('2026-03-01T12:00:00Z') } }).parseWebhook,
    })),
    'verifies nothing while its secrets are empty': twisted((_, context) => ({
      parseWebhook: honestGateway({ ...context, secrets: { get: () => 'acme-hook-1' } }).parseWebhook,
    })),
    'gives money back once for one intent': twisted(honest => ({
      refund: async (request: never, call: never) => ({ ...(await honest.refund(request, call)), reference: randomUUID() }),
    })),
    'gives money back once when the answer of the refund was lost': twisted(honest => ({
      refund: async (request: never, call: object) => honest.refund(request, { ...call, idempotencyKey: randomUUID() } as never),
    })),
    'gives back no more than was taken': twisted(honest => ({
      refund: async (request: { amount: unknown }, call: never) =>
        honest
          .refund(request as never, call)
          .catch(() => ({ reference: randomUUID(), state: 'succeeded', amount: request.amount })),
    })),
    'gives money back in two parts that are two refunds': twisted(honest => ({
      refund: async (request: { reference: string }, call: object) =>
        honest.refund(request as never, { ...call, idempotencyKey: `refund-${request.reference}` } as never),
    })),
    'has a truth to fetch for a refund': twisted(honest => ({
      fetchRefund: async (reference: string) => ({ ...(await honest.fetchRefund(reference)), amount: money(0n, 'EUR') }),
    })),
    'saves a method under a token, with a label that is no card number': twisted(honest => ({
      fetch: async (reference: string) => ({
        ...(await honest.fetch(reference)),
        savedMethod: { token: 'card-1', label: '4242 4242 4242 4242' },
      }),
    })),
    'charges a saved method once for one intent': twisted(honest => ({
      chargeSaved: async (renewal: never, call: object) =>
        honest.chargeSaved(renewal, { ...call, idempotencyKey: randomUUID() } as never),
    })),
    'charges a saved method once when the answer was lost': twisted(honest => ({
      chargeSaved: async (renewal: never, call: object) =>
        honest.chargeSaved(renewal, { ...call, idempotencyKey: randomUUID() } as never),
    })),
    'forgets a method once and for all, also one that is forgotten': () => {
      const forgotten = new Set<string>();
      return twisted(() => ({
        forgetMethod: async ({ token }: { token: string }) => {
          if (forgotten.has(token)) throw PluginFailure.final('No such card', { code: 'no-such-card' });
          forgotten.add(token);
        },
      }))();
    },
    'takes the money that was held, once, when it is told to': twisted(honest => ({
      capture: async (reference: string) => honest.fetch(reference),
    })),
    'lists each settled payment of a period once, with what was received, and no other': twisted(honest => ({
      listSettled: async (query: object) => ({ settled: (await honest.listSettled(query as never)).settled }),
    })),
    'lists nothing of another period': twisted(honest => ({
      listSettled: async (query: object) => honest.listSettled({ ...query, from: new Date(0), until: new Date(9e12) } as never),
    })),
    'reads a statement line by line, the same each time, with no network': twisted(honest => ({
      readStatement: async (statement: never) => {
        const { lines, faults } = await honest.readStatement(statement);
        return { lines: lines.map(line => ({ ...line, id: randomUUID() })), faults };
      },
    })),
    'gives each booking of a statement an id of its own, a date and a line': twisted(honest => ({
      readStatement: async (statement: never) => {
        const { lines, faults } = await honest.readStatement(statement);
        return { lines: lines.map(line => ({ ...line, bookedOn: '01.03.2026' })), faults };
      },
    })),
    'names every line that it cannot read, and reads the others': twisted(honest => ({
      readStatement: async (statement: never) => ({ ...(await honest.readStatement(statement)), faults: [] }),
    })),
    'refuses a file that is no statement': twisted(honest => ({
      readStatement: async (statement: never) => honest.readStatement(statement).catch(() => ({ lines: [], faults: [] })),
    })),
    'tests its connection: yes for a good one, no for a provider that cannot be reached': () =>
      contract({ check: async context => (await context.fetch('https://api.acme.test/').catch(() => undefined), { ok: true }) }),
    'bears to be installed and removed twice': () =>
      contract({
        install: async ({ storage }) => {
          if (!(await storage.add('installed', true))) throw new Error('Already installed');
        },
      }),
    'lets no secret out in an answer, an error or a log line': () =>
      contract({
        create: context => (context.log.info('ready', { key: context.secrets.get('apiKey') }), honestGateway(context)),
      }),
  });
});
