import { createHmac, randomBytes } from 'node:crypto';
import type { PluginContext } from '@hostwright/sdk';

/** Without the signs that people mistake for each other. */
const SIGNS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
/** How long the first password of an account may be told after it was set. */
const TOLD_FOR_MS = 60 * 60 * 1000;

/** A word of no use without the secret key, from which the password of a new account follows. */
export interface PasswordWord {
  readonly word: string;
  readonly until: string;
}

/**
 * The first password of an account is nowhere written down: it follows from the secret key and from a random word that is of no
 * use after an hour. Whoever finds the account after a lost answer finds its password again.
 */
export class Passwords {
  constructor(private readonly context: PluginContext) {}

  begin(): PasswordWord {
    const until = new Date(this.context.clock.now().getTime() + TOLD_FOR_MS).toISOString();
    return { word: randomBytes(24).toString('base64url'), until };
  }

  /** The password, or nothing when it is too old to be told. */
  tell(username: string, { word, until }: PasswordWord): string | undefined {
    return new Date(until) > this.context.clock.now() ? this.derive(username, word) : undefined;
  }

  derive(username: string, word: string): string {
    const bytes = createHmac('sha512', this.context.secrets.get('secretKey')).update(`${username}\n${word}`).digest();
    return inGroups([...bytes.subarray(0, 18)]);
  }
}

/** A password that nobody has to find again. */
export const freshPassword = (): string => inGroups([...randomBytes(18)]);

/** Three groups that are easy to read out. */
function inGroups(bytes: readonly number[]): string {
  const signs = bytes.map(byte => SIGNS[byte % SIGNS.length]).join('');
  return `${signs.slice(0, 6)}-${signs.slice(6, 12)}-${signs.slice(12)}7`;
}
