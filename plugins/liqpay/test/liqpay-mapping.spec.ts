import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { money, type PaymentState } from '@hostwright/sdk';
import { describe, expect, it } from 'vitest';
import { parseJson, readOrder, readPayment, readRefund, readReport, type LiqPayOrder } from '../src/liqpay-answers.js';
import { httpFailure, refused } from '../src/liqpay-errors.js';
import { readToken, refundedOf, STATES, toSavedMethod, toSettled, toSnapshot } from '../src/liqpay-mapping.js';

const SANDBOX = { isSandbox: true };
const REAL = { isSandbox: false };

const answer = {
  status: 'success',
  payment_id: 165173,
  order_id: 'order-1',
  amount: 100.5,
  currency: 'UAH',
  receiver_commission: 1.51,
};

const order = (changes: Record<string, unknown> = {}): LiqPayOrder =>
  readOrder(parseJson(JSON.stringify({ ...answer, ...changes })));

const snapshot = (changes: Record<string, unknown> = {}, reader = REAL) => toSnapshot('order-1', order(changes), reader);

const EVERY_STATUS: readonly (readonly [string, PaymentState])[] = [
  ['success', 'succeeded'],
  ['failure', 'declined'],
  ['error', 'declined'],
  ['reversed', 'cancelled'],
  ['subscribed', 'pending'],
  ['unsubscribed', 'pending'],
  ['3ds_verify', 'requires-action'],
  ['captcha_verify', 'requires-action'],
  ['cvv_verify', 'requires-action'],
  ['ivr_verify', 'requires-action'],
  ['otp_verify', 'requires-action'],
  ['password_verify', 'requires-action'],
  ['phone_verify', 'requires-action'],
  ['pin_verify', 'requires-action'],
  ['receiver_verify', 'requires-action'],
  ['sender_verify', 'requires-action'],
  ['senderapp_verify', 'requires-action'],
  ['p24_verify', 'requires-action'],
  ['mp_verify', 'requires-action'],
  ['wait_qr', 'requires-action'],
  ['wait_sender', 'requires-action'],
  ['cash_wait', 'pending'],
  ['hold_wait', 'authorized'],
  ['invoice_wait', 'pending'],
  ['prepared', 'pending'],
  ['processing', 'pending'],
  ['wait_accept', 'pending'],
  ['wait_card', 'pending'],
  ['wait_compensation', 'succeeded'],
  ['wait_lc', 'pending'],
  ['wait_reserve', 'pending'],
  ['wait_secure', 'pending'],
  ['try_again', 'pending'],
];

