import { describe, expect, it } from 'vitest';
import type { HestiaUser } from '../src/hestia-client.js';
import { toFailure, toRefusal } from '../src/hestia-failure.js';
import { stateOf, toListed, toUsage } from '../src/hestia-mapping.js';
import { isUsername, labelOf, readLabel, usernameOf } from '../src/labels.js';
import { faultsOf, isChecked } from './vendor-check.js';

const SERVICE = '019ab000-0000-7000-8000-000000000001';
const CONFIG = { apiUrl: 'https://web1.example:8083', accessKey: 'k', address: '192.0.2.1', contactEmail: 'a@example.org' };
const none = { used: '', limit: '' };
const user: HestiaUser = {
  user: usernameOf(SERVICE),
  name: labelOf({ domain: 'example.com', serviceId: SERVICE }),
  plan: 'start',
  role: 'user',
  suspended: 'no',
  disk: none,
  traffic: { used: '1.75', limit: 'unlimited' },
  domains: none,
  databases: none,
  mailboxes: '',
  madeAt: '2026-01-01T10:00:00Z',
};

describe("the panel's words", () => {
  it('tell a state only when they are known', () => {
    expect(['no', 'yes', 'maybe', ''].map(suspended => stateOf({ suspended }))).toEqual([
      'running',
      'suspended',
      'changing',
      'changing',
    ]);
  });

  it('name the service of a user, as far as the user follows from it', () => {
    expect(toListed(user, CONFIG)).toEqual({
      externalId: user.user,
      serviceId: SERVICE,
      state: 'running',
      hostname: 'example.com',
      plan: 'start',
      addresses: [{ family: 4, address: '192.0.2.1', primary: true }],
      createdAt: new Date('2026-01-01T10:00:00Z'),
    });
    expect(readLabel('somebody', user.name)).toBeUndefined();
    expect(readLabel(user.user, 'Anna Berg')).toBeUndefined();
  });

  it('give no limit where there is none, and nothing for what is not said', () => {
    expect(toUsage(user)).toEqual({ meters: [{ code: 'traffic', unit: 'bytes', used: 1n << 20n }] });
  });

  it.each(['../etc', '-rf', '1abc', '', 'a b', 'a;b'])('"%s" is nobody, and nobody is asked', name => {
    expect(isUsername(name)).toBe(false);
  });

  it('differ for services of the same minute', () => {
    const names = Array.from({ length: 300 }, (_, index) =>
      usernameOf(`019ab000-0000-7000-8000-${String(index).padStart(12, '0')}`),
    );

    expect(new Set(names).size).toBe(300);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z2-9]{11}$/);
  });
});

describe('a failure', () => {
  it.each([
    [3, "Error: user a doesn't exist", 'final', 'not-there'],
    [3, "Error: package a doesn't exist", 'final', 'no-such-plan'],
    [4, '', 'final', 'exists'],
    [8, '', 'final', 'limit'],
    [10, '', 'final', 'forbidden'],
    [13, '', 'unknown', 'exit-13'],
    [20, '', 'unknown', 'exit-20'],
    [127, '', 'unknown', 'exit-127'],
  ])('by exit code %i with "%s" is %s and called %s', (code, text, kind, called) => {
    expect(toRefusal('v-add-user', code, text)).toMatchObject({ kind, code: called });
  });

  it.each([
    [429, 'retryable', 'retryable'],
    [401, 'final', 'final'],
    [502, 'unknown', 'retryable'],
  ])('by status %i is %s of a change and %s of a question', (status, change, read) => {
    const answer = { status, headers: new Headers({ 'retry-after': '7' }) };

    expect([toFailure(answer, 'change').kind, toFailure(answer, 'read').kind]).toEqual([change, read]);
  });
});

describe.runIf(isChecked)("the vendor's description", () => {
  it('finds a command that there is not, one with too few words, and a wrong form', () => {
    const good = { access_key: 'k', secret_key: 's', cmd: 'v-suspend-user', returncode: 'no', arg1: 'a' };

    expect(faultsOf(good)).toEqual([]);
    expect(faultsOf({ ...good, cmd: 'v-stop-user' })).toHaveLength(1);
    expect(faultsOf({ ...good, cmd: 'v-add-user' })).toHaveLength(1);
    expect(faultsOf({ ...good, arg2: 'no', arg3: 'x' })).toHaveLength(1);
    expect(faultsOf({ ...good, returncode: 'maybe' })).toHaveLength(1);
  });
});
