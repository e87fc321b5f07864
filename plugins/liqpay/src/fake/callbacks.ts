import { setTimeout as wait } from 'node:timers/promises';
import { encodeFields } from '../liqpay-wire.js';
import { tell, type FakeOrder } from './order.js';
import { postForm } from './post.js';
import { sign } from './sign.js';

export interface FakeDelivery {
  readonly orderId: string;
  /** The status that the callback told of. */
  readonly told: string;
  /** The shop's answer; 0 when there was none. */
  readonly answered: number;
}

export interface SignedCallback {
  readonly url: string;
  readonly body: string;
}

interface Waiting {
  readonly callback: SignedCallback;
  readonly order: FakeOrder;
}

const RETRY_AFTER_MS = [1_000, 5_000, 30_000, 120_000, 600_000];
const PATIENCE_MS = 10_000;

export function signedCallback(order: FakeOrder): SignedCallback {
  const data = encodeFields(tell(order));
  const signature = sign(data, order.shop, order.version);
  return { url: order.serverUrl ?? '', body: new URLSearchParams({ data, signature }).toString() };
}

/** Signs what happened and brings it to the shop, again and again until it says 2xx. */
export class Callbacks {
  readonly deliveries: FakeDelivery[] = [];
  private readonly stop = new AbortController();
  private readonly running = new Set<Promise<void>>();
  private readonly underWay = new Set<Promise<void>>();
  private held: Waiting[] | undefined;
  private copies = 1;

  constructor(private readonly retryAfterMs: readonly number[] = RETRY_AFTER_MS) {}

  /** From now on callbacks pile up until `release`. */
  hold(): void {
    this.held ??= [];
  }

  /** Delivers what piled up, one after another, in the order it happened or backwards. */
  async release({ backwards = false } = {}): Promise<void> {
    const waiting = this.held ?? [];
    this.held = undefined;
    for (const each of backwards ? waiting.toReversed() : waiting) await this.deliver(each);
  }

  /** The next callback is sent so many times at once. */
  multiply(copies: number): void {
    this.copies = copies;
  }

  /** Ends with the first attempt; what that did not bring home is tried again in the background. */
  async tell(order: FakeOrder): Promise<void> {
    if (order.serverUrl === undefined) return;
    const waiting = { callback: signedCallback(order), order };
    if (this.held) return void this.held.push(waiting);
    const delivery = this.deliver(waiting);
    this.underWay.add(delivery);
    await delivery.finally(() => this.underWay.delete(delivery));
  }

  /** Ends when everything that is on its way has been tried once. */
  async settled(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  async close(): Promise<void> {
    this.stop.abort();
    await Promise.all(this.running);
  }

  private async deliver(waiting: Waiting): Promise<void> {
    const copies = this.copies;
    this.copies = 1;
    const attempts = await Promise.all(Array.from({ length: copies }, () => this.attempt(waiting)));
    if (attempts.some(Boolean)) return;
    const retries = this.retry(waiting);
    this.running.add(retries);
    void retries.finally(() => this.running.delete(retries));
  }

  private async retry(waiting: Waiting): Promise<void> {
    for (const delay of this.retryAfterMs) {
      if (!(await this.pause(delay)) || (await this.attempt(waiting))) return;
    }
  }

  private pause(milliseconds: number): Promise<boolean> {
    return wait(milliseconds, true, { signal: this.stop.signal, ref: false }).catch(() => false);
  }

  /** A shop that is down or slow is an everyday thing for one who sends callbacks: it is noted, not thrown. */
  private async attempt({ callback, order }: Waiting): Promise<boolean> {
    const signal = AbortSignal.any([this.stop.signal, AbortSignal.timeout(PATIENCE_MS)]);
    const answered = await postForm(callback.url, callback.body, signal);
    this.deliveries.push({ orderId: order.orderId, told: order.status, answered });
    return answered >= 200 && answered < 300;
  }
}
