import type { Clock } from '../../context.js';
import type { WebhookRequest } from '../../kinds/payment-gateway.js';
import { demand, demandBadSignature, demandEqual, demandFailure, outcomeOf, shown } from '../rules/demand.js';
import type { GatewayCopy, GatewayRule, GatewayStage } from './gateway-stage.js';

const DAY_MS = 24 * 60 * 60 * 1000;

export const webhookRules: readonly GatewayRule[] = [
  {
    name: 'understands a signed webhook with no network, and names the payment',
    run: async stage => {
      const { payment, reference, request } = await stage.webhook();
      const before = stage.main.line.requests;

      const { events } = await stage.watch.hear(stage.gateway.parseWebhook!(request));

      demandEqual(stage.main.line.requests, before, 'the number of requests after parseWebhook()');
      const told = events.find(event => event.type === 'payment');
      demand(told !== undefined, () => `the webhook about a paid payment holds no payment event: ${shown(events)}`);
      demand(told.id !== '', 'the event has no id');
      demand(
        told.paymentId === payment.paymentId || told.payment.reference === reference,
        () => `the event names neither the payment nor the reference that start() gave: ${shown(told)}`,
      );
    },
  },
  {
    name: 'reads a webhook the same way each time: twice, late, out of order, after a restart',
    run: async stage => {
      const [one, other] = [await stage.webhook(), await stage.webhook()];
      const read = (copy: GatewayCopy, request: WebhookRequest) => stage.watch.hear(copy.built.parseWebhook!(request));
      const early = stage.copy();
      const first = [await read(early, one.request), await read(early, other.request)];

      const later = stage.copy({ clock: movedOn(stage.clock, 60_000) });
      const second = [await read(later, other.request), await read(later, one.request), await read(later, one.request)];

      demandEqual(second, [first[1], first[0], first[0]], 'what was read from the same webhooks in another order');
      const ids = first.map(answer => answer.events.map(event => event.id).join());
      demand(ids[0] !== ids[1], () => `webhooks about two payments have the same event id ${shown(ids[0])}`);
    },
  },
  {
    name: 'refuses a webhook with one byte changed',
    run: async stage => {
      const { request } = await stage.webhook();
      const size = request.body.length;
      const places = [0, ...[1, 2, 3, 4, 5, 6].map(part => Math.floor((size * part) / 7)), size - 1];
      for (const place of places) {
        const body = Uint8Array.from(request.body, (byte, index) => (index === place ? byte ^ 1 : byte));
        demandBadSignature(await refusal(stage, { ...request, body }), `when byte ${place} of ${size} is changed`);
      }
    },
  },
  {
    name: 'refuses a webhook without its signature',
    run: async stage => {
      const { request } = await stage.webhook();
      const text = new TextDecoder().decode(request.body);
      const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
      const body = isForm ? new TextEncoder().encode(text.replace(/(^|&)signature=[^&]*/, '')) : request.body;
      demandBadSignature(await refusal(stage, { ...request, headers: {}, query: {}, body }), 'when the signature is missing');
    },
  },
  {
    name: 'refuses a webhook with an empty body',
    run: async stage => {
      const { request } = await stage.webhook();
      demandBadSignature(await refusal(stage, { ...request, body: new Uint8Array() }), 'when the body is empty');
    },
  },
  {
    name: 'refuses a webhook that somebody else has signed',
    run: async stage => {
      const { payment, request } = await stage.webhook();
      const when = 'when the webhook is signed with another secret';
      if (stage.bench.forgedWebhook) {
        const forged = await stage.bench.forgedWebhook(payment.paymentId);
        return demandBadSignature(await refusal(stage, forged), when);
      }
      const secrets = Object.fromEntries(Object.entries(stage.bench.secrets).map(([name, value]) => [name, another(value)]));
      demandBadSignature(await refusal(stage, request, stage.copy({ secrets })), when);
    },
  },
  {
    name: 'refuses a webhook that is older than its signature is good for',
    run: async stage => {
      const age = stage.hook('signatureAgeMs');
      if (age === 'unlimited') return;
      const { request } = await stage.webhook();
      const late = stage.copy({ clock: movedOn(stage.clock, age + DAY_MS) });
      demandBadSignature(await refusal(stage, request, late), `when the signature is a day older than ${age} ms`);
    },
  },
  {
    name: 'verifies nothing while its secrets are empty',
    run: async stage => {
      const { request } = await stage.webhook();
      const secrets = Object.fromEntries(Object.keys(stage.bench.secrets).map(name => [name, '']));
      demandFailure(await refusal(stage, request, stage.copy({ secrets })), ['final'], 'when the secrets are empty');
    },
  },
];

/** What became of a webhook that must not be understood. */
const refusal = (stage: GatewayStage, request: WebhookRequest, copy: GatewayCopy = stage.main) =>
  outcomeOf(() => stage.watch.hear(copy.built.parseWebhook!(request)));

const movedOn = (clock: Clock, milliseconds: number): Clock => ({ now: () => new Date(clock.now().getTime() + milliseconds) });

/** A secret of the same length with another last character. */
const another = (secret: string): string => `${secret.slice(0, -1)}${secret.endsWith('x') ? 'y' : 'x'}`;
