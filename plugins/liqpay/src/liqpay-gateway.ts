import {
  money,
  PluginFailure,
  type CallOptions,
  type GatewayEvent,
  type PaymentGateway,
  type PaymentSnapshot,
  type PaymentStep,
  type RefundRequest,
  type RefundSnapshot,
  type SavedMethod,
  type SettledPage,
  type SettledQuery,
  type StartPayment,
  type WebhookAnswer,
  type WebhookRequest,
} from '@hostwright/sdk';
import type { LiqPayOrder } from './liqpay-answers.js';
import { LiqPayClient, type NewPayment } from './liqpay-client.js';
import { declineOf, isDuplicate, isShopRefused, isUnknownPayment, refused, wantsPayer } from './liqpay-errors.js';
import { readToken, refundedOf, toSettled, toSnapshot, type Reader } from './liqpay-mapping.js';
import { RefundBook } from './liqpay-refund-book.js';
import { LiqPayRefunds } from './liqpay-refunds.js';
import { isSandboxKey, linkLifetimeMs, versionOf, type LiqPayContext } from './liqpay-settings.js';
import { eventIdOf, readCallback } from './liqpay-webhook.js';

/** LiqPay takes addresses up to this length. */
const LONGEST_ADDRESS = 510;
const LONGEST_DESCRIPTION = 200;
const LONGEST_REFERENCE = 200;
const CURRENCIES: ReadonlySet<string> = new Set(['UAH', 'EUR', 'USD']);
const SETTLED_PER_PAGE = 500;

/** A page that was opened in its last minute is still being paid on. */
const LAST_PAYMENT_MS = 3_600_000;

/** The core asks about an open payment for a day; staff may ask later. */
const REMEMBERED_MS = 30 * 24 * 3_600_000;

/** Sends the payer to LiqPay's page and translates what LiqPay says about it. The payment's id is the order's. */
export class LiqPayGateway implements PaymentGateway {
  private readonly client: LiqPayClient;
  private readonly book: RefundBook;
  private readonly refunds: LiqPayRefunds;
  private readonly reader: Reader;

  constructor(private readonly context: LiqPayContext) {
    this.client = new LiqPayClient(context);
    this.book = new RefundBook(context.storage);
    this.refunds = new LiqPayRefunds(this.client, this.book, context.clock);
    this.reader = { isSandbox: isSandboxKey(context.config.publicKey) };
  }

  /** Asks LiqPay nothing: the link is signed here, so there is no answer that could get lost. */
  async start(payment: StartPayment): Promise<PaymentStep> {
    const { config, clock, storage } = this.context;
    const { paymentId, returnUrl, saveMethod } = payment;
    const expiresAt = new Date(clock.now().getTime() + linkLifetimeMs(config));
    const { url, data, signature } = this.client.checkout({
      ...this.newPayment(payment),
      resultUrl: returnUrl.length > LONGEST_ADDRESS ? undefined : returnUrl,
      expiresAt,
      payTypes: config.payTypes,
      savesCard: saveMethod,
    });
    await storage.set(linkKey(paymentId), expiresAt.toISOString(), { ttlMs: linkLifetimeMs(config) + REMEMBERED_MS });
    const step = { next: 'redirect', payment: { reference: paymentId, state: 'pending' } } as const;
    if (config.checkout === 'form') return { ...step, url: url.href, fields: { data, signature } };
    url.search = new URLSearchParams({ data, signature }).toString();
    return { ...step, url: url.href };
  }

  /** An order that LiqPay does not know is one whose page nobody has opened. */
  async fetch(reference: string): Promise<PaymentSnapshot> {
    return (await this.look(reference)) ?? (await this.unopened(reference)) ?? { reference, state: 'pending' };
  }

  async find(paymentId: string): Promise<PaymentSnapshot | undefined> {
    return (await this.look(paymentId)) ?? this.unopened(paymentId);
  }

  async chargeSaved(request: StartPayment & { readonly method: SavedMethod }, call: CallOptions): Promise<PaymentSnapshot> {
    const reference = request.paymentId;
    const { cardToken, ip: savedIp } = readToken(request.method);
    const ip = savedIp ?? request.payer.ip ?? this.context.config.renewalIp;
    if (ip === undefined)
      throw PluginFailure.final('LiqPay wants to know the address of the payer', { code: 'payer-ip-missing' });
    const { told, refusal } = await this.client.payByToken({ ...this.newPayment(request), cardToken, ip }, call.signal);
    if (told) return toSnapshot(reference, told, this.reader);
    const { errCode } = refusal;
    if (isDuplicate(errCode)) return this.fetch(reference);
    if (wantsPayer(errCode)) return { reference, state: 'requires-action' };
    const decline = declineOf(errCode);
    if (decline) return { reference, state: 'declined', decline };
    throw refused(errCode, true);
  }

