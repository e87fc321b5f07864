import { PluginFailure } from '@hostwright/sdk';

/** A charge, as far as we read it. */
export interface SandboxCharge {
  readonly id: string;
  readonly status: string;
  readonly amount: string;
  readonly currency: string;
  readonly captured: string;
  readonly fee: string;
  readonly refunded: string;
  readonly paymentId: string | undefined;
  readonly payUrl: string;
  readonly error: { readonly code: string; readonly text: string; readonly soft: boolean } | undefined;
}

export interface SandboxRefund {
  readonly id: string;
  readonly charge: string;
  readonly status: string;
  readonly amount: string;
  readonly currency: string;
  readonly reason: string | undefined;
  readonly refundId: string | undefined;
}

export interface SandboxEvent {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export function readCharge(value: unknown): SandboxCharge {
  const charge = fieldsOf(value);
  const error = charge['error'] === null || charge['error'] === undefined ? undefined : fieldsOf(charge['error']);
  return {
    id: text(charge, 'id'),
    status: text(charge, 'status'),
    amount: minorUnits(charge, 'amount'),
    currency: text(charge, 'currency'),
    captured: minorUnits(charge, 'captured'),
    fee: minorUnits(charge, 'fee'),
    refunded: minorUnits(charge, 'refunded'),
    paymentId: metadata(charge, 'payment_id'),
    payUrl: text(charge, 'pay_url'),
    error: error && { code: text(error, 'code'), text: text(error, 'text'), soft: error['soft'] === true },
  };
}

export function readCharges(value: unknown): readonly SandboxCharge[] {
  const data = fieldsOf(value)['data'];
  if (!Array.isArray(data)) throw unreadable('data');
  return data.map(readCharge);
}

export function readRefund(value: unknown): SandboxRefund {
  const refund = fieldsOf(value);
  return {
    id: text(refund, 'id'),
    charge: text(refund, 'charge'),
    status: text(refund, 'status'),
    amount: minorUnits(refund, 'amount'),
    currency: text(refund, 'currency'),
    reason: typeof refund['reason'] === 'string' ? refund['reason'] : undefined,
    refundId: metadata(refund, 'refund_id'),
  };
}

export function readEvent(value: unknown): SandboxEvent {
  const event = fieldsOf(value);
  return { id: text(event, 'id'), type: text(event, 'type'), data: fieldsOf(event['data']) };
}

/** The provider's word for what went wrong, when it gave one. */
export function readErrorCode(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('error' in value)) return undefined;
  const error: unknown = value.error;
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  if (typeof value !== 'object' || value === null) throw unreadable('an object');
  return value as Fields;
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '') throw unreadable(name);
  return value;
}

function minorUnits(fields: Fields, name: string): string {
  const value = text(fields, name);
  if (!/^\d{1,18}$/.test(value)) throw unreadable(name);
  return value;
}

function metadata(fields: Fields, name: string): string | undefined {
  const value = fieldsOf(fields['metadata'] ?? {})[name];
  return typeof value === 'string' ? value : undefined;
}

/** What cannot be read says nothing about what was done. */
function unreadable(what: string): PluginFailure {
  return PluginFailure.unknown(`The answer of Sandbox Pay lacks ${what}`, { code: 'bad-answer' });
}
