import type { ServerResponse } from 'node:http';
import type { Callbacks } from './callbacks.js';
import { redirect, Refusal, sendPage } from './http.js';
import type { FakeOrder } from './order.js';
import type { OrderBook } from './order-book.js';
import { bankPage, payPage, resultPage } from './pages.js';
import { needed, textOf, type Envelope } from './sign.js';

/** A page that can still be paid on; after a failure the payer may take another card. */
const OPEN = new Set(['prepared', '3ds_verify', 'failure', 'try_again']);

/** What the payer sees and presses. Browsers are sent back at once; the shop is told beside that, unless told to be first. */
export class Checkout {
  private isShopFirst = false;

  constructor(
    private readonly book: OrderBook,
    private readonly callbacks: Callbacks,
  ) {}

  /** The next payer goes back only when the shop has been told. */
  tellShopFirst(): void {
    this.isShopFirst = true;
  }

  /** A browser brings signed fields: the payment is known from here on. The same fields again lead to the same page. */
  open(envelope: Envelope, now: Date): FakeOrder {
    const { shop, fields } = envelope;
    const known = this.book.find(shop.publicKey, needed(fields, 'order_id'));
    if (known && !OPEN.has(known.status)) throw new Refusal('order_id_duplicate', 'This order is over', 400);
    if (known) return known;
    const expires = textOf(fields, 'expired_date');
    if (expires !== undefined && Date.parse(`${expires.replace(' ', 'T')}Z`) < now.getTime())
      throw new Refusal('err_cache', 'The time for this payment is over', 400);
    return this.book.make(envelope, 'prepared');
  }

  async serve(method: string, pageToken: string, body: string, response: ServerResponse): Promise<void> {
    const order = this.book.byPage(pageToken);
    if (!order) throw new Refusal('payment_not_found', 'Payment is not found', 404);
    if (method !== 'POST' || !OPEN.has(order.status)) return show(order, response);
    await this.decide(order, new URLSearchParams(body).get('action') ?? '', response);
  }

  private async decide(order: FakeOrder, action: string, response: ServerResponse): Promise<void> {
    const decisions: Readonly<Record<string, () => void | Promise<void>>> = {
      pay: () => this.end(this.book.move(order, 'success'), response),
      decline: () => this.end(this.book.move(order, 'failure', '9859'), response),
      cancel: () => leave(order, response),
      authenticate: () => {
        void this.callbacks.tell(this.book.move(order, '3ds_verify'));
        redirect(response, `/checkout/${order.pageToken}`);
      },
    };
    const decision = Object.hasOwn(decisions, action) ? decisions[action] : undefined;
    if (!decision) throw new Refusal('err_wrong', 'The page has no such button', 400);
    await decision();
  }

  private async end(order: FakeOrder, response: ServerResponse): Promise<void> {
    const told = this.callbacks.tell(order);
    if (this.isShopFirst) await told;
    this.isShopFirst = false;
    leave(order, response);
  }
}

function show(order: FakeOrder, response: ServerResponse): void {
  const page = order.status === '3ds_verify' ? bankPage : OPEN.has(order.status) ? payPage : resultPage;
  sendPage(response, 200, page(order), order.resultUrl);
}

function leave(order: FakeOrder, response: ServerResponse): void {
  if (order.resultUrl === undefined) sendPage(response, 200, resultPage(order));
  else redirect(response, order.resultUrl);
}
