import { createHmac, timingSafeEqual } from 'node:crypto';
import type { CallOptions, PluginContext } from '../../context.js';
import { PluginFailure } from '../../failure.js';
import type {
  PaymentGateway,
  PaymentSnapshot,
  PaymentState,
  RefundSnapshot,
  StatementLine,
} from '../../kinds/payment-gateway.js';
import { money } from '../../money.js';
import type { AcmeCharge, AcmeRefund } from './acme-vendor.fixture.js';

const API = 'https://api.acme.test';
const STATES: Readonly<Record<string, PaymentState>> = {
  open: 'pending',
  held: 'authorized',
  paid: 'succeeded',
  cancelled: 'cancelled',
};

/** A gateway that keeps every promise. */
export function honestGateway(context: PluginContext): Required<PaymentGateway> {
  const ask = <T>(method: string, path: string, call?: CallOptions, body?: object) =>
    askAcme<T>(context, method, path, call, body);
  const newCharge = (path: string, payment: Parameters<PaymentGateway['start']>[0], call: CallOptions, more: object) =>
    ask<AcmeCharge>('POST', path, call, {
      payment: payment.paymentId,
      amount: payment.amount.amount.toString(),
      currency: payment.amount.currency,
      ...more,
    });
  return {
    start: async (payment, call) => {
      const charge = await newCharge('/charges', payment, call, { save: payment.saveMethod ? 'yes' : 'no' });
      return { next: 'redirect', url: `${API}/pay/${charge.id}`, payment: toSnapshot(charge) };
    },
    fetch: async reference => toSnapshot(await ask('GET', `/charges/${reference}`)),
    find: async paymentId => {
      const charge = (await ask<AcmeCharge[]>('GET', `/charges?payment=${paymentId}`)).at(-1);
      return charge && toSnapshot(charge);
    },
    cancel: async (reference, call) => toSnapshot(await ask('POST', `/charges/${reference}/cancel`, call)),
    capture: async (reference, _, call) => toSnapshot(await ask('POST', `/charges/${reference}/capture`, call)),
    refund: async ({ reference, amount }, call) =>
      toRefund(await ask('POST', `/charges/${reference}/refunds`, call, { amount: amount.amount.toString() })),
    fetchRefund: async reference => toRefund(await ask('GET', `/refunds/${reference}`)),
    chargeSaved: async (payment, call) =>
      toSnapshot(await newCharge('/renewals', payment, call, { token: payment.method.token })),
    forgetMethod: async ({ token }, call) => void (await ask('DELETE', `/methods/${token}`, call)),
    parseWebhook: async request => {
      verify(context, request.headers, request.body);
      const { id, charge } = JSON.parse(new TextDecoder().decode(request.body)) as { id: string; charge: AcmeCharge };
      return { events: [{ id, type: 'payment', paymentId: charge.payment, payment: toSnapshot(charge) }] };
    },
    listSettled: async ({ from, until, cursor = '0' }) => {
      const path = `/settled?from=${from.getTime()}&until=${until.getTime()}&cursor=${cursor}`;
      const { rows, next } = await ask<{ rows: AcmeCharge[]; next?: string }>('GET', path);
      const settled = rows.map(row => ({ reference: row.id, received: money(BigInt(row.amount), row.currency) }));
      return { settled, ...(next !== undefined && { cursor: next }) };
    },
    readStatement: async ({ bytes }) => readStatement(new TextDecoder().decode(bytes)),
  };
}

export async function askAcme<T>(
  context: PluginContext,
  method: string,
  path: string,
  call?: CallOptions,
  body?: object,
): Promise<T> {
  const response = await context.fetch(`${API}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${context.secrets.get('apiKey')}`,
      ...(call && { 'idempotency-key': call.idempotencyKey }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (response.ok) return (await response.json()) as T;
  throw toFailure(response, call !== undefined);
}

export function toFailure({ status, headers }: Response, isChange: boolean): PluginFailure {
  const code = `acme-${status}`;
  const retryAfterMs = 1000 * Number(headers.get('retry-after') ?? 1);
  if (status === 429) return PluginFailure.retryable('Acme asks to wait', { code, retryAfterMs });
  if (status >= 500 && isChange) return PluginFailure.unknown(`Acme answered ${status}`, { code });
  if (status >= 500) return PluginFailure.retryable(`Acme answered ${status}`, { code });
  return PluginFailure.final(`Acme refused with ${status}`, { code });
}

export function toSnapshot(charge: AcmeCharge): PaymentSnapshot {
  const state = STATES[charge.status] ?? 'pending';
  return {
    reference: charge.id,
    state,
    ...(state === 'succeeded' && { received: money(BigInt(charge.amount), charge.currency) }),
    ...(charge.token !== undefined && {
      savedMethod: { token: charge.token, label: 'Card ·4242', expires: { month: 7, year: 2030 } },
    }),
  };
}

const toRefund = (refund: AcmeRefund): RefundSnapshot => ({
  reference: refund.id,
  state: 'succeeded',
  amount: money(BigInt(refund.amount), refund.currency),
});

function verify(context: PluginContext, headers: Readonly<Record<string, string>>, body: Uint8Array): void {
  const time = headers['acme-time'] ?? '';
  const expected = createHmac('sha256', context.secrets.get('hookSecret')).update(`${time}.`).update(body).digest();
  const given = Buffer.from(headers['acme-signature'] ?? '', 'hex');
  const age = Math.abs(context.clock.now().getTime() / 1000 - Number(time));
  if (given.length === expected.length && timingSafeEqual(given, expected) && age <= 300) return;
  throw PluginFailure.final('The webhook is not signed by Acme', { code: 'bad-signature' });
}

/** Lines such as `b-1;2026-03-01;1999;EUR;INV-1`. */
function readStatement(text: string): Awaited<ReturnType<Required<PaymentGateway>['readStatement']>> {
  if (!text.startsWith('ACME\n')) throw PluginFailure.final('This is no statement', { code: 'statement-unreadable' });
  const rows = text
    .split('\n')
    .slice(1)
    .map((row, index) => ({ line: index + 2, cells: row.split(';') }));
  const isGood = ({ cells }: (typeof rows)[number]): boolean => cells.length === 5 && /^\d+$/.test(cells[2] ?? '');
  const lines = rows.filter(isGood).map(({ line, cells }): StatementLine => {
    const [id = '', bookedOn = '', amount = '', currency = '', words = ''] = cells;
    return { line, id, bookedOn, amount: money(BigInt(amount), currency), text: words, references: [words] };
  });
  const faults = rows
    .filter(row => !isGood(row))
    .map(({ line }) => ({ line, code: 'bad-line', message: 'Five cells are needed' }));
  return { lines, faults };
}