  /** A shop without the right to delete tokens can only forget them itself, which the core does. */
  async forgetMethod(method: SavedMethod, call: CallOptions): Promise<void> {
    const { refusal } = await this.client.deleteToken(readToken(method).cardToken, call.signal);
    if (!refusal || declineOf(refusal.errCode)?.code === 'card-token-invalid') return;
    if (refusal.errCode !== 'err_access') throw refused(refusal.errCode, true);
    this.context.log.warn('LiqPay does not let this shop delete card tokens; it is forgotten here only');
  }

  refund(request: RefundRequest, call: CallOptions): Promise<RefundSnapshot> {
    return this.refunds.make(request, call);
  }

  fetchRefund(reference: string): Promise<RefundSnapshot> {
    return this.refunds.fetch(reference);
  }

  async parseWebhook(request: WebhookRequest): Promise<WebhookAnswer> {
    const { config, secrets } = this.context;
    const keys = { publicKey: config.publicKey, privateKey: secrets.get('privateKey'), version: versionOf(config) };
    const order = readCallback(request, keys);
    const reference = order.orderId;
    if (reference === undefined || reference.length > LONGEST_REFERENCE) return { events: [] };
    const payment = toSnapshot(reference, order, this.reader);
    const refund = await this.refundEvent(reference, order);
    const told: GatewayEvent = { id: eventIdOf(order, 'payment'), type: 'payment', paymentId: reference, payment };
    return { events: refund ? [told, refund] : [told] };
  }

  /** LiqPay gives the whole report at once; it is handed on in pages, in the order of the references. */
  async listSettled({ from, until, cursor }: SettledQuery): Promise<SettledPage> {
    const { told, refusal } = await this.client.report(from, new Date(until.getTime() - 1));
    if (!told) throw refused(refusal.errCode, false);
    const all = told
      .flatMap(order => toSettled(order, this.reader) ?? [])
      .filter(({ reference }) => cursor === undefined || reference > cursor)
      .sort((left, right) => (left.reference < right.reference ? -1 : 1));
    const settled = all.slice(0, SETTLED_PER_PAGE);
    const last = settled.at(-1);
    return { settled, ...(last && all.length > settled.length && { cursor: last.reference }) };
  }

  private async look(reference: string): Promise<PaymentSnapshot | undefined> {
    const { told, refusal } = await this.client.status(reference);
    if (told) return toSnapshot(reference, told, this.reader);
    if (isUnknownPayment(refusal.errCode)) return undefined;
    throw refused(refusal.errCode, false);
  }

  /** A link was given out and can be paid until it expires; after that nobody will. */
  private async unopened(paymentId: string): Promise<PaymentSnapshot | undefined> {
    const expiresAt = await this.context.storage.get<string>(linkKey(paymentId));
    if (expiresAt === undefined) return undefined;
    const isOver = this.context.clock.now().getTime() > new Date(expiresAt).getTime() + LAST_PAYMENT_MS;
    return { reference: paymentId, state: isOver ? 'cancelled' : 'pending' };
  }

  private async refundEvent(paymentReference: string, order: LiqPayOrder): Promise<GatewayEvent | undefined> {
    const total = refundedOf(order);
    if (total === 0n || order.amount === undefined) return undefined;
    const told = await this.book.told(paymentReference, total);
    if (!told) return undefined;
    const { refundId } = told;
    return {
      id: eventIdOf(order, 'refund'),
      type: 'refund',
      paymentReference,
      ...(refundId !== undefined && { refundId }),
      refund: {
        reference: `${paymentReference}:${refundId ?? `total-${total}`}`,
        state: 'succeeded',
        amount: money(told.amount, order.amount.currency),
      },
    };
  }

  private newPayment({ paymentId, amount, description, locale }: StartPayment): NewPayment {
    if (!CURRENCIES.has(amount.currency))
      throw PluginFailure.final(`LiqPay does not take ${amount.currency}`, { code: 'currency-not-supported' });
    return {
      orderId: paymentId,
      amount,
      description: [...description].slice(0, LONGEST_DESCRIPTION).join(''),
      // Its page speaks two languages; readers of Russian know the first.
      language: /^(uk|ru)\b/.test(locale) ? 'uk' : 'en',
      serverUrl: this.context.urls.webhook(),
    };
  }
}

const linkKey = (paymentId: string): string => `link:${paymentId}`;

/** Whether the keys open the shop's door at LiqPay, asked about an order that cannot exist. */
export async function knock(context: LiqPayContext): Promise<'open' | 'shut'> {
  const { refusal } = await new LiqPayClient(context).status(`connection-test-${context.installationId}`);
  if (refusal === undefined || isUnknownPayment(refusal.errCode)) return 'open';
  if (isShopRefused(refusal.errCode)) return 'shut';
  throw refused(refusal.errCode, false);
}
