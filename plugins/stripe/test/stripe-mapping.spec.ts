import { money, PluginFailure } from '@hostwright/sdk';
import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { toDecline } from '../src/stripe-declines.js';
import { toFailure } from '../src/stripe-failure.js';
import { intentSnapshot, refundSnapshot, sessionSnapshot } from '../src/stripe-mapping.js';
import { readToken, stripeLocale } from '../src/stripe-requests.js';
import { settledPayment } from '../src/stripe-settled.js';

type Words = Record<string, unknown>;

const intent = (words: Words = {}): Stripe.PaymentIntent =>
  ({
    id: 'pi_1',
    object: 'payment_intent',
    status: 'requires_payment_method',
    amount: 1440,
    amount_received: 0,
    currency: 'eur',
    customer: null,
    payment_method: null,
    setup_future_usage: null,
    latest_charge: null,
    last_payment_error: null,
    metadata: { flow: 'embedded' },
    ...words,
  }) as unknown as Stripe.PaymentIntent;

const session = (words: Words = {}): Stripe.Checkout.Session =>
  ({
    id: 'cs_1',
    object: 'checkout.session',
    status: 'open',
    payment_status: 'unpaid',
    amount_total: 1440,
    currency: 'eur',
    payment_intent: null,
    metadata: {},
    ...words,
  }) as unknown as Stripe.Checkout.Session;

const error = (code: string, decline_code?: string) => ({ type: 'card_error', code, decline_code });

describe('an intent in our words', () => {
  it.each([
    ['requires_payment_method', 'pending'],
    ['requires_confirmation', 'pending'],
    ['requires_action', 'requires-action'],
    ['processing', 'pending'],
    ['requires_capture', 'authorized'],
    ['canceled', 'cancelled'],
    ['succeeded', 'succeeded'],
    ['under_review', 'pending'],
    ['constructor', 'pending'],
  ])('that is %s is %s', (status, state) => {
    expect(intentSnapshot(intent({ status })).state).toBe(state);
  });

  it('says what was taken and for which fee, as soon as it is known', () => {
    const balance_transaction = { id: 'txn_1', fee: 46, currency: 'eur' };

    expect(intentSnapshot(intent()).received).toBeUndefined();
    expect(intentSnapshot(intent({ status: 'succeeded', amount_received: 1440, latest_charge: 'ch_1' })).fee).toBeUndefined();
    expect(
      intentSnapshot(intent({ status: 'succeeded', amount_received: 1440, latest_charge: { id: 'ch_1', balance_transaction } })),
    ).toMatchObject({ received: money(1440n, 'EUR'), fee: money(46n, 'EUR') });
  });

  it('is refused for good only with the customer away', () => {
    const last_payment_error = error('card_declined', 'insufficient_funds');

    expect(intentSnapshot(intent({ last_payment_error })).state).toBe('pending');
    expect(intentSnapshot(intent({ last_payment_error, metadata: { flow: 'saved' } }))).toMatchObject({
      state: 'declined',
      decline: { code: 'insufficient-funds', mayRetry: true },
    });
  });

  it('wants the customer when the bank does', () => {
    const told = intentSnapshot(intent({ last_payment_error: error('authentication_required'), metadata: { flow: 'saved' } }));

    expect(told.state).toBe('requires-action');
    expect(told.decline).toBeUndefined();
  });

  it.each([
    [{ type: 'card', card: { brand: 'visa', last4: '4242', exp_month: 4, exp_year: 2031 } }, 'Visa •••• 4242'],
    [{ type: 'card', card: { brand: 'newcomer', last4: '0001', exp_month: 4, exp_year: 2031 } }, 'Card •••• 0001'],
    [{ type: 'sepa_debit', sepa_debit: { last4: '3000' } }, 'SEPA •••• 3000'],
    [{ type: 'revolut_pay' }, 'revolut pay'],
  ])('names a saved method as a person would', (words, label) => {
    const payment_method = { id: 'pm_1', object: 'payment_method', ...words };
    const saved = { status: 'succeeded', customer: 'cus_1', setup_future_usage: 'off_session', payment_method };

    expect(intentSnapshot(intent(saved)).savedMethod).toMatchObject({ token: 'cus_1:pm_1', label });
    expect(intentSnapshot(intent({ ...saved, setup_future_usage: null })).savedMethod).toBeUndefined();
  });
});

