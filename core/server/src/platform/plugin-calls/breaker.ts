import type { Clock } from '../clock/index.js';

const FAILURES_TO_OPEN = 5;
const FIRST_PAUSE_MS = 15_000;
const LONGEST_PAUSE_MS = 300_000;

/**
 * Leaves a provider alone that has failed several times in a row, so that neither it nor our workers drown. After a
 * pause one call tries; the pause doubles while it fails.
 */
export class Breaker {
  private failures = 0;
  private pauseMs = FIRST_PAUSE_MS;
  private openUntil: number | undefined;
  private isTrying = false;

  constructor(private readonly clock: Clock) {}

  /** Milliseconds to wait, or 0 when a call may be made. A call that is made must be followed by `succeeded`, `failed` or `left`. */
  enter(): number {
    if (this.openUntil === undefined) return 0;
    const waitMs = this.openUntil - this.clock.now().getTime();
    if (waitMs > 0) return waitMs;
    if (this.isTrying) return FIRST_PAUSE_MS;
    this.isTrying = true;
    return 0;
  }

  succeeded(): void {
    this.failures = 0;
    this.pauseMs = FIRST_PAUSE_MS;
    this.openUntil = undefined;
    this.isTrying = false;
  }

  failed(): void {
    const wasTrying = this.isTrying;
    this.isTrying = false;
    this.failures += 1;
    if (wasTrying) this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
    if (wasTrying || this.failures >= FAILURES_TO_OPEN) this.openUntil = this.clock.now().getTime() + this.pauseMs;
  }

  /** The call ended without telling anything about the provider. */
  left(): void {
    this.isTrying = false;
  }
}
