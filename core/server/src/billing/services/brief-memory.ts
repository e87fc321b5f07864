import type { Clock } from '../../platform/clock/index.js';

interface Kept<Value> {
  readonly value: Promise<Value>;
  readonly until: number;
}

const MOST_KEPT = 2000;

/** Remembers answers for a moment, so that a page that is open in many places asks a provider once. Failures are not kept. */
export class BriefMemory {
  private readonly kept = new Map<string, Kept<unknown>>();

  constructor(private readonly clock: Clock) {}

  /** The key names the kind of answer as well: whoever asks under it gets what was kept. */
  of<Value>(key: string, ttlMs: number, make: () => Promise<Value>): Promise<Value> {
    const now = this.clock.now().getTime();
    const known = this.kept.get(key);
    if (known && known.until > now) return known.value as Promise<Value>;
    const value = make();
    this.kept.delete(key);
    if (this.kept.size >= MOST_KEPT) this.kept.delete(this.kept.keys().next().value!);
    this.kept.set(key, { value, until: now + ttlMs });
    value.catch(() => this.kept.get(key)?.value === value && this.kept.delete(key));
    return value;
  }
}