describe('a payment in our words', () => {
  it.each(EVERY_STATUS)('reads %s as %s', (status, state) => {
    expect(snapshot({ status }).state).toBe(state);
  });

  it('knows every word of LiqPay and no other', () => {
    expect([...STATES.keys()].sort()).toEqual([...EVERY_STATUS.map(([status]) => status), 'sandbox'].sort());
  });

  if (process.env['HOSTWRIGHT_VENDOR_SPECS'])
    it('knows every word in the description of LiqPay', () => {
      const file = join(process.env['HOSTWRIGHT_VENDOR_SPECS'] ?? '', 'liqpay/liqpay.statuses.json');
      const words = JSON.parse(readFileSync(file, 'utf8'));
      const described = [...Object.keys(words.final), ...words.needs_payer_action, ...Object.keys(words.waiting)];

      expect([...STATES.keys()].sort()).toEqual(described.sort());
    });

  it.each(['paid', 'SUCCESS', 'constructor', '__proto__', 'wait_for_godot'])(
    'reads "%s", which it does not know, as pending',
    status => {
      expect(snapshot({ status })).toMatchObject({ state: 'pending' });
      expect(snapshot({ status }).received).toBeUndefined();
    },
  );

  it('takes a payment of the sandbox for money in a sandbox shop only', () => {
    expect(snapshot({ status: 'sandbox' }, SANDBOX)).toMatchObject({ state: 'succeeded', received: money(10_050n, 'UAH') });
    expect(snapshot({ status: 'sandbox' }, REAL).state).toBe('pending');
  });

  it('reports what was taken and what LiqPay keeps of it, once it is paid', () => {
    expect(snapshot()).toMatchObject({ reference: 'order-1', received: money(10_050n, 'UAH'), fee: money(151n, 'UAH') });
    expect(snapshot({ status: 'wait_secure' }).received).toBeUndefined();
    expect(snapshot({ status: 'wait_secure' }).fee).toBeUndefined();
  });

  it.each(['UAH', 'EUR', 'USD'])('reads amounts in %s', currency => {
    expect(snapshot({ currency, amount: 0.07 }).received).toEqual(money(7n, currency));
  });

  it('reads numbers in quotes and words without, as LiqPay mixes them', () => {
    const quoted = { amount: '100.50', payment_id: '165173', receiver_commission: '1.51' };

    expect({ ...snapshot(quoted), raw: null }).toEqual({ ...snapshot(), raw: null });
    expect(order({ order_id: 4711, err_code: 9859 })).toMatchObject({ orderId: '4711', errCode: '9859' });
    expect([order({ wait_reserve_status: 'true' }), order({ wait_reserve_status: true })]).toMatchObject([
      { isReserved: true },
      { isReserved: true },
    ]);
  });

  it('takes a success without a readable amount for none yet', () => {
    expect(snapshot({ amount: 100.505 }).state).toBe('pending');
    expect(snapshot({ currency: null }).state).toBe('pending');
  });

  it('says paid while only a part was given back', () => {
    expect(snapshot({ status: 'reversed', refund_amount: 0.5 })).toMatchObject({
      state: 'succeeded',
      received: money(10_050n, 'UAH'),
    });
    expect(snapshot({ status: 'reversed', refund_amount: 100.5 }).state).toBe('cancelled');
    expect([refundedOf(order({ status: 'reversed' })), refundedOf(order({ refund_amount: 3 })), refundedOf(order())]).toEqual([
      10_050n,
      300n,
      0n,
    ]);
  });

  it('shows staff no token, no address and no telephone number', () => {
    const raw = JSON.stringify(snapshot({ card_token: 'TOKEN1', ip: '203.0.113.9', sender_phone: '380950000001' }).raw);

    expect(raw).toContain('165173');
    expect(raw).not.toMatch(/TOKEN1|203\.0\.113\.9|380950000001/);
  });
});

describe('a decline', () => {
  it.each([
    ['9859', 'insufficient-funds', true],
    ['9860', 'limit-exceeded', true],
    ['limit', 'limit-exceeded', true],
    ['9868', 'bank-refused', true],
    ['err_mpi', 'authentication-failed', true],
    ['frod', 'suspected-fraud', false],
    ['9851', 'card-expired', false],
    ['9863', 'card-blocked', false],
    ['err_card_bin', 'card-data-wrong', false],
    ['105', 'card-not-supported', false],
    ['3914', 'card-country', false],
    ['payment_err_sender_card', 'another-card-needed', false],
    ['102', 'card-token-invalid', false],
    ['90', 'liqpay-90', true],
    ['of Tomorrow!', 'liqpay-of-tomorrow', true],
  ])('for %s is %s, worth another try: %s', (errCode, code, mayRetry) => {
    expect(snapshot({ status: 'failure', err_code: errCode }).decline).toEqual({ code, mayRetry });
  });

  it('without a reason is one all the same', () => {
    expect(snapshot({ status: 'failure' }).decline).toEqual({ code: 'declined', mayRetry: true });
    expect(snapshot({ status: 'error' }).decline).toEqual({ code: 'declined', mayRetry: false });
  });

  it.each(['expired_3ds', 'expired_otp', 'expired_prepared', 'expired_qr'])(
    'is none when the payer let the time run out (%s)',
    errCode => {
      const left = snapshot({ status: 'failure', err_code: errCode });

      expect(left.state).toBe('cancelled');
      expect(left.decline).toBeUndefined();
    },
  );
});

describe('a saved card', () => {
  const saved = { card_token: 'ABCDEF0123', sender_card_mask2: '424242*42', sender_card_type: 'visa', ip: '203.0.113.9' };

  it('is a token with the address that a renewal will ask for', () => {
    expect(snapshot(saved).savedMethod).toEqual({ token: 'ABCDEF0123|203.0.113.9', label: 'Visa ••42' });
    expect(readToken(snapshot(saved).savedMethod!)).toEqual({ cardToken: 'ABCDEF0123', ip: '203.0.113.9' });
  });

  it('does without what LiqPay did not say', () => {
    const bare = toSavedMethod(order({ card_token: 'ABCDEF0123' }))!;

    expect(bare).toEqual({ token: 'ABCDEF0123', label: 'Card' });
    expect(readToken(bare)).toEqual({ cardToken: 'ABCDEF0123' });
  });

  it('comes with the money, not before', () => {
    expect(snapshot({ ...saved, status: '3ds_verify' }).savedMethod).toBeUndefined();
    expect(snapshot().savedMethod).toBeUndefined();
  });
});

