import type { GatewayEvent, Logger } from '@hostwright/sdk';
import { readCapture, readOrder, readRefund } from './paypal-answers.js';
import { fromPayPal } from './paypal-amounts.js';
import type { PayPalClient } from './paypal-client.js';
import { disputeEvents, readDispute } from './paypal-disputes.js';
import { isMissing } from './paypal-failures.js';
import { fieldsOf, optionalText, text, type Fields } from './paypal-fields.js';
import { captureSnapshot, governing, toRefund, toSavedMethod, toSnapshot } from './paypal-mapping.js';
import type { PayPalMemory } from './paypal-memory.js';

type Reader = (id: string, resource: Fields) => Promise<readonly GatewayEvent[]>;

const REFUND = 'refund-';

/** How a refund of ours is called at PayPal: it hands down the payment's own name to refunds that have none. */
export const refundName = (refundId: string): string => `${REFUND}${refundId}`;

/** Translates the messages of PayPal that concern money. */
export class WebhookEvents {
  private readonly readers: ReadonlyMap<string, Reader>;

  constructor(
    private readonly client: PayPalClient,
    private readonly memory: PayPalMemory,
    private readonly log: Logger,
  ) {
    const order: Reader = (id, resource) => this.order(id, resource);
    const capture: Reader = (id, resource) => this.capture(id, resource);
    const refund: Reader = (id, resource) => this.refund(id, resource);
    const dispute: Reader = (id, resource) => this.dispute(id, resource);
    this.readers = new Map<string, Reader>([
      ['CHECKOUT.ORDER.APPROVED', order],
      ['CHECKOUT.ORDER.COMPLETED', order],
      ['PAYMENT.CAPTURE.COMPLETED', capture],
      ['PAYMENT.CAPTURE.PENDING', capture],
      ['PAYMENT.CAPTURE.DECLINED', capture],
      ['PAYMENT.CAPTURE.DENIED', capture],
      ['PAYMENT.CAPTURE.REFUNDED', refund],
      ['PAYMENT.REFUND.PENDING', refund],
      ['PAYMENT.REFUND.COMPLETED', refund],
      ['PAYMENT.REFUND.FAILED', refund],
      ['PAYMENT.CAPTURE.REVERSED', (id, resource) => this.reversal(id, resource)],
      ['CUSTOMER.DISPUTE.CREATED', dispute],
      ['CUSTOMER.DISPUTE.UPDATED', dispute],
      ['CUSTOMER.DISPUTE.RESOLVED', dispute],
      ['VAULT.PAYMENT-TOKEN.CREATED', (id, resource) => this.vault(id, resource)],
    ]);
  }

  /** Kinds of message that are not here say nothing to us; they are accepted so that they are not sent again. */
  async translate(value: unknown): Promise<readonly GatewayEvent[]> {
    const event = fieldsOf(value);
    const reader = this.readers.get(text(event, 'event_type'));
    return reader ? reader(text(event, 'id'), fieldsOf(event['resource'])) : [];
  }

  private async order(id: string, resource: Fields): Promise<readonly GatewayEvent[]> {
    const order = readOrder(resource);
    const capture = governing(order.captures);
    if (capture) await this.memory.captured(order.id, capture.id);
    return [{ id, type: 'payment', ...named(order.customId), payment: toSnapshot(order) }];
  }

  private async capture(id: string, resource: Fields): Promise<readonly GatewayEvent[]> {
    const capture = readCapture(resource);
    const reference = capture.orderId ?? (await this.orderOf(capture.id));
    if (reference === undefined) return [];
    await this.memory.captured(reference, capture.id);
    return [{ id, type: 'payment', ...named(capture.customId), payment: captureSnapshot(reference, capture) }];
  }

  private async refund(id: string, resource: Fields): Promise<readonly GatewayEvent[]> {
    const refund = readRefund(resource);
    const paymentReference = refund.captureId === undefined ? undefined : await this.orderOf(refund.captureId);
    const refundId = refund.customId?.startsWith(REFUND) ? refund.customId.slice(REFUND.length) : undefined;
    if (refundId === undefined && paymentReference === undefined) return [];
    return [
      {
        id,
        type: 'refund',
        ...(refundId !== undefined && { refundId }),
        ...(paymentReference !== undefined && { paymentReference }),
        refund: toRefund(refund),
      },
    ];
  }

  /** Money that PayPal or a bank took back. When there is a dispute, that tells of the same money. */
  private async reversal(id: string, resource: Fields): Promise<readonly GatewayEvent[]> {
    const { id: reversalId, captureId, amount } = readRefund(resource);
    if (captureId === undefined || (await this.memory.isDisputed(captureId))) return [];
    const reference = await this.orderOf(captureId);
    if (reference === undefined) return [];
    const taken = fromPayPal(amount);
    return [
      {
        id,
        type: 'dispute',
        reference,
        disputeReference: `reversal-${reversalId}`,
        state: 'lost',
        amount: { ...taken, amount: taken.amount < 0n ? -taken.amount : taken.amount },
        reason: 'reversed',
      },
    ];
  }

  private async dispute(id: string, resource: Fields): Promise<readonly GatewayEvent[]> {
    const dispute = readDispute(resource);
    const payments: string[] = [];
    for (const { captureId } of dispute.transactions) {
      const reference = await this.orderOf(captureId);
      if (reference !== undefined) await this.memory.disputed(captureId);
      payments.push(reference ?? '');
    }
    return disputeEvents(id, dispute, payments);
  }

  /** PayPal may keep a way to pay only some time after the payment. What the payment has become others tell. */
  private async vault(id: string, resource: Fields): Promise<readonly GatewayEvent[]> {
    const reference = optionalText(fieldsOf(resource['metadata'] ?? {}), 'order_id');
    const paypal = fieldsOf(resource['payment_source'] ?? {})['paypal'];
    if (reference === undefined || paypal === undefined) return [];
    const savedMethod = toSavedMethod(text(resource, 'id'), optionalText(fieldsOf(paypal), 'email_address'));
    return [{ id, type: 'payment', payment: { reference, state: 'pending', savedMethod } }];
  }

  /** Known since the capture; a question to PayPal only for what another program or another time has left. */
  private async orderOf(captureId: string): Promise<string | undefined> {
    const known = await this.memory.orderOf(captureId);
    if (known !== undefined) return known;
    try {
      const { orderId } = await this.client.capture(captureId);
      if (orderId !== undefined) await this.memory.captured(orderId, captureId);
      return orderId;
    } catch (error) {
      if (!isMissing(error)) throw error;
      this.log.info('A webhook speaks of a payment that this app has not made', { captureId });
      return undefined;
    }
  }
}

const named = (customId: string | undefined): { readonly paymentId?: string } =>
  customId === undefined ? {} : { paymentId: customId };
