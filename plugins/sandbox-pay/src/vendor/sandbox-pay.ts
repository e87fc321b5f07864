import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '@hostwright/sdk';
import { Api, toldRefund } from './api.js';
import { ChargeBook, hashOf, newId } from './charge-book.js';
import { inStatus, type Account, type Charge, type ChargeStatus, type Refund } from './charge.js';
import { HostedPage } from './hosted-page.js';
import { readBody, Refusal, sendJson } from './http.js';
import { Orders } from './orders.js';
import { Webhooks, type DeliveryRecord, type SignedWebhook } from './webhooks.js';

export interface SandboxPayOptions {
  /** 0, a free one, unless told. */
  readonly port?: number;
  /** Loopback unless told. */
  readonly host?: string;
  /** What browsers and shops call it, where that is not `http://host:port`. */
  readonly publicUrl?: string;
  readonly accounts?: readonly Account[];
  /** Where charges are kept between runs; only in memory when absent. */
  readonly stateFile?: string;
  readonly clock?: Clock;
  readonly webhookRetriesMs?: readonly number[];
}

export type StartBehaviour = 'ok' | 'unknown' | 'retryable' | 'declined';

export type SeenState = 'pending' | 'requires-action' | 'succeeded' | 'declined' | 'cancelled';

export interface SeenPayment extends Charge {
  readonly state: SeenState;
}

export const SANDBOX_PAY_ACCOUNT: Account = { apiKey: 'sk_sandbox_0123456789', webhookSecret: 'whsec_sandbox_0123456789' };

const STATES: Readonly<Record<string, SeenState>> = {
  created: 'pending',
  awaiting_confirmation: 'requires-action',
  paid: 'succeeded',
  declined: 'declined',
  cancelled: 'cancelled',
};

const STATUSES: Readonly<Record<Exclude<SeenState, 'pending'>, ChargeStatus>> = {
  'requires-action': 'awaiting_confirmation',
  succeeded: 'paid',
  declined: 'declined',
  cancelled: 'cancelled',
};

/** A payment provider in one process: its protocol, its hosted page, its webhooks, and every way they go wrong. */
export class SandboxPay {
  private readonly book: ChargeBook;
  private readonly api: Api;
  private readonly page: HostedPage;
  private readonly webhooks: Webhooks;
  private readonly accounts: readonly Account[];
  private readonly clock: Clock;
  private readonly server: Server;
  private readonly orders = new Orders<{ start: StartBehaviour; lostAnswer: boolean; twice: boolean; webhookFirst: boolean }>({
    start: 'ok',
    lostAnswer: false,
    twice: false,
    webhookFirst: false,
  });
  private base = '';

