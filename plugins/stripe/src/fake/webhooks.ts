import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { post } from './post.js';
import type { StripeEvent } from './things.js';

export interface SignedWebhook {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Delivery {
  readonly event: string;
  readonly type: string;
  readonly url: string;
  /** The shop's answer; 0 when there was none. */
  readonly status: number;
}

interface Parcel {
  readonly event: StripeEvent;
  readonly url: string;
  readonly secret: string;
}

const RETRIES_MS = [1_000, 5_000, 30_000, 120_000, 600_000];
const PATIENCE_MS = 10_000;

/** Signs events and brings them to the shop, again and again until it says 2xx. */
export class Webhooks {
  readonly deliveries: Delivery[] = [];
  private readonly stop = new AbortController();
  private line: Promise<void> = Promise.resolve();
  private held: Parcel[] | undefined;
  private copies = 1;

  constructor(
    private readonly now: () => number,
    private readonly retriesMs: readonly number[] = RETRIES_MS,
  ) {}

  sign(event: StripeEvent, secret: string): SignedWebhook {
    const body = JSON.stringify(event);
    const time = this.now();
    const signature = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
    return {
      headers: { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': `t=${time},v1=${signature}` },
      body,
    };
  }

  /** One after another, so that a test knows the order; the real one keeps none, for which there is `release`. */
  send(parcel: Parcel): void {
    if (this.held) this.held.push(parcel);
    else this.line = this.line.then(() => this.deliver(parcel));
  }

  /** From now on nothing leaves. */
  hold(): void {
    this.held ??= [];
  }

  /** What was held leaves one after another; `reversed` the last one first. */
  async release({ reversed = false } = {}): Promise<void> {
    const parcels = this.held ?? [];
    this.held = undefined;
    for (const parcel of reversed ? parcels.toReversed() : parcels) await this.deliver(parcel);
  }

  /** Every event leaves that many times at once. */
  copy(times: number): void {
    this.copies = times;
  }

  /** Ends when everything that is on its way has been tried once. */
  async settled(): Promise<void> {
    for (let end; end !== this.line;) {
      end = this.line;
      await end;
    }
  }

  async close(): Promise<void> {
    this.stop.abort();
    await this.settled();
  }

  private async deliver(parcel: Parcel): Promise<void> {
    await Promise.all(
      Array.from({ length: this.copies }, async () => {
        if (!(await this.attempt(parcel))) void this.retry(parcel);
      }),
    );
  }

  private async retry(parcel: Parcel): Promise<void> {
    for (const delay of this.retriesMs) {
      const waited = await wait(delay, true, { signal: this.stop.signal, ref: false }).catch(() => false);
      if (!waited || (await this.attempt(parcel))) return;
    }
  }

  private async attempt({ event, url, secret }: Parcel): Promise<boolean> {
    const signal = AbortSignal.any([this.stop.signal, AbortSignal.timeout(PATIENCE_MS)]);
    const status = await post(url, { ...this.sign(event, secret), signal });
    this.deliveries.push({ event: event.id, type: event.type, url, status });
    return status >= 200 && status < 300;
  }
}
