import type { FakeCapture, FakeDispute, FakeOrder, FakeRefund } from './book.js';
import type { Json } from './http.js';
import { sumOf, unitsOf } from './sums.js';

/** One account stands for all payers of the fake. */
export const PAYER_EMAIL = 'payer@example.test';
export const PAYER_ID = 'QYR5Z8XDVJNXQ';

/** What the outside is told of things, in PayPal's words. */
export class Told {
  constructor(private readonly baseUrl: () => string) {}

  order(order: FakeOrder, vaultToken: string | undefined): Json {
    const isKnown = !['PAYER_ACTION_REQUIRED', 'CREATED'].includes(order.status);
    const needsPayer = order.status === 'PAYER_ACTION_REQUIRED';
    return {
      id: order.id,
      intent: 'CAPTURE',
      status: order.status,
      payment_source: { paypal: isKnown ? { ...payer(), ...vaultOf(vaultToken) } : {} },
      purchase_units: [
        {
          ...order.unit,
          amount: order.amount,
          ...(order.captures.length > 0 && {
            payments: {
              captures: order.captures.map(capture => this.capture(order, capture)),
              ...(order.refunds.length > 0 && { refunds: order.refunds.map(refund => this.refund(refund)) }),
            },
          }),
        },
      ],
      ...(isKnown && { payer: { email_address: PAYER_EMAIL, payer_id: PAYER_ID } }),
      create_time: order.createdAt,
      links: [
        this.link('self', `v2/checkout/orders/${order.id}`),
        ...(needsPayer ? [{ href: `${this.baseUrl()}/checkoutnow?token=${order.id}`, rel: 'payer-action', method: 'GET' }] : []),
      ],
    };
  }

  capture(order: FakeOrder, capture: FakeCapture): Json {
    const { amount, fee } = capture;
    const isTaken = ['COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED'].includes(capture.status);
    return {
      id: capture.id,
      status: capture.status,
      ...(capture.reason !== undefined && { status_details: { reason: capture.reason } }),
      amount,
      final_capture: true,
      ...(isTaken && {
        seller_receivable_breakdown: {
          gross_amount: amount,
          paypal_fee: fee,
          net_amount: sumOf(unitsOf(amount) - unitsOf(fee), amount.currency_code),
        },
      }),
      ...pick(order.unit, ['invoice_id', 'custom_id']),
      supplementary_data: { related_ids: { order_id: order.id } },
      create_time: capture.createdAt,
      update_time: capture.createdAt,
      links: [
        this.link('self', `v2/payments/captures/${capture.id}`),
        this.link('refund', `v2/payments/captures/${capture.id}/refund`, 'POST'),
        this.link('up', `v2/checkout/orders/${order.id}`),
      ],
    };
  }

  refund(refund: FakeRefund): Json {
    return {
      id: refund.id,
      status: refund.status,
      amount: refund.amount,
      ...(refund.customId !== undefined && { custom_id: refund.customId }),
      ...(refund.status === 'PENDING' && { status_details: { reason: 'ECHECK' } }),
      create_time: refund.createdAt,
      update_time: refund.createdAt,
      links: [this.link('self', `v2/payments/refunds/${refund.id}`), this.link('up', `v2/payments/captures/${refund.captureId}`)],
    };
  }

  dispute(dispute: FakeDispute, order: FakeOrder): Json {
    return {
      dispute_id: dispute.id,
      create_time: dispute.createdAt,
      update_time: dispute.createdAt,
      disputed_transactions: [
        {
          seller_transaction_id: dispute.captureId,
          create_time: dispute.createdAt,
          transaction_status: 'COMPLETED',
          gross_amount: order.amount,
          custom: order.unit['custom_id'],
        },
      ],
      reason: 'MERCHANDISE_OR_SERVICE_NOT_RECEIVED',
      status: dispute.status,
      dispute_state: dispute.status === 'RESOLVED' ? 'RESOLVED' : 'REQUIRED_ACTION',
      dispute_amount: dispute.amount,
      ...(dispute.outcome !== undefined && { dispute_outcome: { outcome_code: dispute.outcome } }),
      ...(dispute.fee && {
        money_movements: [{ affected_party: 'SELLER', amount: dispute.fee, type: 'DEBIT', reason: 'DISPUTE_FEE' }],
      }),
      dispute_life_cycle_stage: 'CHARGEBACK',
      dispute_channel: 'INTERNAL',
      links: [this.link('self', `v1/customer/disputes/${dispute.id}`)],
    };
  }

  private link(rel: string, path: string, method = 'GET'): Json {
    return { href: `${this.baseUrl()}/${path}`, rel, method };
  }
}

const payer = (): Json => ({
  email_address: PAYER_EMAIL,
  account_id: PAYER_ID,
  account_status: 'VERIFIED',
  name: { given_name: 'Test', surname: 'Payer' },
  address: { country_code: 'DE' },
});

const vaultOf = (token: string | undefined): Json =>
  token === undefined ? {} : { attributes: { vault: { id: token, status: 'VAULTED', customer: { id: 'fakecustomer' } } } };

const pick = (fields: Readonly<Record<string, string>>, names: readonly string[]): Json =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)));
