import { isCurrency, minorDigits, money, PluginFailure, type Money } from '@hostwright/sdk';

/** A payment as LiqPay tells it, in a callback or an answer, as far as we read it. */
export interface LiqPayOrder {
  readonly status: string;
  readonly orderId: string | undefined;
  readonly paymentId: string | undefined;
  readonly liqpayOrderId: string | undefined;
  readonly publicKey: string | undefined;
  readonly amount: Money | undefined;
  readonly commission: Money | undefined;
  readonly refunded: Money | undefined;
  /** The payment, or a part of it, waits to be given back. */
  readonly isReserved: boolean;
  readonly errCode: string | undefined;
  readonly payType: string | undefined;
  readonly cardToken: string | undefined;
  readonly cardMask: string | undefined;
  readonly cardType: string | undefined;
  readonly ip: string | undefined;
}

/** LiqPay says with HTTP 200 that it refused. */
export interface LiqPayRefusal {
  readonly errCode: string;
}

export interface LiqPayRefund {
  readonly status: string;
  /** Will be taken from what the shop earns next. */
  readonly isWaiting: boolean;
}

export type Answer<Told> =
  { readonly told: Told; readonly refusal?: undefined } | { readonly refusal: LiqPayRefusal; readonly told?: undefined };

type Values = Readonly<Record<string, unknown>>;

/** Numbers stay the digits they were written with, so that none of them is ever a float; whether quoted or not is then one. */
export function parseJson(text: string): unknown {
  const keepDigits = (_name: string, value: unknown, context?: { readonly source?: string }): unknown =>
    typeof value === 'number' ? (context?.source ?? String(value)) : value;
  return JSON.parse(text, keepDigits);
}

/** An answer about a payment. A payment that failed is told; only what names no payment is a refusal to answer. */
export function readPayment(value: unknown): Answer<LiqPayOrder> {
  const values = valuesOf(value);
  const isNamed = text(values, 'payment_id') !== undefined;
  return isError(values) && !isNamed ? { refusal: readRefusal(values) } : { told: readOrder(values) };
}

export function readRefund(value: unknown): Answer<LiqPayRefund> {
  const values = valuesOf(value);
  const status = text(values, 'status') ?? '';
  if (isError(values) || status === 'failure') return { refusal: readRefusal(values) };
  return { told: { status, isWaiting: isTrue(values['wait_amount']) || isTrue(values['wait_reserve_status']) } };
}

/** For answers of which nothing more is of interest. */
export function readDone(value: unknown): Answer<true> {
  const values = valuesOf(value);
  return isError(values) ? { refusal: readRefusal(values) } : { told: true };
}

export function readReport(value: unknown): Answer<readonly LiqPayOrder[]> {
  const values = valuesOf(value);
  if (isError(values)) return { refusal: readRefusal(values) };
  const data = values['data'] ?? [];
  if (!Array.isArray(data)) throw unreadable('data');
  return { told: data.map(readOrder) };
}

export function readOrder(value: unknown): LiqPayOrder {
  const values = valuesOf(value);
  const status = text(values, 'status');
  if (status === undefined) throw unreadable('status');
  const currency = text(values, 'currency');
  const amount = (name: string): Money | undefined => readMoney(text(values, name), currency);
  return {
    status,
    orderId: text(values, 'order_id'),
    paymentId: text(values, 'payment_id'),
    liqpayOrderId: text(values, 'liqpay_order_id'),
    publicKey: text(values, 'public_key'),
    amount: amount('amount'),
    commission: amount('receiver_commission'),
    refunded: amount('refund_amount'),
    isReserved: isTrue(values['wait_reserve_status']),
    errCode: text(values, 'err_code') ?? text(values, 'code'),
    payType: text(values, 'paytype'),
    cardToken: text(values, 'card_token'),
    cardMask: text(values, 'sender_card_mask2'),
    cardType: text(values, 'sender_card_type'),
    ip: text(values, 'ip'),
  };
}

/** Zeros beyond the currency's digits say nothing; any other digit there makes the amount unreadable. */
export function readMoney(decimal: string | undefined, currency: string | undefined): Money | undefined {
  if (decimal === undefined || currency === undefined || !isCurrency(currency)) return undefined;
  const [, whole, fraction = ''] = /^(\d{1,15})(?:\.(\d+))?$/.exec(decimal) ?? [];
  const digits = minorDigits(currency);
  const kept = fraction.replace(/0+$/, '');
  if (whole === undefined || kept.length > digits) return undefined;
  return money(BigInt(whole + kept.padEnd(digits, '0')), currency);
}

function isError(values: Values): boolean {
  return text(values, 'result') === 'error' || text(values, 'status') === 'error';
}

function readRefusal(values: Values): LiqPayRefusal {
  return { errCode: text(values, 'err_code') ?? text(values, 'code') ?? 'unnamed' };
}

function valuesOf(value: unknown): Values {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unreadable('an object');
  return value as Values;
}

/** Numbers are text already; an empty text says nothing. */
function text(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const isTrue = (value: unknown): boolean => value === true || value === 'true' || value === '1';

/** What cannot be read says nothing about what was done. */
function unreadable(what: string): PluginFailure {
  return PluginFailure.unknown(`The answer of LiqPay lacks ${what}`, { code: 'bad-answer' });
}
