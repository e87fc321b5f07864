import { Clock } from '../../src/platform/clock/index.js';

/** Time that a test pushes. It starts at the real time, so that tokens and cookies are plausible. */
export class ManualClock extends Clock {
  private offsetMs = 0;

  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }

  pass(ms: number): void {
    this.offsetMs += ms;
  }
}
