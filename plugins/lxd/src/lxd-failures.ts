import { PluginFailure, type FailureDetails } from '@hostwright/sdk';

interface KnownText {
  readonly words: RegExp;
  readonly code: string;
  readonly publicMessage?: string;
  readonly mayRepeat?: true;
}

/** The daemon's errors are sentences; these are the ones that mean something to us. The first that fits counts. */
const KNOWN_TEXTS: readonly KnownText[] = [
  {
    words: /is busy running|Instance is busy|being used by another operation|create operation in progress/i,
    code: 'busy',
    mayRepeat: true,
  },
  { words: /database is locked|context deadline exceeded|No leader|connection refused/i, code: 'daemon-busy', mayRepeat: true },
  {
    words: /Reached maximum|limits? in project|quota of project/i,
    code: 'project-limit',
    publicMessage: 'There is no room left in this place',
  },
  {
    words: /no space left|disk quota exceeded|not enough (free )?space|out of space|insufficient free space/i,
    code: 'storage-full',
    publicMessage: 'There is no room left in this place',
  },
  { words: /already exists/i, code: 'already-exists' },
  { words: /IP address .* already defined/i, code: 'address-taken' },
  { words: /already running/i, code: 'already-running' },
  { words: /already stopped|is not running|isn't running/i, code: 'not-running', publicMessage: 'The server is switched off' },
  { words: /image.*(not found|couldn't be found|doesn't exist)|Failed getting (remote )?image/i, code: 'no-such-image' },
  { words: /snapshot.*(not found|does not exist|doesn't exist)/i, code: 'no-such-snapshot' },
  { words: /(instance|container) not found/i, code: 'no-such-server' },
  { words: /profile .*(not found|doesn't exist)/i, code: 'no-such-profile' },
  { words: /network .*(not found|doesn't exist)|Failed loading network/i, code: 'no-such-network' },
  { words: /storage pool.*(not found|doesn't exist)|No root device/i, code: 'no-such-pool' },
  { words: /not authorized|not permitted|Forbidden/i, code: 'not-trusted' },
];

const LONGEST_TEXT = 300;

/** An error of the daemon's to one request, or the error that an operation ended with: in both cases it says it did not do it. */
export function refusal(text: string, fallbackCode: string): PluginFailure {
  const known = KNOWN_TEXTS.find(({ words }) => words.test(text));
  const details: FailureDetails = {
    code: known?.code ?? fallbackCode,
    ...(known?.publicMessage !== undefined && { publicMessage: known.publicMessage }),
    ...(known?.mayRepeat && { retryAfterMs: 2000 }),
  };
  const message = `LXD refused: ${text.slice(0, LONGEST_TEXT) || fallbackCode}`;
  return known?.mayRepeat ? PluginFailure.retryable(message, details) : PluginFailure.final(message, details);
}

/** A read may be repeated after any 5xx; after a change nothing is known, unless the daemon's own words say what was wrong. */
export function toFailure(status: number, headers: Headers, text: string | undefined, isChange: boolean): PluginFailure {
  const code = `http-${status}`;
  if (status === 429) {
    const retryAfterMs = 1000 * Math.max(1, Number.parseInt(headers.get('retry-after') ?? '1', 10) || 1);
    return PluginFailure.retryable('LXD asks to slow down', { code: 'rate-limit', retryAfterMs });
  }
  if (status === 401 || status === 403)
    return PluginFailure.final('LXD does not trust the client certificate, or not for this project', { code: 'not-trusted' });
  const isKnown = text !== undefined && KNOWN_TEXTS.some(({ words }) => words.test(text));
  if (status >= 500 && !isKnown) {
    const message = `LXD answered ${status}`;
    return isChange ? PluginFailure.unknown(message, { code }) : PluginFailure.retryable(message, { code });
  }
  return refusal(text ?? '', code);
}

export const hasCode = (error: unknown, ...codes: readonly string[]): error is PluginFailure =>
  error instanceof PluginFailure && codes.includes(error.code);
