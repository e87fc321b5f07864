import { money } from '@hostwright/sdk';
import { Decimal, type Fields } from '../liqpay-wire.js';
import type { FakeShop } from './sign.js';

/** A payment as the fake holds it. */
export interface FakeOrder {
  readonly shop: FakeShop;
  readonly version: number;
  readonly orderId: string;
  readonly paymentId: number;
  /** Names the payment's page; whoever has it may pay. */
  readonly pageToken: string;
  readonly status: string;
  readonly errCode?: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly refunded: bigint;
  /** Set aside to be given back out of future income. */
  readonly reserved: bigint;
  readonly description: string;
  readonly language: 'uk' | 'en';
  readonly resultUrl?: string;
  readonly serverUrl?: string;
  readonly savesCard: boolean;
  readonly cardToken?: string;
  readonly ip: string;
  readonly createdAt: number;
  readonly endedAt: number;
}

/** What LiqPay keeps of each payment: 1.5 %, rounded down. */
const COMMISSION_PER_MILLE = 15n;

const PAID = new Set(['success', 'wait_compensation', 'reversed', 'wait_reserve']);

export const isPaid = ({ status }: FakeOrder): boolean => PAID.has(status);

/** What the outside is told, in a callback, an answer and a report. */
export function tell(order: FakeOrder): Fields {
  const amount = (minor: bigint): Decimal => Decimal.of(money(minor, order.currency));
  const commission = (order.amount * COMMISSION_PER_MILLE) / 1000n;
  return {
    result: order.status === 'error' ? 'error' : 'ok',
    action: 'pay',
    payment_id: order.paymentId,
    status: order.status,
    version: order.version,
    type: 'buy',
    paytype: 'card',
    public_key: order.shop.publicKey,
    acq_id: 414963,
    order_id: order.orderId,
    liqpay_order_id: `FAKE${order.paymentId}`,
    description: order.description,
    sender_card_mask2: '424242*42',
    sender_card_bank: 'Test',
    sender_card_type: 'visa',
    sender_card_country: '804',
    ip: order.ip,
    amount: amount(order.amount),
    currency: order.currency,
    sender_commission: amount(0n),
    receiver_commission: amount(isPaid(order) ? commission : 0n),
    agent_commission: amount(0n),
    amount_debit: amount(order.amount),
    amount_credit: amount(order.amount),
    currency_debit: order.currency,
    currency_credit: order.currency,
    is_3ds: false,
    create_date: order.createdAt,
    end_date: order.endedAt,
    transaction_id: order.paymentId,
    refund_amount: order.refunded > 0n ? amount(order.refunded) : undefined,
    wait_reserve_status: order.reserved > 0n ? true : undefined,
    card_token: isPaid(order) ? order.cardToken : undefined,
    err_code: order.errCode,
    err_description: order.errCode === undefined ? undefined : `Refused: ${order.errCode}`,
  };
}
