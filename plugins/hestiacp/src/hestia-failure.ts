import { PluginFailure } from '@hostwright/sdk';

/** A question may be repeated after anything; after a change nobody knows what was done unless the panel says so. */
export type Effect = 'change' | 'read';

interface Meaning {
  readonly code: string;
  readonly says: string;
}

/** Exit codes of the panel's commands that are given before anything is done. */
const REFUSALS: Readonly<Record<number, Meaning>> = {
  1: { code: 'bad-arguments', says: 'the arguments are wrong' },
  2: { code: 'invalid', says: 'something in the order is not valid' },
  3: { code: 'not-there', says: 'the user or the package is not there' },
  4: { code: 'exists', says: 'it exists already' },
  5: { code: 'suspended', says: 'it is suspended' },
  6: { code: 'unsuspended', says: 'it is not suspended' },
  7: { code: 'in-use', says: 'it is in use' },
  8: { code: 'limit', says: 'the package does not allow it' },
  9: { code: 'unauthorized', says: 'the access key or its secret is not accepted' },
  10: { code: 'forbidden', says: 'the key may not do this, or not from here' },
  11: { code: 'api-disabled', says: 'the API is switched off' },
  21: { code: 'api-disabled', says: 'the API is switched off for this user' },
};

/** Anything else may come from the middle of the work: a service that did not restart, a disk that is full. */
export function toRefusal(command: string, exitCode: number, text: string): PluginFailure {
  const meaning = REFUSALS[exitCode];
  const message = `The panel ended ${command} with ${exitCode}`;
  if (!meaning) return PluginFailure.unknown(message, { code: `exit-${exitCode}` });
  // Of a missing user and of a missing package the code is the same one.
  const code = exitCode === 3 && /package/i.test(text) ? 'no-such-plan' : meaning.code;
  return PluginFailure.final(`${message}: ${meaning.says}`, { code });
}

/** The answer of something before the panel, or of a panel in trouble. Its body is not told: it may repeat the key. */
export function toFailure({ status, headers }: Pick<Response, 'status' | 'headers'>, effect: Effect): PluginFailure {
  if (status === 429) {
    const seconds = Number.parseInt(headers.get('retry-after') ?? '', 10);
    const retryAfterMs = 1000 * (seconds > 0 ? Math.min(3600, seconds) : 10);
    return PluginFailure.retryable('The panel asks to slow down', { code: 'too-many-requests', retryAfterMs });
  }
  const message = `The panel answered ${status}`;
  const code = STATUS_CODES[status] ?? `http-${status}`;
  if (status >= 400 && status < 500) return PluginFailure.final(message, { code });
  return effect === 'read' ? PluginFailure.retryable(message, { code }) : PluginFailure.unknown(message, { code });
}

const STATUS_CODES: Readonly<Record<number, string>> = { 401: 'unauthorized', 403: 'forbidden', 404: 'no-api' };

/** What cannot be read says nothing about what was done. */
export const unreadable = (what: string): PluginFailure =>
  PluginFailure.unknown(`The answer of the panel lacks ${what}`, { code: 'bad-answer' });
