import type { Account } from './account.js';
import type { FakeStripe } from './fake-stripe.js';
import type { Behaviour, Dispute, Intent, Method, Refund, Session, StripeEvent } from './things.js';
import type { SignedWebhook } from './webhooks.js';

interface Found {
  readonly account: Account;
  readonly session: Session | undefined;
  readonly intent: Intent | undefined;
}

const FEE = 1500;

/** What happens at Stripe without the shop asking: payers decide, staff give back, banks dispute. By our payment's id. */
export class StripeDesk {
  constructor(private readonly stripe: FakeStripe) {}

  /** How many payments Stripe holds for one of ours: sessions, and intents that belong to none. */
  charges(paymentId: string): number {
    return this.stripe.accounts
      .map(account => {
        const sessions = account.all('checkout.session').filter(({ metadata }) => metadata['payment_id'] === paymentId);
        const intents = account.all('payment_intent').filter(({ metadata }) => metadata['payment_id'] === paymentId);
        const own = intents.filter(({ id }) => !sessions.some(session => session.payment_intent === id));
        return sessions.length + own.length;
      })
      .reduce((sum, count) => sum + count, 0);
  }

  /** What went back to the payer, in Stripe's smallest units. */
  givenBack(paymentId: string): bigint {
    const { account, intent } = this.find(paymentId);
    const refunds = account.all('refund').filter(refund => refund.payment_intent === intent?.id && refund.status === 'succeeded');
    return refunds.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  }

  sees(paymentId: string): { readonly session?: Session; readonly intent?: Intent } {
    const { session, intent } = this.find(paymentId);
    return { ...(session && { session }), ...(intent && { intent }) };
  }

  pay(paymentId: string): void {
    this.attempt(paymentId, 'pay');
  }

  decline(paymentId: string, code = 'generic_decline'): void {
    this.attempt(paymentId, `decline:${code}`);
  }

  /** A bank debit: the page is over, the money comes days later or not at all. */
  payLater(paymentId: string): void {
    this.attempt(paymentId, 'later');
  }

  settleLater(paymentId: string, outcome: 'succeeded' | 'failed'): void {
    const { account, intent } = this.find(paymentId);
    this.stripe.tills.settleLater(account, must(intent), outcome === 'succeeded');
  }

  askForAuthentication(paymentId: string): void {
    this.attempt(paymentId, 'authenticate');
  }

  authenticate(paymentId: string, isConfirmed = true): void {
    const { account, intent } = this.find(paymentId);
    this.stripe.tills.authenticate(account, must(intent), isConfirmed);
  }

  /** The payer pays, and the money is only reserved. */
  hold(paymentId: string): void {
    const { session, intent } = this.find(paymentId);
    if (session) Object.assign(session._intent, { capture_method: 'manual' });
    if (intent) Object.assign(intent, { capture_method: 'manual' });
    this.pay(paymentId);
  }

  capture(paymentId: string): void {
    const { account, intent } = this.find(paymentId);
    this.stripe.tills.capture(account, must(intent));
  }

  expire(paymentId: string): void {
    const { account, session } = this.find(paymentId);
    this.stripe.tills.expire(account, must(session));
  }

  /** From now on it is in a state that has no name yet. */
  say(paymentId: string, word: string): void {
    const { session, intent } = this.find(paymentId);
    if (session) session.status = word;
    if (intent) intent.status = word;
  }

  /** The payer will be asked for another sum than the shop wanted. */
  misquote(paymentId: string, amount: number, currency: string): void {
    const { session, intent } = this.find(paymentId);
    if (session) Object.assign(session, { amount_total: amount, currency });
    if (intent) Object.assign(intent, { amount, currency });
  }

  /** How a saved method behaves from now on. */
  teach(token: string, behaviour: Behaviour): void {
    this.method(token)._behaviour = behaviour;
  }

  method(token: string): Method {
    const id = token.split(':').at(-1);
    return must(this.stripe.accounts.map(account => account.find('payment_method', id)).find(found => found !== undefined));
  }

  /** New refunds stay pending until they are settled here. */
  refundsWait(isSo: boolean): void {
    this.stripe.tills.habits.refundsWait = isSo;
  }

