import { createHash, randomInt } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

export interface FakeMoney {
  readonly currency_code: string;
  readonly value: string;
}

export interface FakeCapture {
  readonly id: string;
  readonly status: string;
  readonly reason: string | undefined;
  readonly amount: FakeMoney;
  readonly fee: FakeMoney;
  readonly createdAt: string;
}

export interface FakeRefund {
  readonly id: string;
  readonly captureId: string;
  readonly status: string;
  readonly amount: FakeMoney;
  readonly customId: string | undefined;
  readonly createdAt: string;
}

/** An order as the fake keeps it; the books' other lists hang on it. */
export interface FakeOrder {
  readonly id: string;
  /** Client id of the app that made it. */
  readonly account: string;
  /** PayPal's word, or whatever word a test makes it say. */
  readonly status: string;
  readonly amount: FakeMoney;
  readonly unit: Readonly<Record<string, string>>;
  readonly brand: string;
  readonly locale: string;
  readonly returnUrl: string;
  readonly cancelUrl: string;
  readonly savesMethod: boolean;
  readonly vaultId: string | undefined;
  /** What the capture will be refused with. */
  readonly refusal: string | undefined;
  /** Whether the capture will be held for review. */
  readonly isReviewed: boolean;
  readonly captures: readonly FakeCapture[];
  readonly refunds: readonly FakeRefund[];
  readonly createdAt: string;
}

export interface FakeVaultToken {
  readonly id: string;
  readonly account: string;
  readonly orderId: string;
}

export interface FakeWebhook {
  readonly id: string;
  readonly account: string;
  readonly url: string;
  readonly eventTypes: readonly string[];
}

export interface FakeDispute {
  readonly id: string;
  readonly account: string;
  readonly captureId: string;
  readonly status: string;
  readonly outcome: string | undefined;
  readonly amount: FakeMoney;
  readonly fee: FakeMoney | undefined;
  readonly createdAt: string;
}

interface Shelves {
  orders: [string, FakeOrder][];
  tokens: [string, FakeVaultToken][];
  webhooks: [string, FakeWebhook][];
  disputes: [string, FakeDispute][];
  keys: [string, { readonly id: string; readonly until: number }][];
}

/** What the fake remembers; with a file, also after a restart. */
export class Book {
  readonly orders = new Map<string, FakeOrder>();
  readonly tokens = new Map<string, FakeVaultToken>();
  readonly webhooks = new Map<string, FakeWebhook>();
  readonly disputes = new Map<string, FakeDispute>();
  private readonly keys = new Map<string, { readonly id: string; readonly until: number }>();

  constructor(private readonly file: string | undefined) {
    if (file === undefined || !existsSync(file)) return;
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Shelves;
    for (const [id, order] of kept.orders) this.orders.set(id, order);
    for (const [id, token] of kept.tokens) this.tokens.set(id, token);
    for (const [id, webhook] of kept.webhooks) this.webhooks.set(id, webhook);
    for (const [id, dispute] of kept.disputes) this.disputes.set(id, dispute);
    for (const [name, key] of kept.keys) this.keys.set(name, key);
  }

  put(order: FakeOrder): FakeOrder {
    this.orders.set(order.id, order);
    this.save();
    return order;
  }

  /** The newest order of a payment, by the name that the shop gave it. */
  byPayment(paymentId: string): FakeOrder | undefined {
    return [...this.orders.values()].findLast(order => order.unit['custom_id'] === paymentId);
  }

  byCapture(captureId: string): FakeOrder | undefined {
    return [...this.orders.values()].find(order => order.captures.some(({ id }) => id === captureId));
  }

  byRefund(refundId: string): FakeOrder | undefined {
    return [...this.orders.values()].find(order => order.refunds.some(({ id }) => id === refundId));
  }

  recall(name: string, now: number): string | undefined {
    const key = this.keys.get(name);
    return key && key.until > now ? key.id : undefined;
  }

  remember(name: string, id: string, until: number): void {
    this.keys.set(name, { id, until });
    this.save();
  }

  save(): void {
    if (this.file === undefined) return;
    const shelves: Shelves = {
      orders: [...this.orders],
      tokens: [...this.tokens],
      webhooks: [...this.webhooks],
      disputes: [...this.disputes],
      keys: [...this.keys],
    };
    writeFileSync(`${this.file}.new`, JSON.stringify(shelves));
    renameSync(`${this.file}.new`, this.file);
  }
}

const LETTERS = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Like PayPal's: capital letters and digits. */
export const newId = (length = 17): string => Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join('');

/** The same address gets the same id, so that a fake that was started anew is still known to the shop. */
export const webhookIdOf = (account: string, url: string): string =>
  createHash('sha256').update(`${account} ${url}`).digest('hex').slice(0, 17).toUpperCase();
