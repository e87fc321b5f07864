import { createHmac, timingSafeEqual } from 'node:crypto';
import { PluginFailure, type WebhookAnswer, type WebhookRequest } from '@hostwright/sdk';
import type Stripe from 'stripe';
import { readEvent, type Reading } from './stripe-events.js';

const TOLERANCE_SECONDS = 300;

export interface Desk extends Reading {
  /** Any of them may have signed: while a secret is being changed, two are good. */
  readonly secrets: readonly string[];
  readonly now: Date;
}

/** The signature comes first: nothing of the body is read before it is known to be Stripe's. */
export async function readWebhook(request: WebhookRequest, desk: Desk): Promise<WebhookAnswer> {
  verify(request, desk);
  const event = JSON.parse(new TextDecoder().decode(request.body)) as Stripe.Event;
  return { events: await readEvent(event, desk) };
}

/** An old signature is refused as well, so that a request that was listened to cannot be sent again later. */
function verify({ headers, body }: WebhookRequest, { secrets, now }: Desk): void {
  const known = secrets.filter(secret => secret.trim() !== '');
  if (known.length === 0) throw PluginFailure.final('No webhook is registered at Stripe yet', { code: 'secret-missing' });
  const parts = (headers['stripe-signature'] ?? '')
    .slice(0, 4000)
    .split(',')
    .map(part => part.trim().split('='));
  const time = parts.find(([name]) => name === 't')?.[1] ?? '';
  const given = parts.filter(([name]) => name === 'v1').map(([, value]) => Buffer.from(value ?? '', 'hex'));
  if (!/^\d{1,12}$/.test(time) || body.length === 0) throw badSignature();
  const isSigned = known.some(secret => {
    const expected = createHmac('sha256', secret).update(`${time}.`).update(body).digest();
    return given.some(signature => signature.length === expected.length && timingSafeEqual(signature, expected));
  });
  const age = Math.abs(now.getTime() / 1000 - Number(time));
  if (!isSigned || age > TOLERANCE_SECONDS) throw badSignature();
}

const badSignature = (): PluginFailure => PluginFailure.final('The webhook is not signed by Stripe', { code: 'bad-signature' });
