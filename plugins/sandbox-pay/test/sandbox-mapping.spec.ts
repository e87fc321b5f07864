import { money } from '@hostwright/sdk';
import { describe, expect, it } from 'vitest';
import { readCharge, type SandboxCharge } from '../src/sandbox-answers.js';
import { toFailure, toSnapshot, toStep } from '../src/sandbox-mapping.js';

const charge: SandboxCharge = {
  id: 'ch_1',
  status: 'created',
  amount: '1440',
  currency: 'EUR',
  captured: '0',
  fee: '0',
  refunded: '0',
  paymentId: 'payment',
  payUrl: 'https://pay.example/pay/ch_1',
  error: undefined,
};

describe('a charge in our words', () => {
  it.each([
    ['created', 'pending'],
    ['awaiting_confirmation', 'requires-action'],
    ['paid', 'succeeded'],
    ['declined', 'declined'],
    ['cancelled', 'cancelled'],
    ['under_review', 'pending'],
    ['constructor', 'pending'],
  ])('reads %s as %s', (status, state) => {
    expect(toSnapshot({ ...charge, status }).state).toBe(state);
  });

  it('reports what was taken only when something was', () => {
    expect(toSnapshot(charge).received).toBeUndefined();
    expect(toSnapshot({ ...charge, status: 'paid', captured: '9007199254740993' }).received).toEqual(
      money(9007199254740993n, 'EUR'),
    );
  });

  it('sends the payer to the page only while there is something to decide', () => {
    expect(toStep(charge)).toMatchObject({ next: 'redirect', url: charge.payUrl });
    expect(toStep({ ...charge, status: 'paid', captured: '1440' }).next).toBe('nothing');
  });
});

describe('an answer', () => {
  it('that cannot be read says nothing about what was done', () => {
    for (const bad of [null, 'text', {}, { id: 'ch_1', status: 'paid', amount: 14.4 }]) {
      expect(() => readCharge(bad)).toThrow(expect.objectContaining({ kind: 'unknown', code: 'bad-answer' }));
    }
  });

  it.each([
    [429, true, 'retryable'],
    [500, true, 'unknown'],
    [503, false, 'retryable'],
    [401, true, 'final'],
    [404, false, 'final'],
    [422, true, 'final'],
  ])('with status %i (a change: %s) is %s', (status, isChange, kind) => {
    expect(toFailure(status, new Headers(), {}, isChange)).toMatchObject({ kind, code: `http-${status}` });
  });

  it('that asks for patience says for how long', () => {
    expect(toFailure(429, new Headers({ 'retry-after': '7' }), { error: { code: 'slow_down' } }, true)).toMatchObject({
      code: 'slow-down',
      retryAfterMs: 7000,
    });
  });
});
