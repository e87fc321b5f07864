import {
  failureKind,
  PluginFailure,
  sameMoney,
  type CallOptions,
  type Money,
  type PaymentGateway,
  type PaymentSnapshot,
  type PaymentStep,
  type PluginContext,
  type RefundRequest,
  type RefundSnapshot,
  type SavedMethod,
  type SettledPage,
  type SettledQuery,
  type StartPayment,
  type WebhookAnswer,
  type WebhookRequest,
} from '@hostwright/sdk';
import { fromPayPal, toPayPal } from './paypal-amounts.js';
import type { PayPalOrder } from './paypal-answers.js';
import { PayPalClient } from './paypal-client.js';
import type { PayPalConfig } from './paypal-config.js';
import { declineOf, DECLINE_CODES } from './paypal-declines.js';
import { isMissing, isRefusal } from './paypal-failures.js';
import { captureSnapshot, governing, tookMoney, toRefund, toSnapshot, toStep } from './paypal-mapping.js';
import { PayPalMemory, type BegunPayment } from './paypal-memory.js';
import { newOrder, savedOrder } from './paypal-order.js';
import { PayPalSettlements } from './paypal-settlements.js';
import { PayPalWebhooks } from './paypal-webhook.js';
import { refundName } from './webhook-events.js';

const HOUR_MS = 3_600_000;
/** PayPal knows a key for six hours; half an hour less for clocks and queues. */
const KEY_LIVES_MS = 5.5 * HOUR_MS;
/** An order that nobody approves is dropped after three hours. */
const ORDER_LIVES_MS = 3 * HOUR_MS;
/** So long a payment may be missing in PayPal's history. */
const HISTORY_LAGS_MS = 4 * HOUR_MS;

const ORDER_ID = /^[A-Z0-9]{1,36}$/;

/** The order itself knows better where it stands. */
const LOOK_AGAIN = ['order-already-captured', 'order-not-approved', 'payer-action-required'];

/** Sends the payer to PayPal to approve an order, takes the money when asked to, and translates what PayPal says of it. */
export class PayPalGateway implements PaymentGateway {
  private readonly client: PayPalClient;
  private readonly memory: PayPalMemory;
  private readonly settlements: PayPalSettlements;
  private readonly webhooks: PayPalWebhooks;

  constructor(private readonly context: PluginContext<PayPalConfig>) {
    this.client = new PayPalClient(context);
    this.memory = new PayPalMemory(context.storage, context.clock);
    this.settlements = new PayPalSettlements(this.client, this.memory, context.clock);
    this.webhooks = new PayPalWebhooks(context, this.client, this.memory);
  }

  async start(payment: StartPayment, { idempotencyKey: key, signal }: CallOptions): Promise<PaymentStep> {
    const body = newOrder(payment, this.context.tenant, this.context.config.immediateOnly ?? true);
    const { begun, isNew } = await this.memory.begin(payment.paymentId, { key, body, bySavedMethod: false });
    if (begun.orderId !== undefined) return this.stepOf(begun.orderId);
    return toStep(await this.create(payment.paymentId, begun, { signal, isNew }));
  }

  async fetch(reference: string): Promise<PaymentSnapshot> {
    try {
      return toSnapshot(await this.look(reference));
    } catch (error) {
      if (isMissing(error)) return this.dropped(reference, error);
      throw error;
    }
  }

  /**
   * PayPal cannot be asked for an order by a name of ours. An order without a payer takes no money, so it is created
   * again under its key: PayPal answers with the first one. A charge without the payer is looked for in the history.
   */
  async find(paymentId: string): Promise<PaymentSnapshot | undefined> {
    const begun = await this.memory.payment(paymentId);
    if (!begun) return undefined;
    if (begun.orderId !== undefined) return this.fetch(begun.orderId);
    if (begun.bySavedMethod) return this.findInHistory(paymentId, begun);
    // Nobody was ever given the address of an order whose answer was lost so long ago.
    return this.age(begun.begunAt) < KEY_LIVES_MS ? toSnapshot(await this.create(paymentId, begun)) : undefined;
  }

  /** Takes the money of an approved order: all of it, for that is what the payer agreed to. */
  async capture(reference: string, amount: Money, { idempotencyKey: key, signal }: CallOptions): Promise<PaymentSnapshot> {
    const order = await this.look(reference);
    if (order.captures.length > 0 || order.status === 'COMPLETED') return toSnapshot(order);
    if (order.amount && !sameMoney(fromPayPal(order.amount), amount)) {
      throw PluginFailure.final('The payer has approved another amount than is to be taken', { code: 'amount-differs' });
    }
    try {
      return toSnapshot(await this.known(await this.client.captureOrder(reference, { key, signal })));
    } catch (error) {
      if (isRefusal(error, LOOK_AGAIN)) return this.fetch(reference);
      if (isRefusal(error, DECLINE_CODES)) return { reference, state: 'declined', decline: declineOf(error.code) };
      throw error;
    }
  }

