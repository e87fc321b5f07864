import { describe, expect, it } from 'vitest';
import type { ServiceRow } from './service-rows.js';
import { givesWay, wishesOf } from './wishes.js';

type Wanted = Parameters<typeof wishesOf>[0];

const SIZE = { planId: 'p', planVersion: 1, planName: 'P', selection: {}, facts: [], recurringMinor: '100' };

const service = (changes: Partial<ServiceRow> = {}): Wanted => ({
  state: 'active',
  wantedState: 'active',
  wantedReason: null,
  wantedSize: null,
  ...changes,
});

const kindsOf = (changes: Partial<ServiceRow>): string =>
  wishesOf(service(changes))
    .map(({ kind }) => kind)
    .join(', ');

describe('what is wanted of a service', () => {
  it('is nothing when it is so already', () => {
    expect(kindsOf({})).toBe('');
    expect(kindsOf({ state: 'suspended', wantedState: 'suspended' })).toBe('');
    expect(kindsOf({ state: 'terminated', wantedState: 'terminated' })).toBe('');
  });

  it('is its end before its pause, and its pause before its size', () => {
    expect(kindsOf({ wantedState: 'terminated', wantedSize: SIZE })).toBe('terminate');
    expect(kindsOf({ wantedState: 'suspended', wantedSize: SIZE })).toBe('suspend, resize');
    expect(kindsOf({ state: 'suspended', wantedSize: SIZE })).toBe('unsuspend, resize');
    expect(kindsOf({ wantedSize: SIZE })).toBe('resize');
  });

  it('waits for a server that is still made, but not for the end of one that failed or was never begun', () => {
    for (const state of ['pending', 'provisioning', 'failed'] as const) {
      expect(kindsOf({ state, wantedState: 'suspended', wantedSize: SIZE })).toBe('');
      expect(kindsOf({ state, wantedState: 'terminated' })).toBe('terminate');
    }
  });

  it('tells the provider why', () => {
    expect(wishesOf(service({ wantedState: 'suspended', wantedReason: 'unpaid' }))[0]?.input).toEqual({ reason: 'unpaid' });
  });
});

describe('what is under way', () => {
  const at = { code: 'hand-work', at: '', detail: null };
  const [end] = wishesOf(service({ wantedState: 'terminated' }));
  const [pause] = wishesOf(service({ wantedState: 'suspended' }));

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
