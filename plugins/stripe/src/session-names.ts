import type { KeyValueStore } from '@hostwright/sdk';

/** Longer than a bank may still dispute a payment. */
const KEPT_MS = 2 * 365 * 24 * 60 * 60 * 1000;

/**
 * A payment on Stripe's page is called by its session, the only name there is when it begins. Refunds and disputes name the
 * intent instead, which the session makes later: this remembers which belongs to which.
 */
export class SessionNames {
  constructor(private readonly storage: KeyValueStore) {}

  async remember(intent: string, session: string): Promise<void> {
    await this.storage.add(keyOf(intent), session, { ttlMs: KEPT_MS });
  }

  /** The session behind an intent; nothing when it is not known, or when there is none. */
  sessionOf(intent: string): Promise<string | undefined> {
    return this.storage.get<string>(keyOf(intent));
  }
}

const keyOf = (intent: string): string => `session-of/${intent}`;
