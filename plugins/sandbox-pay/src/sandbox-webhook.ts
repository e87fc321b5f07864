import { createHmac, timingSafeEqual } from 'node:crypto';
import { PluginFailure, type GatewayEvent, type WebhookAnswer, type WebhookRequest } from '@hostwright/sdk';
import { readCharge, readEvent, readRefund, type SandboxEvent } from './sandbox-answers.js';
import { toRefund, toSnapshot } from './sandbox-mapping.js';

const TOLERANCE_SECONDS = 300;

/** The signature comes first: nothing of the body is read before it is known to be the provider's. */
export function readWebhook(request: WebhookRequest, secret: string, now: Date): WebhookAnswer {
  verify(request, secret, now);
  const event = readEvent(JSON.parse(new TextDecoder().decode(request.body)));
  const read = READERS.get(event.type);
  return { events: read ? [read(event)] : [] };
}

/** Kinds of event that are not here say nothing to us; they are accepted so that they are not sent again. */
const READERS: ReadonlyMap<string, (event: SandboxEvent) => GatewayEvent> = new Map<
  string,
  (event: SandboxEvent) => GatewayEvent
>([
  [
    'charge.updated',
    event => {
      const charge = readCharge(event.data['charge']);
      const payment = toSnapshot(charge);
      return { id: event.id, type: 'payment', ...(charge.paymentId !== undefined && { paymentId: charge.paymentId }), payment };
    },
  ],
  [
    'refund.updated',
    event => {
      const refund = readRefund(event.data['refund']);
      return {
        id: event.id,
        type: 'refund',
        ...(refund.refundId !== undefined && { refundId: refund.refundId }),
        refund: toRefund(refund),
      };
    },
  ],
]);

/** An old signature is refused as well, so that a request that was listened to cannot be sent again later. */
function verify(request: WebhookRequest, secret: string, now: Date): void {
  if (secret.trim() === '') throw PluginFailure.final('The webhook secret is empty', { code: 'secret-missing' });
  const parts = (request.headers['sandbox-signature'] ?? '').split(',').map(part => part.split('='));
  const time = parts.find(([name]) => name === 't')?.[1] ?? '';
  const given = parts.filter(([name]) => name === 'v1').map(([, value]) => Buffer.from(value ?? '', 'hex'));
  if (!/^\d{1,12}$/.test(time)) throw badSignature();
  const expected = createHmac('sha256', secret).update(`${time}.`).update(request.body).digest();
  const matches = given.some(signature => signature.length === expected.length && timingSafeEqual(signature, expected));
  const age = Math.abs(now.getTime() / 1000 - Number(time));
  if (!matches || age > TOLERANCE_SECONDS) throw badSignature();
}

function badSignature(): PluginFailure {
  return PluginFailure.final('The webhook is not signed by Sandbox Pay', { code: 'bad-signature' });
}
