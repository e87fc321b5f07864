import { moneyFromJson, type GatewayEvent, type Money, type MoneyJson } from '@hostwright/sdk';
import { encode } from '../../platform/jobs/index.js';

/** The text for the JSON column. The provider's own words are left out: they may hold anything, and nothing rests on them. */
export function eventToJson(event: GatewayEvent): string {
  if (event.type !== 'payment') return encode(event);
  const { raw: _raw, ...payment } = event.payment;
  return encode({ ...event, payment });
}

/** The gateway's name for the payment that the event is about. */
export function paymentOf(event: GatewayEvent): string | null {
  if (event.type === 'payment') return event.payment.reference;
  return (event.type === 'refund' ? event.paymentReference : event.reference) ?? null;
}

/** What `eventToJson` wrote, with its amounts as money again. */
export function eventFromJson(value: unknown): GatewayEvent {
  const event = value as GatewayEvent;
  if (event.type === 'dispute') return { ...event, amount: revived(event.amount), ...(event.fee && { fee: revived(event.fee) }) };
  if (event.type === 'refund') return { ...event, refund: { ...event.refund, amount: revived(event.refund.amount) } };
  const { received, fee, ...payment } = event.payment;
  return {
    ...event,
    payment: { ...payment, ...(received && { received: revived(received) }), ...(fee && { fee: revived(fee) }) },
  };
}

/** JSON has no bigint: the amount is text until here. */
const revived = (amount: Money): Money => moneyFromJson(amount as unknown as MoneyJson);
