import type { Clock } from '@hostwright/sdk';
import type { Book, FakeOrder } from './book.js';
import type { Desk } from './desk.js';
import { invalid, notFound, Refusal, type Json } from './http.js';
import { NotificationsApi } from './notifications-api.js';
import { OrdersApi } from './orders-api.js';
import { report } from './reporting-api.js';
import { readSum } from './sums.js';
import type { Told } from './told.js';
import { Tokens, type FakeAccount } from './tokens.js';

export interface ApiCall {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  readonly json: Json;
}

export interface ApiAnswer {
  readonly status: number;
  /** Absent for an answer without a body. */
  readonly value?: unknown;
}

type Handler = (call: ApiCall, account: FakeAccount, id: string) => ApiAnswer;

const DAY_MS = 86_400_000;
const REFUND_KEYS_LIVE_MS = 45 * DAY_MS;

/** The machine's side of PayPal: tokens, orders, captures, refunds, saved methods, webhooks, history. */
export class Api {
  readonly tokens: Tokens;
  readonly orders: OrdersApi;
  readonly notifications: NotificationsApi;
  /** How far the history of the account lags behind. */
  historyLagMs = 0;
  private readonly routes: readonly (readonly [method: string, path: RegExp, handler: Handler])[];

  constructor(
    private readonly book: Book,
    private readonly desk: Desk,
    private readonly told: Told,
    private readonly clock: Clock,
    accounts: readonly FakeAccount[],
    verifies: (call: ApiCall, account: FakeAccount) => boolean,
  ) {
    this.tokens = new Tokens(accounts, clock);
    this.orders = new OrdersApi(book, desk, told, clock);
    this.notifications = new NotificationsApi(book, verifies);
    const { orders, notifications } = this;
    this.routes = [
      ['POST', /^\/v2\/checkout\/orders$/, (call, account) => orders.create(call, account)],
      ['GET', /^\/v2\/checkout\/orders\/([^/]+)$/, (_call, account, id) => orders.read(account, id)],
      ['POST', /^\/v2\/checkout\/orders\/([^/]+)\/capture$/, (call, account, id) => orders.capture(call, account, id)],
      ['GET', /^\/v2\/payments\/captures\/([^/]+)$/, (_call, account, id) => this.readCapture(account, id)],
      ['POST', /^\/v2\/payments\/captures\/([^/]+)\/refund$/, (call, account, id) => this.refund(call, account, id)],
      ['GET', /^\/v2\/payments\/refunds\/([^/]+)$/, (_call, account, id) => this.readRefund(account, id)],
      ['DELETE', /^\/v3\/vault\/payment-tokens\/([^/]+)$/, (_call, account, id) => this.forgetToken(account, id)],
      ['GET', /^\/v1\/notifications\/webhooks-event-types$/, () => notifications.eventTypes()],
      ['GET', /^\/v1\/notifications\/webhooks$/, (_call, account) => notifications.list(account)],
      ['POST', /^\/v1\/notifications\/webhooks$/, (call, account) => notifications.create(call, account)],
      ['PATCH', /^\/v1\/notifications\/webhooks\/([^/]+)$/, (call, account, id) => notifications.change(call, account, id)],
      ['DELETE', /^\/v1\/notifications\/webhooks\/([^/]+)$/, (_call, account, id) => notifications.remove(account, id)],
      ['POST', /^\/v1\/notifications\/verify-webhook-signature$/, (call, account) => notifications.verify(call, account)],
      ['GET', /^\/v1\/reporting\/transactions$/, (call, account) => this.history(call, account)],
    ];
  }

  answer(call: ApiCall): ApiAnswer {
    if (call.url.pathname === '/v1/oauth2/token') return { status: 200, value: this.tokens.issue(call) };
    const account = this.tokens.accountOf(call);
    for (const [method, path, handler] of this.routes) {
      const match = method === call.method ? path.exec(call.url.pathname) : null;
      if (match) return handler(call, account, decodeURIComponent(match[1] ?? ''));
    }
    throw notFound();
  }

  private readCapture(account: FakeAccount, id: string): ApiAnswer {
    const order = this.own(account, this.book.byCapture(id));
    return {
      status: 200,
      value: this.told.capture(
        order,
        order.captures.find(capture => capture.id === id)!,
      ),
    };
  }

  private readRefund(account: FakeAccount, id: string): ApiAnswer {
    const order = this.own(account, this.book.byRefund(id));
    return { status: 200, value: this.told.refund(order.refunds.find(refund => refund.id === id)!) };
  }

  private refund(call: ApiCall, account: FakeAccount, captureId: string): ApiAnswer {
    const order = this.own(account, this.book.byCapture(captureId));
    const key = call.headers['paypal-request-id'];
    const name = `${account.clientId} refund ${captureId} ${String(key)}`;
    const now = this.clock.now().getTime();
    const before = key === undefined ? undefined : this.book.recall(name, now);
    if (before !== undefined) return this.readRefund(account, before);
    const customId = call.json['custom_id'];
    const amount = call.json['amount'] === undefined ? undefined : readSum(call.json['amount']);
    const { refund } = this.desk.refund(order, captureId, amount, typeof customId === 'string' ? customId : undefined);
    if (key !== undefined) this.book.remember(name, refund.id, now + REFUND_KEYS_LIVE_MS);
    return { status: 201, value: this.told.refund(refund) };
  }

  private forgetToken(account: FakeAccount, id: string): ApiAnswer {
    if (this.book.tokens.get(id)?.account !== account.clientId) throw notFound();
    this.book.tokens.delete(id);
    this.book.save();
    return { status: 204 };
  }

  private history({ url }: ApiCall, account: FakeAccount): ApiAnswer {
    if (account.lacks?.includes('reporting')) throw new Refusal(403, 'NOT_AUTHORIZED');
    const [from, until] = ['start_date', 'end_date'].map(name => Date.parse(url.searchParams.get(name) ?? ''));
    const isPeriod = from !== undefined && until !== undefined && from <= until && until - from <= 31 * DAY_MS;
    if (!isPeriod) throw invalid('INVALID_PARAMETER_VALUE', '/start_date');
    const refreshedAt = new Date(this.clock.now().getTime() - this.historyLagMs);
    return { status: 200, value: report(this.book, account.clientId, url.searchParams, { from, until, refreshedAt }) };
  }

  private own(account: FakeAccount, order: FakeOrder | undefined): FakeOrder {
    if (!order || order.account !== account.clientId) throw notFound();
    return order;
  }
}
