import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import { Problem } from '../http/index.js';

interface Failures {
  count: number;
  lockedUntil: number;
  lastAt: number;
}

const FREE_FAILURES = 5;
const FIRST_LOCK_MS = 30_000;
const LONGEST_LOCK_MS = 15 * 60_000;
const FORGET_AFTER_MS = 60 * 60_000;
const MOST_ACCOUNTS = 50_000;

/**
 * Failures to sign in, by account name. After five each further one locks the name for twice as long, up to a quarter of
 * an hour. Names that do not exist are locked alike, so a lock tells nothing. Kept in memory: every node counts for itself.
 */
@Injectable()
export class SignInLocks {
  private readonly failures = new Map<string, Failures>();

  constructor(private readonly clock: Clock) {}

  /** Throws while the name is locked; the password is not even looked at. */
  check(name: string): void {
    const remaining = (this.failures.get(name)?.lockedUntil ?? 0) - this.clock.now().getTime();
    if (remaining <= 0) return;
    throw new Problem('account-locked', 'Too many failures; wait, or set a new password', {
      retryAfterSeconds: Math.ceil(remaining / 1000),
    });
  }

  failed(name: string): void {
    const now = this.clock.now().getTime();
    const known = this.failures.get(name);
    const count = known && now - known.lastAt < FORGET_AFTER_MS ? known.count + 1 : 1;
    if (!known && this.failures.size >= MOST_ACCOUNTS) this.dropOldest();
    this.failures.delete(name);
    this.failures.set(name, { count, lastAt: now, lockedUntil: count < FREE_FAILURES ? 0 : now + lockMs(count - FREE_FAILURES) });
  }

  succeeded(name: string): void {
    this.failures.delete(name);
  }

  private dropOldest(): void {
    const [oldest] = this.failures.keys();
    if (oldest !== undefined) this.failures.delete(oldest);
  }
}

const lockMs = (further: number): number => Math.min(LONGEST_LOCK_MS, FIRST_LOCK_MS * 2 ** Math.min(further, 10));
