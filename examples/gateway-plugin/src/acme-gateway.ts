import { PluginFailure, type CallOptions, type PaymentGateway, type PluginContext, type StartPayment } from '@hostwright/sdk';
import type { PaymentSnapshot, PaymentStep, WebhookAnswer, WebhookRequest } from '@hostwright/sdk';
import { toFailure, toSnapshot, type Charge } from './acme-mapping.js';
import { verify } from './acme-webhook.js';

/** Sends the payer to Acme's page and translates what Acme says about it. */
export class AcmeGateway implements PaymentGateway {
  constructor(private readonly context: PluginContext) {}

  async start({ paymentId, amount, returnUrl }: StartPayment, call: CallOptions): Promise<PaymentStep> {
    const order = { reference: paymentId, amount: amount.amount.toString(), currency: amount.currency, back: returnUrl };
    const charge = (await this.ask('POST', '/charges', call, order)) as Charge;
    return { next: 'redirect', url: charge.page, payment: toSnapshot(charge) };
  }

  async fetch(reference: string): Promise<PaymentSnapshot> {
    return toSnapshot((await this.ask('GET', `/charges/${encodeURIComponent(reference)}`)) as Charge);
  }

  async find(paymentId: string): Promise<PaymentSnapshot | undefined> {
    const [charge] = (await this.ask('GET', `/charges?reference=${encodeURIComponent(paymentId)}`)) as Charge[];
    return charge && toSnapshot(charge);
  }

  async parseWebhook(request: WebhookRequest): Promise<WebhookAnswer> {
    verify(request, this.context.secrets.get('webhookSecret'), this.context.clock.now());
    const event = JSON.parse(new TextDecoder().decode(request.body)) as { id: string; charge: Charge };
    const payment = toSnapshot(event.charge);
    return { events: [{ id: event.id, type: 'payment', paymentId: event.charge.reference, payment }] };
  }

  private async ask(method: string, path: string, call?: CallOptions, body?: object): Promise<unknown> {
    const response = await this.context.fetch(`https://api.acme.test${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.context.secrets.get('apiKey')}`,
        ...(call && { 'content-type': 'application/json', 'idempotency-key': call.idempotencyKey }),
      },
      ...(call && { signal: call.signal, body: JSON.stringify(body) }),
    });
    if (!response.ok) throw toFailure(response, call !== undefined);
    return response.json().catch(() => {
      throw PluginFailure.unknown('Acme answered something unreadable', { code: 'bad-answer' });
    });
  }
}
