import type { Account } from './account.js';
import { secretText } from './account.js';
import { invalid, Refusal } from './refusal.js';
import type { Behaviour, Booking, Charge, Intent, Method, PaymentError, Refund, Session } from './things.js';

export type Emit = (account: Account, type: string, thing: object) => void;

export interface NewIntent {
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Record<string, string>;
  readonly description: string | null;
  readonly customer: string | null;
  readonly setup_future_usage: string | null;
  readonly capture_method: string;
}

/** Codes that Stripe gives as the error's own; every other refusal of a bank is a `card_declined` with a reason. */
const OWN_CODES = new Set(['expired_card', 'incorrect_cvc', 'incorrect_number', 'processing_error', 'authentication_required']);

/** Where money moves: what an attempt comes to, and every event that follows from it, in Stripe's order. */
export class Tills {
  constructor(
    private readonly emit: Emit,
    /** New refunds wait until they are settled by hand. */
    readonly habits: { refundsWait: boolean },
  ) {}

  createIntent(account: Account, wish: NewIntent): Intent {
    const intent = account.add('payment_intent', {
      ...wish,
      client_secret: '',
      livemode: false,
      amount_received: 0,
      amount_capturable: 0,
      status: 'requires_payment_method',
      payment_method: null,
      latest_charge: null,
      last_payment_error: null,
      next_action: null,
    });
    Object.assign(intent, { client_secret: `${intent.id}_secret_${secretText(24)}` });
    return intent;
  }

  /** The payer decides on the hosted page; the intent begins with the first try. */
  attemptSession(account: Account, session: Session, behaviour: Behaviour): Intent {
    if (session.status !== 'open') throw invalid('The session is over');
    const intent = this.intentOf(account, session);
    this.attempt(account, intent, this.newMethod(account, behaviour));
    this.follow(account, session, intent);
    return intent;
  }

