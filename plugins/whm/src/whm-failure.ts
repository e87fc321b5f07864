import { PluginFailure } from '@hostwright/sdk';

/** A question may be repeated after anything; after a change nobody knows what was done unless WHM says so. */
export type Effect = 'change' | 'read';

interface Meaning {
  readonly says: RegExp;
  readonly code: string;
  readonly publicMessage?: string;
}

/** WHM gives its reasons in English sentences and in no other way; what none of these knows is told to staff alone. */
const MEANINGS: readonly Meaning[] = [
  {
    says: /(reached|exceed\w*|over) .*(limit|max|allot)|account limit|licen[cs]e/i,
    code: 'account-limit',
    publicMessage: 'No more accounts can be made at the moment: the server has reached its limit.',
  },
  { says: /(user ?name|user|group)\b.*(already|conflict|taken|in use)/i, code: 'username-taken' },
  {
    says: /domain.*(already|exists|in use)|already (setup|set up|configured|owned)/i,
    code: 'domain-taken',
    publicMessage: 'This domain is already in use on the server. If it is yours, write to us.',
  },
  {
    says: /(not a|not|in)valid domain|domain name is (reserved|not)|reserved domain/i,
    code: 'bad-domain',
    publicMessage: 'The server does not take this domain name.',
  },
  { says: /package.*(not exist|invalid|unknown)|(no such|invalid|unknown) package/i, code: 'no-such-plan' },
  { says: /does not exist|doesn.t exist|no such user|not found/i, code: 'no-such-account' },
  { says: /locked/i, code: 'locked' },
  { says: /permission|not authorized|do not have|access denied|not allowed/i, code: 'forbidden' },
  { says: /password/i, code: 'password-refused' },
];

const LONGEST_REASON = 200;

/** WHM answered in its own words that it did not do it. */
export function toRefusal(reason: string, name: string, hidden: readonly string[]): PluginFailure {
  const meaning = MEANINGS.find(({ says }) => says.test(reason));
  return PluginFailure.final(`WHM refused ${name}: ${cleaned(reason, hidden)}`, {
    code: meaning?.code ?? 'refused',
    ...(meaning?.publicMessage !== undefined && { publicMessage: meaning.publicMessage }),
  });
}

/** The answer of a server, or of something before it, that is none of WHM's own. Its body is not told: it may repeat the token. */
export function toFailure({ status, headers }: Pick<Response, 'status' | 'headers'>, effect: Effect): PluginFailure {
  const code = STATUS_CODES[status] ?? `http-${status}`;
  if (status === 429) {
    const seconds = Number.parseInt(headers.get('retry-after') ?? '', 10);
    const retryAfterMs = 1000 * (seconds > 0 ? Math.min(3600, seconds) : 10);
    return PluginFailure.retryable('WHM asks to slow down', { code, retryAfterMs });
  }
  const message = `WHM answered ${status}`;
  if (status >= 400 && status < 500) return PluginFailure.final(message, { code });
  return effect === 'read' ? PluginFailure.retryable(message, { code }) : PluginFailure.unknown(message, { code });
}

/** What cannot be read says nothing about what was done. */
export const unreadable = (what: string): PluginFailure =>
  PluginFailure.unknown(`The answer of WHM lacks ${what}`, { code: 'bad-answer' });

const STATUS_CODES: Readonly<Record<number, string>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'no-such-function',
  429: 'too-many-requests',
};

/** In one line, without markup, and without what was sent in secret: some reasons repeat it. */
function cleaned(reason: string, hidden: readonly string[]): string {
  const bare = hidden.filter(Boolean).reduce((text, secret) => text.replaceAll(secret, '[hidden]'), reason);
  const line = bare
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return line.slice(0, LONGEST_REASON) || 'it gave no reason';
}
