import { money } from '@hostwright/sdk';
import { describe, expect, it } from 'vitest';
import { fromPayPal, toPayPal } from '../src/paypal-amounts.js';
import { readCapture, readOrder, readRefund, type PayPalCapture, type PayPalOrder } from '../src/paypal-answers.js';
import { declineOf } from '../src/paypal-declines.js';
import { disputeEvents, readDispute } from '../src/paypal-disputes.js';
import { toFailure } from '../src/paypal-failures.js';
import { governing, toRefund, toSavedMethod, toSnapshot, toStep } from '../src/paypal-mapping.js';
import { newOrder } from '../src/paypal-order.js';
import { aPayment, checkRequest, schema } from './bench.js';

const order: PayPalOrder = {
  id: '5O190127TN364715T',
  status: 'PAYER_ACTION_REQUIRED',
  customId: 'payment',
  amount: { currency_code: 'EUR', value: '10.00' },
  approveUrl: 'https://www.paypal.com/checkoutnow?token=5O190127TN364715T',
  captures: [],
  refunds: [],
  vault: undefined,
  payerEmail: undefined,
};

const capture: PayPalCapture = {
  id: '3C679366HH908993F',
  status: 'COMPLETED',
  reason: undefined,
  amount: { currency_code: 'EUR', value: '10.00' },
  fee: { currency_code: 'EUR', value: '0.64' },
  customId: 'payment',
  orderId: order.id,
};

describe('an order in our words', () => {
  it.each([
    ['CREATED', 'pending'],
    ['SAVED', 'pending'],
    ['PAYER_ACTION_REQUIRED', 'requires-action'],
    ['APPROVED', 'authorized'],
    ['VOIDED', 'cancelled'],
    ['COMPLETED', 'pending'],
    ['ON_THE_MOON', 'pending'],
    ['constructor', 'pending'],
  ])('that is %s and has no capture is %s', (status, state) => {
    expect(toSnapshot({ ...order, status })).toMatchObject({ reference: order.id, state });
    expect(toSnapshot({ ...order, status }).received).toBeUndefined();
  });

  it.each([
    ['COMPLETED', 'succeeded'],
    ['PARTIALLY_REFUNDED', 'succeeded'],
    ['REFUNDED', 'succeeded'],
    ['PENDING', 'pending'],
    ['DECLINED', 'declined'],
    ['FAILED', 'declined'],
    ['ON_THE_MOON', 'pending'],
    ['toString', 'pending'],
  ])('whose capture is %s is %s', (status, state) => {
    expect(toSnapshot({ ...order, status: 'COMPLETED', captures: [{ ...capture, status }] }).state).toBe(state);
  });

  it('says what was taken and what it cost, and only when it was taken', () => {
    const paid = toSnapshot({ ...order, status: 'COMPLETED', captures: [capture] });
    expect(paid).toMatchObject({ received: money(1000n, 'EUR'), fee: money(64n, 'EUR') });

    const held = toSnapshot({ ...order, status: 'COMPLETED', captures: [{ ...capture, status: 'PENDING' }] });
    expect([held.received, held.fee]).toEqual([undefined, undefined]);
  });

  it('goes by the capture that took money, whatever was refused before or after', () => {
    const declined = { ...capture, id: 'D', status: 'DECLINED' };
    expect(governing([declined, capture])?.id).toBe(capture.id);
    expect(governing([capture, declined])?.id).toBe(capture.id);
    expect(governing([{ ...capture, id: 'P', status: 'PENDING' }, declined])?.id).toBe('P');
  });

  it('sends the payer to PayPal only while there is something to decide', () => {
    expect(toStep(order)).toMatchObject({ next: 'redirect', url: order.approveUrl });
    expect(toStep({ ...order, status: 'APPROVED' }).next).toBe('nothing');
    expect(toStep({ ...order, status: 'COMPLETED', captures: [capture] }).next).toBe('nothing');
  });

  it('tells of a saved method once PayPal keeps it, under a name that shows no whole address', () => {
    const kept = { ...order, vault: { id: 'nkq2y9g', status: 'VAULTED' }, payerEmail: 'olena@example.com' };
    expect(toSnapshot(kept).savedMethod).toEqual({ token: 'nkq2y9g', label: 'PayPal · o…@example.com' });
    expect(toSnapshot({ ...kept, vault: { id: 'nkq2y9g', status: 'APPROVED' } }).savedMethod).toBeUndefined();
    expect(toSavedMethod('t', undefined).label).toBe('PayPal');
  });
});

describe('a refund in our words', () => {
  it.each([
    ['COMPLETED', 'succeeded'],
    ['PENDING', 'pending'],
    ['FAILED', 'failed'],
    ['CANCELLED', 'failed'],
    ['ON_THE_MOON', 'pending'],
  ])('that is %s is %s', (status, state) => {
    const refund = readRefund({ id: 'R', status, amount: { currency_code: 'EUR', value: '1.00' } });
    expect(toRefund(refund)).toEqual({ reference: 'R', state, amount: money(100n, 'EUR') });
  });
});

