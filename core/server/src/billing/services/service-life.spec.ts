import { expect, it } from 'vitest';
import { allows, mayBecome, powerSwitches, type ServiceAction, type ServiceState } from './service-life.js';

const ACTIONS: readonly ServiceAction[] = ['start', 'stop', 'restart', 'reveal-credentials', 'retry'];

it.each<[ServiceState, readonly ServiceAction[]]>([
  ['pending', []],
  ['provisioning', []],
  ['active', ['start', 'stop', 'restart', 'reveal-credentials']],
  ['suspended', []],
  ['failed', ['retry']],
  ['terminated', []],
])('allows a service that is %s to be given %j', (state, allowed) => {
  expect(ACTIONS.filter(action => allows(state, action))).toEqual(allowed);
});

it('offers the switches that change something', () => {
  expect(powerSwitches('active', 'running')).toEqual(['stop', 'restart']);
  expect(powerSwitches('active', 'stopped')).toEqual(['start']);
  expect(powerSwitches('active', 'changing')).toEqual([]);
  expect(powerSwitches('active', null)).toEqual([]);
  expect(powerSwitches('suspended', 'stopped')).toEqual([]);
});

it('brings nothing back that was terminated', () => {
  const states: readonly ServiceState[] = ['pending', 'provisioning', 'active', 'suspended', 'failed'];

  expect(states.some(state => mayBecome('terminated', state))).toBe(false);
  expect(mayBecome('failed', 'provisioning')).toBe(true);
});
