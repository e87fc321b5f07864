import { money, PluginFailure, type PaymentSnapshot, type PaymentState } from '@hostwright/sdk';

/** A charge as Acme tells of it. */
export interface Charge {
  readonly id: string;
  readonly reference: string;
  readonly status: string;
  readonly amount: string;
  readonly currency: string;
  readonly page: string;
}

const STATES: ReadonlyMap<string, PaymentState> = new Map([
  ['paid', 'succeeded'],
  ['refused', 'declined'],
]);

/** A status that Acme adds tomorrow reads as `pending`: only a known word may settle or fail a payment. */
export function toSnapshot({ id, status, amount, currency }: Charge): PaymentSnapshot {
  const state = STATES.get(status) ?? 'pending';
  return { reference: id, state, ...(state === 'succeeded' && { received: money(BigInt(amount), currency) }) };
}

/** A read may be repeated after any 5xx; after a change it is not known what was done. */
export function toFailure({ status, headers }: Response, isChange: boolean): PluginFailure {
  const code = `acme-${status}`;
  const retryAfterMs = 1000 * Number(headers.get('retry-after') ?? 1);
  if (status === 429) return PluginFailure.retryable('Acme asks to slow down', { code, retryAfterMs });
  if (status < 500) return PluginFailure.final(`Acme refused with ${status}`, { code });
  const fail = isChange ? PluginFailure.unknown : PluginFailure.retryable;
  return fail(`Acme answered ${status}`, { code });
}
