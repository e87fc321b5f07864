import type { PaymentSnapshot, PaymentState, RefundSnapshot, SavedMethod } from '@hostwright/sdk';
import type Stripe from 'stripe';
import { toDecline, wantsCustomer } from './stripe-declines.js';
import { feeFromStripe, fromStripeAmount } from './stripe-money.js';
import { tokenFor } from './stripe-requests.js';

/** A word that Stripe adds tomorrow reads as `pending`: only a known one may settle or fail a payment. */
const INTENT_STATES: ReadonlyMap<string, PaymentState> = new Map([
  ['requires_payment_method', 'pending'],
  ['requires_confirmation', 'pending'],
  ['requires_action', 'requires-action'],
  ['processing', 'pending'],
  ['requires_capture', 'authorized'],
  ['canceled', 'cancelled'],
  ['succeeded', 'succeeded'],
]);

const REFUND_STATES: ReadonlyMap<string, RefundSnapshot['state']> = new Map([
  ['succeeded', 'succeeded'],
  ['failed', 'failed'],
  ['canceled', 'failed'],
]);

/** With its intent where that was asked for; a webhook only names it. */
export function sessionSnapshot(session: Stripe.Checkout.Session): PaymentSnapshot {
  const intent = typeof session.payment_intent === 'object' ? session.payment_intent : null;
  if (intent?.status === 'succeeded') return intentSnapshot(intent, session.id);
  const state = sessionState(session, intent);
  const error = intent?.last_payment_error;
  const { amount_total: total, currency } = session;
  return {
    reference: session.id,
    state,
    ...(state === 'succeeded' && total !== null && currency && { received: fromStripeAmount(total, currency) }),
    ...(state === 'declined' && { decline: toDecline(error ?? {}, false) }),
    raw: {
      status: session.status,
      payment_status: session.payment_status,
      intent: idOf(session.payment_intent),
      intent_status: intent?.status,
      last_error: error?.decline_code ?? error?.code,
    },
  };
}

/** While the page is open its payer may take another card: an attempt that failed ends nothing. */
function sessionState(session: Stripe.Checkout.Session, intent: Stripe.PaymentIntent | null): PaymentState {
  const { status, payment_status: paid, metadata } = session;
  if (status === 'expired') return 'cancelled';
  if (status === 'open') return intent?.status === 'requires_action' ? 'requires-action' : 'pending';
  if (status !== 'complete') return 'pending';
  if (!intent && isReserved(metadata)) return 'authorized';
  if (!intent) return paid === 'paid' ? 'succeeded' : 'pending';
  if (intent.status === 'requires_payment_method' && intent.last_payment_error) return 'declined';
  return INTENT_STATES.get(intent.status) ?? 'pending';
}

export function intentSnapshot(intent: Stripe.PaymentIntent, reference = intent.id): PaymentSnapshot {
  const state = intentState(intent);
  const fee = feeOf(intent.latest_charge);
  const savedMethod = state === 'succeeded' ? savedMethodOf(intent) : undefined;
  const error = intent.last_payment_error;
  return {
    reference,
    state,
    ...(intent.amount_received > 0 && { received: fromStripeAmount(intent.amount_received, intent.currency) }),
    ...(fee && { fee }),
    ...(state === 'declined' && { decline: toDecline(error ?? {}, isSaved(intent)) }),
    ...(savedMethod && { savedMethod }),
    raw: { status: intent.status, last_error: error?.decline_code ?? error?.code, charge: idOf(intent.latest_charge) },
  };
}

/** Only a charge with the customer away ends with its first refusal; in a form the same intent takes the next card. */
function intentState(intent: Stripe.PaymentIntent): PaymentState {
  const error = intent.last_payment_error;
  if (intent.status === 'requires_payment_method' && error && isSaved(intent))
    return wantsCustomer(error) ? 'requires-action' : 'declined';
  return INTENT_STATES.get(intent.status) ?? 'pending';
}

/** A charge knows the card as well, which an intent in a webhook only names. */
export function chargeSnapshot(charge: Stripe.Charge, reference: string): PaymentSnapshot | undefined {
  const [customer, method] = [idOf(charge.customer), charge.payment_method];
  if (!charge.captured || charge.amount_captured <= 0) return undefined;
  const savedMethod = customer && method ? describedMethod(customer, method, charge.payment_method_details) : undefined;
  return {
    reference,
    state: 'succeeded',
    received: fromStripeAmount(charge.amount_captured, charge.currency),
    ...(savedMethod && { savedMethod }),
    raw: { charge: charge.id, status: charge.status },
  };
}

export function refundSnapshot(refund: Stripe.Refund): RefundSnapshot {
  return {
    reference: refund.id,
    state: REFUND_STATES.get(refund.status ?? '') ?? 'pending',
    amount: fromStripeAmount(refund.amount, refund.currency),
    ...(refund.failure_reason && { reason: refund.failure_reason.slice(0, 500) }),
  };
}

/** Objects arrive expanded or as their id alone. */
export const idOf = (value: string | { readonly id: string } | null | undefined): string | undefined =>
  typeof value === 'string' ? value : value?.id;

function feeOf(charge: Stripe.PaymentIntent['latest_charge']) {
  const booked = typeof charge === 'object' ? charge?.balance_transaction : undefined;
  return typeof booked === 'object' && booked ? feeFromStripe(booked.fee, booked.currency) : undefined;
}

function savedMethodOf({ customer, payment_method: method, setup_future_usage }: Stripe.PaymentIntent): SavedMethod | undefined {
  const owner = idOf(customer);
  if (setup_future_usage !== 'off_session' || !owner || typeof method !== 'object' || !method) return undefined;
  return describedMethod(owner, method.id, method);
}

interface MethodWords {
  readonly type?: string;
  readonly card?: {
    readonly brand?: string | null;
    readonly last4?: string | null;
    readonly exp_month?: number;
    readonly exp_year?: number;
  } | null;
  readonly sepa_debit?: { readonly last4?: string | null } | null;
}

const BRANDS: ReadonlyMap<string, string> = new Map([
  ['amex', 'American Express'],
  ['cartes_bancaires', 'Cartes Bancaires'],
  ['diners', 'Diners Club'],
  ['discover', 'Discover'],
  ['jcb', 'JCB'],
  ['mastercard', 'Mastercard'],
  ['unionpay', 'UnionPay'],
  ['visa', 'Visa'],
]);

function describedMethod(customer: string, method: string, words: unknown): SavedMethod {
  const { type = '', card, sepa_debit: debit } = (words ?? {}) as MethodWords;
  const name = card ? (BRANDS.get(card.brand ?? '') ?? 'Card') : debit ? 'SEPA' : type.replaceAll('_', ' ') || 'Stripe';
  const last4 = card?.last4 ?? debit?.last4;
  const hasExpiry = card?.exp_month !== undefined && card.exp_year !== undefined;
  return {
    token: tokenFor(customer, method),
    label: (last4 ? `${name} •••• ${last4}` : name).slice(0, 200),
    ...(hasExpiry && { expires: { month: card.exp_month!, year: card.exp_year! } }),
  };
}

const isSaved = ({ metadata }: Stripe.PaymentIntent): boolean => metadata?.['flow'] === 'saved';
const isReserved = (metadata: Stripe.Metadata | null): boolean => metadata?.['reserved'] === 'yes';
