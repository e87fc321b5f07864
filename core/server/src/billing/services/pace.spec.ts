import { expect, it } from 'vitest';
import { Clock } from '../../platform/clock/index.js';
import { Pace } from './pace.js';

class Hand extends Clock {
  private ms = Date.UTC(2026, 0, 1);
  override now = (): Date => new Date(this.ms);
  pass(ms: number): void {
    this.ms += ms;
  }
}

/** So many servers, one after another, each ready after that time. */
function made(pace: Pace, clock: Hand, count: number, tookMs: number): number | undefined {
  let look: number | undefined;
  for (let index = 0; index < count; index += 1) {
    const begunAt = clock.now();
    look = pace.begun('here');
    clock.pass(tookMs);
    pace.ready('here', begunAt);
  }
  return look;
}

it('tells when to look at the next of many servers from how long the last ones took', () => {
  const clock = new Hand();
  const pace = new Pace(clock);

  expect(made(pace, clock, 10, 5000)).toBeUndefined();
  expect(made(pace, clock, 3, 5000)).toBe(5000);
  expect(pace.begun('elsewhere')).toBeUndefined();
});

it('looks at every fourth a little early, and soon again at whoever is not ready', () => {
  const clock = new Hand();
  const pace = new Pace(clock);
  made(pace, clock, 12, 20_000);
  expect(pace.late('here')).toBeUndefined();

  const short = new Pace(clock);
  made(short, clock, 12, 3000);

  expect(Array.from({ length: 8 }, () => short.begun('here'))).toEqual([3000, 3000, 3000, 2700, 3000, 3000, 3000, 2700]);
  expect(short.late('here')).toBe(1000);
  expect(short.late('elsewhere')).toBeUndefined();
});

it('learns that the provider has become faster, and slower again', () => {
  const clock = new Hand();
  const pace = new Pace(clock);
  made(pace, clock, 12, 5000);

  expect([made(pace, clock, 2, 3000), made(pace, clock, 11, 4800)]).toEqual([3000, 4800]);
});

it('says nothing about a server that is made by itself: somebody watches it come up', () => {
  const clock = new Hand();
  const pace = new Pace(clock);
  made(pace, clock, 12, 4000);

  clock.pass(60_000);

  expect(pace.begun('here')).toBeUndefined();
});
