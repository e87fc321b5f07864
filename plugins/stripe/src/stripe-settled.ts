import type { SettledPage, SettledPayment, SettledQuery } from '@hostwright/sdk';
import type Stripe from 'stripe';
import { readTag } from './payment-tag.js';
import type { IntentMemory } from './intent-memory.js';
import type { StripeClient } from './stripe-client.js';
import type { Reading } from './stripe-events.js';
import { idOf } from './stripe-mapping.js';
import { feeFromStripe, fromStripeAmount } from './stripe-money.js';

/** What Stripe booked as taken; everything else on the balance is no payment. */
const TAKEN: ReadonlySet<string> = new Set(['charge', 'payment']);

/** One page of what Stripe booked in a period, payments of this installation only: an account may serve others too. */
export async function listSettled(
  client: StripeClient,
  { installationId, memory }: Reading,
  { from, until, cursor }: SettledQuery,
): Promise<SettledPage> {
  const { data, has_more: hasMore } = await client.balanceTransactions(seconds(from), seconds(until), cursor);
  const settled: SettledPayment[] = [];
  for (const booked of data) {
    const row = settledPayment(booked, installationId);
    if (row)
      settled.push(
        row.isHosted ? { ...row.payment, reference: await sessionOf(row.payment.reference, client, memory) } : row.payment,
      );
  }
  const last = data.at(-1)?.id;
  return { settled, ...(hasMore && last !== undefined && { cursor: last }) };
}

export function settledPayment(
  booked: Stripe.BalanceTransaction,
  installationId: string,
): { readonly payment: SettledPayment; readonly isHosted: boolean } | undefined {
  const charge = typeof booked.source === 'object' && booked.source?.object === 'charge' ? booked.source : undefined;
  const tag = readTag(charge?.metadata, installationId);
  const reference = idOf(charge?.payment_intent);
  if (!TAKEN.has(booked.type) || !charge || !tag || !reference) return undefined;
  const received = fromStripeAmount(charge.amount_captured, charge.currency);
  const fee = feeFromStripe(booked.fee, booked.currency);
  return { payment: { reference, paymentId: tag.paymentId, received, fee }, isHosted: tag.flow === 'hosted' };
}

/** Mostly known from the webhook that told of the payment; one that was missed is asked for. */
async function sessionOf(intent: string, client: StripeClient, memory: IntentMemory): Promise<string> {
  const known = await memory.sessionOf(intent);
  if (known !== undefined) return known;
  const session = await client.sessionOfIntent(intent);
  if (session === undefined) return intent;
  await memory.rememberSession(intent, session.id);
  return session.id;
}

/** Whole seconds, rounded up: a payment belongs to exactly one of two periods that meet. */
const seconds = (date: Date): number => Math.ceil(date.getTime() / 1000);
