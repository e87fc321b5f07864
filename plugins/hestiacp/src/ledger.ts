import type { PluginContext } from '@hostwright/sdk';
import type { PasswordWord } from './passwords.js';

/** What is remembered of an account from its order until it is ready, and of its first password. */
export interface Entry {
  readonly domain: string;
  /** Absent once its password has been changed. */
  readonly password?: PasswordWord;
  /** When the panel was asked to make it; absent since it has answered. */
  readonly askedAt?: string;
  /** Until the domain stands: an account without one may also be of a customer who has removed it. */
  readonly needsDomain?: true;
}

/** How long the panel may go on making a user when nobody listens any more. */
const LONGEST_WORK_MS = 60_000;

export class Ledger {
  constructor(private readonly context: PluginContext) {}

  read(username: string): Promise<Entry | undefined> {
    return this.context.storage.get<Entry>(keyOf(username));
  }

  async write(username: string, entry: Entry): Promise<void> {
    await this.context.storage.set(keyOf(username), entry);
  }

  async forgetPassword(username: string): Promise<void> {
    const { password, ...entry } = (await this.read(username)) ?? { domain: '' };
    if (password) await this.write(username, entry);
  }

  async strike(username: string): Promise<void> {
    await this.context.storage.delete(keyOf(username));
  }

  /** For how long the panel may still be at it after its answer was lost. */
  workLeftMs(entry: Entry | undefined): number {
    if (entry?.askedAt === undefined) return 0;
    return Math.max(0, Date.parse(entry.askedAt) + LONGEST_WORK_MS - this.context.clock.now().getTime());
  }
}

const keyOf = (username: string): string => `account/${username}`;
