import { money, type PaymentSnapshot } from '@hostwright/sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { furthest, isOpen, judge, type PaymentRow, type PaymentState } from './payment.js';

const STATES: readonly PaymentState[] = [
  'created',
  'unknown',
  'failed',
  'pending',
  'requires-action',
  'authorized',
  'cancelled',
  'declined',
  'succeeded',
];

const aRow = (changes: Partial<PaymentRow> = {}): PaymentRow => ({
  id: '0192d3a0-0000-7000-8000-000000000001',
  invoiceId: '0192d3a0-0000-7000-8000-000000000002',
  invoiceNumber: 'TST-2026-000001',
  customerId: '0192d3a0-0000-7000-8000-000000000003',
  installationId: '0192d3a0-0000-7000-8000-000000000004',
  state: 'pending',
  currency: 'EUR',
  amountMinor: 1999n,
  receivedMinor: null,
  receivedCurrency: null,
  appliedMinor: 0n,
  refundedMinor: 0n,
  disputedMinor: 0n,
  feeMinor: null,
  feeCurrency: null,
  reference: 'ch_1',
  step: null,
  returnUrl: '',
  saveMethod: false,
  savedMethodId: null,
  offSession: false,
  problemCode: null,
  message: null,
  mayRetry: true,
  note: null,
  starts: 1,
  checks: 0,
  askedAt: null,
  captures: 0,
  captureAt: null,
  absentAt: null,
  createdAt: new Date(0),
  settledAt: null,
  ...changes,
});

const told = (changes: Partial<PaymentSnapshot>): PaymentSnapshot => ({ reference: 'ch_1', state: 'pending', ...changes });

describe('the state of a payment', () => {
  it('ends the same in whatever order and however often messages arrive', () => {
    const story = fc.array(fc.constantFrom(...STATES), { minLength: 1, maxLength: 12 });
    const end = (states: readonly PaymentState[]) => states.reduce(furthest, 'created');

    fc.assert(
      fc.property(story, fc.infiniteStream(fc.nat()), (states, order) => {
        const shuffled = states
          .map(state => ({ state, at: order.next().value! }))
          .toSorted((left, right) => left.at - right.at)
          .map(({ state }) => state);
        expect(end([...shuffled, ...states])).toBe(end(states));
      }),
    );
  });

  it('is never taken back once money was taken', () => {
    for (const state of STATES) expect(furthest('succeeded', state)).toBe('succeeded');
  });

  it('lets money that was taken beat a refusal', () => {
    for (const state of ['failed', 'declined', 'cancelled'] as const) expect(furthest(state, 'succeeded')).toBe('succeeded');
  });

  it('takes a start that failed up again when the gateway knows of it after all', () => {
    expect(furthest('failed', 'pending')).toBe('pending');
  });

  it('is asked about only while money may still move', () => {
    expect(STATES.filter(isOpen)).toEqual(['created', 'unknown', 'pending', 'requires-action', 'authorized']);
  });
});

describe('what a gateway says about a payment', () => {
  it('settles it when the sum is what was asked for', () => {
    const verdict = judge(aRow(), told({ state: 'succeeded', received: money(1999n, 'EUR') }));

    expect(verdict).toMatchObject({ kind: 'received', matches: true, sameCurrency: true });
  });

  it.each([
    ['less', money(1998n, 'EUR'), true],
    ['more', money(2000n, 'EUR'), true],
    ['nothing', money(0n, 'EUR'), true],
    ['as many units of another currency', money(1999n, 'JPY'), false],
    ['another currency with three digits', money(19_990n, 'KWD'), false],
  ])('is a mismatch when it took %s', (_, received, sameCurrency) => {
    expect(judge(aRow(), told({ state: 'succeeded', received }))).toMatchObject({
      kind: 'received',
      matches: false,
      sameCurrency,
    });
  });

  it('does not settle it with a success that does not say how much', () => {
    expect(judge(aRow({ state: 'created' }), told({ state: 'succeeded' }))).toEqual({ kind: 'forward', state: 'pending' });
  });

  it('changes nothing when it comes late', () => {
    const settled = aRow({ state: 'succeeded', receivedMinor: 1999n, receivedCurrency: 'EUR' });

    for (const state of ['pending', 'requires-action', 'authorized', 'declined', 'cancelled'] as const) {
      expect(judge(settled, told({ state }))).toEqual({ kind: 'nothing-new' });
    }
    expect(judge(settled, told({ state: 'succeeded', received: money(1999n, 'EUR') }))).toEqual({ kind: 'nothing-new' });
  });

  it('is put before staff when it names another sum than the one recorded', () => {
    const settled = aRow({ state: 'succeeded', receivedMinor: 1999n, receivedCurrency: 'EUR' });

    expect(judge(settled, told({ state: 'succeeded', received: money(3998n, 'EUR') }))).toMatchObject({ kind: 'contradiction' });
  });

  it('is put before staff when a second transaction took money too', () => {
    const settled = aRow({ state: 'succeeded', receivedMinor: 1999n, receivedCurrency: 'EUR' });
    const second = told({ reference: 'ch_2', state: 'succeeded', received: money(1999n, 'EUR') });

    expect(judge(settled, second)).toMatchObject({ kind: 'contradiction' });
  });

  it('does not end it by the refusal of a transaction that is not its own', () => {
    expect(judge(aRow(), told({ reference: 'ch_2', state: 'declined' }))).toEqual({ kind: 'nothing-new' });
  });
});
