import { PluginFailure, type Clock } from '@hostwright/sdk';

const CALLS = 60;
const MINUTE_MS = 60_000;

/** Strangers may post webhooks as often as they like; what we ask PayPal because of them has a limit. */
export class OutboundBudget {
  private since = -Infinity;
  private spent = 0;

  constructor(private readonly clock: Clock) {}

  spend(): void {
    const now = this.clock.now().getTime();
    if (now - this.since >= MINUTE_MS) {
      this.since = now;
      this.spent = 0;
    }
    if (this.spent >= CALLS) {
      throw PluginFailure.retryable('Too many webhooks need a question to PayPal', {
        code: 'too-many-webhooks',
        retryAfterMs: MINUTE_MS,
      });
    }
    this.spent++;
  }
}
