import { expect, it } from 'vitest';
import { isUnfinished, nextState, withStep } from './operation-life.js';

const at = new Date('2026-03-01T10:00:00Z');

it('never leaves an end', () => {
  expect(isUnfinished('succeeded')).toBe(false);
  expect(() => nextState('succeeded', 'waiting')).toThrow('cannot go from succeeded to waiting');
  expect(() => nextState('failed', 'started')).toThrow('cannot go from failed to started');
});

it('never asks before it has written that it will', () => {
  expect(() => nextState('waiting', 'creating')).toThrow('cannot go from waiting to creating');
  expect(nextState('waiting', 'started')).toBe('started');
});

it('keeps one step up to date while it lasts and begins another when it changes', () => {
  const half = withStep([], 'copying-image', '50 %', at);
  const more = withStep(half, 'copying-image', '70 %', new Date(at.getTime() + 1000));

  expect(more).toEqual([{ code: 'copying-image', at: at.toISOString(), detail: '70 %' }]);
  expect(withStep(more, 'copying-image', '70 %', at)).toBe(more);
  expect(withStep(more, 'ready', null, at).map(step => step.code)).toEqual(['copying-image', 'ready']);
});