describe('a dispute in our words', () => {
  const told = {
    dispute_id: 'PP-R-1',
    status: 'RESOLVED',
    reason: 'UNAUTHORISED',
    dispute_amount: { currency_code: 'EUR', value: '10.00' },
    disputed_transactions: [{ seller_transaction_id: capture.id }],
  };

  it.each([
    ['RESOLVED_SELLER_FAVOUR', 'won'],
    ['RESOLVED_WITH_PAYOUT', 'won'],
    ['CANCELED_BY_BUYER', 'won'],
    ['DENIED', 'won'],
    ['RESOLVED_BUYER_FAVOUR', 'lost'],
    ['ACCEPTED', 'lost'],
    ['NONE', 'opened'],
    ['ON_THE_MOON', 'opened'],
  ])('that ends with %s is %s', (outcome_code, state) => {
    const dispute = readDispute({ ...told, dispute_outcome: { outcome_code } });
    expect(disputeEvents('WH-1', dispute, ['O'])).toMatchObject([{ id: 'WH-1', state, reason: 'unauthorised' }]);
  });

  it('is open while it is not resolved, whatever it says of its outcome', () => {
    const open = readDispute({ ...told, status: 'UNDER_REVIEW', dispute_outcome: { outcome_code: 'ACCEPTED' } });
    expect(disputeEvents('WH-1', open, ['O'])).toMatchObject([{ state: 'opened' }]);
  });

  it('costs what was charged less what was given back, our own fees only', () => {
    const movement = (affected_party: string, type: string, value: string, reason = 'DISPUTE_FEE') => ({
      affected_party,
      type,
      reason,
      amount: { currency_code: 'EUR', value },
    });
    const money_movements = [
      movement('SELLER', 'DEBIT', '14.00'),
      movement('SELLER', 'CREDIT', '6.00'),
      movement('BUYER', 'DEBIT', '5.00'),
      movement('SELLER', 'DEBIT', '10.00', 'DISPUTE_SETTLEMENT'),
    ];
    expect(disputeEvents('WH-1', readDispute({ ...told, money_movements }), ['O'])).toMatchObject([{ fee: money(800n, 'EUR') }]);
    expect(disputeEvents('WH-1', readDispute(told), ['O'])[0]).not.toHaveProperty('fee');
  });

  it('about several payments is told of each of ours, each event with a name of its own', () => {
    const several = readDispute({
      ...told,
      disputed_transactions: ['A', 'B', 'C'].map(seller_transaction_id => ({
        seller_transaction_id,
        gross_amount: { currency_code: 'EUR', value: '2.00' },
      })),
    });
    expect(disputeEvents('WH-1', several, ['O1', '', 'O3'])).toMatchObject([
      { id: 'WH-1:1', reference: 'O1', amount: money(200n, 'EUR') },
      { id: 'WH-1:3', reference: 'O3' },
    ]);
  });
});

describe('a sum', () => {
  it.each([
    [1999n, 'EUR', '19.99'],
    [5n, 'USD', '0.05'],
    [500n, 'JPY', '500'],
    [250_000n, 'HUF', '2500'],
    [100n, 'TWD', '1'],
    [900_719_925_474_099_301n, 'EUR', '9007199254740993.01'],
  ])('of %i minor units of %s is %s and comes back the same', (amount, currency, value) => {
    expect(toPayPal(money(amount, currency))).toEqual({ currency_code: currency, value });
    expect(fromPayPal({ currency_code: currency, value })).toEqual(money(amount, currency));
  });

  it('that PayPal cannot take is refused, not rounded', () => {
    expect(() => toPayPal(money(250_050n, 'HUF'))).toThrow(
      expect.objectContaining({ kind: 'final', code: 'amount-not-whole', publicMessage: 'PayPal takes whole HUF only' }),
    );
  });

  it('may carry zeros that mean nothing, but nothing else', () => {
    expect(fromPayPal({ currency_code: 'JPY', value: '500.00' })).toEqual(money(500n, 'JPY'));
    expect(fromPayPal({ currency_code: 'EUR', value: '.5' })).toEqual(money(50n, 'EUR'));
    expect(fromPayPal({ currency_code: 'EUR', value: '-1' })).toEqual(money(-100n, 'EUR'));
    for (const value of ['', '.', '1.005', '1e3', '1,00', 'NaN', '500.5']) {
      const currency_code = value === '500.5' ? 'JPY' : 'EUR';
      expect(() => fromPayPal({ currency_code, value })).toThrow(
        expect.objectContaining({ kind: 'unknown', code: 'bad-answer' }),
      );
    }
  });
});

