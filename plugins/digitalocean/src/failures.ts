import { PluginFailure } from '@hostwright/sdk';

/** A question may be repeated after anything; after a change nobody knows what was done unless DigitalOcean says so. */
export type Effect = 'change' | 'read';

export interface ErrorAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

interface Refusal {
  readonly text: RegExp;
  readonly code: string;
  readonly says: string;
  readonly publicMessage?: string;
}

const SOLD_OUT = 'This size is sold out in this location. Choose another size or another location.';
const LIMIT = 'No more servers can be made at the moment: the account at the provider has reached its limit.';

/** DigitalOcean has one word for everything that it refuses; what it means is in the text. */
const REFUSALS: readonly Refusal[] = [
  { text: /droplet limit/i, code: 'droplet-limit', says: 'the account has reached its droplet limit', publicMessage: LIMIT },
  {
    text: /not (currently )?available in (this|the (selected|chosen)) (region|datacenter)|region is not available/i,
    code: 'sold-out',
    says: 'the size is not available in this region',
    publicMessage: SOLD_OUT,
  },
  {
    text: /smaller disk|disk size|disk is larger/i,
    code: 'disk-too-small',
    says: 'the disk would shrink',
    publicMessage: 'This server cannot become this size: its disk is larger.',
  },
];

/** Another action is under way at the droplet. */
const LOCKED = /pending event|is (currently )?locked|already (in progress|being)/i;

/** Only statuses and words of ours are told: texts of DigitalOcean's may quote what was sent. */
export function toFailure({ status, headers, body }: ErrorAnswer, effect: Effect, now: Date): PluginFailure {
  const word = wordOf(body);
  if (status === 429) {
    const retryAfterMs = patience(headers, now);
    return PluginFailure.retryable('DigitalOcean asks to slow down', { code: 'too-many-requests', retryAfterMs });
  }
  if (status >= 500 || status < 400) {
    const details = { code: `http-${status}` };
    const message = `DigitalOcean answered ${status}`;
    return effect === 'read' ? PluginFailure.retryable(message, details) : PluginFailure.unknown(message, details);
  }
  if (status === 401) return PluginFailure.final('DigitalOcean does not accept the token', { code: 'unauthorized' });
  if (status === 403) return PluginFailure.final('The token may not do this', { code: 'forbidden' });
  const text = textOf(body);
  if (status === 422 && LOCKED.test(text)) {
    return PluginFailure.retryable('Another action is under way at this droplet', { code: 'locked', retryAfterMs: 5000 });
  }
  const refusal = REFUSALS.find(known => known.text.test(text));
  const said = refusal?.says ?? `${status} ${word ?? ''}`.trim();
  return PluginFailure.final(`DigitalOcean refused the request: ${said}`, {
    code: refusal?.code ?? word?.replaceAll('_', '-') ?? `http-${status}`,
    ...(refusal?.publicMessage !== undefined && { publicMessage: refusal.publicMessage }),
  });
}

/** What cannot be read says nothing about what was done. */
export const unreadable = (what: string): PluginFailure =>
  PluginFailure.unknown(`The answer of DigitalOcean lacks ${what}`, { code: 'bad-answer' });

/** `Retry-After` comes with the limit of a minute only; the limit of an hour ends when its oldest request does. */
function patience(headers: Headers, now: Date): number {
  const seconds = Number.parseInt(headers.get('retry-after') ?? '', 10);
  if (seconds > 0) return 1000 * Math.min(3600, seconds);
  const reset = Number.parseInt(headers.get('ratelimit-reset') ?? '', 10);
  const untilReset = Number.isNaN(reset) ? 0 : reset * 1000 - now.getTime();
  return Math.min(300_000, Math.max(1000, untilReset));
}

function wordOf(body: unknown): string | undefined {
  const word = typeof body === 'object' && body !== null && 'id' in body ? body.id : undefined;
  return typeof word === 'string' && /^[a-z_]{1,60}$/i.test(word) ? word.toLowerCase() : undefined;
}

const textOf = (body: unknown): string =>
  typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string' ? body.message : '';
