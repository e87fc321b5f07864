import { createHmac, timingSafeEqual } from 'node:crypto';
import { PluginFailure, type WebhookRequest } from '@hostwright/sdk';

/** Acme signs the time and the body; a signature is good for five minutes. */
export function verify({ headers, body }: WebhookRequest, secret: string, now: Date): void {
  const time = headers['acme-time'] ?? '';
  const expected = createHmac('sha256', secret).update(`${time}.`).update(body).digest();
  const given = Buffer.from(headers['acme-signature'] ?? '', 'hex');
  const isFresh = Math.abs(now.getTime() / 1000 - Number(time)) <= 300;
  if (isFresh && given.length === expected.length && timingSafeEqual(given, expected)) return;
  throw PluginFailure.final('The webhook is not signed by Acme', { code: 'bad-signature' });
}
