import type { Clock } from '@hostwright/sdk';
import type { ApiAnswer, ApiCall } from './api.js';
import { newId, type Book, type FakeOrder } from './book.js';
import type { Desk } from './desk.js';
import { invalid, notFound, Refusal, unprocessable, type Json } from './http.js';
import { readSum } from './sums.js';
import type { Told } from './told.js';
import type { FakeAccount } from './tokens.js';

const HOUR_MS = 3_600_000;
const KEYS_LIVE_MS = 6 * HOUR_MS;
/** An order that nobody approves is dropped. */
const ORDERS_LIVE_MS = 3 * HOUR_MS;

/** Orders v2: create, show, capture, each safe to repeat under its PayPal-Request-Id. */
export class OrdersApi {
  /** What the next order from a saved method comes to: the payer is needed, or it is refused with this issue. */
  nextSavedCharge: string | undefined;

  constructor(
    private readonly book: Book,
    private readonly desk: Desk,
    private readonly told: Told,
    private readonly clock: Clock,
  ) {}

  create(call: ApiCall, account: FakeAccount): ApiAnswer {
    const key = call.headers['paypal-request-id'];
    if (typeof key !== 'string' || key === '' || key.length > 108) throw invalid('PAYPAL_REQUEST_ID_REQUIRED');
    const name = `${account.clientId} order ${key}`;
    const before = this.book.recall(name, this.now());
    if (before !== undefined) return { status: 200, value: this.tell(this.book.orders.get(before)!) };
    const order = this.book.put(this.parse(call.json, account));
    this.book.remember(name, order.id, this.now() + KEYS_LIVE_MS);
    return { status: 201, value: this.tell(order.vaultId === undefined ? order : this.charge(order)) };
  }

  read(account: FakeAccount, id: string): ApiAnswer {
    return { status: 200, value: this.tell(this.own(account, id)) };
  }

  capture(call: ApiCall, account: FakeAccount, id: string): ApiAnswer {
    const order = this.own(account, id);
    const key = call.headers['paypal-request-id'];
    const name = `${account.clientId} capture ${id} ${String(key)}`;
    if (key !== undefined && this.book.recall(name, this.now()) !== undefined) return { status: 200, value: this.tell(order) };
    const captured = this.desk.capture(order).order;
    if (key !== undefined) this.book.remember(name, id, this.now() + KEYS_LIVE_MS);
    return { status: 201, value: this.tell(captured) };
  }

  /** From a saved method the money is taken at once, without the payer. */
  private charge(order: FakeOrder): FakeOrder {
    const wish = this.nextSavedCharge;
    this.nextSavedCharge = undefined;
    if (wish === 'PAYER_ACTION_REQUIRED') return order;
    const isKnown = this.book.tokens.get(order.vaultId!)?.account === order.account;
    if (!isKnown || wish !== undefined) {
      this.book.orders.delete(order.id);
      throw unprocessable(wish ?? 'TOKEN_ID_NOT_FOUND');
    }
    return this.desk.capture(this.book.put({ ...order, status: 'APPROVED' })).order;
  }

  private parse(json: Json, account: FakeAccount): FakeOrder {
    const units = json['purchase_units'] as readonly Json[] | undefined;
    const unit = units?.[0];
    const paypal = (json['payment_source'] as Json | undefined)?.['paypal'] as Json | undefined;
    if (json['intent'] !== 'CAPTURE' || units?.length !== 1 || !unit || !paypal) throw invalid('MISSING_REQUIRED_PARAMETER');
    const context = (paypal['experience_context'] ?? {}) as Readonly<Record<string, string>>;
    const vault = ((paypal['attributes'] as Json | undefined)?.['vault'] ?? {}) as Json;
    if (vault['store_in_vault'] !== undefined && account.lacks?.includes('vault')) throw new Refusal(403, 'NOT_AUTHORIZED');
    const vaultId = paypal['vault_id'];
    return {
      id: newId(),
      account: account.clientId,
      status: 'PAYER_ACTION_REQUIRED',
      amount: readSum(unit['amount']),
      unit: texts(unit, ['reference_id', 'custom_id', 'invoice_id', 'description']),
      brand: context['brand_name'] ?? '',
      locale: context['locale'] ?? '',
      returnUrl: context['return_url'] ?? '',
      cancelUrl: context['cancel_url'] ?? '',
      savesMethod: vault['store_in_vault'] === 'ON_SUCCESS',
      vaultId: typeof vaultId === 'string' ? vaultId : undefined,
      refusal: undefined,
      isReviewed: false,
      captures: [],
      refunds: [],
      createdAt: this.clock.now().toISOString(),
    };
  }

  private own(account: FakeAccount, id: string): FakeOrder {
    const order = this.book.orders.get(id);
    const isDropped = order?.status === 'PAYER_ACTION_REQUIRED' && this.now() - Date.parse(order.createdAt) >= ORDERS_LIVE_MS;
    if (!order || order.account !== account.clientId || isDropped) throw notFound();
    return order;
  }

  private tell(order: FakeOrder): Json {
    return this.told.order(order, this.desk.vaultTokenOf(order));
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

const texts = (fields: Json, names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string] => names.includes(entry[0]) && typeof entry[1] === 'string'),
  );
