import { PluginFailure } from '@hostwright/sdk';
import { readError } from './paypal-answers.js';

/** The same order is being worked on by another call: what comes of it is not known yet. */
const UNDER_WAY: ReadonlySet<string> = new Set([
  'order-completion-in-progress',
  'previous-request-in-progress',
  'resource-conflict',
]);

const MOST_PATIENT_SECONDS = 3600;

/** What a refusal of PayPal lets the caller do next. A read may be repeated after any 5xx; after a change nobody knows. */
export function toFailure(status: number, headers: Headers, answer: unknown, isChange: boolean): PluginFailure {
  const { code: word } = readError(answer);
  const code = word ?? `http-${status}`;
  if (status === 429) {
    return PluginFailure.retryable('PayPal asks to slow down', { code, retryAfterMs: patience(headers) });
  }
  if (status >= 500 || status === 408) {
    const message = `PayPal answered ${status} ${code}`;
    return isChange ? PluginFailure.unknown(message, { code }) : PluginFailure.retryable(message, { code });
  }
  if (isChange && (status === 409 || UNDER_WAY.has(code)))
    return PluginFailure.unknown(`PayPal is still busy with the same request: ${code}`, { code });
  return PluginFailure.final(`PayPal refused the request with ${status} ${code}`, { code });
}

function patience(headers: Headers): number {
  const seconds = Number.parseInt(headers.get('retry-after') ?? '', 10);
  return 1000 * Math.min(MOST_PATIENT_SECONDS, Math.max(1, Number.isNaN(seconds) ? 1 : seconds));
}

export const isRefusal = (error: unknown, codes: ReadonlySet<string> | readonly string[]): error is PluginFailure =>
  error instanceof PluginFailure && error.kind === 'final' && [...codes].includes(error.code);

export const isMissing = (error: unknown): error is PluginFailure =>
  isRefusal(error, ['resource-not-found', 'http-404', 'invalid-resource-id']);