  attempt(account: Account, intent: Intent, method: Method, isAway = false): void {
    if (!['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(intent.status))
      throw invalid(`The intent is ${intent.status}`, undefined, 'payment_intent_unexpected_state');
    const behaviour = method._behaviour;
    intent.next_action = null;
    if (behaviour.startsWith('decline:')) return this.refuse(account, intent, behaviour.slice('decline:'.length));
    if (behaviour === 'authenticate' && isAway) return this.refuse(account, intent, 'authentication_required');
    intent.payment_method = method.id;
    intent.last_payment_error = null;
    if (behaviour === 'authenticate') {
      intent.status = 'requires_action';
      intent.next_action = { type: 'use_stripe_sdk' };
      return this.emit(account, 'payment_intent.requires_action', intent);
    }
    if (behaviour === 'later') {
      intent.status = 'processing';
      return this.emit(account, 'payment_intent.processing', intent);
    }
    this.succeed(account, intent);
  }

  /** The bank's own step is over. */
  authenticate(account: Account, intent: Intent, isConfirmed: boolean): void {
    if (intent.status !== 'requires_action') throw invalid('Nothing is to be confirmed');
    intent.next_action = null;
    if (isConfirmed) this.succeed(account, intent);
    else this.refuse(account, intent, 'payment_intent_authentication_failure');
    this.follow(account, this.sessionOf(account, intent), intent);
  }

  /** Days later, the bank has decided about a debit. */
  settleLater(account: Account, intent: Intent, isGood: boolean): void {
    if (intent.status !== 'processing') throw invalid('Nothing is processing');
    const session = this.sessionOf(account, intent);
    if (isGood) this.succeed(account, intent);
    else this.refuse(account, intent, 'insufficient_funds');
    if (!session) return;
    if (isGood) session.payment_status = 'paid';
    this.emit(account, `checkout.session.async_payment_${isGood ? 'succeeded' : 'failed'}`, session);
  }

  capture(account: Account, intent: Intent, amount = intent.amount_capturable): void {
    if (intent.status !== 'requires_capture')
      throw invalid(`The intent is ${intent.status}`, undefined, 'payment_intent_unexpected_state');
    if (amount < 1 || amount > intent.amount_capturable) throw invalid('More than was reserved', 'amount_to_capture');
    const charge = account.get('charge', intent.latest_charge ?? '');
    charge.captured = true;
    charge.amount_captured = amount;
    charge.balance_transaction = this.book(account, charge, 'charge', amount).id;
    Object.assign(intent, { status: 'succeeded', amount_received: amount, amount_capturable: 0 });
    const session = this.sessionOf(account, intent);
    if (session) session.payment_status = 'paid';
    this.emit(account, 'charge.captured', charge);
    this.emit(account, 'payment_intent.succeeded', intent);
  }

  cancel(account: Account, intent: Intent): void {
    if (['succeeded', 'canceled', 'processing'].includes(intent.status))
      throw invalid(`The intent is ${intent.status}`, undefined, 'payment_intent_unexpected_state');
    intent.status = 'canceled';
    this.emit(account, 'payment_intent.canceled', intent);
  }

  expire(account: Account, session: Session): void {
    if (session.status !== 'open') throw invalid(`Only open sessions can be expired; this one is ${session.status}`);
    session.status = 'expired';
    session.url = null;
    const intent = account.find('payment_intent', session.payment_intent);
    if (intent) this.cancel(account, intent);
    this.emit(account, 'checkout.session.expired', session);
  }

  refund(account: Account, intent: Intent, wish: Pick<Refund, 'metadata' | 'reason'> & { readonly amount?: number }): Refund {
    const charge = account.find('charge', intent.latest_charge);
    if (!charge?.captured) throw invalid('The intent has no charge that could be given back', 'payment_intent');
    const left = charge.amount_captured - charge.amount_refunded;
    const amount = wish.amount ?? left;
    if (left === 0) throw invalid('The charge has been given back already', undefined, 'charge_already_refunded');
    if (amount < 1 || amount > left) throw invalid('More than is left of the charge', 'amount');
    charge.amount_refunded += amount;
    const refund = account.add('refund', {
      amount,
      currency: charge.currency,
      charge: charge.id,
      payment_intent: intent.id,
      metadata: wish.metadata,
      reason: wish.reason,
      status: this.habits.refundsWait ? 'pending' : 'succeeded',
    });
    this.emit(account, 'refund.created', refund);
    return refund;
  }

  settleRefund(account: Account, refund: Refund, isGood: boolean): void {
    refund.status = isGood ? 'succeeded' : 'failed';
    this.emit(account, 'refund.updated', refund);
    if (isGood) return;
    refund.failure_reason = 'expired_or_canceled_card';
    account.get('charge', refund.charge).amount_refunded -= refund.amount;
    this.emit(account, 'refund.failed', refund);
  }

  /** Only what Stripe books is settled: a fee of 1.5 % and 25 units. */
  book(account: Account, charge: Charge, type: string, amount: number, fee = Math.floor((amount * 15) / 1000) + 25): Booking {
    const { currency, id: source } = charge;
    return account.add('balance_transaction', {
      type,
      reporting_category: type,
      amount,
      fee,
      net: amount - fee,
      currency,
      source,
      status: 'available',
    });
  }

  newMethod(account: Account, behaviour: Behaviour): Method {
    const card = { brand: 'visa', last4: behaviour === 'pay' ? '4242' : '3220', exp_month: 12, exp_year: 2034 };
    const kind =
      behaviour === 'later' ? { type: 'sepa_debit' as const, sepa_debit: { last4: '3000' } } : { type: 'card' as const, card };
    return account.add('payment_method', { ...kind, customer: null, _behaviour: behaviour });
  }

  private intentOf(account: Account, session: Session): Intent {
    const known = account.find('payment_intent', session.payment_intent);
    if (known) return known;
    const { amount_total: amount, currency, customer } = session;
    const intent = this.createIntent(account, { ...session._intent, amount, currency, customer });
    session.payment_intent = intent.id;
    return intent;
  }

  private sessionOf(account: Account, intent: Intent): Session | undefined {
    return account.all('checkout.session').find(session => session.payment_intent === intent.id);
  }

  private succeed(account: Account, intent: Intent): void {
    const method = account.get('payment_method', intent.payment_method ?? '');
    if (intent.setup_future_usage && intent.customer) method.customer = intent.customer;
    const isHeld = intent.capture_method === 'manual';
    const { amount, currency, customer, metadata } = intent;
    const charge = account.add('charge', {
      amount,
      currency,
      customer,
      metadata: { ...metadata },
      payment_intent: intent.id,
      payment_method: method.id,
      payment_method_details: { type: method.type, [method.type]: method[method.type] },
      amount_captured: isHeld ? 0 : amount,
      amount_refunded: 0,
      captured: !isHeld,
      disputed: false,
      paid: true,
      status: 'succeeded',
      balance_transaction: null,
    });
    if (!isHeld) charge.balance_transaction = this.book(account, charge, 'charge', amount).id;
    Object.assign(intent, {
      latest_charge: charge.id,
      last_payment_error: null,
      status: isHeld ? 'requires_capture' : 'succeeded',
      amount_received: isHeld ? 0 : amount,
      amount_capturable: isHeld ? amount : 0,
    });
    this.emit(account, 'charge.succeeded', charge);
    this.emit(account, isHeld ? 'payment_intent.amount_capturable_updated' : 'payment_intent.succeeded', intent);
  }

  private refuse(account: Account, intent: Intent, word: string): void {
    intent.status = 'requires_payment_method';
    intent.payment_method = null;
    intent.last_payment_error = errorFor(word);
    this.emit(account, 'payment_intent.payment_failed', intent);
  }

  /** A page is over when its intent has got anywhere; a refused card leaves it open. */
  private follow(account: Account, session: Session | undefined, intent: Intent): void {
    if (session?.status !== 'open' || !['succeeded', 'processing', 'requires_capture'].includes(intent.status)) return;
    session.status = 'complete';
    session.url = null;
    session.payment_status = intent.status === 'succeeded' ? 'paid' : 'unpaid';
    this.emit(account, 'checkout.session.completed', session);
  }
}

function errorFor(word: string): PaymentError {
  const message = word === 'authentication_required' ? 'This payment must be authenticated.' : 'Your card was declined.';
  if (word === 'payment_intent_authentication_failure') return { type: 'card_error', code: word, message };
  return { type: 'card_error', code: OWN_CODES.has(word) ? word : 'card_declined', decline_code: word, message };
}

export function cardRefusal(error: PaymentError, intent: unknown): Refusal {
  return new Refusal(402, { ...error, payment_intent: intent });
}
