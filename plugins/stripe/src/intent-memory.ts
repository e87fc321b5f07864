import type { KeyValueStore, SavedMethod } from '@hostwright/sdk';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Longer than a bank may still dispute a payment. */
const NAME_KEPT_MS = 730 * DAY_MS;
/** Longer than Stripe repeats an event that was not taken. */
const METHOD_KEPT_MS = 7 * DAY_MS;

/**
 * A payment on Stripe's page is called by its session, the only name there is when it begins. Refunds and disputes name the
 * intent instead, which the session makes later, and only the charge knows the card. What one event says is remembered for
 * the others, in whatever order they come: each writes before it reads, so of two at once one sees the other.
 */
export class IntentMemory {
  constructor(private readonly storage: KeyValueStore) {}

  async rememberSession(intent: string, session: string): Promise<void> {
    await this.storage.add(`session-of/${intent}`, session, { ttlMs: NAME_KEPT_MS });
  }

  /** The session behind an intent; nothing when it is not known, or when there is none. */
  sessionOf(intent: string): Promise<string | undefined> {
    return this.storage.get<string>(`session-of/${intent}`);
  }

  async rememberMethod(intent: string, method: SavedMethod): Promise<void> {
    await this.storage.set(`method-of/${intent}`, method, { ttlMs: METHOD_KEPT_MS });
  }

  methodOf(intent: string): Promise<SavedMethod | undefined> {
    return this.storage.get<SavedMethod>(`method-of/${intent}`);
  }
}
