import { PluginFailure } from '@hostwright/sdk';

/** A question may be repeated after anything; after a change nobody knows what was done unless Hetzner says so. */
export type Effect = 'change' | 'read';

export interface ErrorAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

const SOLD_OUT = 'This size is sold out in this location. Choose another size or another location.';
const LIMIT = 'No more servers can be made at the moment: the account at the provider has reached its limit.';

/** Errors that say for certain that nothing was done. */
const REFUSALS: Readonly<Record<string, { readonly says: string; readonly publicMessage?: string }>> = {
  resource_unavailable: { says: 'the server type is sold out in this location', publicMessage: SOLD_OUT },
  placement_error: { says: 'there is no room in this location', publicMessage: SOLD_OUT },
  resource_limit_exceeded: { says: 'the project has reached its resource limit', publicMessage: LIMIT },
  uniqueness_error: { says: 'something of this name exists already' },
  protected: {
    says: 'the server is protected at Hetzner; take the protection off in the console',
    publicMessage: 'This server is protected from this change.',
  },
  token_readonly: { says: 'the token may only read' },
  unauthorized: { says: 'the token is not accepted' },
  forbidden: { says: 'the token may not do this' },
  invalid_server_type: {
    says: 'the server cannot become this type',
    publicMessage: 'This server cannot become this size.',
  },
  server_not_stopped: { says: 'the server must be off' },
};

/** Nothing was done, and the same may work a moment later. */
const LATER: Readonly<Record<string, string>> = {
  locked: 'another action is under way at this server',
  conflict: 'something else was changed at the same moment',
  rate_limit_exceeded: 'too many requests',
  maintenance: 'maintenance',
};

/** Only the status, the word for the error and the names of fields are told: texts of Hetzner's may quote what was sent. */
export function toFailure({ status, headers, body }: ErrorAnswer, effect: Effect, now: Date): PluginFailure {
  const word = wordOf(body) ?? (status === 401 ? 'unauthorized' : status === 429 ? 'rate_limit_exceeded' : undefined);
  const code = (word ?? `http-${status}`).replaceAll('_', '-');
  const later = status === 429 ? LATER['rate_limit_exceeded'] : known(LATER, word);
  if (later !== undefined) {
    const retryAfterMs = status === 429 ? patience(headers, now) : 5000;
    return PluginFailure.retryable(`Hetzner asks to wait: ${later}`, { code, retryAfterMs });
  }
  if (status >= 500 || status < 400 || word === 'service_error') {
    const message = `Hetzner answered ${status} ${word ?? ''}`.trim();
    return effect === 'read' ? PluginFailure.retryable(message, { code }) : PluginFailure.unknown(message, { code });
  }
  const refusal = known(REFUSALS, word);
  const fields = fieldsOf(body).join(', ');
  const said = refusal?.says ?? `${status} ${word ?? ''} ${fields}`.trim();
  return PluginFailure.final(`Hetzner refused the request: ${said}`, {
    code,
    ...(refusal?.publicMessage !== undefined && { publicMessage: refusal.publicMessage }),
  });
}

/** What cannot be read says nothing about what was done. */
export const unreadable = (what: string): PluginFailure =>
  PluginFailure.unknown(`The answer of Hetzner lacks ${what}`, { code: 'bad-answer' });

/** `Retry-After` where there is one; else until the quota is whole again, but no longer than a minute: a second gives one back. */
function patience(headers: Headers, now: Date): number {
  const seconds = Number.parseInt(headers.get('retry-after') ?? '', 10);
  if (seconds > 0) return 1000 * Math.min(3600, seconds);
  const reset = Number.parseInt(headers.get('ratelimit-reset') ?? '', 10);
  const untilReset = Number.isNaN(reset) ? 0 : reset * 1000 - now.getTime();
  return Math.min(60_000, Math.max(1000, untilReset));
}

const known = <T>(table: Readonly<Record<string, T>>, word: string | undefined): T | undefined =>
  word !== undefined && Object.hasOwn(table, word) ? table[word] : undefined;

function wordOf(body: unknown): string | undefined {
  const { code } = errorOf(body);
  return typeof code === 'string' && /^[a-z_]{1,60}$/.test(code) ? code : undefined;
}

function fieldsOf(body: unknown): readonly string[] {
  const details = errorOf(body)['details'];
  const fields: unknown = typeof details === 'object' && details !== null && 'fields' in details ? details.fields : [];
  if (!Array.isArray(fields)) return [];
  return fields
    .map((field: unknown) => (typeof field === 'object' && field !== null && 'name' in field ? field.name : undefined))
    .filter((name): name is string => typeof name === 'string' && /^[\w.]{1,40}$/.test(name));
}

function errorOf(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body !== 'object' || body === null || !('error' in body)) return {};
  return typeof body.error === 'object' && body.error !== null ? (body.error as Record<string, unknown>) : {};
}
