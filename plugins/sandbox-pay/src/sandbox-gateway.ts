import type {
  CallOptions,
  PaymentGateway,
  PaymentSnapshot,
  PaymentStep,
  PluginContext,
  RefundRequest,
  RefundSnapshot,
  StartPayment,
  WebhookAnswer,
  WebhookRequest,
} from '@hostwright/sdk';
import { SandboxClient, type SandboxPayConfig } from './sandbox-client.js';
import { toRefund, toSnapshot, toStep } from './sandbox-mapping.js';
import { readWebhook } from './sandbox-webhook.js';

/** Sends the payer to the hosted page and translates what the provider says about it. */
export class SandboxGateway implements PaymentGateway {
  private readonly client: SandboxClient;

  constructor(private readonly context: PluginContext<SandboxPayConfig>) {
    this.client = new SandboxClient(context);
  }

  async start(payment: StartPayment, call: CallOptions): Promise<PaymentStep> {
    const charge = await this.client.createCharge(
      {
        amount: payment.amount.amount.toString(),
        currency: payment.amount.currency,
        description: payment.description.slice(0, 500),
        merchant: this.context.tenant.name,
        locale: payment.locale,
        metadata: { payment_id: payment.paymentId, invoice_id: payment.invoiceId, invoice_number: payment.invoiceNumber },
        return_url: payment.returnUrl,
        cancel_url: payment.cancelUrl,
        notify_url: this.context.urls.webhook(),
      },
      call.idempotencyKey,
      call.signal,
    );
    return toStep(charge);
  }

  async fetch(reference: string): Promise<PaymentSnapshot> {
    return toSnapshot(await this.client.charge(reference));
  }

  /** The newest charge of the payment; there is never more than one unless keys were changed by hand. */
  async find(paymentId: string): Promise<PaymentSnapshot | undefined> {
    const newest = (await this.client.chargesOf(paymentId)).at(-1);
    return newest && toSnapshot(newest);
  }

  async cancel(reference: string, call: CallOptions): Promise<PaymentSnapshot> {
    return toSnapshot(await this.client.cancelCharge(reference, call.idempotencyKey, call.signal));
  }

  async refund(request: RefundRequest, call: CallOptions): Promise<RefundSnapshot> {
    const refund = await this.client.createRefund(
      request.reference,
      {
        amount: request.amount.amount.toString(),
        ...(request.reason !== undefined && { reason: request.reason }),
        metadata: { refund_id: request.refundId },
      },
      call.idempotencyKey,
      call.signal,
    );
    return toRefund(refund);
  }

  async fetchRefund(reference: string): Promise<RefundSnapshot> {
    return toRefund(await this.client.refund(reference));
  }

  async parseWebhook(request: WebhookRequest): Promise<WebhookAnswer> {
    return readWebhook(request, this.context.secrets.get('webhookSecret'), this.context.clock.now());
  }
}
