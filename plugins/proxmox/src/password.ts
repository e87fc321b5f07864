import { createHmac, randomBytes } from 'node:crypto';
import type { PluginContext } from '@hostwright/sdk';

/** Without the signs that people mistake for each other. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 20;
/** How long a password may still be told after it was set. */
const TOLD_FOR_MS = 60 * 60 * 1000;

/**
 * The password of a server, which is nowhere written down: it follows from the token and from a random word that is
 * forgotten after an hour. A process that dies between setting it and telling it finds the same one again.
 */
export class Passwords {
  constructor(private readonly context: PluginContext) {}

  /** Begins a new password. */
  async renew(owner: string): Promise<string> {
    const word = randomBytes(24).toString('base64url');
    await this.context.storage.set(keyOf(owner), word, { ttlMs: TOLD_FOR_MS });
    return this.derive(owner, word);
  }

  /** The password that is to be set: the one that was begun, or a new one. */
  async toSet(owner: string): Promise<string> {
    return (await this.toTell(owner)) ?? this.renew(owner);
  }

  /** The password as long as it may be told. */
  async toTell(owner: string): Promise<string | undefined> {
    const word = await this.context.storage.get<string>(keyOf(owner));
    return word === undefined ? undefined : this.derive(owner, word);
  }

  async forget(owner: string): Promise<void> {
    await this.context.storage.delete(keyOf(owner));
  }

  private derive(owner: string, word: string): string {
    const key = this.context.secrets.get('tokenSecret');
    const bytes = createHmac('sha512', key).update(`${owner}\n${word}`).digest();
    return [...bytes.subarray(0, LENGTH)].map(byte => LETTERS[byte % LETTERS.length]).join('');
  }
}

const keyOf = (owner: string): string => `password/${owner}`;
