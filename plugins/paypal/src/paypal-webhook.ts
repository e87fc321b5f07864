import { PluginFailure, type PluginContext, type WebhookAnswer, type WebhookRequest } from '@hostwright/sdk';
import { Certificates } from './certificates.js';
import { OutboundBudget } from './outbound-budget.js';
import type { PayPalClient } from './paypal-client.js';
import type { PayPalConfig } from './paypal-config.js';
import type { PayPalMemory } from './paypal-memory.js';
import { WebhookEvents } from './webhook-events.js';
import { WebhookSignature } from './webhook-signature.js';

/** The signature comes first: nothing of the body is read before it is known to be PayPal's. */
export class PayPalWebhooks {
  private readonly signature: WebhookSignature;
  private readonly events: WebhookEvents;

  constructor(
    private readonly context: PluginContext<PayPalConfig>,
    client: PayPalClient,
    private readonly memory: PayPalMemory,
  ) {
    const budget = new OutboundBudget(context.clock);
    this.signature = new WebhookSignature(context, client, new Certificates(context, memory, budget), budget);
    this.events = new WebhookEvents(client, memory, context.log);
  }

  async parse(request: WebhookRequest): Promise<WebhookAnswer> {
    // Certificates prove who speaks; an installation without its keys listens to nobody all the same.
    this.context.secrets.get('clientSecret');
    await this.signature.verify(request, await this.webhookId());
    return { events: await this.events.translate(read(request.body)) };
  }

  /** Part of what is signed: a message to another endpoint, of another shop, does not verify here. */
  private async webhookId(): Promise<string> {
    const id = this.context.config.webhookId || (await this.memory.webhook())?.id;
    if (id !== undefined) return id;
    throw PluginFailure.retryable('The webhook is not registered at PayPal; switch the plugin off and on again', {
      code: 'webhook-not-registered',
    });
  }
}

function read(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch (cause) {
    // Signed, and yet no JSON: saying it again would not help.
    throw PluginFailure.final('The webhook of PayPal is no JSON', { code: 'unreadable-webhook', cause });
  }
}
