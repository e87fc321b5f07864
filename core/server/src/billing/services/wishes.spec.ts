import { describe, expect, it } from 'vitest';
import type { ServiceRow } from './service-rows.js';
import { givesWay, wishOf } from './wishes.js';

type Wanted = Parameters<typeof wishOf>[0];

const SIZE = { planId: 'p', planVersion: 1, planName: 'P', selection: {}, facts: [], recurringMinor: '100' };

const service = (changes: Partial<ServiceRow> = {}): Wanted => ({
  state: 'active',
  wantedState: 'active',
  wantedReason: null,
  wantedSize: null,
  ...changes,
});

const kindOf = (changes: Partial<ServiceRow>): string | undefined => wishOf(service(changes))?.kind;

describe('what is wanted of a service', () => {
  it('is nothing when it is so already', () => {
    expect(kindOf({})).toBeUndefined();
    expect(kindOf({ state: 'suspended', wantedState: 'suspended' })).toBeUndefined();
    expect(kindOf({ state: 'terminated', wantedState: 'terminated' })).toBeUndefined();
  });

  it('is its end before its pause, and its pause before its size', () => {
    expect(kindOf({ wantedState: 'terminated', wantedSize: SIZE })).toBe('terminate');
    expect(kindOf({ wantedState: 'suspended', wantedSize: SIZE })).toBe('suspend');
    expect(kindOf({ state: 'suspended', wantedSize: SIZE })).toBe('unsuspend');
    expect(kindOf({ wantedSize: SIZE })).toBe('resize');
  });

  it('waits for a server that is still made, but not for the end of one that failed or was never begun', () => {
    for (const state of ['pending', 'provisioning', 'failed'] as const) {
      expect(kindOf({ state, wantedState: 'suspended', wantedSize: SIZE })).toBeUndefined();
      expect(kindOf({ state, wantedState: 'terminated' })).toBe('terminate');
    }
  });

  it('tells the provider why', () => {
    expect(wishOf(service({ wantedState: 'suspended', wantedReason: 'unpaid' }))?.input).toEqual({ reason: 'unpaid' });
  });
});

describe('what is under way', () => {
  const at = { code: 'hand-work', at: '', detail: null };
  const end = wishOf(service({ wantedState: 'terminated' }));
  const pause = wishOf(service({ wantedState: 'suspended' }));

  it('makes room for the end of the service where nobody has done anything yet', () => {
    expect(givesWay({ kind: 'create', state: 'waiting', steps: [] }, end)).toBe(true);
    expect(givesWay({ kind: 'create', state: 'creating', steps: [at] }, end)).toBe(true);
    expect(givesWay({ kind: 'create', state: 'creating', steps: [] }, end)).toBe(false);
    expect(givesWay({ kind: 'create', state: 'unknown', steps: [] }, end)).toBe(false);
    expect(givesWay({ kind: 'terminate', state: 'waiting', steps: [] }, end)).toBe(false);
  });

  it('is dropped when it is a pause that nobody wants any more', () => {
    expect(givesWay({ kind: 'suspend', state: 'waiting', steps: [] }, undefined)).toBe(true);
    expect(givesWay({ kind: 'suspend', state: 'started', steps: [] }, undefined)).toBe(false);
    expect(givesWay({ kind: 'suspend', state: 'waiting', steps: [] }, pause)).toBe(false);
    expect(givesWay({ kind: 'restart', state: 'waiting', steps: [] }, pause)).toBe(false);
  });
});
