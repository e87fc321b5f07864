import type { GatewayEvent, PaymentSnapshot } from '@hostwright/sdk';
import type Stripe from 'stripe';
import { readTag, type PaymentTag } from './payment-tag.js';
import { toDecline } from './stripe-declines.js';
import { chargeSnapshot, idOf, intentSnapshot, refundSnapshot, sessionSnapshot } from './stripe-mapping.js';
import type { IntentMemory } from './intent-memory.js';
import { feeFromStripe, fromStripeAmount } from './stripe-money.js';

/** For whom is read, and what it knows from before. */
export interface Reading {
  readonly installationId: string;
  readonly memory: IntentMemory;
}

type Reader<Thing> = (event: Stripe.Event, thing: Thing, reading: Reading) => Promise<GatewayEvent | undefined>;
type DisputeState = Extract<GatewayEvent, { type: 'dispute' }>['state'];

/** What the endpoint at Stripe is told to send. */
export const EVENT_TYPES = [
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.processing',
  'payment_intent.requires_action',
  'payment_intent.amount_capturable_updated',
  'payment_intent.canceled',
  'charge.succeeded',
  'charge.captured',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.closed',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated',
] as const satisfies readonly Stripe.WebhookEndpointCreateParams.EnabledEvent[];

/** Kinds of event that are not read say nothing to us; they are accepted so that they are not sent again. */
export async function readEvent(event: Stripe.Event, reading: Reading): Promise<readonly GatewayEvent[]> {
  const read = READERS.get(event.type);
  const thing: unknown = event.data?.object;
  const told = read && typeof thing === 'object' && thing !== null ? await read(event, thing, reading) : undefined;
  return told ? [told] : [];
}

const session: Reader<Stripe.Checkout.Session> = async (event, told, { installationId, memory }) => {
  const tag = readTag(told.metadata, installationId);
  if (!tag) return undefined;
  const intentId = idOf(told.payment_intent);
  if (intentId !== undefined) await memory.rememberSession(intentId, told.id);
  const payment = sessionSnapshot(told);
  const isPaid = payment.state === 'succeeded' && intentId !== undefined;
  const savedMethod = tag.saves && isPaid ? await memory.methodOf(intentId) : undefined;
  // The session looks the same as while the bank was still thinking; only the event says that it has decided.
  const isRefused = event.type === 'checkout.session.async_payment_failed' && payment.state === 'pending';
  const seen: PaymentSnapshot = isRefused
    ? { ...payment, state: 'declined', decline: toDecline({}, false) }
    : { ...payment, ...(savedMethod && { savedMethod }) };
  return { id: event.id, type: 'payment', paymentId: tag.paymentId, payment: seen };
};

/** On Stripe's page a refused card or a step in between is the session's matter: only money concerns us. */
const intent: Reader<Stripe.PaymentIntent> = async (event, told, reading) => {
  const tag = readTag(told.metadata, reading.installationId);
  if (!tag || (isHosted(tag) && told.status !== 'succeeded')) return undefined;
  const reference = await nameOf(told.id, tag, reading);
  if (reference === undefined) return undefined;
  return { id: event.id, type: 'payment', paymentId: tag.paymentId, payment: intentSnapshot(told, reference) };
};

/** Read for the card alone: the other events only name it. */
const charge: Reader<Stripe.Charge> = async (event, told, reading) => {
  const tag = readTag(told.metadata, reading.installationId);
  const intentId = idOf(told.payment_intent);
  if (!tag?.saves || intentId === undefined) return undefined;
  const payment = chargeSnapshot(told, intentId);
  if (isHosted(tag) && payment?.savedMethod) await reading.memory.rememberMethod(intentId, payment.savedMethod);
  const reference = await nameOf(intentId, tag, reading);
  if (!payment || reference === undefined) return undefined;
  return { id: event.id, type: 'payment', paymentId: tag.paymentId, payment: { ...payment, reference } };
};

const isHosted = ({ flow }: PaymentTag): boolean => flow === 'hosted';

/** Nothing for a session not heard of yet: its own event is on the way and says the same. */
const nameOf = async (intentId: string, tag: PaymentTag, { memory }: Reading): Promise<string | undefined> =>
  isHosted(tag) ? memory.sessionOf(intentId) : intentId;

/** One made at Stripe's desk has no number of ours, only its payment's. */
const refund: Reader<Stripe.Refund> = async (event, told, { installationId, memory }) => {
  const { installation = installationId, refund_id: refundId } = told.metadata ?? {};
  const intentId = idOf(told.payment_intent);
  if (installation !== installationId || (refundId === undefined && intentId === undefined)) return undefined;
  const paymentReference = intentId && ((await memory.sessionOf(intentId)) ?? intentId);
  return {
    id: event.id,
    type: 'refund',
    ...(refundId !== undefined && { refundId }),
    ...(paymentReference !== undefined && { paymentReference }),
    refund: refundSnapshot(told),
  };
};

const CLOSED: ReadonlyMap<string, DisputeState> = new Map([
  ['won', 'won'],
  ['lost', 'lost'],
]);

/** An inquiry of a bank takes no money yet; it counts from the moment when money goes. */
function disputeState({ type }: Stripe.Event, { status }: Stripe.Dispute): DisputeState | undefined {
  if (type === 'charge.dispute.closed') return CLOSED.get(status);
  if (type === 'charge.dispute.funds_withdrawn') return 'opened';
  if (type === 'charge.dispute.funds_reinstated') return 'won';
  return status === 'needs_response' || status === 'under_review' ? 'opened' : undefined;
}

const dispute: Reader<Stripe.Dispute> = async (event, told, { memory }) => {
  const state = disputeState(event, told);
  const intentId = idOf(told.payment_intent);
  if (!state || intentId === undefined) return undefined;
  const reference = (await memory.sessionOf(intentId)) ?? intentId;
  const fee = disputeFee(told);
  return {
    id: event.id,
    type: 'dispute',
    reference,
    disputeReference: told.id,
    state,
    amount: fromStripeAmount(told.amount, told.currency),
    ...(fee && { fee }),
    ...(told.reason && { reason: told.reason.slice(0, 500) }),
  };
};

/** Taken with the money, and not always given back with it: what the bookings of this dispute add up to. */
function disputeFee({ balance_transactions: bookings }: Stripe.Dispute) {
  const [first] = bookings ?? [];
  if (!first) return undefined;
  const total = bookings.filter(({ currency }) => currency === first.currency).reduce((sum, { fee }) => sum + fee, 0);
  return total > 0 ? feeFromStripe(total, first.currency) : undefined;
}

const as =
  <Thing>(read: Reader<Thing>): Reader<object> =>
  (event, thing, installationId) =>
    read(event, thing as Thing, installationId);

const READERS: ReadonlyMap<string, Reader<object>> = new Map(
  EVENT_TYPES.map(type => {
    if (type.startsWith('checkout.session.')) return [type, as(session)];
    if (type.startsWith('payment_intent.')) return [type, as(intent)];
    if (type.startsWith('charge.dispute.')) return [type, as(dispute)];
    return [type, type.startsWith('refund.') ? as(refund) : as(charge)];
  }),
);
