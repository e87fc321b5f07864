import type { PluginContext } from '@hostwright/sdk';
import Stripe from 'stripe';
import { toFailure, type Effect } from './stripe-failure.js';
import { apiAddress, type StripeConfig } from './stripe-settings.js';

/** Travels with a call that changes something; without a key Stripe would take a repetition for a second wish. */
export interface Change {
  readonly key?: string;
  readonly signal?: AbortSignal;
}

/** Just below the core's limit, so that a silent Stripe is told from a slow plugin. */
const TIMEOUT_MS = 25_000;

/** Everything of a payment that one answer can hold: what was taken, for which fee, with which card. */
const INTENT_PARTS = ['latest_charge.balance_transaction', 'payment_method'];
const SESSION_PARTS = INTENT_PARTS.map(part => `payment_intent.${part}`);

/** One method for each call. Errors leave as failures of ours, except those that a caller asks to see. */
export class StripeClient {
  constructor(private readonly context: PluginContext<StripeConfig>) {}

  createSession(params: Stripe.Checkout.SessionCreateParams, change: Change): Promise<Stripe.Checkout.Session> {
    return this.change(change, (api, options) => api.checkout.sessions.create(params, options), raw);
  }

  session(id: string): Promise<Stripe.Checkout.Session> {
    return this.read(api => api.checkout.sessions.retrieve(id, { expand: SESSION_PARTS }));
  }

  /** Newest first. */
  sessions(after?: string): Promise<Stripe.ApiList<Stripe.Checkout.Session>> {
    return this.read(api => api.checkout.sessions.list(page(after)));
  }

  async sessionOfIntent(id: string): Promise<Stripe.Checkout.Session | undefined> {
    return (await this.read(api => api.checkout.sessions.list({ payment_intent: id, limit: 1 }))).data[0];
  }

  expireSession(id: string, change: Change): Promise<Stripe.Checkout.Session> {
    const params = { expand: SESSION_PARTS };
    return this.change(change, (api, options) => api.checkout.sessions.expire(id, params, options), raw);
  }

  createIntent(params: Stripe.PaymentIntentCreateParams, change: Change): Promise<Stripe.PaymentIntent> {
    const expanded = { ...params, expand: INTENT_PARTS };
    return this.change(change, (api, options) => api.paymentIntents.create(expanded, options), raw);
  }

  intent(id: string): Promise<Stripe.PaymentIntent> {
    return this.read(api => api.paymentIntents.retrieve(id, { expand: INTENT_PARTS }));
  }

  /** The smallest question that only the right key may ask. */
  async probe(): Promise<void> {
    await this.read(api => api.paymentIntents.list({ limit: 1 }));
  }

  /** Newest first. */
  intents(after?: string): Promise<Stripe.ApiList<Stripe.PaymentIntent>> {
    return this.read(api => api.paymentIntents.list(page(after)));
  }

  cancelIntent(id: string, change: Change): Promise<Stripe.PaymentIntent> {
    const params = { expand: INTENT_PARTS };
    return this.change(change, (api, options) => api.paymentIntents.cancel(id, params, options), raw);
  }

  captureIntent(id: string, amount: number, change: Change): Promise<Stripe.PaymentIntent> {
    const params = { amount_to_capture: amount, expand: INTENT_PARTS };
    return this.change(change, (api, options) => api.paymentIntents.capture(id, params, options));
  }

  createRefund(params: Stripe.RefundCreateParams, change: Change): Promise<Stripe.Refund> {
    return this.change(change, (api, options) => api.refunds.create(params, options));
  }

  refund(id: string): Promise<Stripe.Refund> {
    return this.read(api => api.refunds.retrieve(id));
  }

  createCustomer(params: Stripe.CustomerCreateParams, change: Change): Promise<Stripe.Customer> {
    return this.change(change, (api, options) => api.customers.create(params, options));
  }

  async customersByEmail(email: string): Promise<readonly Stripe.Customer[]> {
    return (await this.read(api => api.customers.list({ email, limit: 100 }))).data;
  }

  method(id: string): Promise<Stripe.PaymentMethod> {
    return this.read(api => api.paymentMethods.retrieve(id), raw);
  }

  detachMethod(id: string, change: Change): Promise<Stripe.PaymentMethod> {
    return this.change(change, (api, options) => api.paymentMethods.detach(id, {}, options), raw);
  }

  /** Newest first, each with the charge behind it. */
  balanceTransactions(from: number, until: number, after?: string): Promise<Stripe.ApiList<Stripe.BalanceTransaction>> {
    const params = { ...page(after), created: { gte: from, lt: until }, expand: ['data.source'] };
    return this.read(api => api.balanceTransactions.list(params));
  }

  async endpoints(): Promise<readonly Stripe.WebhookEndpoint[]> {
    return (await this.read(api => api.webhookEndpoints.list({ limit: 100 }))).data;
  }

  createEndpoint(params: Stripe.WebhookEndpointCreateParams): Promise<Stripe.WebhookEndpoint> {
    return this.change({}, (api, options) => api.webhookEndpoints.create(params, options));
  }

  updateEndpoint(id: string, params: Stripe.WebhookEndpointUpdateParams): Promise<Stripe.WebhookEndpoint> {
    return this.change({}, (api, options) => api.webhookEndpoints.update(id, params, options));
  }

  deleteEndpoint(id: string): Promise<Stripe.DeletedWebhookEndpoint> {
    return this.change({}, (api, options) => api.webhookEndpoints.del(id, {}, options), raw);
  }

  private async read<T>(work: (api: Stripe) => Promise<T>, translate: Translate = toFailure): Promise<T> {
    try {
      return await work(this.api());
    } catch (error) {
      throw translate(error, 'read');
    }
  }

  private async change<T>(
    { key, signal }: Change,
    work: (api: Stripe, options: Stripe.RequestOptions) => Promise<T>,
    translate: Translate = toFailure,
  ): Promise<T> {
    try {
      return await work(this.api(signal), key === undefined ? {} : { idempotencyKey: key });
    } catch (error) {
      throw translate(error, 'change');
    }
  }

  /** The library takes no signal with a call, so each call gets a client whose fetch knows it; making one costs no network. */
  private api(signal?: AbortSignal): Stripe {
    const { fetch } = this.context;
    const bounded: typeof fetch = (input, init) =>
      fetch(input, { ...init, ...(signal && { signal: init?.signal ? AbortSignal.any([init.signal, signal]) : signal }) });
    return new Stripe(this.context.secrets.get('secretKey'), {
      ...apiAddress(this.context.config),
      httpClient: Stripe.createFetchHttpClient(bounded),
      maxNetworkRetries: 0,
      timeout: TIMEOUT_MS,
      telemetry: false,
      appInfo: { name: 'Hostwright', version: '1.0.0' },
    });
  }
}

type Translate = (error: unknown, effect: Effect) => unknown;

/** For callers that must tell apart what Stripe says; they translate the rest themselves. */
const raw: Translate = error => error;

const page = (after?: string) => ({ limit: 100, ...(after !== undefined && { starting_after: after }) });
