import { randomUUID } from 'node:crypto';
import type { AdminRefund } from '@hostwright/sdk/http';
import { expectStatus, type Shop, type ShopCustomer } from '../harness/shop.js';

/** A part of a payment that went back, with its credit note, and money that the provider tells of and nobody knows. */
export async function aRefundTrade(
  shop: Shop,
  { email }: ShopCustomer,
  paymentId: string,
): Promise<Readonly<Record<string, string>>> {
  const body = { amount: { amount: '100', currency: 'EUR' }, reason: `Asked for by ${email}` };
  const headers = { 'idempotency-key': randomUUID() };
  const asked = await shop.asOwner(`POST /api/admin/payments/${paymentId}/refunds`, { headers, body });
  const { id: refundId } = expectStatus(asked, 201).json<AdminRefund>();
  await shop.runJobs();
  const done = expectStatus(await shop.asOwner(`GET /api/admin/refunds/${refundId}`), 200).json<AdminRefund>();
  return { refundId, creditNoteId: done.creditNoteId!, unmatchedId: await aStray(shop, email) };
}

async function aStray(shop: Shop, email: string): Promise<string> {
  const id = randomUUID();
  const payment = { reference: `ch of ${email}`, state: 'succeeded', received: { amount: '1999', currency: 'EUR' } };
  const event = { id, type: 'payment', payment };
  await shop.rows(
    `insert into webhook_inbox (installation_id, event_id, id, event, state, problem, payment_reference, received_at)
     values ($1, $2, $3, $4::jsonb, 'unmatched', 'unknown-reference', $5, $6)`,
    [shop.cards, id, id, JSON.stringify(event), payment.reference, shop.server.clock.now()],
  );
  return id;
}
