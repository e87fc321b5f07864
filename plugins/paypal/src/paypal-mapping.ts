import type { PaymentSnapshot, PaymentState, PaymentStep, RefundSnapshot, SavedMethod } from '@hostwright/sdk';
import { fromPayPal } from './paypal-amounts.js';
import type { PayPalCapture, PayPalOrder, PayPalRefund } from './paypal-answers.js';
import { declineOf } from './paypal-declines.js';

/** An approved order is a promise of the payer; only its capture takes money. */
const ORDER_STATES: ReadonlyMap<string, PaymentState> = new Map([
  ['CREATED', 'pending'],
  ['SAVED', 'pending'],
  ['PAYER_ACTION_REQUIRED', 'requires-action'],
  ['APPROVED', 'authorized'],
  ['VOIDED', 'cancelled'],
]);

const CAPTURE_STATES: ReadonlyMap<string, PaymentState> = new Map([
  ['COMPLETED', 'succeeded'],
  // Refunds have a story of their own; what was taken stays taken.
  ['PARTIALLY_REFUNDED', 'succeeded'],
  ['REFUNDED', 'succeeded'],
  ['PENDING', 'pending'],
  ['DECLINED', 'declined'],
  ['FAILED', 'declined'],
]);

const REFUND_STATES: ReadonlyMap<string, RefundSnapshot['state']> = new Map([
  ['COMPLETED', 'succeeded'],
  ['PENDING', 'pending'],
  ['FAILED', 'failed'],
  ['CANCELLED', 'failed'],
]);

/** A word that PayPal adds tomorrow reads as `pending`: only a known one may settle or fail a payment. */
const stateOf = (capture: PayPalCapture): PaymentState => CAPTURE_STATES.get(capture.status) ?? 'pending';

const WEIGHT: Readonly<Record<string, number>> = { succeeded: 3, pending: 2, declined: 1 };

/** The capture that tells where an order stands: one that took money, else one that may, else the last refusal. */
export function governing(captures: readonly PayPalCapture[]): PayPalCapture | undefined {
  return captures.reduce<PayPalCapture | undefined>(
    (best, next) => (best && WEIGHT[stateOf(best)]! > WEIGHT[stateOf(next)]! ? best : next),
    undefined,
  );
}

export const tookMoney = (capture: PayPalCapture): boolean => stateOf(capture) === 'succeeded';

export function toSnapshot(order: PayPalOrder): PaymentSnapshot {
  const capture = governing(order.captures);
  const savedMethod = savedIn(order);
  return {
    ...(capture
      ? captureSnapshot(order.id, capture)
      : { reference: order.id, state: ORDER_STATES.get(order.status) ?? 'pending' }),
    ...(savedMethod && { savedMethod }),
    raw: { status: order.status, ...(capture && { capture: capture.id, captureStatus: capture.status, reason: capture.reason }) },
  };
}

export function captureSnapshot(reference: string, capture: PayPalCapture): PaymentSnapshot {
  const state = stateOf(capture);
  return {
    reference,
    state,
    ...(state === 'succeeded' && { received: fromPayPal(capture.amount) }),
    ...(state === 'succeeded' && capture.fee && { fee: fromPayPal(capture.fee) }),
    ...(state === 'declined' && { decline: declineOf(`capture-${capture.status.toLowerCase()}`) }),
    raw: { capture: capture.id, captureStatus: capture.status, reason: capture.reason },
  };
}

export function toStep(order: PayPalOrder): PaymentStep {
  const payment = toSnapshot(order);
  const isOpen = payment.state === 'requires-action' || (payment.state === 'pending' && order.captures.length === 0);
  return isOpen && order.approveUrl !== undefined
    ? { next: 'redirect', url: order.approveUrl, payment }
    : { next: 'nothing', payment };
}

export function toRefund(refund: PayPalRefund): RefundSnapshot {
  return {
    reference: refund.id,
    state: REFUND_STATES.get(refund.status) ?? 'pending',
    amount: fromPayPal(refund.amount),
    ...(refund.reason !== undefined && { reason: refund.reason }),
  };
}

/** What PayPal keeps for later charges, when it has done so already. */
function savedIn({ vault, payerEmail }: PayPalOrder): SavedMethod | undefined {
  const isKept = vault !== undefined && (vault.status === '' || vault.status === 'VAULTED');
  return isKept ? toSavedMethod(vault.id, payerEmail) : undefined;
}

export const toSavedMethod = (token: string, email: string | undefined): SavedMethod => ({
  token,
  label: email === undefined ? 'PayPal' : `PayPal · ${veiled(email)}`,
});

/** Enough for its owner to know it again: o…@example.com. */
function veiled(email: string): string {
  const at = email.lastIndexOf('@');
  return `${[...email][0] ?? ''}…${at < 0 ? '' : email.slice(at, at + 100)}`;
}
