import { expect, it } from 'vitest';
import { mayBecome, powerSwitches, type ServiceState } from './service-life.js';

it('offers the switches that change something', () => {
  expect(powerSwitches('running')).toEqual(['stop', 'restart']);
  expect(powerSwitches('stopped')).toEqual(['start']);
  expect(powerSwitches('changing')).toEqual([]);
  expect(powerSwitches(null)).toEqual([]);
});

it('brings nothing back that was terminated', () => {
  const states: readonly ServiceState[] = ['pending', 'provisioning', 'active', 'suspended', 'failed'];

  expect(states.some(state => mayBecome('terminated', state))).toBe(false);
  expect(states.every(state => mayBecome(state, 'terminated'))).toBe(true);
  expect(mayBecome('failed', 'provisioning')).toBe(true);
});
