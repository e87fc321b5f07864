import { jsonOf, type Fields } from '../liqpay-wire.js';
import type { Callbacks } from './callbacks.js';
import { Refusal } from './http.js';
import { isPaid, tell, type FakeOrder } from './order.js';
import { minorOf, type OrderBook } from './order-book.js';
import { needed, textOf, type Envelope } from './sign.js';

/** How the next charge of a card token ends: a status, or a code of refusal. */
export interface ChargeOutcome {
  readonly status: string;
  readonly errCode?: string;
}

/** What a refund does before it is over. */
export type RefundBehaviour = 'at-once' | 'waits';

/** Actions that change something. */
export const CHANGES: ReadonlySet<string> = new Set(['refund', 'paytoken', 'token_update']);

/** The machine's side of LiqPay: one address, one handler for each action. */
export class Api {
  nextCharge: ChargeOutcome | undefined;
  nextRefund: RefundBehaviour = 'at-once';

  constructor(
    private readonly book: OrderBook,
    private readonly callbacks: Callbacks,
  ) {}

  /** The JSON of the answer. */
  answer(envelope: Envelope): string {
    const handlers: Readonly<Record<string, () => string>> = {
      status: () => jsonOf(tell(this.own(envelope))),
      refund: () => this.refund(envelope),
      paytoken: () => this.payByToken(envelope),
      token_update: () => this.updateToken(envelope),
      reports: () => this.report(envelope),
    };
    const action = needed(envelope.fields, 'action');
    const handler = Object.hasOwn(handlers, action) ? handlers[action] : undefined;
    if (!handler) throw new Refusal('err_api_action', 'There is no such action');
    return handler();
  }

  /** Gives back a part of the payment, whoever asked for it. */
  giveBack(order: FakeOrder, amount: bigint): FakeOrder {
    const refunded = order.refunded + amount;
    const status = refunded === order.amount ? 'reversed' : 'success';
    const moved = this.book.move({ ...order, refunded, reserved: 0n }, status);
    void this.callbacks.tell(moved);
    return moved;
  }

  private refund(envelope: Envelope): string {
    const order = this.own(envelope);
    const amount = minorOf(needed(envelope.fields, 'amount'), order.currency);
    if (!isPaid(order) || order.reserved > 0n) throw new Refusal('payment_err_status', 'Wrong payment status');
    if (amount > order.amount - order.refunded) throw new Refusal('err_amount_hold', 'More than was paid');
    const behaviour = this.nextRefund;
    this.nextRefund = 'at-once';
    const told = { result: 'ok', action: 'pay', payment_id: order.paymentId, status: 'reversed' };
    if (behaviour === 'at-once') {
      this.giveBack(order, amount);
      return jsonOf({ ...told, wait_amount: false });
    }
    this.book.move({ ...order, reserved: amount }, 'wait_reserve');
    return jsonOf({ ...told, wait_amount: true });
  }

  private payByToken(envelope: Envelope): string {
    const { shop, fields } = envelope;
    if (this.book.find(shop.publicKey, needed(fields, 'order_id')))
      throw new Refusal('order_id_duplicate', 'This order_id is known already');
    const cardToken = needed(fields, 'card_token');
    needed(fields, 'ip');
    if (!this.book.ownsToken(shop.publicKey, cardToken)) throw new Refusal('err_no_card_token', 'There is no such card token');
    const { status, errCode } = this.nextCharge ?? { status: 'success' };
    this.nextCharge = undefined;
    if (status === 'refused') throw new Refusal(errCode ?? 'err_wrong', 'Refused');
    const made = this.book.make(envelope, 'processing');
    const order = this.book.move({ ...made, cardToken }, status, errCode);
    void this.callbacks.tell(order);
    return jsonOf(tell(order));
  }

  private updateToken({ shop, fields }: Envelope): string {
    const cardToken = needed(fields, 'card_token');
    if (!this.book.ownsToken(shop.publicKey, cardToken)) throw new Refusal('err_no_card_token', 'There is no such card token');
    if (needed(fields, 'card_token_action') === 'DELETE') this.book.deleteToken(cardToken);
    return jsonOf({ result: 'ok', status: 'success', card_token: cardToken });
  }

  private report({ shop, fields }: Envelope): string {
    const [from, to] = [Number(textOf(fields, 'date_from') ?? 0), Number(textOf(fields, 'date_to') ?? Infinity)];
    const rows = this.book
      .all()
      .filter(order => order.shop.publicKey === shop.publicKey && order.createdAt >= from && order.createdAt <= to);
    return `{"result":"success","data":[${rows.map(order => jsonOf(tell(order))).join(',')}]}`;
  }

  private own({ shop, fields }: Envelope): FakeOrder {
    const order = this.book.find(shop.publicKey, needed(fields, 'order_id'));
    if (!order) throw new Refusal('payment_not_found', 'Payment is not found');
    return order;
  }
}

/** With HTTP 200, as LiqPay does. */
export function refusalJson({ code, message }: Refusal): string {
  const fields: Fields = { result: 'error', status: 'error', err_code: code, err_description: message };
  return jsonOf(fields);
}