  async refund({ refundId, reference, amount }: RefundRequest, call: CallOptions): Promise<RefundSnapshot> {
    const { captureId, order } = await this.paid(reference);
    const name = refundName(refundId);
    // PayPal forgets keys after 45 days, but not what was given back.
    const before = order?.refunds.find(({ customId }) => customId === name);
    if (before) return toRefund(before);
    const refund = { amount: toPayPal(amount), custom_id: name };
    return toRefund(await this.client.refundCapture(captureId, refund, { key: call.idempotencyKey, signal: call.signal }));
  }

  async fetchRefund(reference: string): Promise<RefundSnapshot> {
    return toRefund(await this.client.refund(reference));
  }

  async chargeSaved(
    request: StartPayment & { readonly method: SavedMethod },
    { idempotencyKey: key, signal }: CallOptions,
  ): Promise<PaymentSnapshot> {
    const { paymentId } = request;
    const body = savedOrder(request, request.method);
    const { begun, isNew } = await this.memory.begin(paymentId, { key, body, bySavedMethod: true });
    if (begun.orderId !== undefined) return this.fetch(begun.orderId);
    const found = this.age(begun.begunAt) < KEY_LIVES_MS ? undefined : await this.findInHistory(paymentId, begun);
    if (found) return found;
    try {
      return toSnapshot(await this.create(paymentId, begun, { signal, isNew }));
    } catch (error) {
      if (!isRefusal(error, DECLINE_CODES)) throw error;
      // PayPal names no order that it refuses to make.
      return { reference: `declined-${paymentId}`, state: 'declined', decline: declineOf(error.code) };
    }
  }

  async forgetMethod({ token }: SavedMethod, { signal }: CallOptions): Promise<void> {
    try {
      await this.client.forgetToken(token, signal);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  async parseWebhook(request: WebhookRequest): Promise<WebhookAnswer> {
    return this.webhooks.parse(request);
  }

  async listSettled(query: SettledQuery): Promise<SettledPage> {
    return this.settlements.list(query);
  }

  private async stepOf(reference: string): Promise<PaymentStep> {
    try {
      return toStep(await this.look(reference));
    } catch (error) {
      if (isMissing(error)) return { next: 'nothing', payment: await this.dropped(reference, error) };
      throw error;
    }
  }

  private async create(
    paymentId: string,
    begun: BegunPayment,
    { signal, isNew = false }: { readonly signal?: AbortSignal; readonly isNew?: boolean } = {},
  ): Promise<PayPalOrder> {
    try {
      const order = await this.client.createOrder(begun.body, { key: begun.key, ...(signal && { signal }) });
      await this.memory.began(paymentId, begun, order.id);
      return await this.known(order);
    } catch (error) {
      // A first call that certainly did nothing leaves nothing to look for.
      if (isNew && failureKind(error) !== 'unknown') await this.memory.neverBegan(paymentId);
      throw error;
    }
  }

  private async look(reference: string): Promise<PayPalOrder> {
    if (!ORDER_ID.test(reference)) throw noSuchOrder();
    return this.known(await this.client.order(reference));
  }

  /** Refunds, disputes and reports will name the capture only. */
  private async known(order: PayPalOrder): Promise<PayPalOrder> {
    const capture = governing(order.captures);
    if (capture) await this.memory.captured(order.id, capture.id);
    return order;
  }

  /** PayPal says nothing of an order that it no longer has; what it was is known from before. */
  private async dropped(reference: string, error: PluginFailure): Promise<PaymentSnapshot> {
    const known = await this.memory.order(reference);
    if (!known) throw error;
    if (known.captureId !== undefined) return captureSnapshot(reference, await this.client.capture(known.captureId));
    if (this.age(known.begunAt) >= ORDER_LIVES_MS) return { reference, state: 'cancelled' };
    throw PluginFailure.retryable('PayPal does not show the new order yet', { code: 'order-not-visible', cause: error });
  }

  private async paid(reference: string): Promise<{ readonly captureId: string; readonly order?: PayPalOrder }> {
    try {
      const order = await this.look(reference);
      const capture = order.captures.find(tookMoney);
      if (!capture) throw PluginFailure.final('Nothing was taken that could be given back', { code: 'nothing-captured' });
      return { captureId: capture.id, order };
    } catch (error) {
      const captureId = isMissing(error) ? (await this.memory.order(reference))?.captureId : undefined;
      if (captureId === undefined) throw error;
      return { captureId };
    }
  }

  private async findInHistory(paymentId: string, begun: BegunPayment): Promise<PaymentSnapshot | undefined> {
    const captureId = await this.settlements.captureOf(paymentId, new Date(begun.begunAt));
    const orderId = captureId === undefined ? undefined : (await this.client.capture(captureId)).orderId;
    if (orderId !== undefined) {
      await this.memory.began(paymentId, begun, orderId);
      return this.fetch(orderId);
    }
    if (this.age(begun.begunAt) >= HISTORY_LAGS_MS) return undefined;
    throw PluginFailure.retryable("The payment may not be in PayPal's history yet", { code: 'history-incomplete' });
  }

  private age(since: string): number {
    return this.context.clock.now().getTime() - Date.parse(since);
  }
}

const noSuchOrder = (): PluginFailure => PluginFailure.final('PayPal has no order with such a name', { code: 'no-such-order' });
