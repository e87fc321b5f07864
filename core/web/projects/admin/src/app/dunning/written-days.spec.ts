import { DunningSettings } from '@hostwright/sdk/http';
import { describe, expect, it } from 'vitest';
import { BOUNDS, readDays, writtenOf } from './written-days.js';

const problems = (suspend: string, terminate: string) => readDays({ suspend, terminate }).problems;
const settings = (suspend: string, terminate: string) => readDays({ suspend, terminate }).settings;

describe('the days until an unpaid service stops', () => {
  it('are read as numbers, and an empty field as never', () => {
    expect(settings(' 5', '19 ')).toEqual({ suspendAfterDays: 5, terminateAfterDays: 19 });
    expect(settings('5', '')).toEqual({ suspendAfterDays: 5, terminateAfterDays: null });
    expect(settings('', '')).toEqual({ suspendAfterDays: null, terminateAfterDays: null });
    expect(writtenOf({ suspendAfterDays: 5, terminateAfterDays: null })).toEqual({ suspend: '5', terminate: '' });
  });

  it('are told at their field when they are none, too few or too many', () => {
    for (const bad of ['1', '91', 'x', '5.5', '-5', '1000']) expect(problems(bad, '')).toEqual({ suspend: 'wrong' });
    for (const bad of ['3', '366', 'never']) expect(problems('2', bad)).toEqual({ terminate: 'wrong' });
  });

  it('leave two days between the suspension and the end, and nothing ends that was not suspended', () => {
    expect(problems('5', '6')).toEqual({ terminate: 'too-soon' });
    expect(problems('5', '7')).toEqual({});
    expect(problems('', '30')).toEqual({ terminate: 'too-soon' });
  });

  it('have the bounds that the server has', () => {
    const { suspend, terminate } = BOUNDS;
    const taken = (suspendAfterDays: number, terminateAfterDays: number) =>
      DunningSettings.safeParse({ suspendAfterDays, terminateAfterDays }).success;

    expect([taken(suspend.least, terminate.least), taken(suspend.most, terminate.most)]).toEqual([true, true]);
    expect([taken(suspend.least - 1, terminate.least), taken(suspend.most + 1, terminate.most)]).toEqual([false, false]);
    expect([taken(suspend.least, terminate.least - 1), taken(suspend.most, terminate.most + 1)]).toEqual([false, false]);
  });
});
