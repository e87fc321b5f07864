import { PluginFailure } from '../failure.js';
import type { BoundedFetch } from '../context.js';

/** Errors of a connection that never stood: the provider certainly did nothing. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
]);

export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
}

/** Classifies as the real one does, and remembers every request so that a test can say "no network". */
export function recordingFetch(inner: BoundedFetch, requests: RecordedRequest[], timeoutMs = 15_000): BoundedFetch {
  return async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const method = init?.method ?? (input instanceof Request ? input.method : 'GET');
    requests.push({ method, url });
    const host = new URL(url).host;
    try {
      return await inner(input, { ...init, signal: init?.signal ?? AbortSignal.timeout(timeoutMs) });
    } catch (error) {
      if (error instanceof PluginFailure) throw error;
      throw classified(error, host);
    }
  };
}

function classified(error: unknown, host: string): PluginFailure {
  const code = codeOf(error);
  if (NEVER_CONNECTED.has(code))
    return PluginFailure.retryable(`${host} could not be reached`, { code: 'unreachable', cause: error });
  return PluginFailure.unknown(`The answer of ${host} did not arrive`, { code: 'no-answer', cause: error });
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
}
