import { createHash } from 'node:crypto';
import type { Clock, KeyValueStore } from '@hostwright/sdk';

/** A payment that we began at PayPal: what to say again under the same key, and what PayPal called it. */
export interface BegunPayment {
  readonly key: string;
  /** The request as it was sent, word for word. */
  readonly body: string;
  readonly begunAt: string;
  /** Charged without the payer: saying it again may take money. */
  readonly bySavedMethod: boolean;
  readonly orderId?: string;
}

export interface KnownOrder {
  readonly begunAt: string;
  readonly captureId?: string;
}

export interface RegisteredWebhook {
  readonly id: string;
  readonly url: string;
}

const DAY_MS = 86_400_000;
/** Refunds and disputes come within 180 days and are over within a year. */
const KEPT_MS = 400 * DAY_MS;

/** PayPal searches by none of our ids, so the few pairs of names that it cannot tell us later are kept here. */
export class PayPalMemory {
  constructor(
    private readonly storage: KeyValueStore,
    private readonly clock: Clock,
  ) {}

  payment(paymentId: string): Promise<BegunPayment | undefined> {
    return this.storage.get(`payment.${paymentId}`);
  }

  /** What was written first stays: a repeat must say the same. `isNew` tells whether this is the first time. */
  async begin(
    paymentId: string,
    { key, body, bySavedMethod }: Omit<BegunPayment, 'begunAt' | 'orderId'>,
  ): Promise<{ readonly begun: BegunPayment; readonly isNew: boolean }> {
    const begun: BegunPayment = { key, body, bySavedMethod, begunAt: this.clock.now().toISOString() };
    const isNew = await this.storage.add(`payment.${paymentId}`, begun, { ttlMs: KEPT_MS });
    return { begun: isNew ? begun : ((await this.payment(paymentId)) ?? begun), isNew };
  }

  /** It certainly never reached PayPal. */
  neverBegan(paymentId: string): Promise<void> {
    return this.storage.delete(`payment.${paymentId}`);
  }

  async began(paymentId: string, begun: BegunPayment, orderId: string): Promise<void> {
    if (begun.orderId === orderId) return;
    await this.storage.set<BegunPayment>(`payment.${paymentId}`, { ...begun, orderId }, { ttlMs: KEPT_MS });
    const known = await this.order(orderId);
    if (!known) await this.storage.set<KnownOrder>(`order.${orderId}`, { begunAt: begun.begunAt }, { ttlMs: KEPT_MS });
  }

  order(orderId: string): Promise<KnownOrder | undefined> {
    return this.storage.get(`order.${orderId}`);
  }

  /** Refunds, disputes and reports name the capture only. */
  async captured(orderId: string, captureId: string): Promise<void> {
    const known = await this.order(orderId);
    if (known?.captureId === captureId) return;
    const begunAt = known?.begunAt ?? this.clock.now().toISOString();
    await this.storage.set<KnownOrder>(`order.${orderId}`, { begunAt, captureId }, { ttlMs: KEPT_MS });
    await this.storage.set(`capture.${captureId}`, orderId, { ttlMs: KEPT_MS });
  }

  orderOf(captureId: string): Promise<string | undefined> {
    return this.storage.get(`capture.${captureId}`);
  }

  /** A dispute tells where its money went, so that the reversal of the same capture is not counted again. */
  async disputed(captureId: string): Promise<void> {
    await this.storage.set(`disputed.${captureId}`, true, { ttlMs: KEPT_MS });
  }

  async isDisputed(captureId: string): Promise<boolean> {
    return (await this.storage.get<boolean>(`disputed.${captureId}`)) === true;
  }

  webhook(): Promise<RegisteredWebhook | undefined> {
    return this.storage.get('webhook');
  }

  keepWebhook(webhook: RegisteredWebhook): Promise<void> {
    return this.storage.set('webhook', webhook);
  }

  dropWebhook(): Promise<void> {
    return this.storage.delete('webhook');
  }

  certificate(url: string): Promise<string | undefined> {
    return this.storage.get(nameOf(url));
  }

  keepCertificate(url: string, pem: string): Promise<void> {
    return this.storage.set(nameOf(url), pem, { ttlMs: 30 * DAY_MS });
  }
}

const nameOf = (url: string): string => `certificate.${createHash('sha256').update(url).digest('hex')}`;
