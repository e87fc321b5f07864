import {
  money,
  PluginFailure,
  type PaymentSnapshot,
  type PaymentState,
  type PaymentStep,
  type RefundSnapshot,
} from '@hostwright/sdk';
import type { AcmePayCharge, AcmePayRefund } from './acme-pay-client.js';

const STATES: ReadonlyMap<string, PaymentState> = new Map([
  ['created', 'pending'],
  ['3ds', 'requires-action'],
  ['paid', 'succeeded'],
  ['refused', 'declined'],
  ['cancelled', 'cancelled'],
]);

const REFUND_STATES: ReadonlyMap<string, RefundSnapshot['state']> = new Map([
  ['done', 'succeeded'],
  ['failed', 'failed'],
]);

/** A status that Acme Pay adds tomorrow reads as `pending`: only a known word may settle or fail a payment. */
export function toSnapshot(charge: AcmePayCharge): PaymentSnapshot {
  const state = STATES.get(charge.status) ?? 'pending';
  return {
    reference: charge.id,
    state,
    ...(state === 'succeeded' && { received: money(BigInt(charge.amount), charge.currency) }),
    ...(state === 'declined' && { decline: { code: charge.decline ?? 'declined', mayRetry: true } }),
    raw: { status: charge.status },
  };
}

/** Only a charge that waits for the payer leads to the payment page. */
export function toStep(charge: AcmePayCharge): PaymentStep {
  const payment = toSnapshot(charge);
  const isOpen = payment.state === 'pending' || payment.state === 'requires-action';
  return isOpen ? { next: 'redirect', url: charge.page, payment } : { next: 'nothing', payment };
}

export function toRefund(refund: AcmePayRefund): RefundSnapshot {
  return {
    reference: refund.id,
    state: REFUND_STATES.get(refund.status) ?? 'pending',
    amount: money(BigInt(refund.amount), refund.currency),
  };
}

/** A read may be repeated after any 5xx; after a change it is not known what was done. */
export function toFailure({ status, headers }: Pick<Response, 'status' | 'headers'>, isChange: boolean): PluginFailure {
  const code = `http-${status}`;
  if (status === 429) {
    const seconds = Math.max(1, Number.parseInt(headers.get('retry-after') ?? '1', 10) || 1);
    return PluginFailure.retryable('Acme Pay asks to slow down', { code, retryAfterMs: 1000 * seconds });
  }
  if (status < 500) return PluginFailure.final(`Acme Pay refused the request with ${status}`, { code });
  const message = `Acme Pay answered ${status}`;
  return isChange ? PluginFailure.unknown(message, { code }) : PluginFailure.retryable(message, { code });
}
