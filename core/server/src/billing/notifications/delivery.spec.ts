import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SENDABLE, MOST_UNKNOWNS, verdict, type DeliveryState, type SendOutcome } from './delivery.js';

const MINUTE = 60_000;

it('ends with what the channel answered', () => {
  expect(verdict(1, 0, { kind: 'answered', delivery: { state: 'accepted', reference: '<id@shop>' } })).toEqual({
    state: 'accepted',
    detail: null,
    reference: '<id@shop>',
    unknowns: 0,
  });
});

it('tries again after 1, 5, 15 minutes, 1, 3, 8, 24 hours and then gives up', () => {
  const waits = Array.from({ length: 8 }, (_, index) => verdict(index + 1, 0, { kind: 'busy', detail: 'greylisted' }));

  expect(waits.map(({ againInMs }) => againInMs && againInMs / MINUTE)).toEqual([1, 5, 15, 60, 180, 480, 1440, undefined]);
  expect(waits.at(-1)!.state).toBe('failed');
  expect(verdict(1, 0, { kind: 'busy', detail: '429', retryAfterMs: 10 * MINUTE }).againInMs).toBe(10 * MINUTE);
});

it('does not repeat what was refused', () => {
  expect(verdict(1, 0, { kind: 'refused', detail: '550 no such mailbox' })).toMatchObject({
    state: 'failed',
    detail: '550 no such mailbox',
  });
  expect(verdict(1, 0, { kind: 'refused', detail: '' }).againInMs).toBeUndefined();
});

it('never lets more than two copies through, whatever becomes of the answers', () => {
  const attempt = fc.record({
    arrived: fc.boolean(),
    kind: fc.constantFrom<SendOutcome['kind']>('answered', 'refused', 'busy', 'lost', 'lost'),
  });

  fc.assert(
    fc.property(fc.array(attempt, { minLength: 1, maxLength: 30 }), script => {
      let copies = 0;
      let [state, attempts, unknowns]: [DeliveryState, number, number] = ['queued', 0, 0];
      let isOver = false;
      for (let turn = 0; !isOver && SENDABLE.includes(state) && unknowns < MOST_UNKNOWNS; turn += 1) {
        const { kind, arrived } = script[turn % script.length]!;
        attempts += 1;
        if (kind === 'answered' || (kind === 'lost' && arrived)) copies += 1;
        const outcome: SendOutcome = kind === 'answered' ? { kind, delivery: { state: 'accepted' } } : { kind, detail: kind };
        const next = verdict(attempts, unknowns, outcome);
        [state, unknowns, isOver] = [next.state, next.unknowns, next.againInMs === undefined];
      }

      expect(copies).toBeLessThanOrEqual(2);
      expect(isOver || !SENDABLE.includes(state) || unknowns >= MOST_UNKNOWNS).toBe(true);
    }),
  );
});
