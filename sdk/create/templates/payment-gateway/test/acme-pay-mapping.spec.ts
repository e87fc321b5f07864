import { money } from '@hostwright/sdk';
import { describe, expect, it } from 'vitest';
import type { AcmePayCharge } from '../src/acme-pay-client.js';
import { toFailure, toRefund, toSnapshot, toStep } from '../src/acme-pay-mapping.js';

const charge: AcmePayCharge = {
  id: 'ch_1',
  payment: 'payment',
  status: 'created',
  amount: '1999',
  currency: 'EUR',
  page: 'https://pay.acme-pay.test/ch_1',
};

describe('a charge in our words', () => {
  it.each([
    ['created', 'pending'],
    ['3ds', 'requires-action'],
    ['paid', 'succeeded'],
    ['refused', 'declined'],
    ['cancelled', 'cancelled'],
    ['under-review', 'pending'],
    ['constructor', 'pending'],
  ])('reads %s as %s', (status, state) => {
    expect(toSnapshot({ ...charge, status }).state).toBe(state);
  });

  it('reports what was taken only when something was, to the last unit', () => {
    expect(toSnapshot(charge).received).toBeUndefined();
    expect(toSnapshot({ ...charge, status: 'paid', amount: '9007199254740993' }).received).toEqual(
      money(9007199254740993n, 'EUR'),
    );
  });

  it('sends the payer to the page only while there is something to decide', () => {
    expect(toStep(charge)).toMatchObject({ next: 'redirect', url: charge.page });
    expect(toStep({ ...charge, status: 'paid' }).next).toBe('nothing');
  });

  it('keeps a refund waiting until its end is known', () => {
    expect(toRefund({ id: 're_1', status: 'queued', amount: '500', currency: 'EUR' }).state).toBe('pending');
  });
});

describe('a failure', () => {
  it.each([
    [429, true, 'retryable'],
    [500, true, 'unknown'],
    [503, false, 'retryable'],
    [401, true, 'final'],
    [404, false, 'final'],
  ])('with status %i (a change: %s) is %s', (status, isChange, kind) => {
    expect(toFailure({ status, headers: new Headers() }, isChange)).toMatchObject({ kind, code: `http-${status}` });
  });

  it('says how long to wait', () => {
    const failure = toFailure({ status: 429, headers: new Headers({ 'retry-after': '7' }) }, true);

    expect(failure.retryAfterMs).toBe(7000);
  });
});
