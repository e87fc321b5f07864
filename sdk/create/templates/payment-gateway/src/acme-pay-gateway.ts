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
import { AcmePayClient, type AcmePayConfig } from './acme-pay-client.js';
import { toRefund, toSnapshot, toStep } from './acme-pay-mapping.js';
import { readWebhook } from './acme-pay-webhook.js';

/** Sends the payer to the page of Acme Pay and translates what Acme Pay says about it. */
export class AcmePayGateway implements PaymentGateway {
  private readonly client: AcmePayClient;

  constructor(private readonly context: PluginContext<AcmePayConfig>) {
    this.client = new AcmePayClient(context);
  }

  async start({ paymentId, amount, returnUrl }: StartPayment, call: CallOptions): Promise<PaymentStep> {
    const charge = { payment: paymentId, amount: amount.amount.toString(), currency: amount.currency, back: returnUrl };
    return toStep(await this.client.createCharge(charge, call));
  }

  async fetch(reference: string): Promise<PaymentSnapshot> {
    return toSnapshot(await this.client.charge(reference));
  }

  async find(paymentId: string): Promise<PaymentSnapshot | undefined> {
    const newest = (await this.client.chargesOf(paymentId)).at(-1);
    return newest && toSnapshot(newest);
  }

  async cancel(reference: string, call: CallOptions): Promise<PaymentSnapshot> {
    return toSnapshot(await this.client.cancelCharge(reference, call));
  }

  async refund({ reference, amount }: RefundRequest, call: CallOptions): Promise<RefundSnapshot> {
    return toRefund(await this.client.createRefund(reference, amount.amount.toString(), call));
  }

  async fetchRefund(reference: string): Promise<RefundSnapshot> {
    return toRefund(await this.client.refund(reference));
  }

  async parseWebhook(request: WebhookRequest): Promise<WebhookAnswer> {
    return readWebhook(request, this.context.secrets.get('webhookSecret'), this.context.clock.now());
  }
}
