import type { Money, PaymentSnapshot, PaymentState, SavedMethod, SettledPayment } from '@hostwright/sdk';
import type { LiqPayOrder } from './liqpay-answers.js';
import { codeOf, declineOf, isExpiry } from './liqpay-errors.js';

/** What each word of LiqPay means for a payment that we asked for. */
export const STATES: ReadonlyMap<string, PaymentState> = new Map<string, PaymentState>([
  ['success', 'succeeded'],
  ['failure', 'declined'],
  ['error', 'declined'],
  // The money went back. Whoever has seen it arrive is told by a refund; for anybody else nothing was paid.
  ['reversed', 'cancelled'],
  // Subscriptions of LiqPay's own are not ours: they say nothing about a payment.
  ['subscribed', 'pending'],
  ['unsubscribed', 'pending'],
  // Only in a sandbox shop, see `stateOf`.
  ['sandbox', 'succeeded'],
  ['3ds_verify', 'requires-action'],
  ['captcha_verify', 'requires-action'],
  ['cvv_verify', 'requires-action'],
  ['ivr_verify', 'requires-action'],
  ['otp_verify', 'requires-action'],
  ['password_verify', 'requires-action'],
  ['phone_verify', 'requires-action'],
  ['pin_verify', 'requires-action'],
  ['receiver_verify', 'requires-action'],
  ['sender_verify', 'requires-action'],
  ['senderapp_verify', 'requires-action'],
  ['p24_verify', 'requires-action'],
  ['mp_verify', 'requires-action'],
  ['wait_qr', 'requires-action'],
  ['wait_sender', 'requires-action'],
  ['cash_wait', 'pending'],
  ['hold_wait', 'authorized'],
  ['invoice_wait', 'pending'],
  ['prepared', 'pending'],
  ['processing', 'pending'],
  // The payer was charged, but LiqPay keeps the money until it has verified the shop, and gives it back after 60 days.
  ['wait_accept', 'pending'],
  ['wait_card', 'pending'],
  // Paid; only the daily transfer to the shop's account is still to come.
  ['wait_compensation', 'succeeded'],
  ['wait_lc', 'pending'],
  ['wait_reserve', 'pending'],
  ['wait_secure', 'pending'],
  ['try_again', 'pending'],
]);

const FAILED: ReadonlySet<string> = new Set(['failure', 'error']);
const PAID: ReadonlySet<string> = new Set(['success', 'wait_compensation', 'sandbox']);

/** Which shop reads: what counts in a sandbox is worth nothing in a real one. */
export interface Reader {
  readonly isSandbox: boolean;
}

/** A status that LiqPay adds tomorrow reads as `pending`: only a known word may settle or fail a payment. */
export function stateOf(order: LiqPayOrder, { isSandbox }: Reader): PaymentState {
  if (order.status === 'sandbox' && !isSandbox) return 'pending';
  if (FAILED.has(order.status) && isExpiry(order.errCode)) return 'cancelled';
  if (order.status === 'reversed' && isPartlyKept(order)) return 'succeeded';
  return STATES.get(order.status) ?? 'pending';
}

/** A success that does not say how much was taken is not yet one; the next answer will tell. */
export function toSnapshot(reference: string, order: LiqPayOrder, reader: Reader): PaymentSnapshot {
  const state = stateOf(order, reader);
  if (state === 'succeeded' && order.amount === undefined) return { reference, state: 'pending', raw: rawOf(order) };
  const savedMethod = state === 'succeeded' ? toSavedMethod(order) : undefined;
  return {
    reference,
    state,
    ...(state === 'succeeded' && order.amount && { received: order.amount }),
    ...(state === 'succeeded' && order.commission && { fee: order.commission }),
    ...(state === 'declined' && { decline: declineFor(order) }),
    ...(savedMethod && { savedMethod }),
    raw: rawOf(order),
  };
}

/** How much of the payment LiqPay has given back so far. */
export function refundedOf(order: LiqPayOrder): bigint {
  const told = order.refunded?.amount ?? 0n;
  return order.status === 'reversed' && told === 0n ? (order.amount?.amount ?? 0n) : told;
}

/** What LiqPay lists and took, also when it was given back since: that is a refund, and the ledger has both. */
export function toSettled(order: LiqPayOrder, { isSandbox }: Reader): SettledPayment | undefined {
  const isCounted = (PAID.has(order.status) && (order.status !== 'sandbox' || isSandbox)) || order.status === 'reversed';
  if (!isCounted || order.orderId === undefined || order.amount === undefined) return undefined;
  return {
    reference: order.orderId,
    paymentId: order.orderId,
    received: order.amount,
    ...(order.commission && { fee: order.commission }),
  };
}

/** A renewal needs the payer's address besides the card's token, so both are kept as one. */
export function toSavedMethod({ cardToken, cardMask, cardType, ip }: LiqPayOrder): SavedMethod | undefined {
  if (cardToken === undefined) return undefined;
  const lastDigits = /(\d{2,4})$/.exec(cardMask ?? '')?.[1];
  const brand = cardType === undefined ? 'Card' : (BRANDS.get(cardType.toLowerCase()) ?? 'Card');
  return {
    token: ip === undefined ? cardToken : `${cardToken}${SEPARATOR}${ip}`,
    label: lastDigits === undefined ? brand : `${brand} ••${lastDigits}`,
  };
}

export function readToken({ token }: SavedMethod): { readonly cardToken: string; readonly ip?: string } {
  const [cardToken = '', ip] = token.split(SEPARATOR);
  return { cardToken, ...(ip !== undefined && ip !== '' && { ip }) };
}

const SEPARATOR = '|';

const BRANDS: ReadonlyMap<string, string> = new Map([
  ['visa', 'Visa'],
  ['mc', 'Mastercard'],
  ['mastercard', 'Mastercard'],
  ['prostir', 'Prostir'],
]);

function isPartlyKept({ amount, refunded }: LiqPayOrder): boolean {
  const [took, gave]: readonly (Money | undefined)[] = [amount, refunded];
  return took !== undefined && gave !== undefined && gave.amount > 0n && gave.amount < took.amount;
}

/** `error` means that what was asked was wrong: asking the same again changes nothing. */
function declineFor({ status, errCode }: LiqPayOrder): NonNullable<PaymentSnapshot['decline']> {
  const fallback = { code: errCode === undefined ? 'declined' : codeOf(errCode), mayRetry: status === 'failure' };
  return declineOf(errCode) ?? fallback;
}

/** For staff: no token, no telephone number, no address. */
function rawOf(order: LiqPayOrder): Readonly<Record<string, unknown>> {
  const { status, paymentId, liqpayOrderId, errCode, payType, cardMask, refunded, isReserved } = order;
  return { status, paymentId, liqpayOrderId, errCode, payType, cardMask, refunded: refunded?.amount.toString(), isReserved };
}
