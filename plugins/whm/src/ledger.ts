import type { PluginContext } from '@hostwright/sdk';
import type { PasswordWord } from './passwords.js';

/** What is remembered of an account: whose it is, and how its creation went. */
export interface Entry {
  readonly serviceId: string;
  /** Absent once its password has been changed. */
  readonly password?: PasswordWord;
  /** When WHM was asked to make it; absent since it has answered. */
  readonly askedAt?: string;
}

/** WHM needs up to two minutes for a new account, and goes on when nobody listens any more. */
const LONGEST_WORK_MS = 120_000;

/** The plugin's own book of accounts, because WHM has no field for it. Without the book an account is still met by its name. */
export class Ledger {
  constructor(private readonly context: PluginContext) {}

  read(username: string): Promise<Entry | undefined> {
    return this.context.storage.get<Entry>(keyOf(username));
  }

  async write(username: string, entry: Entry): Promise<void> {
    await this.context.storage.set(keyOf(username), entry);
  }

  async strike(username: string): Promise<void> {
    await this.context.storage.delete(keyOf(username));
  }

  /** For how long WHM may still be at it after its answer was lost. */
  workLeftMs(entry: Entry | undefined): number {
    if (entry?.askedAt === undefined) return 0;
    return Math.max(0, Date.parse(entry.askedAt) + LONGEST_WORK_MS - this.context.clock.now().getTime());
  }
}

const keyOf = (username: string): string => `account/${username}`;
