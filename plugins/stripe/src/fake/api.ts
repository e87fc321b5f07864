import type { Account } from './account.js';
import { secretText } from './account.js';
import { groupAt, listAt, textAt, textsOf, type FormObject } from './form.js';
import { invalid, missing } from './refusal.js';
import { cardRefusal, type Tills } from './tills.js';
import type { Behaviour, Intent, Method } from './things.js';

export interface ApiCall {
  readonly account: Account;
  readonly method: string;
  readonly path: string;
  /** The decoded body, or the decoded query of a GET. */
  readonly form: FormObject;
}

type Handler = (call: ApiCall, id: string) => object;

/** Test cards by the names that Stripe's documentation gives them. */
const TEST_METHODS: ReadonlyMap<string, Behaviour> = new Map([
  ['pm_card_visa', 'pay'],
  ['pm_card_authenticationRequired', 'authenticate'],
  ['pm_card_chargeDeclinedInsufficientFunds', 'decline:insufficient_funds'],
]);

const DAY_SECONDS = 86_400;

/** The calls that the plugin makes, with nothing going wrong. */
export class Api {
  constructor(
    private readonly tills: Tills,
    private readonly now: () => number,
    private readonly baseUrl: () => string,
  ) {}

  answer(call: ApiCall): object {
    const parts = call.path.split('/').slice(2);
    for (const [route, handle] of Object.entries(this.routes)) {
      const [method, ...names] = route.split(/[ /]/);
      if (method !== call.method || names.length !== parts.length) continue;
      if (!names.every((name, index) => name === ':id' || name === parts[index])) continue;
      const told = handle(call, decodeURIComponent(parts[names.indexOf(':id')] ?? ''));
      return call.account.tell(told, listAt(call.form, 'expand').map(String));
    }
    throw missing('route', `${call.method} ${call.path}`, 'path');
  }

  private readonly routes: Readonly<Record<string, Handler>> = {
    'POST checkout/sessions': call => this.createSession(call),
    'GET checkout/sessions': ({ account, form }) =>
      account.page('checkout.session', textsOf(form), ({ payment_intent: id }) => matches(form, 'payment_intent', id)),
    'GET checkout/sessions/:id': ({ account }, id) => account.get('checkout.session', id),
    'POST checkout/sessions/:id/expire': ({ account }, id) => {
      const session = account.get('checkout.session', id);
      this.tills.expire(account, session);
      return session;
    },
    'POST payment_intents': call => this.createIntent(call),
    'GET payment_intents': ({ account, form }) => account.page('payment_intent', textsOf(form)),
    'GET payment_intents/:id': ({ account }, id) => account.get('payment_intent', id, 'intent'),
    'POST payment_intents/:id/capture': ({ account, form }, id) => {
      const intent = account.get('payment_intent', id, 'intent');
      const amount = textAt(form, 'amount_to_capture');
      this.tills.capture(account, intent, amount === undefined ? undefined : wholeNumber(amount, 'amount_to_capture'));
      return intent;
    },
    'POST payment_intents/:id/cancel': ({ account }, id) => {
      const intent = account.get('payment_intent', id, 'intent');
      this.tills.cancel(account, intent);
      return intent;
    },
    'POST refunds': ({ account, form }) => {
      const intent = account.get('payment_intent', needed(form, 'payment_intent'), 'payment_intent');
      const amount = textAt(form, 'amount');
      return this.tills.refund(account, intent, {
        ...(amount !== undefined && { amount: wholeNumber(amount, 'amount') }),
        metadata: textsOf(groupAt(form, 'metadata')),
        reason: textAt(form, 'reason') ?? null,
      });
    },
    'GET refunds/:id': ({ account }, id) => account.get('refund', id),
    'POST customers': ({ account, form }) =>
      account.add('customer', {
        email: textAt(form, 'email') ?? null,
        name: textAt(form, 'name') ?? null,
        metadata: textsOf(groupAt(form, 'metadata')),
      }),
    'GET customers': ({ account, form }) => account.page('customer', textsOf(form), ({ email }) => matches(form, 'email', email)),
    'GET payment_methods/:id': ({ account }, id) => account.get('payment_method', id, 'payment_method'),
    'POST payment_methods/:id/detach': ({ account }, id) => {
      const method = account.get('payment_method', id, 'payment_method');
      if (method.customer === null) throw invalid('The payment method is attached to no customer');
      method.customer = null;
      return method;
    },
    'GET balance_transactions': ({ account, form }) => {
      const { gte = '0', lt = String(Number.MAX_SAFE_INTEGER) } = textsOf(groupAt(form, 'created'));
      return account.page('balance_transaction', textsOf(form), ({ created }) => created >= Number(gte) && created < Number(lt));
    },
    'POST webhook_endpoints': call => this.createEndpoint(call),
    'GET webhook_endpoints': ({ account, form }) => account.page('webhook_endpoint', textsOf(form)),
    'POST webhook_endpoints/:id': ({ account, form }, id) => {
      const endpoint = account.get('webhook_endpoint', id, 'webhook_endpoint');
      const events = listAt(form, 'enabled_events').map(String);
      if (events.length > 0) endpoint.enabled_events = events;
      const disabled = textAt(form, 'disabled');
      if (disabled !== undefined) endpoint.status = disabled === 'true' ? 'disabled' : 'enabled';
      return endpoint;
    },
    'DELETE webhook_endpoints/:id': ({ account }, id) => {
      account.remove(account.get('webhook_endpoint', id, 'webhook_endpoint').id);
      return { id, object: 'webhook_endpoint', deleted: true };
    },
  };

