/** At most `limit` calls in any `seconds`. */
export interface Rate {
  readonly limit: number;
  readonly seconds: number;
}

export interface RateVerdict {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Until the window in which this call was counted has passed. */
  readonly resetSeconds: number;
}

interface Count {
  window: number;
  current: number;
  previous: number;
  seconds: number;
}

const MOST_KEYS = 100_000;

/**
 * Counts calls by key. The window slides: the previous one weighs in with the share of it that is still covered, so a
 * burst around the turn of a window gets no second helping. Memory of one process; every node counts for itself.
 */
export class RateWindows {
  private readonly counts = new Map<string, Count>();

  constructor(private readonly nowMs: () => number) {}

  take(key: string, { limit, seconds }: Rate): RateVerdict {
    const now = this.nowMs() / 1000;
    const window = Math.floor(now / seconds);
    const count = this.count(key, window, seconds);
    const elapsed = now / seconds - window;
    const used = count.current + count.previous * (1 - elapsed);
    const allowed = used + 1 <= limit;
    if (allowed) count.current += 1;
    const remaining = Math.max(0, Math.floor(limit - used - (allowed ? 1 : 0)));
    return { allowed, limit: Math.floor(limit), remaining, resetSeconds: Math.max(1, Math.ceil((1 - elapsed) * seconds)) };
  }

  private count(key: string, window: number, seconds: number): Count {
    const known = this.counts.get(key);
    if (!known) {
      if (this.counts.size >= MOST_KEYS) this.sweep();
      const fresh = { window, current: 0, previous: 0, seconds };
      this.counts.set(key, fresh);
      return fresh;
    }
    if (known.window !== window) {
      known.previous = known.window === window - 1 ? known.current : 0;
      known.current = 0;
      known.window = window;
    }
    return known;
  }

  /** A flood of new addresses must not eat the memory: first what has passed goes, then, if that was too little, the oldest half. */
  private sweep(): void {
    const now = this.nowMs() / 1000;
    for (const [key, count] of this.counts) {
      if (now / count.seconds - count.window >= 2) this.counts.delete(key);
    }
    let excess = this.counts.size - MOST_KEYS / 2;
    for (const key of this.counts.keys()) {
      if (excess-- <= 0) break;
      this.counts.delete(key);
    }
  }
}
