import { describe, expect, it } from 'vitest';
import { ServiceAbility } from '@hostwright/sdk/http';
import { actionsOf, type Audience, type Question } from './service-rules.js';

const ALL = ServiceAbility.options;

function actions(
  service: Partial<Question['service']> = {},
  { audience = 'customer' as Audience, abilities = ALL as Question['abilities'], isBusy = false } = {},
): readonly string[] {
  const standing = {
    state: 'active',
    serverState: 'running',
    rescue: false,
    wantedState: 'active',
    externalId: 'srv-1',
  } as const;
  return actionsOf({ service: { ...standing, ...service }, abilities, isBusy }, audience);
}

describe('what may be asked for', () => {
  it('is what the provider can do and the server is in a state for', () => {
    expect(actions({}, { abilities: ['power'] })).toEqual(['stop', 'restart']);
    expect(actions({ serverState: 'stopped' }, { abilities: ['power', 'console'] })).toEqual(['start']);
    expect(actions({}, { abilities: ['rescue'] })).toEqual(['rescue-on']);
    expect(actions({ rescue: true }, { abilities: ['rescue'] })).toEqual(['rescue-off']);
    expect(actions({ serverState: 'failed' }, { abilities: ['power', 'reinstall'] })).toEqual(['reinstall']);
    expect(actions({}, { abilities: [] })).toEqual([]);
  });

  it('is only to look while something else is under way', () => {
    expect(actions({}, { isBusy: true })).toEqual(['console', 'panel']);
  });

  it('is nothing for the customer of a service that is paused, over or about to be', () => {
    for (const state of ['pending', 'provisioning', 'suspended', 'failed', 'terminated'] as const) {
      expect(actions({ state })).toEqual([]);
    }
    expect(actions({ wantedState: 'suspended' })).toEqual([]);
    expect(actions({ wantedState: 'terminated' })).toEqual([]);
    expect(actions({ externalId: null })).toEqual([]);
  });

  it('is a pause and the end for staff, whatever is under way', () => {
    const staff = { audience: 'staff', abilities: [] as Question['abilities'], isBusy: true } as const;

    expect(actions({}, staff)).toEqual(['suspend', 'terminate']);
    expect(actions({ state: 'suspended', wantedState: 'suspended' }, staff)).toEqual(['unsuspend', 'suspend', 'terminate']);
    expect(actions({ state: 'failed' }, staff)).toEqual(['terminate']);
    expect(actions({ state: 'active', wantedState: 'terminated' }, staff)).toEqual([]);
    expect(actions({ state: 'terminated' }, staff)).toEqual([]);
  });
});