describe('an answer', () => {
  it('that cannot be read says nothing about what was done', () => {
    const bad = [null, 'text', {}, { id: 'O' }, { id: 'O', status: 'APPROVED', purchase_units: 7 }];
    for (const value of bad) {
      expect(() => readOrder(value)).toThrow(expect.objectContaining({ kind: 'unknown', code: 'bad-answer' }));
    }
    expect(() => readCapture({ id: 'C', status: 'COMPLETED' })).toThrow(expect.objectContaining({ code: 'bad-answer' }));
  });

  it.each([
    [429, true, 'retryable'],
    [500, true, 'unknown'],
    [503, false, 'retryable'],
    [408, true, 'unknown'],
    [409, true, 'unknown'],
    [400, true, 'final'],
    [403, false, 'final'],
    [404, false, 'final'],
    [422, true, 'final'],
  ])('with status %i (a change: %s) is %s', (status, isChange, kind) => {
    expect(toFailure(status, new Headers(), {}, isChange)).toMatchObject({ kind, code: `http-${status}` });
  });

  it('names the issue, and how long to wait', () => {
    const answer = { name: 'UNPROCESSABLE_ENTITY', details: [{ issue: 'REFUND_AMOUNT_EXCEEDED' }] };
    expect(toFailure(422, new Headers(), answer, true).code).toBe('refund-amount-exceeded');
    expect(toFailure(429, new Headers({ 'retry-after': '7' }), {}, true).retryAfterMs).toBe(7000);
    expect(toFailure(429, new Headers({ 'retry-after': '999999' }), {}, true).retryAfterMs).toBe(3_600_000);
  });

  it('that the same order is being worked on is not a refusal', () => {
    const answer = { name: 'UNPROCESSABLE_ENTITY', details: [{ issue: 'ORDER_COMPLETION_IN_PROGRESS' }] };
    expect(toFailure(422, new Headers(), answer, true).kind).toBe('unknown');
  });
});

describe('a decline', () => {
  it('says whether another try makes sense, in words without a fault in them', () => {
    expect(declineOf('instrument-declined')).toMatchObject({ code: 'instrument-declined', mayRetry: true });
    expect(declineOf('payer-account-locked-or-closed').mayRetry).toBe(false);
    expect(declineOf('token-id-not-found')).toMatchObject({ mayRetry: false, publicMessage: /once more by hand/ });
    expect(declineOf('whatever-comes').mayRetry).toBe(true);
  });
});

describe('the order of a payment', () => {
  const tenant = {
    id: 't',
    slug: 'acme',
    name: `${'Acme '.repeat(25)}😀😀`,
    locale: 'en',
    currency: 'EUR',
    timeZone: 'UTC',
  };
  type Told = {
    purchase_units: { invoice_id: string; custom_id: string; amount: unknown }[];
    payment_source: { paypal: { experience_context: Record<string, string>; attributes?: unknown } };
  };
  const told = (words: Parameters<typeof aPayment>[0] = {}) => JSON.parse(newOrder(aPayment(words), tenant, true)) as Told;

  it('fits the description of the vendor, also with long names and in many languages', () => {
    const words = [
      {},
      { saveMethod: true },
      { description: `${'x'.repeat(126)}😀`, invoiceNumber: 'Рахунок №5' },
      ...['en', 'uk', 'ru-RU', 'de', 'zh-Hant-TW', 'xx'].map(locale => ({ locale })),
    ];
    for (const each of words) expect(checkRequest('POST', '/v2/checkout/orders', told(each))).toEqual([]);
  });

  it.runIf(schema)('would be refused with a field of another type', () => {
    const wrong = { ...told(), intent: 'TAKE', purchase_units: [{ amount: { currency_code: 'EUR', value: 10 } }] };
    expect(checkRequest('POST', '/v2/checkout/orders', wrong).length).toBeGreaterThan(0);
  });

  it('has a number that no other attempt has, and our own name for the payment', () => {
    const [one, other] = [aPayment(), aPayment()].map(payment => JSON.parse(newOrder(payment, tenant, true)) as Told);
    expect(one?.purchase_units[0]?.invoice_id).toMatch(/^INV-2026-000123-[0-9a-f]{12}$/);
    expect(one?.purchase_units[0]?.invoice_id).not.toBe(other?.purchase_units[0]?.invoice_id);
  });

  it('asks PayPal to keep the way to pay only when the payer wants that', () => {
    expect(told().payment_source.paypal.attributes).toBeUndefined();
    expect(told({ saveMethod: true }).payment_source.paypal.attributes).toEqual({
      vault: { store_in_vault: 'ON_SUCCESS', usage_type: 'MERCHANT' },
    });
  });

  it('leaves eChecks out unless the shop takes them', () => {
    const open = JSON.parse(newOrder(aPayment(), tenant, false)) as Told;
    expect(open.payment_source.paypal.experience_context['payment_method_preference']).toBe('UNRESTRICTED');
    expect(told().payment_source.paypal.experience_context['payment_method_preference']).toBe('IMMEDIATE_PAYMENT_REQUIRED');
  });
});