  /** Staff give money back at Stripe, not in the shop. */
  refundAtDesk(paymentId: string, amount?: number): Refund {
    const { account, intent } = this.find(paymentId);
    return this.stripe.tills.refund(account, must(intent), {
      metadata: {},
      reason: null,
      ...(amount !== undefined && { amount }),
    });
  }

  settleRefund(reference: string, outcome: 'succeeded' | 'failed'): void {
    const { account, thing } = this.byId('refund', reference);
    this.stripe.tills.settleRefund(account, thing, outcome === 'succeeded');
  }

  /** A bank takes the money of a payment back; an inquiry only asks. */
  dispute(paymentId: string, { isInquiry = false, reason = 'fraudulent' } = {}): Dispute {
    const { account, intent } = this.find(paymentId);
    const charge = account.get('charge', must(intent).latest_charge ?? '');
    const dispute = account.add('dispute', {
      amount: charge.amount_captured,
      currency: charge.currency,
      charge: charge.id,
      payment_intent: charge.payment_intent,
      reason,
      metadata: {},
      balance_transactions: [],
      status: isInquiry ? 'warning_needs_response' : 'needs_response',
    });
    charge.disputed = true;
    if (!isInquiry)
      dispute.balance_transactions.push(this.stripe.tills.book(account, charge, 'adjustment', -dispute.amount, FEE));
    this.tell(account, 'charge.dispute.created', dispute);
    if (!isInquiry) this.tell(account, 'charge.dispute.funds_withdrawn', dispute);
    return dispute;
  }

  closeDispute(id: string, status: 'won' | 'lost' | 'warning_closed'): void {
    const { account, thing: dispute } = this.byId('dispute', id);
    dispute.status = status;
    this.tell(account, 'charge.dispute.closed', dispute);
    if (status !== 'won') return;
    const charge = account.get('charge', dispute.charge);
    dispute.balance_transactions.push(this.stripe.tills.book(account, charge, 'adjustment', dispute.amount, 0));
    this.tell(account, 'charge.dispute.funds_reinstated', dispute);
  }

  /** Everything that was to be told about a payment, its refunds and disputes, oldest first. */
  events(paymentId: string): readonly StripeEvent[] {
    const { account, intent, session } = this.find(paymentId);
    const names = new Set([intent?.id, session?.id]);
    return account.all('event').filter(({ data }) => {
      const thing = data.object as { readonly id: string; readonly payment_intent?: string };
      return names.has(thing.id) || (thing.payment_intent !== undefined && names.has(thing.payment_intent));
    });
  }

  /** The newest event about a payment, or the newest of a type, truly signed with this secret. */
  signedWebhook(paymentId: string, secret: string, type?: string): SignedWebhook {
    const event = this.events(paymentId).findLast(candidate => type === undefined || candidate.type === type);
    return this.stripe.webhooks.sign(must(event), secret);
  }

  /** The secret of the endpoint at an address: Stripe's own knowledge, for tests that play Stripe. */
  secretOf(url: string): string {
    const endpoints = this.stripe.accounts.flatMap(account => account.all('webhook_endpoint'));
    return must(endpoints.find(endpoint => endpoint.url === url))._secret;
  }

  private attempt(paymentId: string, behaviour: Behaviour): void {
    const { account, session, intent } = this.find(paymentId);
    if (session) this.stripe.tills.attemptSession(account, session, behaviour);
    else this.stripe.tills.attempt(account, must(intent), this.stripe.tills.newMethod(account, behaviour));
  }

  private tell(account: Account, type: string, thing: object): void {
    this.stripe.tell(account, type, thing);
  }

  private find(paymentId: string): Found {
    for (const account of this.stripe.accounts) {
      const session = account.all('checkout.session').findLast(({ metadata }) => metadata['payment_id'] === paymentId);
      const intent = account.all('payment_intent').findLast(({ metadata }) => metadata['payment_id'] === paymentId);
      if (session || intent) return { account, session, intent };
    }
    throw new Error(`Stripe knows nothing of the payment ${paymentId}`);
  }

  private byId<Kind extends 'refund' | 'dispute'>(object: Kind, id: string) {
    for (const account of this.stripe.accounts) {
      const thing = account.find(object, id);
      if (thing) return { account, thing };
    }
    throw new Error(`Stripe knows no ${object} ${id}`);
  }
}

function must<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new Error('Stripe has nothing of the kind yet');
  return thing;
}
