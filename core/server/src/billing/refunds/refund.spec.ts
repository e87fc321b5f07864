import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RefundSnapshot } from '@hostwright/sdk';
import { creditPart, judge, roomIn, type RefundState } from './refund.js';

const row = (state: RefundState, reference: string | null = 'r-1') =>
  ({ state, reference, amountMinor: 500n, currency: 'EUR' }) as const;

const told = (state: RefundSnapshot['state'], amount = 500n): RefundSnapshot => ({
  reference: 'r-1',
  state,
  amount: { amount, currency: 'EUR' },
});

it.each([
  ['pending', 'pending', 'nothing-new'],
  ['pending', 'succeeded', 'succeed'],
  ['pending', 'failed', 'fail'],
  ['succeeded', 'pending', 'nothing-new'],
  ['succeeded', 'succeeded', 'nothing-new'],
  ['succeeded', 'failed', 'undo'],
  ['failed', 'pending', 'nothing-new'],
  ['failed', 'succeeded', 'nothing-new'],
  ['failed', 'failed', 'nothing-new'],
] as const)('a refund that is %s and told %s: %s', (state, word, verdict) => {
  expect(judge(row(state), told(word))).toBe(verdict);
});

it('that was given up before the gateway named it may still be told as done', () => {
  expect(judge(row('failed', null), told('succeeded'))).toBe('revive');
});

it('of another sum than was asked for settles nothing', () => {
  expect(judge(row('pending'), told('succeeded', 499n))).toBe('mismatch');
});

it('never has room for more than the payment holds, and takes credit first', () => {
  const minor = fc.bigInt(0n, 10_000n);
  fc.assert(
    fc.property(minor, minor, minor, minor, (ofPayment, ofInvoice, ofCredit, wanted) => {
      const room = { ofPayment, ofInvoice, ofCredit };
      fc.pre(wanted <= roomIn(room));
      const credit = creditPart(wanted, room);

      expect(credit <= ofCredit && wanted - credit <= ofInvoice && wanted <= ofPayment).toBe(true);
    }),
  );
});
