import type {
  CallOptions,
  Money,
  PaymentGateway,
  PaymentSnapshot,
  PaymentStep,
  PluginContext,
  RefundRequest,
  RefundSnapshot,
  SavedMethod,
  SettledPage,
  SettledQuery,
  StartPayment,
  WebhookAnswer,
  WebhookRequest,
} from '@hostwright/sdk';
import { PluginFailure } from '@hostwright/sdk';
import type Stripe from 'stripe';
import { embeddedStep, hostedStep } from './payment-steps.js';
import { IntentMemory } from './intent-memory.js';
import { StripeClient, type Change } from './stripe-client.js';
import { StripeCustomers } from './stripe-customers.js';
import { webhookSecrets } from './stripe-endpoint.js';
import type { Reading } from './stripe-events.js';
import { declinedIntent, isMissing, isRefused, toFailure } from './stripe-failure.js';
import { idOf, intentSnapshot, refundSnapshot, sessionSnapshot } from './stripe-mapping.js';
import { toStripeAmount } from './stripe-money.js';
import { embeddedParams, readToken, savedParams, sessionParams } from './stripe-requests.js';
import { StripeSearch } from './stripe-search.js';
import { listSettled } from './stripe-settled.js';
import { publishableKeyOf, type StripeConfig } from './stripe-settings.js';
import { readWebhook } from './stripe-webhook.js';

/** Takes money through Stripe: on its page, in its form inside our checkout, or from a saved method. */
export class StripeGateway implements PaymentGateway {
  private readonly client: StripeClient;
  private readonly customers: StripeCustomers;
  private readonly memory: IntentMemory;

  constructor(private readonly context: PluginContext<StripeConfig>) {
    this.client = new StripeClient(context);
    this.customers = new StripeCustomers(this.client, context.storage);
    this.memory = new IntentMemory(context.storage);
  }

  async start(payment: StartPayment, call: CallOptions): Promise<PaymentStep> {
    toStripeAmount(payment.amount); // refuses before a customer is made
    const embedded = this.context.config.checkout === 'embedded';
    if (embedded) publishableKeyOf(this.context.config);
    const start = (customer?: string): Promise<PaymentStep> =>
      embedded ? this.startEmbedded(payment, call, customer) : this.startHosted(payment, call, customer);
    if (!payment.saveMethod) return start().catch(classify);
    const customer = await this.customers.idOf(payment.payer, call.signal);
    try {
      return await start(customer);
    } catch (error) {
      // Deleted by hand at Stripe: such a refusal is not kept under the key, so the same start may name another customer.
      if (!isMissing(error, 'customer')) throw toFailure(error, 'change');
      return start(await this.customers.idOf(payment.payer, call.signal, customer)).catch(classify);
    }
  }

  async fetch(reference: string): Promise<PaymentSnapshot> {
    return isSession(reference)
      ? this.read(await this.client.session(reference))
      : intentSnapshot(await this.client.intent(reference));
  }

  async find(paymentId: string): Promise<PaymentSnapshot | undefined> {
    const found = await new StripeSearch(this.client, this.context.installationId).find(paymentId);
    return found && 'session' in found ? this.fetch(found.session) : found;
  }

  /** What is over already is told as it is: cancelling twice is no mistake, and money that was taken is not hidden. */
  async cancel(reference: string, call: CallOptions): Promise<PaymentSnapshot> {
    const change = keyed(call, 'cancel');
    try {
      return isSession(reference)
        ? await this.read(await this.client.expireSession(reference, change))
        : intentSnapshot(await this.client.cancelIntent(reference, change));
    } catch (error) {
      if (isMissing(error) || !isRefused(error)) throw toFailure(error, 'change');
      return this.fetch(reference);
    }
  }