  private createSession({ account, form }: ApiCall): object {
    if (textAt(form, 'mode') !== 'payment') throw invalid('Only payments are made here', 'mode');
    const lines = listAt(form, 'line_items').map(line => line as FormObject);
    const prices = lines.map(line => groupAt(line, 'price_data'));
    const currency = textAt(prices[0] ?? {}, 'currency');
    if (!currency) throw invalid('A payment needs a line with a price', 'line_items');
    const total = lines.reduce(
      (sum, line, index) => sum + wholeNumber(textAt(line, 'quantity') ?? '1', 'quantity') * priceOf(prices[index]!, currency),
      0,
    );
    checkAmount(total, currency, 'line_items');
    const wish = groupAt(form, 'payment_intent_data');
    const session = account.add('checkout.session', {
      mode: 'payment',
      ui_mode: 'hosted_page',
      amount_total: total,
      currency,
      client_reference_id: textAt(form, 'client_reference_id') ?? null,
      metadata: textsOf(groupAt(form, 'metadata')),
      customer: this.customerOf(account, form),
      customer_email: textAt(form, 'customer_email') ?? null,
      locale: textAt(form, 'locale') ?? null,
      success_url: needed(form, 'success_url'),
      cancel_url: needed(form, 'cancel_url'),
      expires_at: this.now() + DAY_SECONDS,
      livemode: false,
      _description: textAt(groupAt(prices[0]!, 'product_data'), 'name') ?? '',
      _intent: {
        metadata: textsOf(groupAt(wish, 'metadata')),
        description: textAt(wish, 'description') ?? null,
        setup_future_usage: textAt(wish, 'setup_future_usage') ?? null,
        capture_method: textAt(wish, 'capture_method') ?? 'automatic',
      },
      url: null,
      status: 'open',
      payment_status: 'unpaid',
      payment_intent: null,
    });
    session.url = `${this.baseUrl()}/c/pay/${session.id}`;
    return session;
  }

  private createIntent({ account, form }: ApiCall): object {
    const currency = needed(form, 'currency');
    const amount = wholeNumber(needed(form, 'amount'), 'amount');
    checkAmount(amount, currency, 'amount');
    const isConfirmed = textAt(form, 'confirm') === 'true';
    const customer = this.customerOf(account, form);
    const method = isConfirmed ? this.methodOf(account, needed(form, 'payment_method'), customer) : undefined;
    const intent = this.tills.createIntent(account, {
      amount,
      currency,
      customer,
      metadata: textsOf(groupAt(form, 'metadata')),
      description: textAt(form, 'description') ?? null,
      setup_future_usage: textAt(form, 'setup_future_usage') ?? null,
      capture_method: textAt(form, 'capture_method') ?? 'automatic',
    });
    if (method) this.confirm(account, intent, method, textAt(form, 'off_session') !== undefined);
    return intent;
  }

  private confirm(account: Account, intent: Intent, method: Method, isAway: boolean): void {
    this.tills.attempt(account, intent, method, isAway);
    const error = intent.last_payment_error;
    if (error) throw cardRefusal(error, account.tell(intent));
  }

  private customerOf(account: Account, form: FormObject): string | null {
    const id = textAt(form, 'customer');
    return id === undefined ? null : account.get('customer', id, 'customer').id;
  }

  private methodOf(account: Account, id: string, customer: string | null): Method {
    const behaviour = TEST_METHODS.get(id);
    if (behaviour !== undefined) return this.tills.newMethod(account, behaviour);
    const method = account.get('payment_method', id, 'payment_method');
    if (method.customer === null || method.customer !== customer)
      throw invalid('The payment method belongs to another customer, or to none', 'payment_method');
    return method;
  }

  private createEndpoint({ account, form }: ApiCall): object {
    const endpoint = account.add('webhook_endpoint', {
      url: needed(form, 'url'),
      api_version: textAt(form, 'api_version') ?? null,
      metadata: textsOf(groupAt(form, 'metadata')),
      description: textAt(form, 'description') ?? null,
      enabled_events: listAt(form, 'enabled_events').map(String),
      status: 'enabled',
      _secret: `whsec_${secretText(32)}`,
    });
    // Told this once.
    return { ...endpoint, secret: endpoint._secret };
  }
}

function needed(form: FormObject, name: string): string {
  const value = textAt(form, name);
  if (value === undefined || value === '') throw invalid(`Missing required param: ${name}.`, name, 'parameter_missing');
  return value;
}

function wholeNumber(text: string, param: string): number {
  if (!/^\d{1,12}$/.test(text)) throw invalid(`Invalid integer: ${text}`, param, 'parameter_invalid_integer');
  return Number(text);
}

function priceOf(price: FormObject, currency: string): number {
  if (textAt(price, 'currency') !== currency) throw invalid('All lines need the same currency', 'line_items');
  return wholeNumber(needed(price, 'unit_amount'), 'unit_amount');
}

const THREE_DIGITS = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd']);
const LEAST = new Map([
  ['eur', 50],
  ['usd', 50],
  ['gbp', 30],
]);

function checkAmount(amount: number, currency: string, param: string): void {
  if (!/^[a-z]{3}$/.test(currency)) throw invalid(`Invalid currency: ${currency}`, 'currency');
  if (THREE_DIGITS.has(currency) && amount % 10 !== 0) throw invalid('The last digit must be 0', param);
  if (amount < (LEAST.get(currency) ?? 1)) throw invalid('The amount is too small', param, 'amount_too_small');
  if (amount > 99_999_999) throw invalid('The amount is too large', param, 'amount_too_large');
}

const matches = (form: FormObject, name: string, value: string | null): boolean =>
  textAt(form, name) === undefined || textAt(form, name) === value;
