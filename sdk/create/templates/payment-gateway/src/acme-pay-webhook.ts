import { createHmac, timingSafeEqual } from 'node:crypto';
import { PluginFailure, type WebhookAnswer, type WebhookRequest } from '@hostwright/sdk';
import type { AcmePayCharge } from './acme-pay-client.js';
import { toSnapshot } from './acme-pay-mapping.js';

const GOOD_FOR_SECONDS = 300;

interface AcmePayEvent {
  readonly id: string;
  readonly type: string;
  readonly charge: AcmePayCharge;
}

/** The signature comes first: nothing of the body is read before it is known to be the provider's. */
export function readWebhook(request: WebhookRequest, secret: string, now: Date): WebhookAnswer {
  verify(request, secret, now);
  const event = JSON.parse(new TextDecoder().decode(request.body)) as AcmePayEvent;
  // Kinds of event that say nothing to us are accepted, so that they are not sent again.
  if (event.type !== 'charge') return { events: [] };
  return { events: [{ id: event.id, type: 'payment', paymentId: event.charge.payment, payment: toSnapshot(event.charge) }] };
}

/** An old signature is refused as well, so that a request that was listened to cannot be sent again later. */
function verify({ headers, body }: WebhookRequest, secret: string, now: Date): void {
  const time = headers['acme-time'] ?? '';
  const expected = createHmac('sha256', secret).update(`${time}.`).update(body).digest();
  const given = Buffer.from(headers['acme-signature'] ?? '', 'hex');
  const isFresh = Math.abs(now.getTime() / 1000 - Number(time)) <= GOOD_FOR_SECONDS;
  if (isFresh && given.length === expected.length && timingSafeEqual(given, expected)) return;
  throw PluginFailure.final('The webhook is not signed by Acme Pay', { code: 'bad-signature' });
}