describe('a session in our words', () => {
  it.each([
    [{}, 'pending'],
    [{ status: 'expired' }, 'cancelled'],
    [{ status: 'complete' }, 'pending'],
    [{ status: 'complete', payment_status: 'paid' }, 'succeeded'],
    [{ status: 'complete', payment_status: 'paid', metadata: { reserved: 'yes' } }, 'authorized'],
    [{ status: 'complete', payment_status: 'no_payment_required' }, 'pending'],
    [{ status: 'tomorrow', payment_status: 'paid' }, 'pending'],
    [{ payment_intent: intent({ status: 'requires_action' }) }, 'requires-action'],
    [{ payment_intent: intent({ last_payment_error: error('card_declined') }) }, 'pending'],
    [{ status: 'complete', payment_intent: intent({ status: 'processing' }) }, 'pending'],
    [{ status: 'complete', payment_intent: intent({ status: 'requires_capture' }) }, 'authorized'],
    [{ status: 'complete', payment_intent: intent({ last_payment_error: error('card_declined') }) }, 'declined'],
    [{ status: 'tomorrow', payment_intent: intent({ status: 'tomorrow' }) }, 'pending'],
  ] as const)('with %j is %s', (words, state) => {
    expect(sessionSnapshot(session(words))).toMatchObject({ reference: 'cs_1', state });
  });

  it('says what was taken by what its intent received, when that is known', () => {
    const paid = { status: 'complete', payment_status: 'paid' };

    expect(sessionSnapshot(session({ ...paid, payment_intent: 'pi_1' })).received).toEqual(money(1440n, 'EUR'));
    expect(
      sessionSnapshot(session({ ...paid, payment_intent: intent({ status: 'succeeded', amount_received: 900 }) })),
    ).toMatchObject({ reference: 'cs_1', received: money(900n, 'EUR') });
  });
});

describe('a refund in our words', () => {
  it.each([
    ['pending', 'pending'],
    ['requires_action', 'pending'],
    ['succeeded', 'succeeded'],
    ['failed', 'failed'],
    ['canceled', 'failed'],
    ['tomorrow', 'pending'],
    [null, 'pending'],
  ])('that is %s is %s', (status, state) => {
    const refund = { id: 're_1', amount: 500, currency: 'jpy', status } as unknown as Stripe.Refund;

    expect(refundSnapshot(refund)).toMatchObject({ reference: 're_1', state, amount: money(500n, 'JPY') });
  });
});

describe('a refused card', () => {
  it.each(['lost_card', 'stolen_card', 'pickup_card', 'fraudulent', 'merchant_blacklist'])(
    'that is %s tells its reader nothing of it, and is not tried again with nobody there',
    decline_code => {
      expect(toDecline({ code: 'card_declined', decline_code }, true)).toEqual({
        code: decline_code.replaceAll('_', '-'),
        publicMessage: 'The card was declined.',
        mayRetry: false,
      });
    },
  );

  it('may be another one next time, when the customer is there', () => {
    expect(toDecline({ code: 'expired_card' }, false).mayRetry).toBe(true);
  });

  it('is left alone when Stripe advises so, whatever the code', () => {
    expect(toDecline({ decline_code: 'generic_decline', advice_code: 'do_not_try_again' }, true).mayRetry).toBe(false);
    expect(toDecline({ decline_code: 'generic_decline', advice_code: 'try_again_later' }, true).mayRetry).toBe(true);
    expect(toDecline({ decline_code: 'a_word_of_tomorrow' }, true).mayRetry).toBe(true);
  });
});

