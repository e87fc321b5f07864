import {
  money,
  PluginFailure,
  type PaymentSnapshot,
  type PaymentState,
  type PaymentStep,
  type RefundSnapshot,
} from '@hostwright/sdk';
import { readErrorCode, type SandboxCharge, type SandboxRefund } from './sandbox-answers.js';

const STATES: ReadonlyMap<string, PaymentState> = new Map([
  ['created', 'pending'],
  ['awaiting_confirmation', 'requires-action'],
  ['paid', 'succeeded'],
  ['declined', 'declined'],
  ['cancelled', 'cancelled'],
]);

const REFUND_STATES: ReadonlyMap<string, RefundSnapshot['state']> = new Map([
  ['succeeded', 'succeeded'],
  ['failed', 'failed'],
]);

/** A status that the provider adds tomorrow reads as `pending`: only a known word may settle or fail a payment. */
export function toSnapshot(charge: SandboxCharge): PaymentSnapshot {
  const took = BigInt(charge.captured) > 0n;
  return {
    reference: charge.id,
    state: STATES.get(charge.status) ?? 'pending',
    ...(took && { received: money(BigInt(charge.captured), charge.currency), fee: money(BigInt(charge.fee), charge.currency) }),
    ...(charge.error && { decline: { code: charge.error.code, publicMessage: charge.error.text, mayRetry: charge.error.soft } }),
    raw: { status: charge.status, captured: charge.captured, refunded: charge.refunded, error: charge.error?.code },
  };
}

/** Only a charge that waits for the payer leads to the hosted page. */
export function toStep(charge: SandboxCharge): PaymentStep {
  const payment = toSnapshot(charge);
  const isOpen = payment.state === 'pending' || payment.state === 'requires-action';
  return isOpen ? { next: 'redirect', url: charge.payUrl, payment } : { next: 'nothing', payment };
}

export function toRefund(refund: SandboxRefund): RefundSnapshot {
  return {
    reference: refund.id,
    state: REFUND_STATES.get(refund.status) ?? 'pending',
    amount: money(BigInt(refund.amount), refund.currency),
    ...(refund.reason !== undefined && { reason: refund.reason }),
  };
}

/** A read may be repeated after any 5xx; after a change it is not known what was done. */
export function toFailure(status: number, headers: Headers, answer: unknown, isChange: boolean): PluginFailure {
  const code = readErrorCode(answer)?.replaceAll('_', '-') ?? `http-${status}`;
  if (status === 429) {
    const retryAfterMs = 1000 * Math.max(1, Number.parseInt(headers.get('retry-after') ?? '1', 10) || 1);
    return PluginFailure.retryable('Sandbox Pay asks to slow down', { code, retryAfterMs });
  }
  if (status >= 500) {
    const message = `Sandbox Pay answered ${status}`;
    return isChange ? PluginFailure.unknown(message, { code }) : PluginFailure.retryable(message, { code });
  }
  return PluginFailure.final(`Sandbox Pay refused the request with ${status} ${code}`, { code });
}
