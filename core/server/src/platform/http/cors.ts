/** What of a shop decides whether a page of another site may call. */
export interface OriginPolicy {
  /** The shop's own origins: where its pages live. */
  readonly own: readonly string[];
  /** Publishable keys with the foreign origins that each may be used from. */
  readonly keys: readonly { readonly key: string; readonly origins: readonly string[] }[];
  /** Whether foreign pages may call this part of the API at all. */
  readonly foreign: boolean;
}

export type OriginVerdict = 'own' | 'listed' | 'unlisted';

export function judgeOrigin(origin: string, policy: OriginPolicy): OriginVerdict {
  if (policy.own.includes(origin)) return 'own';
  return policy.foreign && policy.keys.some(entry => entry.origins.includes(origin)) ? 'listed' : 'unlisted';
}

/** A listed origin must show a live key that names it; a preflight carries none, because browsers send none. */
export function keyFits(origin: string, key: unknown, policy: OriginPolicy): boolean {
  return policy.keys.some(entry => entry.key === key && entry.origins.includes(origin));
}

export const ALLOWED_HEADERS = 'content-type, authorization, idempotency-key, x-hostwright-key';
export const EXPOSED_HEADERS =
  'RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, ETag, Retry-After, X-Request-Id, Idempotent-Replay';

export const corsHeaders = (origin: string): Record<string, string> => ({
  'access-control-allow-origin': origin,
  'access-control-allow-credentials': 'true',
  'access-control-expose-headers': EXPOSED_HEADERS,
});

export const preflightHeaders = (origin: string): Record<string, string> => ({
  ...corsHeaders(origin),
  'access-control-allow-methods': 'GET, POST, PATCH, DELETE',
  'access-control-allow-headers': ALLOWED_HEADERS,
  'access-control-max-age': '600',
});

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

export const changesState = (method: string): boolean => !SAFE.has(method);