  constructor(private readonly options: SandboxPayOptions) {
    this.clock = options.clock ?? { now: () => new Date() };
    this.accounts = options.accounts ?? [SANDBOX_PAY_ACCOUNT];
    this.book = new ChargeBook(options.stateFile);
    this.webhooks = new Webhooks(this.clock, options.webhookRetriesMs);
    this.api = new Api(
      this.book,
      this.accounts,
      this.clock,
      (charge, refund) => void this.tellOfRefund(charge, refund),
      charge => void this.tell(charge),
      () => this.url,
    );
    this.page = new HostedPage(this.book, (charge, times) => this.tell(charge, times));
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  async listen(): Promise<this> {
    const { port = 0, host = '127.0.0.1' } = this.options;
    await new Promise<void>((resolve, reject) => this.server.once('error', reject).listen(port, host, resolve));
    const address = this.server.address() as AddressInfo;
    this.base = `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
    return this;
  }

  get url(): string {
    return this.options.publicUrl ?? this.base;
  }

  get payments(): readonly SeenPayment[] {
    return this.book.all().map(seen);
  }

  get deliveries(): readonly DeliveryRecord[] {
    return this.webhooks.deliveries;
  }

  /** The newest charge for a payment of the shop, with its state in the shop's words. */
  sees(paymentId: string): SeenPayment | undefined {
    const charge = this.book.byPayment(paymentId).at(-1);
    return charge && seen(charge);
  }

  /**
   * How the next charge is answered. `unknown`: it is made and paid at once, but no answer and no webhook arrive.
   * `retryable`: nothing is made, "slow down". `declined`: it is made and declined at once.
   */
  nextStart(behaviour: StartBehaviour): void {
    this.orders.give('start', behaviour);
  }

  /** The next thing that is asked is done, and the line is cut before the answer. */
  loseAnswer(): void {
    this.orders.give('lostAnswer', true);
  }

  deliverWebhookTwice(): void {
    this.orders.give('twice', true);
  }

  /** The next charge is paid at once, and its webhook is delivered before the answer. */
  webhookBeforeAnswer(): void {
    this.orders.give('webhookFirst', true);
  }

  /** The payer has decided; ends when the shop has been told (`silently`: it is not). */
  async settle(
    paymentId: string,
    outcome: Exclude<SeenState, 'pending'>,
    how: { readonly silently?: boolean } = {},
  ): Promise<void> {
    const charge = this.book.put(inStatus(this.mustSee(paymentId), STATUSES[outcome]));
    if (!how.silently) await this.tell(charge);
  }

  /** From now on this payment is in a state that has no name yet. */
  say(paymentId: string, word: string): void {
    this.book.put({ ...this.mustSee(paymentId), status: word });
  }

  /** A webhook about the payment as it stands, truly signed, for whoever wants to deliver it himself. */
  signedWebhook(paymentId: string): SignedWebhook {
    const charge = this.mustSee(paymentId);
    return this.webhooks.sign(charge.notify_url, this.secretOf(charge), this.eventOf(charge));
  }

  async close(): Promise<void> {
    await this.webhooks.close();
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const url = new URL(request.url ?? '/', 'http://sandbox');
      const body = await readBody(request);
      if (url.pathname.startsWith('/pay/')) return await this.page.serve(request.method ?? 'GET', url, body, response);
      if (!url.pathname.startsWith('/v1/')) throw new Refusal(404, 'no_such_address', 'Nothing is here');
      await this.serveApi(request, url, body, response);
    } catch (error) {
      if (response.destroyed) return;
      const refusal = error instanceof Refusal ? error : new Refusal(500, 'internal', 'The sandbox has failed');
      if (!(error instanceof Refusal)) console.error('sandbox-pay:', error);
      sendJson(response, refusal.status, { error: { code: refusal.code, message: refusal.message } }, refusal.headers);
    }
  }

  private async serveApi(request: IncomingMessage, url: URL, body: string, response: ServerResponse): Promise<void> {
    const method = request.method ?? 'GET';
    const isStart = method === 'POST' && url.pathname === '/v1/charges';
    const behaviour = isStart ? this.orders.take('start') : 'ok';
    if (behaviour === 'retryable') throw new Refusal(429, 'slow_down', 'Too many requests', { 'retry-after': '1' });
    const answer = this.api.answer({ method, path: url.pathname, query: url.searchParams, headers: request.headers, body });
    const lost = method !== 'GET' && this.orders.take('lostAnswer');
    const value = isStart ? await this.afterStart(answer.value as Charge, behaviour) : answer.value;
    if (lost || behaviour === 'unknown') response.destroy();
    else sendJson(response, answer.status, value);
  }

  private async afterStart(told: Charge, behaviour: StartBehaviour): Promise<unknown> {
    const charge = this.book.charge(told.id);
    if (!charge || charge.status !== 'created') return told;
    const webhookFirst = this.orders.take('webhookFirst');
    if (behaviour === 'declined') return this.api.told(this.book.put(inStatus(charge, 'declined')));
    if (behaviour !== 'unknown' && !webhookFirst) return told;
    const paid = this.book.put(inStatus(charge, 'paid'));
    if (webhookFirst) await this.tell(paid);
    return this.api.told(paid);
  }

  private async tell(charge: Charge, times = 1): Promise<void> {
    const copies = this.orders.take('twice') ? 2 : times;
    const event = this.eventOf(charge);
    await Promise.all(
      Array.from({ length: copies }, () => this.webhooks.deliver(charge.notify_url, this.secretOf(charge), event)),
    );
  }

  private async tellOfRefund(charge: Charge, refund: Refund): Promise<void> {
    const event = {
      id: newId('evt'),
      type: 'refund.updated',
      created_at: refund.created_at,
      data: { refund: toldRefund(refund) },
    };
    await this.webhooks.deliver(charge.notify_url, this.secretOf(charge), event);
  }

  private eventOf(charge: Charge): { readonly id: string; readonly type: string } & Readonly<Record<string, unknown>> {
    const created_at = this.clock.now().toISOString();
    return { id: newId('evt'), type: 'charge.updated', created_at, data: { charge: this.api.told(charge) } };
  }

  private secretOf(charge: Charge): string {
    const account = this.accounts.find(candidate => hashOf(candidate.apiKey).slice(0, 12) === charge.account);
    if (!account) throw new Error(`The account of ${charge.id} is not known any more`);
    return account.webhookSecret;
  }

  private mustSee(paymentId: string): Charge {
    const charge = this.book.byPayment(paymentId).at(-1);
    if (!charge) throw new Error(`There is no charge for the payment ${paymentId}`);
    return charge;
  }
}

function seen(charge: Charge): SeenPayment {
  return { ...charge, state: STATES[charge.status] ?? 'pending' };
}
