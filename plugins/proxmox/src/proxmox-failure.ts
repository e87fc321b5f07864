import { PluginFailure, type FailureDetails } from '@hostwright/sdk';

export interface Refusal {
  readonly status: number;
  /** The message of the answer's body, or else the reason of the status line: Proxmox writes it in both. */
  readonly text: string;
  readonly retryAfter: string | null;
  readonly isChange: boolean;
}

type Make = (message: string, details: FailureDetails) => PluginFailure;

const { retryable, final } = PluginFailure;
const LATER = { retryAfterMs: 5000 };
const FULL = { publicMessage: 'There is no room for this server at the moment.' };

/**
 * Proxmox says nearly everything with 500 and a sentence. These sentences come before anything was done; after a change,
 * any other one leaves it open what was done.
 */
const SENTENCES: readonly (readonly [RegExp, Make, string, Partial<FailureDetails>])[] = [
  [/is locked \(|can't lock file|got lock timeout/i, retryable, 'locked', LATER],
  [/config file already exists|already exists on node/i, final, 'taken', {}],
  [/is running - destroy failed/i, retryable, 'still-running', LATER],
  [/already running/i, final, 'already-running', {}],
  [/not running/i, final, 'not-running', {}],
  [/checksum mismatch/i, retryable, 'changed-meanwhile', LATER],
  [/shrinking disks is not supported/i, final, 'disk-shrinks', { publicMessage: 'A disk cannot become smaller.' }],
  [/VM uses local storage|not allowed for linked clones/i, final, 'template-is-local', {}],
  [/protection mode enabled|protection enabled|is protected/i, final, 'protected', {}],
  [/not enough (free )?space|no space left|out of space|insufficient free/i, final, 'storage-full', FULL],
  [/feature is not available|doesn't support snapshots/i, final, 'no-snapshots', {}],
  [/snapshot name '.*' already used/i, final, 'snapshot-taken', {}],
  [/snapshot '.*' does not exist/i, final, 'no-such-snapshot', {}],
  [/no such storage|storage '.*' does not exist|storage '.*' is not (available|online)/i, final, 'no-such-storage', {}],
  [/volume '.*' does not exist|unable to find .*template/i, final, 'no-such-image', {}],
  [/guest agent is not running|no qemu guest agent configured/i, final, 'no-agent', {}],
  [/(configuration file|config) .* does not exist|does not exist$/i, final, 'no-such-guest', {}],
];

/** What a status and its sentence mean. The sentence is repeated without anything that was handed in as a secret. */
export function toFailure({ status, text, retryAfter, isChange }: Refusal): PluginFailure {
  if (status === 429 || status === 503) {
    const seconds = Math.max(1, Number.parseInt(retryAfter ?? '5', 10) || 5);
    return retryable(`Proxmox asks to wait (${status})`, { code: 'slow-down', retryAfterMs: seconds * 1000 });
  }
  // What a refused key was answered with may repeat the key.
  if (status === 401) return final('Proxmox does not accept the API token', { code: 'unauthorized' });
  const known = status >= 400 && status < 595 ? SENTENCES.find(([pattern]) => pattern.test(text)) : undefined;
  const message = `Proxmox answered ${status}${text === '' ? '' : `: ${text}`}`;
  if (known) return known[1](message, { code: known[2], ...known[3] });
  if (status === 403) return final(message, { code: 'no-permission' });
  if (status === 595) return retryable(message, { code: 'node-unreachable', ...LATER });
  if (status >= 500 && status !== 501) {
    const details = { code: `http-${status}` };
    return isChange ? PluginFailure.unknown(message, details) : retryable(message, details);
  }
  return final(message, { code: status === 400 ? 'bad-request' : `http-${status}` });
}

/** What the end of a task means that did not end well. */
export function taskFailure(type: string, exit: string): PluginFailure {
  const known = SENTENCES.find(([pattern]) => pattern.test(exit));
  const message = `Proxmox gave up on ${type}: ${exit.slice(0, 500)}`;
  return known ? known[1](message, { code: known[2], ...known[3] }) : final(message, { code: 'task-failed' });
}

export const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof PluginFailure && codes.includes(error.code);