describe('an error', () => {
  const stripeError = (statusCode: number, words: Words = {}) =>
    Stripe.errors.generateV1Error({ statusCode, type: 'invalid_request_error', message: 'No sk_test_secret', ...words } as never);

  it.each([
    [400, { code: 'amount_too_small' }, 'change', 'final', 'amount-too-small'],
    [400, {}, 'change', 'final', 'http-400'],
    [400, { type: 'idempotency_error' }, 'change', 'final', 'key-reused'],
    [401, {}, 'change', 'final', 'unauthorized'],
    [402, { type: 'card_error', code: 'card_declined' }, 'change', 'final', 'card-declined'],
    [403, {}, 'read', 'final', 'forbidden'],
    [404, { code: 'resource_missing' }, 'read', 'final', 'resource-missing'],
    [409, { code: 'idempotency_key_in_use' }, 'change', 'unknown', 'idempotency-key-in-use'],
    [429, { code: 'rate_limit' }, 'change', 'retryable', 'rate-limit'],
    [500, { type: 'api_error' }, 'change', 'unknown', 'http-500'],
    [500, { type: 'api_error' }, 'read', 'retryable', 'http-500'],
    [503, { type: 'api_error' }, 'change', 'unknown', 'http-503'],
  ] as const)('%i %j to a %s is %s', (status, words, effect, kind, code) => {
    const failure = toFailure(stripeError(status, words), effect) as PluginFailure;

    expect(failure).toMatchObject({ name: 'PluginFailure', kind, code });
    expect(failure.message).not.toContain('sk_test');
    expect(failure.cause).toBeUndefined();
  });

  it('that asks for patience says for how long', () => {
    expect(toFailure(stripeError(429, { headers: { 'retry-after': '7' } }), 'change')).toMatchObject({ retryAfterMs: 7000 });
    expect(toFailure(stripeError(429, { headers: { 'retry-after': 'soon' } }), 'change')).toMatchObject({ retryAfterMs: 1000 });
  });

  it('on the way keeps what the fetch said of it', () => {
    const detail = PluginFailure.retryable('nobody', { code: 'unreachable' });

    expect(toFailure(new Stripe.errors.StripeConnectionError({ message: 'x', detail } as never), 'change')).toBe(detail);
    expect(toFailure(new Stripe.errors.StripeConnectionError({ message: 'x' } as never), 'change')).toMatchObject({
      kind: 'unknown',
      code: 'no-answer',
    });
  });
});

describe('what was settled', () => {
  const booked = (words: Words = {}, source: Words = {}): Stripe.BalanceTransaction =>
    ({
      id: 'txn_1',
      type: 'charge',
      amount: 1551,
      fee: 50,
      currency: 'usd',
      source: {
        object: 'charge',
        payment_intent: 'pi_1',
        amount_captured: 1440,
        currency: 'eur',
        metadata: { payment_id: 'p-1', installation: 'here', flow: 'saved' },
        ...source,
      },
      ...words,
    }) as unknown as Stripe.BalanceTransaction;

  it('is counted in the currency of the payment, its fee in that of the account', () => {
    expect(settledPayment(booked(), 'here')?.payment).toEqual({
      reference: 'pi_1',
      paymentId: 'p-1',
      received: money(1440n, 'EUR'),
      fee: money(50n, 'USD'),
    });
  });

  it.each([
    [{ type: 'refund' }, {}],
    [{ type: 'adjustment' }, {}],
    [{ source: 'ch_1' }, {}],
    [{}, { metadata: {} }],
    [{}, { metadata: { payment_id: 'p-1', installation: 'elsewhere' } }],
  ])('leaves out what is no payment of ours: %j %j', (words, source) => {
    expect(settledPayment(booked(words, source), 'here')).toBeUndefined();
  });
});

it('asks for the language of the reader where Stripe speaks it', () => {
  expect(['ru-RU', 'en-GB', 'de-AT', 'uk', 'xx'].map(stripeLocale)).toEqual(['ru', 'en-GB', 'de', 'auto', 'auto']);
});

it.each(['', 'pm_1', 'cus_1', 'cus_1:', ':pm_1', 'cus_1:pm_1:x', '{"id":1}'])('takes "%s" for no saved method', token => {
  expect(() => readToken(token)).toThrow(expect.objectContaining({ kind: 'final', code: 'bad-token' }));
});
