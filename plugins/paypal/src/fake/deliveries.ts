import { setTimeout as wait } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Clock } from '@hostwright/sdk';
import type { Book, FakeWebhook } from './book.js';
import type { Signer } from './certificate.js';
import { newId } from './book.js';
import type { Json } from './http.js';
import { post } from './post.js';

export interface SignedWebhook {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface DeliveryRecord {
  readonly event: string;
  readonly eventType: string;
  readonly url: string;
  /** The shop's answer; 0 when there was none. */
  readonly status: number;
}

interface Sent {
  readonly webhook: FakeWebhook;
  readonly eventType: string;
  readonly event: string;
  readonly signed: SignedWebhook;
}

const RETRY_AFTER_MS = [1_000, 5_000, 30_000, 120_000, 600_000];
const PATIENCE_MS = 10_000;

/** Signs events and brings them to the shops, again and again until they say 2xx. */
export class Deliveries {
  readonly records: DeliveryRecord[] = [];
  private readonly stop = new AbortController();
  private readonly running = new Set<Promise<void>>();
  private readonly underWay = new Set<Promise<void>>();
  private held: Sent[] | undefined;
  private copies = 1;

  constructor(
    private readonly book: Book,
    private readonly signer: Signer,
    private readonly clock: Clock,
    private readonly baseUrl: () => string,
    private readonly retryAfterMs: readonly number[] = RETRY_AFTER_MS,
  ) {}

  /** Events are kept back until `release`. */
  hold(): void {
    this.held ??= [];
  }

  /** Sends what was kept back, in the order that is asked for, and waits for the first attempts. */
  async release(order: 'as-sent' | 'reversed' = 'as-sent'): Promise<void> {
    const held = this.held ?? [];
    this.held = undefined;
    for (const sent of order === 'reversed' ? held.toReversed() : held) await this.send(sent, 1);
  }

  /** The next event goes out so many times at once. */
  multiply(copies: number): void {
    this.copies = copies;
  }

  /** Ends with the first attempt at each webhook of the account that listens to such events. */
  async tell(account: string, eventType: string, resourceType: string, resource: Json): Promise<void> {
    const listeners = [...this.book.webhooks.values()].filter(
      webhook => webhook.account === account && webhook.eventTypes.includes(eventType),
    );
    const event = this.event(eventType, resourceType, resource);
    const copies = this.copies;
    this.copies = 1;
    await Promise.all(
      listeners.map(async webhook => {
        const sent = { webhook, eventType, event: event.id, signed: this.sign(webhook, JSON.stringify(event)) };
        if (this.held) this.held.push(sent);
        else await this.noted(this.send(sent, copies));
      }),
    );
  }

  /** Ends when everything that is on its way has been tried once. */
  async settled(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  private async noted(delivery: Promise<void>): Promise<void> {
    this.underWay.add(delivery);
    await delivery.finally(() => this.underWay.delete(delivery));
  }

  event(eventType: string, resourceType: string, resource: Json) {
    return {
      id: `WH-${newId(17)}-${newId(17)}`,
      event_version: '1.0',
      create_time: this.clock.now().toISOString(),
      resource_type: resourceType,
      resource_version: '2.0',
      event_type: eventType,
      summary: eventType,
      resource,
      links: [],
    };
  }

  /** PayPal keeps the id and the time of a message when it says it again. */
  sign(webhook: Pick<FakeWebhook, 'id' | 'url'>, body: string, signer = this.signer): SignedWebhook {
    const id = randomUUID();
    const time = this.clock.now().toISOString();
    return {
      url: webhook.url,
      headers: {
        'content-type': 'application/json',
        'paypal-transmission-id': id,
        'paypal-transmission-time': time,
        'paypal-transmission-sig': signer.sign(`${id}|${time}|${webhook.id}|${crc32(body)}`),
        'paypal-cert-url': `${this.baseUrl()}/v1/notifications/certs/${this.signer.id}`,
        'paypal-auth-algo': 'SHA256withRSA',
      },
      body,
    };
  }

  async close(): Promise<void> {
    this.stop.abort();
    await Promise.all(this.running);
  }

  private async send(sent: Sent, copies: number): Promise<void> {
    const took = await Promise.all(Array.from({ length: copies }, () => this.attempt(sent)));
    if (took.some(Boolean)) return;
    const retries = this.retry(sent);
    this.running.add(retries);
    void retries.finally(() => this.running.delete(retries));
  }

  private async retry(sent: Sent): Promise<void> {
    for (const delay of this.retryAfterMs) {
      const goesOn = await wait(delay, true, { signal: this.stop.signal, ref: false }).catch(() => false);
      if (!goesOn || (await this.attempt(sent))) return;
    }
  }

  /** A shop that is down or slow is an everyday thing for one who sends webhooks: it is noted, not thrown. */
  private async attempt({ event, eventType, signed }: Sent): Promise<boolean> {
    const { url, headers, body } = signed;
    const signal = AbortSignal.any([this.stop.signal, AbortSignal.timeout(PATIENCE_MS)]);
    const status = await post(url, { headers, body, signal });
    this.records.push({ event, eventType, url, status });
    return status >= 200 && status < 300;
  }
}
