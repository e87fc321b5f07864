import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '@hostwright/sdk';
import { Api, CHANGES, refusalJson, type ChargeOutcome } from './api.js';
import { Callbacks, signedCallback, type FakeDelivery, type SignedCallback } from './callbacks.js';
import { Checkout } from './checkout.js';
import { readBody, redirect, Refusal, sendJson, sendPage } from './http.js';
import type { FakeOrder } from './order.js';
import { OrderBook } from './order-book.js';
import { refusedPage } from './pages.js';
import { openEnvelope, textOf, type FakeShop } from './sign.js';

/** Looks at what was sent: the method, the path, and the form with `data` and `signature`; answers with what is wrong. */
export type RequestCheck = (method: string, path: string, body: Readonly<Record<string, string>>) => readonly string[];

export interface FakeLiqPayOptions {
  /** 0, a free one, unless told. */
  readonly port?: number;
  /** Loopback unless told. */
  readonly host?: string;
  /** What browsers call it, where that is not `http://host:port`. */
  readonly publicUrl?: string;
  readonly shops?: readonly FakeShop[];
  /** Where payments and card tokens are kept between runs; only in memory when absent. */
  readonly stateFile?: string;
  readonly clock?: Clock;
  readonly callbackRetriesMs?: readonly number[];
  readonly checkRequest?: RequestCheck;
}

export const FAKE_LIQPAY_SHOP: FakeShop = {
  publicKey: 'sandbox_i00000000001',
  privateKey: 'sandbox_FakePrivateKey0123456789abcdef',
};

type Trouble =
  { readonly kind: 'lost' | 'broken' | 'maintenance' } | { readonly kind: 'slow-down'; readonly retryAfterSeconds: number };

/** LiqPay in one process: its interface, its payment page, its callbacks, and every way they go wrong. */
export class FakeLiqPay {
  /** What `checkRequest` found, in the order it was sent. */
  readonly faults: string[] = [];
  private readonly clock: Clock;
  private readonly book: OrderBook;
  private readonly callbacks: Callbacks;
  private readonly api: Api;
  private readonly checkout: Checkout;
  private readonly server: Server;
  private trouble: Trouble | undefined;
  private base = '';

