import type { PayPalMoney } from './paypal-amounts.js';
import { fieldsOf, list, optionalText, text, type Fields } from './paypal-fields.js';

/** A capture: the moment when money is taken. */
export interface PayPalCapture {
  readonly id: string;
  readonly status: string;
  /** Why it is pending or was denied. */
  readonly reason: string | undefined;
  readonly amount: PayPalMoney;
  readonly fee: PayPalMoney | undefined;
  readonly customId: string | undefined;
  readonly orderId: string | undefined;
}

export interface PayPalRefund {
  readonly id: string;
  readonly status: string;
  readonly reason: string | undefined;
  readonly amount: PayPalMoney;
  readonly customId: string | undefined;
  readonly captureId: string | undefined;
}

/** An order, as far as we read it: one purchase unit, paid by PayPal. */
export interface PayPalOrder {
  readonly id: string;
  readonly status: string;
  readonly customId: string | undefined;
  readonly amount: PayPalMoney | undefined;
  readonly approveUrl: string | undefined;
  readonly captures: readonly PayPalCapture[];
  readonly refunds: readonly PayPalRefund[];
  readonly vault: { readonly id: string; readonly status: string } | undefined;
  readonly payerEmail: string | undefined;
}

export interface PayPalToken {
  readonly token: string;
  readonly lifetimeSeconds: number;
  readonly scopes: readonly string[];
}

export interface PayPalWebhook {
  readonly id: string;
  readonly url: string;
  readonly eventTypes: readonly string[];
}

export function readOrder(value: unknown): PayPalOrder {
  const order = fieldsOf(value);
  const unit = fieldsOf(list(order, 'purchase_units')[0] ?? {});
  const payments = fieldsOf(unit['payments'] ?? {});
  const paypal = fieldsOf(fieldsOf(order['payment_source'] ?? {})['paypal'] ?? {});
  const links = linksOf(order);
  return {
    id: text(order, 'id'),
    status: text(order, 'status'),
    customId: optionalText(unit, 'custom_id'),
    amount: unit['amount'] === undefined ? undefined : readMoney(unit['amount']),
    approveUrl: links.get('payer-action') ?? links.get('approve'),
    captures: list(payments, 'captures').map(readCapture),
    refunds: list(payments, 'refunds').map(readRefund),
    vault: readVault(fieldsOf(paypal['attributes'] ?? {})['vault']),
    payerEmail: optionalText(paypal, 'email_address') ?? optionalText(fieldsOf(order['payer'] ?? {}), 'email_address'),
  };
}

export function readCapture(value: unknown): PayPalCapture {
  const capture = fieldsOf(value);
  const fee = fieldsOf(capture['seller_receivable_breakdown'] ?? {})['paypal_fee'];
  const related = fieldsOf(fieldsOf(capture['supplementary_data'] ?? {})['related_ids'] ?? {});
  return {
    id: text(capture, 'id'),
    status: text(capture, 'status'),
    reason: reasonOf(capture),
    amount: readMoney(capture['amount']),
    fee: fee === undefined ? undefined : readMoney(fee),
    customId: optionalText(capture, 'custom_id'),
    orderId: optionalText(related, 'order_id') ?? lastOf(linksOf(capture).get('up'), 'orders'),
  };
}

export function readRefund(value: unknown): PayPalRefund {
  const refund = fieldsOf(value);
  return {
    id: text(refund, 'id'),
    status: text(refund, 'status'),
    reason: reasonOf(refund),
    amount: readMoney(refund['amount']),
    customId: optionalText(refund, 'custom_id'),
    captureId: lastOf(linksOf(refund).get('up'), 'captures'),
  };
}

export function readToken(value: unknown): PayPalToken {
  const answer = fieldsOf(value);
  const lifetime = answer['expires_in'];
  return {
    token: text(answer, 'access_token'),
    lifetimeSeconds: typeof lifetime === 'number' && Number.isFinite(lifetime) ? lifetime : 0,
    scopes: (optionalText(answer, 'scope') ?? '').split(' '),
  };
}

export function readWebhook(value: unknown): PayPalWebhook {
  const webhook = fieldsOf(value);
  return {
    id: text(webhook, 'id'),
    url: text(webhook, 'url'),
    eventTypes: list(webhook, 'event_types').map(type => text(fieldsOf(type), 'name')),
  };
}

export const readWebhooks = (value: unknown): readonly PayPalWebhook[] => list(fieldsOf(value), 'webhooks').map(readWebhook);

export const readEventTypes = (value: unknown): readonly string[] =>
  list(fieldsOf(value), 'event_types').map(type => text(fieldsOf(type), 'name'));

export const readVerdict = (value: unknown): string => text(fieldsOf(value), 'verification_status');

/** The most exact word that PayPal has for what went wrong, in our spelling, and its number for its own support. */
export function readError(value: unknown): { readonly code: string | undefined; readonly debugId: string | undefined } {
  if (typeof value !== 'object' || value === null) return { code: undefined, debugId: undefined };
  const answer = value as Fields;
  const first = Array.isArray(answer['details']) ? (answer['details'][0] as Fields | null | undefined) : undefined;
  const word = [first?.['issue'], answer['name'], answer['error']].find(
    candidate => typeof candidate === 'string' && /^[A-Za-z][\w-]{0,79}$/.test(candidate),
  ) as string | undefined;
  return { code: word?.toLowerCase().replaceAll('_', '-'), debugId: optionalText(answer, 'debug_id') };
}

export function readMoney(value: unknown): PayPalMoney {
  const amount = fieldsOf(value);
  return { currency_code: text(amount, 'currency_code'), value: text(amount, 'value') };
}

function readVault(value: unknown): PayPalOrder['vault'] {
  if (value === undefined) return undefined;
  const vault = fieldsOf(value);
  const id = optionalText(vault, 'id');
  return id === undefined ? undefined : { id, status: optionalText(vault, 'status') ?? '' };
}

const reasonOf = (fields: Fields): string | undefined => optionalText(fieldsOf(fields['status_details'] ?? {}), 'reason');

function linksOf(fields: Fields): ReadonlyMap<string, string> {
  return new Map(list(fields, 'links').map(link => [text(fieldsOf(link), 'rel'), text(fieldsOf(link), 'href')]));
}

/** The id at the end of a link to a thing of this kind. */
function lastOf(link: string | undefined, kind: string): string | undefined {
  return link?.match(new RegExp(`/${kind}/([A-Za-z0-9_-]{1,60})$`))?.[1];
}