describe('an answer', () => {
  it('about a payment that failed is no refusal to answer', () => {
    expect(readPayment(parseJson('{"result":"error","status":"error","payment_id":1,"err_code":"9859"}')).told).toMatchObject({
      status: 'error',
      errCode: '9859',
    });
    expect(readPayment(parseJson('{"result":"error","status":"error","err_code":"payment_not_found"}')).refusal).toEqual({
      errCode: 'payment_not_found',
    });
    expect(readPayment(parseJson('{"result":"error","code":"err_auth"}')).refusal).toEqual({ errCode: 'err_auth' });
    expect(readPayment(parseJson('{"result":"error"}')).refusal).toEqual({ errCode: 'unnamed' });
  });

  it('about a refund says whether the money waits', () => {
    expect(readRefund({ result: 'ok', status: 'reversed', wait_amount: 'true' }).told?.isWaiting).toBe(true);
    expect(readRefund({ result: 'ok', status: 'reversed', wait_amount: false }).told?.isWaiting).toBe(false);
    expect(readRefund({ result: 'ok', status: 'failure', err_code: 'limit' }).refusal).toEqual({ errCode: 'limit' });
  });

  it.each([null, 'text', [], {}, { result: 'ok' }])('that cannot be read says nothing about what was done (%j)', bad => {
    expect(() => readPayment(bad)).toThrow(expect.objectContaining({ kind: 'unknown', code: 'bad-answer' }));
  });

  it('with a report lists what was paid, also what was given back since', () => {
    const rows = [
      { ...answer, order_id: 'a' },
      { ...answer, order_id: 'b', status: 'wait_compensation' },
      { ...answer, order_id: 'c', status: 'reversed' },
      { ...answer, order_id: 'd', status: 'failure' },
      { ...answer, order_id: 'e', status: 'sandbox' },
      { ...answer, order_id: 'f', status: 'wait_accept' },
    ];
    const told = readReport(parseJson(JSON.stringify({ result: 'success', data: rows }))).told ?? [];

    expect(told.flatMap(row => toSettled(row, REAL)?.reference ?? [])).toEqual(['a', 'b', 'c']);
    expect(told.flatMap(row => toSettled(row, SANDBOX)?.reference ?? [])).toEqual(['a', 'b', 'c', 'e']);
    expect(readReport({ result: 'success' }).told).toEqual([]);
  });
});

describe('a failure', () => {
  it.each([
    ['invalid_signature', true, 'final', 'liqpay-invalid-signature'],
    ['err_signature', false, 'final', 'liqpay-err-signature'],
    ['public_key_not_found', true, 'final', 'liqpay-public-key-not-found'],
    ['err_amount_hold', true, 'final', 'liqpay-err-amount-hold'],
    ['payment_err_status', true, 'final', 'liqpay-payment-err-status'],
    ['9859', true, 'final', 'liqpay-9859'],
    ['payment_processing', true, 'retryable', 'liqpay-payment-processing'],
    ['90', true, 'unknown', 'liqpay-90'],
    ['err_of_tomorrow', true, 'unknown', 'liqpay-err-of-tomorrow'],
    ['err_of_tomorrow', false, 'retryable', 'liqpay-err-of-tomorrow'],
  ])('with the word %s (a change: %s) is %s', (errCode, isChange, kind, code) => {
    expect(refused(errCode, isChange)).toMatchObject({ kind, code });
  });

  it.each([
    [429, true, 'retryable', 'slow-down'],
    [500, true, 'unknown', 'http-500'],
    [503, false, 'retryable', 'http-503'],
    [403, true, 'final', 'http-403'],
  ])('with HTTP %i (a change: %s) is %s', (status, isChange, kind, code) => {
    expect(httpFailure(status, new Headers(), isChange)).toMatchObject({ kind, code });
  });

  it('that asks for patience says for how long', () => {
    expect(httpFailure(429, new Headers({ 'retry-after': '7' }), true).retryAfterMs).toBe(7000);
  });
});
