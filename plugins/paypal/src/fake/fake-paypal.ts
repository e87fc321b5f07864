import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '@hostwright/sdk';
import { Api, type ApiAnswer, type ApiCall } from './api.js';
import { Book, type FakeMoney, type FakeOrder } from './book.js';
import { makeSigner, type Signer } from './certificate.js';
import { CheckoutPage } from './checkout-page.js';
import { Deliveries, type DeliveryRecord, type SignedWebhook } from './deliveries.js';
import { captureEvent, Desk } from './desk.js';
import { invalid, readBody, Refusal, sendJson, type Json } from './http.js';
import { EVENT_TYPES } from './notifications-api.js';
import { isVerified } from './signature-opinion.js';
import { Told } from './told.js';
import type { FakeAccount } from './tokens.js';

export interface FakePayPalOptions {
  /** 0, a free one, unless told. */
  readonly port?: number;
  /** Loopback unless told. */
  readonly host?: string;
  /** What browsers and shops call it, where that is not `http://host:port`. */
  readonly publicUrl?: string;
  readonly accounts?: readonly FakeAccount[];
  /** Where orders, webhooks and saved methods are kept between runs; only in memory when absent. */
  readonly stateFile?: string;
  readonly clock?: Clock;
  readonly webhookRetriesMs?: readonly number[];
  /** What is wrong with a request by the vendor's own description; whatever is makes it a 400. */
  readonly checkRequest?: (method: string, path: string, body: unknown) => readonly string[];
}

export const FAKE_PAYPAL_ACCOUNT: FakeAccount = { clientId: 'FAKE-CLIENT-0123456789', clientSecret: 'fake-secret-0123456789' };

/** Not in the description that the requests are held against. */
const UNDESCRIBED = '/v1/reporting/';

type Mishap = 'lost' | 'failed';

/** PayPal in one process: its protocol, the payer's page, its webhooks, and the ways in which they go wrong. */
export class FakePayPal {
  /** What was wrong with requests, one line each. */
  readonly faults: string[] = [];
  /** Every call of the interface, in order: `POST /v2/checkout/orders`. */
  readonly calls: string[] = [];
  readonly desk: Desk;
  readonly api: Api;
  readonly page: CheckoutPage;
  readonly webhooks: Deliveries;
  /** 503 instead of the certificate. */
  isCertificateDown = false;
  private readonly book: Book;
  private readonly clock: Clock;
  private readonly signer: Signer;
  private readonly server: Server;
  private mishap: Mishap | undefined;
  private patience: number | undefined;
  private base = '';

