import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '@hostwright/sdk';
import { post } from './post.js';

export interface SignedWebhook {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface DeliveryRecord {
  readonly event: string;
  readonly url: string;
  /** The shop's answer; 0 when there was none. */
  readonly status: number;
}

const RETRY_AFTER_MS = [1_000, 5_000, 30_000, 120_000, 600_000];
const PATIENCE_MS = 10_000;

/** Signs events and brings them to the shop, again and again until it says 2xx. */
export class Webhooks {
  readonly deliveries: DeliveryRecord[] = [];
  private readonly stop = new AbortController();
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly clock: Clock,
    private readonly retryAfterMs: readonly number[] = RETRY_AFTER_MS,
  ) {}

  sign(url: string, secret: string, event: { readonly id: string }): SignedWebhook {
    const body = JSON.stringify(event);
    const time = Math.floor(this.clock.now().getTime() / 1000);
    const signature = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
    return {
      url,
      headers: { 'content-type': 'application/json', 'sandbox-signature': `t=${time},v1=${signature}` },
      body,
    };
  }

  /** Ends with the first attempt; what that did not bring home is tried again in the background. */
  async deliver(url: string, secret: string, event: { readonly id: string }): Promise<void> {
    if (await this.attempt(url, secret, event)) return;
    const retries = this.retry(url, secret, event);
    this.running.add(retries);
    void retries.finally(() => this.running.delete(retries));
  }

  async close(): Promise<void> {
    this.stop.abort();
    await Promise.all(this.running);
  }

  private async retry(url: string, secret: string, event: { readonly id: string }): Promise<void> {
    for (const delay of this.retryAfterMs) {
      if (!(await this.pause(delay)) || (await this.attempt(url, secret, event))) return;
    }
  }

  private async pause(milliseconds: number): Promise<boolean> {
    return wait(milliseconds, true, { signal: this.stop.signal, ref: false }).catch(() => false);
  }

  /** A shop that is down or slow is an everyday thing for one who sends webhooks: it is noted, not thrown. */
  private async attempt(url: string, secret: string, event: { readonly id: string }): Promise<boolean> {
    const { headers, body } = this.sign(url, secret, event);
    const signal = AbortSignal.any([this.stop.signal, AbortSignal.timeout(PATIENCE_MS)]);
    const status = await post(url, { headers, body, signal });
    this.deliveries.push({ event: event.id, url, status });
    return status >= 200 && status < 300;
  }
}
