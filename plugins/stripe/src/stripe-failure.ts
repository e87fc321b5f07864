import { PluginFailure } from '@hostwright/sdk';
import Stripe from 'stripe';

/** A read may be repeated after anything; after a change it is not known what was done unless Stripe clearly says so. */
export type Effect = 'change' | 'read';

const PUBLIC: ReadonlyMap<string, string> = new Map([
  ['amount_too_small', 'The amount is too small to be paid this way'],
  ['amount_too_large', 'The amount is too large to be paid this way'],
]);

/** Only status, code, parameter and request number are told: texts of Stripe's may quote what was sent. */
export function toFailure(error: unknown, effect: Effect): unknown {
  if (error instanceof PluginFailure || !(error instanceof Stripe.errors.StripeError)) return error;
  if (error instanceof Stripe.errors.StripeConnectionError) return connectionFailure(error, effect);
  const { statusCode: status = 0 } = error;
  const code = wordOf(error);
  const message = `Stripe answered ${status || 'unreadably'} ${[code, error.param, error.requestId].filter(Boolean).join(' ')}`;
  if (status === 401) return PluginFailure.final('Stripe does not accept the secret key', { code: 'unauthorized' });
  if (status === 403) return PluginFailure.final(`${message}: the key lacks a permission`, { code: 'forbidden' });
  if (status === 429) return PluginFailure.retryable('Stripe asks to slow down', { code, retryAfterMs: patience(error) });
  // The same call is still being worked on, under the same key.
  if (status === 409) return PluginFailure.unknown(message, { code });
  if (status >= 500 || status < 400) return uncertain(message, code, effect);
  const publicMessage = PUBLIC.get(error.code ?? '');
  return PluginFailure.final(message, { code, ...(publicMessage !== undefined && { publicMessage }) });
}

/** The declined charge that came as an error; `undefined` for every other error. */
export function declinedIntent(error: unknown): Stripe.PaymentIntent | undefined {
  return error instanceof Stripe.errors.StripeCardError ? (error.payment_intent ?? undefined) : undefined;
}

export const isMissing = (error: unknown, param?: string): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError &&
  error.code === 'resource_missing' &&
  (param === undefined || error.param === param);

/** Stripe understood and refused; what it refused may well be so already. */
export const isRefused = (error: unknown): boolean => error instanceof Stripe.errors.StripeInvalidRequestError;

/** `context.fetch` has classified what went wrong on the way; the library wraps it. */
function connectionFailure(error: Stripe.errors.StripeConnectionError, effect: Effect): PluginFailure {
  const detail: unknown = error.detail;
  const cause = detail instanceof Error ? (detail.cause ?? detail) : detail;
  const told = [detail, cause].find(candidate => candidate instanceof PluginFailure);
  if (told) return told;
  return uncertain("Stripe's answer did not arrive", 'no-answer', effect);
}

function uncertain(message: string, code: string, effect: Effect): PluginFailure {
  return effect === 'read' ? PluginFailure.retryable(message, { code }) : PluginFailure.unknown(message, { code });
}

function wordOf({ code, rawType, statusCode }: Stripe.errors.StripeError): string {
  if (rawType === 'idempotency_error' && statusCode === 400) return 'key-reused';
  const word = code ?? (statusCode === undefined ? 'bad-answer' : `http-${statusCode}`);
  return word.replaceAll('_', '-').slice(0, 100);
}

function patience({ headers }: Stripe.errors.StripeError): number {
  const seconds = Number.parseInt(String(headers?.['retry-after'] ?? '1'), 10);
  return 1000 * Math.min(3600, Math.max(1, Number.isNaN(seconds) ? 1 : seconds));
}