  /** Stripe is told a number only, which counts in the currency of what was reserved. */
  async capture(reference: string, amount: Money, call: CallOptions): Promise<PaymentSnapshot> {
    const id = await this.intentOf(reference);
    const { currency } = await this.client.intent(id);
    if (currency.toUpperCase() !== amount.currency)
      throw PluginFailure.final('Another currency is reserved than is to be taken', { code: 'amount-differs' });
    return intentSnapshot(await this.client.captureIntent(id, toStripeAmount(amount), keyed(call, 'capture')), reference);
  }

  async refund(request: RefundRequest, call: CallOptions): Promise<RefundSnapshot> {
    const refund = await this.client.createRefund(
      {
        payment_intent: await this.intentOf(request.reference),
        amount: toStripeAmount(request.amount),
        metadata: {
          refund_id: request.refundId,
          installation: this.context.installationId,
          ...(request.reason && { reason: request.reason.slice(0, 500) }),
        },
      },
      keyed(call, 'refund'),
    );
    return refundSnapshot(refund);
  }

  async fetchRefund(reference: string): Promise<RefundSnapshot> {
    return refundSnapshot(await this.client.refund(reference));
  }

  async chargeSaved(payment: StartPayment & { readonly method: SavedMethod }, call: CallOptions): Promise<PaymentSnapshot> {
    try {
      return intentSnapshot(await this.client.createIntent(savedParams(payment, this.context), keyed(call, 'saved')));
    } catch (error) {
      const declined = declinedIntent(error);
      if (declined) return intentSnapshot(declined);
      throw toFailure(error, 'change');
    }
  }

  async forgetMethod({ token }: SavedMethod, call: CallOptions): Promise<void> {
    const { method } = readToken(token);
    try {
      await this.client.detachMethod(method, keyed(call, 'forget'));
    } catch (error) {
      if (!isRefused(error)) throw toFailure(error, 'change');
      if (!(await this.isForgotten(method))) throw toFailure(error, 'change');
    }
  }

  async parseWebhook(request: WebhookRequest): Promise<WebhookAnswer> {
    return readWebhook(request, {
      secrets: await webhookSecrets(this.context),
      now: this.context.clock.now(),
      ...this.reading,
    });
  }

  async listSettled(query: SettledQuery): Promise<SettledPage> {
    return listSettled(this.client, this.reading, query);
  }

  private get reading(): Reading {
    return { installationId: this.context.installationId, memory: this.memory };
  }

  private async read(session: Stripe.Checkout.Session): Promise<PaymentSnapshot> {
    const intent = idOf(session.payment_intent);
    if (intent !== undefined) await this.memory.rememberSession(intent, session.id);
    return sessionSnapshot(session);
  }

  private async startHosted(payment: StartPayment, call: CallOptions, customer?: string): Promise<PaymentStep> {
    return hostedStep(await this.client.createSession(sessionParams(payment, this.context, customer), keyed(call, 'session')));
  }

  private async startEmbedded(payment: StartPayment, call: CallOptions, customer?: string): Promise<PaymentStep> {
    const intent = await this.client.createIntent(embeddedParams(payment, this.context, customer), keyed(call, 'form'));
    return embeddedStep(intent, payment, this.context.config);
  }

  private async intentOf(reference: string): Promise<string> {
    if (!isSession(reference)) return reference;
    const id = idOf((await this.client.session(reference)).payment_intent);
    if (id === undefined) throw PluginFailure.final('Nothing was paid in this session', { code: 'not-paid' });
    return id;
  }

  private async isForgotten(method: string): Promise<boolean> {
    try {
      return (await this.client.method(method)).customer === null;
    } catch (error) {
      if (isMissing(error)) return true;
      throw toFailure(error, 'read');
    }
  }
}

const isSession = (reference: string): boolean => reference.startsWith('cs_');

/** Stripe ties a key to one kind of call; one payment of ours may make several. */
const keyed = ({ idempotencyKey, signal }: CallOptions, what: string): Change => ({ key: `${idempotencyKey}/${what}`, signal });

const classify = (error: unknown): never => {
  throw toFailure(error, 'change');
};