  constructor(private readonly options: FakePayPalOptions) {
    this.clock = options.clock ?? { now: () => new Date() };
    this.signer = makeSigner(this.clock.now());
    this.book = new Book(options.stateFile);
    const told = new Told(() => this.url);
    this.webhooks = new Deliveries(this.book, this.signer, this.clock, () => this.url, options.webhookRetriesMs);
    this.desk = new Desk(this.book, told, this.webhooks, this.clock);
    this.page = new CheckoutPage(this.book, this.desk, this.webhooks);
    const accounts = options.accounts ?? [FAKE_PAYPAL_ACCOUNT];
    this.api = new Api(this.book, this.desk, told, this.clock, accounts, (call, account) =>
      isVerified(call, this.signer, id => this.book.webhooks.get(id)?.account === account.clientId),
    );
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

  get deliveries(): readonly DeliveryRecord[] {
    return this.webhooks.records;
  }

  get orders(): readonly FakeOrder[] {
    return [...this.book.orders.values()];
  }

  /** The newest order of a payment of the shop. */
  sees(paymentId: string): FakeOrder | undefined {
    return this.book.byPayment(paymentId);
  }

  /** The payer approves; `silently`: no shop is told. */
  async approve(paymentId: string, { silently = false } = {}): Promise<FakeOrder> {
    const order = this.mustSee(paymentId);
    return silently ? this.book.put({ ...order, status: 'APPROVED' }) : this.desk.approve(order);
  }

  /** The payer approves, and the money is taken, as if the shop had asked for it; told of the capture only. */
  async settle(paymentId: string): Promise<void> {
    const { telling } = this.desk.capture(await this.approve(paymentId, { silently: true }));
    await telling;
  }

  /** The capture will be refused with this issue of PayPal's, `INSTRUMENT_DECLINED` unless told. */
  refuseCapture(paymentId: string, issue = 'INSTRUMENT_DECLINED'): void {
    this.book.put({ ...this.mustSee(paymentId), refusal: issue });
  }

  /** The capture will be held for review, until `review`. */
  reviewCapture(paymentId: string): void {
    this.book.put({ ...this.mustSee(paymentId), isReviewed: true });
  }

  async review(paymentId: string, outcome: 'COMPLETED' | 'DECLINED'): Promise<void> {
    await this.desk.review(this.mustSee(paymentId), outcome);
  }

  /** From now on the order is in a state that has no name yet. */
  say(paymentId: string, word: string): void {
    this.book.put({ ...this.mustSee(paymentId), status: word });
  }

  /** The payer will approve another sum than the shop wanted. */
  misquote(paymentId: string, amount: FakeMoney): void {
    this.book.put({ ...this.mustSee(paymentId), amount });
  }

  /** Staff of the shop give money back at PayPal's own desk; all of it unless told. */
  async refundAtDesk(paymentId: string, amount?: FakeMoney): Promise<void> {
    const order = this.mustSee(paymentId);
    // A refund without a name of its own carries the payment's.
    await this.desk.refund(order, order.captures[0]!.id, amount, order.unit['custom_id']).telling;
  }

  async settleRefund(refundId: string, status: 'COMPLETED' | 'FAILED'): Promise<void> {
    const order = this.book.byRefund(refundId);
    const refund = order?.refunds.find(({ id }) => id === refundId);
    if (!order || !refund) throw new Error(`There is no refund ${refundId}`);
    await this.desk.settleRefund(order, refund, status);
  }

  /** Answers with PayPal's id of the dispute. */
  async openDispute(paymentId: string, amount?: FakeMoney): Promise<string> {
    const order = this.mustSee(paymentId);
    return (await this.desk.openDispute(order, amount ?? order.amount)).id;
  }

  async resolveDispute(disputeId: string, outcome: string, fee?: FakeMoney): Promise<void> {
    const dispute = this.book.disputes.get(disputeId);
    if (!dispute) throw new Error(`There is no dispute ${disputeId}`);
    await this.desk.resolveDispute(dispute, this.book.byCapture(dispute.captureId)!, outcome, fee);
  }

  async reverse(paymentId: string): Promise<void> {
    await this.desk.reverse(this.mustSee(paymentId));
  }

  async vaultNow(paymentId: string): Promise<void> {
    await this.desk.vaultNow(this.mustSee(paymentId));
  }

  /** A webhook that listens to everything, as if it had been made by hand; answers with its id. */
  register(url: string, clientId = FAKE_PAYPAL_ACCOUNT.clientId): string {
    return this.api.notifications.put(clientId, url, EVENT_TYPES).id;
  }

  /** A message about the payment as it stands, truly signed for the account's first webhook, or for another. */
  signedWebhook(paymentId: string, how: { readonly webhookId?: string; readonly signer?: Signer } = {}): SignedWebhook {
    const order = this.mustSee(paymentId);
    const told = new Told(() => this.url);
    const [capture] = order.captures;
    const event = capture
      ? this.webhooks.event(captureEvent(capture), 'capture', told.capture(order, capture))
      : this.webhooks.event('CHECKOUT.ORDER.APPROVED', 'checkout-order', told.order(order, undefined));
    return this.sign(event, how);
  }

  /** Any event, truly signed. */
  sign(event: object, { webhookId, signer }: { readonly webhookId?: string; readonly signer?: Signer } = {}): SignedWebhook {
    const webhook = [...this.book.webhooks.values()].find(({ id }) => webhookId === undefined || id === webhookId);
    const target = webhook ?? { id: webhookId ?? 'NONE', url: `${this.url}/nowhere` };
    return this.webhooks.sign(target, JSON.stringify(event), signer);
  }

  /** The next change is made, and the line is cut before the answer. */
  loseAnswer(): void {
    this.mishap = 'lost';
  }

  /** The next change is made, and answered with 500. */
  failAfterActing(): void {
    this.mishap = 'failed';
  }

  /** The next call is answered with 429. */
  slowDown(seconds: number): void {
    this.patience = seconds;
  }

  async close(): Promise<void> {
    await this.webhooks.close();
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://paypal');
    const method = request.method ?? 'GET';
    try {
      const body = await readBody(request);
      if (url.pathname === '/checkoutnow') {
        const form = new URLSearchParams(body.toString('utf8'));
        return await this.page.serve({ method, url, form, acceptLanguage: request.headers['accept-language'] }, response);
      }
      if (url.pathname.startsWith('/v1/notifications/certs/')) return this.serveCertificate(url, response);
      this.serveApi({ method, url, headers: request.headers, body, json: parse(request, body) }, response);
    } catch (error) {
      if (response.destroyed) return;
      const refusal = error instanceof Refusal ? error : new Refusal(500, 'INTERNAL_SERVER_ERROR');
      if (!(error instanceof Refusal)) process.emitWarning(error instanceof Error ? error : String(error));
      sendJson(response, refusal.status, refusal.body, refusal.headers);
    }
  }

  private serveApi(call: ApiCall, response: ServerResponse): void {
    this.calls.push(`${call.method} ${call.url.pathname}`);
    this.slowDownOnce();
    const answer = this.checked(call);
    const isChange = call.method !== 'GET' && !call.url.pathname.endsWith('/token');
    const mishap = isChange ? this.mishap : undefined;
    if (isChange) this.mishap = undefined;
    if (mishap === 'lost') response.destroy();
    else if (mishap === 'failed') throw new Refusal(500, 'INTERNAL_SERVER_ERROR');
    else sendJson(response, answer.status, answer.value);
  }

  private checked(call: ApiCall): ApiAnswer {
    const { method, url, body, json } = call;
    const content = body.length === 0 ? undefined : json;
    const isDescribed = !url.pathname.startsWith(UNDESCRIBED);
    const faults = (isDescribed && this.options.checkRequest?.(method, url.pathname, content)) || [];
    if (faults.length === 0) return this.api.answer(call);
    this.faults.push(...faults.map(fault => `${method} ${url.pathname}: ${fault}`));
    throw invalid('INVALID_SYNTAX');
  }

  private slowDownOnce(): void {
    const seconds = this.patience;
    this.patience = undefined;
    if (seconds !== undefined) throw new Refusal(429, 'RATE_LIMIT_REACHED', [], { 'retry-after': String(seconds) });
  }

  private serveCertificate(url: URL, response: ServerResponse): void {
    const isOurs = url.pathname.endsWith(`/${this.signer.id}`);
    if (this.isCertificateDown) response.writeHead(503).end();
    else if (!isOurs) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': 'application/x-pem-file' }).end(this.signer.pem);
  }

  private mustSee(paymentId: string): FakeOrder {
    const order = this.book.byPayment(paymentId);
    if (!order) throw new Error(`There is no order for the payment ${paymentId}`);
    return order;
  }
}

function parse(request: IncomingMessage, body: Buffer): Json {
  if (body.length === 0) return {};
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(body.toString('utf8')));
  try {
    return JSON.parse(body.toString('utf8')) as Json;
  } catch {
    // What is no JSON is the caller's mistake, whatever else it may be.
    throw invalid('MALFORMED_REQUEST_JSON');
  }
}
