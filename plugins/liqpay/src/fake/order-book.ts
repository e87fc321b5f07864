import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { parseMinor, type Clock } from '@hostwright/sdk';
import type { FakeOrder } from './order.js';
import { Refusal } from './http.js';
import { needed, textOf, type Envelope } from './sign.js';

const CURRENCIES = new Set(['UAH', 'EUR', 'USD']);

interface Shelves {
  readonly orders: readonly FakeOrder[];
  readonly tokens: readonly (readonly [token: string, publicKey: string])[];
  readonly lastPayment: number;
}

/** JSON has no integers of any size. */
const AMOUNTS = new Set(['amount', 'refunded', 'reserved']);

/** Every payment and card token that the fake knows; with a file, also after a restart. */
export class OrderBook {
  private readonly orders = new Map<string, FakeOrder>();
  private readonly tokens = new Map<string, string>();
  private lastPayment = 165_000;

  constructor(
    private readonly clock: Clock,
    private readonly file: string | undefined,
  ) {
    if (file === undefined || !existsSync(file)) return;
    const kept = JSON.parse(readFileSync(file, 'utf8'), (name, value: unknown) =>
      AMOUNTS.has(name) ? BigInt(value as string) : value,
    ) as Shelves;
    for (const order of kept.orders) this.orders.set(`${order.shop.publicKey} ${order.orderId}`, order);
    for (const [token, publicKey] of kept.tokens) this.tokens.set(token, publicKey);
    this.lastPayment = kept.lastPayment;
  }

  all(): readonly FakeOrder[] {
    return [...this.orders.values()];
  }

  find(publicKey: string, orderId: string): FakeOrder | undefined {
    return this.orders.get(`${publicKey} ${orderId}`);
  }

  byPage(pageToken: string): FakeOrder | undefined {
    return this.all().find(order => order.pageToken === pageToken);
  }

  put(order: FakeOrder): FakeOrder {
    const kept = { ...order, endedAt: this.clock.now().getTime() };
    this.orders.set(`${order.shop.publicKey} ${order.orderId}`, kept);
    this.save();
    return kept;
  }

  make({ shop, version, fields }: Envelope, status: string): FakeOrder {
    const currency = needed(fields, 'currency');
    if (!CURRENCIES.has(currency)) throw new Refusal('err_wrong_currency', 'Use USD, UAH or EUR');
    const optional = { resultUrl: textOf(fields, 'result_url'), serverUrl: textOf(fields, 'server_url') };
    this.lastPayment += 1;
    return this.put({
      shop,
      version,
      orderId: needed(fields, 'order_id'),
      paymentId: this.lastPayment,
      pageToken: randomBytes(16).toString('hex'),
      status,
      amount: minorOf(needed(fields, 'amount'), currency),
      currency,
      refunded: 0n,
      reserved: 0n,
      description: needed(fields, 'description'),
      language: textOf(fields, 'language') === 'en' ? 'en' : 'uk',
      ...(optional.resultUrl !== undefined && { resultUrl: optional.resultUrl }),
      ...(optional.serverUrl !== undefined && { serverUrl: optional.serverUrl }),
      savesCard: textOf(fields, 'recurringbytoken') === '1',
      ip: textOf(fields, 'ip') ?? '203.0.113.7',
      createdAt: this.clock.now().getTime(),
      endedAt: this.clock.now().getTime(),
    });
  }

  /** The payment has reached `status`; a card that was to be kept gets its token with the money. */
  move(order: FakeOrder, status: string, errCode?: string): FakeOrder {
    const { errCode: _past, ...rest } = order;
    const cardToken = status === 'success' && order.savesCard ? (order.cardToken ?? this.newToken(order)) : order.cardToken;
    return this.put({
      ...rest,
      status,
      ...(errCode !== undefined && { errCode }),
      ...(cardToken !== undefined && { cardToken }),
    });
  }

  ownsToken(publicKey: string, cardToken: string): boolean {
    return this.tokens.get(cardToken) === publicKey;
  }

  deleteToken(cardToken: string): void {
    this.tokens.delete(cardToken);
    this.save();
  }

  private newToken({ shop }: FakeOrder): string {
    const cardToken = randomBytes(20).toString('hex').toUpperCase();
    this.tokens.set(cardToken, shop.publicKey);
    return cardToken;
  }

  private save(): void {
    if (this.file === undefined) return;
    const shelves: Shelves = { orders: this.all(), tokens: [...this.tokens], lastPayment: this.lastPayment };
    const json = JSON.stringify(shelves, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    writeFileSync(`${this.file}.new`, json);
    renameSync(`${this.file}.new`, this.file);
  }
}

export function minorOf(decimal: string, currency: string): bigint {
  try {
    const minor = parseMinor(decimal, currency);
    if (minor > 0n) return minor;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new Refusal('err_wrong', 'The amount is not valid');
}