  constructor(private readonly options: FakeLiqPayOptions) {
    this.clock = options.clock ?? { now: () => new Date() };
    this.book = new OrderBook(this.clock, options.stateFile);
    this.callbacks = new Callbacks(options.callbackRetriesMs);
    this.api = new Api(this.book, this.callbacks);
    this.checkout = new Checkout(this.book, this.callbacks);
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  async listen(): Promise<this> {
    const { port = 0, host = '127.0.0.1' } = this.options;
    await new Promise<void>((resolve, reject) => this.server.once('error', reject).listen(port, host, resolve));
    this.base = `http://${host.includes(':') ? `[${host}]` : host}:${(this.server.address() as AddressInfo).port}`;
    return this;
  }

  get url(): string {
    return this.options.publicUrl ?? this.base;
  }

  get shops(): readonly FakeShop[] {
    return this.options.shops ?? [FAKE_LIQPAY_SHOP];
  }

  get orders(): readonly FakeOrder[] {
    return this.book.all();
  }

  get deliveries(): readonly FakeDelivery[] {
    return this.callbacks.deliveries;
  }

  sees(orderId: string): FakeOrder | undefined {
    return this.orders.find(order => order.orderId === orderId);
  }

  /** The payer's bank has decided; ends when the shop has been told (`silently`: it is not). */
  async settle(
    orderId: string,
    status = 'success',
    how: { readonly errCode?: string; readonly silently?: boolean } = {},
  ): Promise<void> {
    const order = this.book.move(this.must(orderId), status, how.errCode);
    if (!how.silently) await this.callbacks.tell(order);
  }

  /** From now on this payment is in a state that has no name yet. */
  say(orderId: string, word: string): void {
    this.book.put({ ...this.must(orderId), status: word });
  }

  /** What the payment is said to be worth, whatever was asked for. */
  misquote(orderId: string, amount: bigint, currency: string): void {
    this.book.put({ ...this.must(orderId), amount, currency });
  }

  /** The next thing that changes something is done, and the line is cut before the answer. */
  loseNextAnswer(): void {
    this.trouble = { kind: 'lost' };
  }

  /** The next thing that changes something is done, and answered with 500. */
  breakAfterActing(): void {
    this.trouble = { kind: 'broken' };
  }

  /** The next call is not even looked at. */
  slowDownNext(retryAfterSeconds: number): void {
    this.trouble = { kind: 'slow-down', retryAfterSeconds };
  }

  /** The next call is answered with a page for people, and 200. */
  maintainNext(): void {
    this.trouble = { kind: 'maintenance' };
  }

  /** How the next charge of a card token ends; `status: 'refused'` answers with `errCode` and makes no payment. */
  nextCharge(outcome: ChargeOutcome): void {
    this.api.nextCharge = outcome;
  }

  /** The next refund waits for future income. */
  nextRefundWaits(): void {
    this.api.nextRefund = 'waits';
  }

  /** What waited is given back. */
  completeRefund(orderId: string): void {
    const order = this.must(orderId);
    this.api.giveBack(order, order.reserved);
  }

  /** What waited will not be given back after all. */
  async failRefund(orderId: string): Promise<void> {
    await this.callbacks.tell(this.book.move({ ...this.must(orderId), reserved: 0n }, 'success'));
  }

  /** Somebody gives money back in LiqPay's own cabinet. */
  refundAtDesk(orderId: string, amount: bigint): void {
    this.api.giveBack(this.must(orderId), amount);
  }

  /** Truly signed, about the payment as it stands, for whoever wants to deliver it himself. */
  signedCallback(orderId: string): SignedCallback {
    return signedCallback(this.must(orderId));
  }

  holdCallbacks(): void {
    this.callbacks.hold();
  }

  releaseCallbacks(how: { readonly backwards?: boolean } = {}): Promise<void> {
    return this.callbacks.release(how);
  }

  /** Ends when every callback that is on its way has been tried once. */
  callbacksSettled(): Promise<void> {
    return this.callbacks.settled();
  }

  multiplyNextCallback(copies: number): void {
    this.callbacks.multiply(copies);
  }

  /** The next payer goes back to the shop only after the shop has been told. */
  tellShopFirst(): void {
    this.checkout.tellShopFirst();
  }

  async close(): Promise<void> {
    await this.callbacks.close();
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fake');
    const isApi = url.pathname === '/api/request';
    try {
      const body = await readBody(request);
      if (isApi) this.serveApi(request.method ?? 'GET', url.pathname, new URLSearchParams(body), response);
      else if (url.pathname === '/api/3/checkout') this.openPage(request.method ?? 'GET', url, body, response);
      else await this.servePage(request.method ?? 'GET', url, body, response);
    } catch (error) {
      if (response.destroyed) return;
      const refusal = error instanceof Refusal ? error : new Refusal('err_look', 'The fake has failed', 500);
      if (!(error instanceof Refusal)) process.stderr.write(`fake liqpay: ${String(error)}\n`);
      if (isApi) sendJson(response, refusalJson(refusal), refusal.status, refusal.headers);
      else sendPage(response, refusal.status === 200 ? 400 : refusal.status, refusedPage(refusal.code, 'en'));
    }
  }

  private serveApi(method: string, path: string, form: URLSearchParams, response: ServerResponse): void {
    if (method !== 'POST') throw new Refusal('err_path', 'Post a form', 405);
    if (this.stumble(response)) return;
    this.check(method, path, form);
    const envelope = openEnvelope(form, this.shops);
    const json = this.api.answer(envelope);
    if (CHANGES.has(textOf(envelope.fields, 'action') ?? '') && this.stumbleAfterActing(response)) return;
    sendJson(response, json);
  }

  private openPage(method: string, url: URL, body: string, response: ServerResponse): void {
    const form = method === 'POST' ? new URLSearchParams(body) : url.searchParams;
    this.check(method, url.pathname, form);
    const order = this.checkout.open(openEnvelope(form, this.shops), this.clock.now());
    if (!this.stumbleAfterActing(response)) redirect(response, `/checkout/${order.pageToken}`, 302);
  }

  private async servePage(method: string, url: URL, body: string, response: ServerResponse): Promise<void> {
    const pageToken = /^\/checkout\/([0-9a-f]{32})$/.exec(url.pathname)?.[1];
    if (pageToken === undefined) throw new Refusal('err_path', 'Nothing is here', 404);
    await this.checkout.serve(method, pageToken, body, response);
  }

  private check(method: string, path: string, form: URLSearchParams): void {
    const found = this.options.checkRequest?.(method, path, Object.fromEntries(form)) ?? [];
    this.faults.push(...found);
    if (found.length > 0) throw new Refusal('err_wrong', found.join('; '), 400);
  }

  /** What goes wrong before anything was done. */
  private stumble(response: ServerResponse): boolean {
    const trouble = this.trouble;
    if (trouble?.kind === 'slow-down') response.writeHead(429, { 'retry-after': String(trouble.retryAfterSeconds) }).end();
    else if (trouble?.kind === 'maintenance') sendPage(response, 200, refusedPage('maintenance', 'uk'));
    else return false;
    this.trouble = undefined;
    return true;
  }

  private stumbleAfterActing(response: ServerResponse): boolean {
    const trouble = this.trouble;
    if (trouble?.kind !== 'lost' && trouble?.kind !== 'broken') return false;
    this.trouble = undefined;
    if (trouble.kind === 'lost') response.destroy();
    else response.writeHead(500).end();
    return true;
  }

  private must(orderId: string): FakeOrder {
    const order = this.sees(orderId);
    if (!order) throw new Error(`LiqPay has not heard of the order ${orderId}`);
    return order;
  }
}
