import { describe, expect, it } from 'vitest';
import { readAccount } from '../src/whm-answers.js';
import { toFailure, toRefusal } from '../src/whm-failure.js';
import { bytesOf, stateOf, toSnapshot, toUsage } from '../src/whm-mapping.js';
import { isUsername } from '../src/usernames.js';
import { faultsOf, isChecked } from './vendor-check.js';

const account = readAccount({
  user: 'exampleu',
  domain: 'example.com',
  plan: 'shop_starter',
  ip: '192.0.2.10',
  ipv6: ['2001:db8::1'],
});

describe("WHM's words", () => {
  it.each([
    ['12M', 12n << 20n],
    ['10240', 10_240n << 20n],
    ['1.5G', 1n << 30n],
    ['300K', 300n << 10n],
    ['unlimited', undefined],
    ['none', undefined],
    ['', undefined],
  ])('%s is so many bytes', (size, bytes) => {
    expect(bytesOf(size)).toBe(bytes);
  });

  it('tell a state only when they are known', () => {
    expect(['0', '1', '2', 'pending'].map(suspended => stateOf({ suspended }))).toEqual([
      'running',
      'suspended',
      'changing',
      'changing',
    ]);
  });

  it('make a snapshot with every address and no package of the reseller by its long name', () => {
    expect(toSnapshot(account, 'shop')).toMatchObject({
      plan: 'starter',
      addresses: [
        { family: 4, address: '192.0.2.10', primary: true },
        { family: 6, address: '2001:db8::1', primary: false },
      ],
      credentials: { username: 'exampleu' },
    });
  });

  it('say nothing of limits that there are not', () => {
    const usage = toUsage(account, { usedBytes: '10', limitBytes: '0', month: undefined, year: undefined });

    expect(usage).toEqual({
      meters: [
        { code: 'disk', unit: 'bytes', used: 0n },
        { code: 'traffic', unit: 'bytes', used: 10n },
      ],
    });
  });

  it.each(['../etc', 'root%00', '1abc', '', 'a b'])('"%s" is nobody, and nobody is asked', name => {
    expect(isUsername(name)).toBe(false);
  });
});

describe('a failure', () => {
  const answer = (status: number, headers = {}) => ({ status, headers: new Headers(headers) });

  it.each([
    [429, 'retryable', 'retryable'],
    [401, 'final', 'final'],
    [403, 'final', 'final'],
    [404, 'final', 'final'],
    [500, 'unknown', 'retryable'],
    [596, 'unknown', 'retryable'],
  ])('with %i is %s of a change and %s of a question', (status, change, read) => {
    expect([toFailure(answer(status), 'change').kind, toFailure(answer(status), 'read').kind]).toEqual([change, read]);
  });

  it('waits as long as it is asked to, and an hour at most', () => {
    expect(toFailure(answer(429, { 'retry-after': '7' }), 'change').retryAfterMs).toBe(7000);
    expect(toFailure(answer(429, { 'retry-after': '99999' }), 'change').retryAfterMs).toBe(3_600_000);
    expect(toFailure(answer(429), 'change').retryAfterMs).toBe(10_000);
  });

  it.each([
    ['(XID 1) The domain “example.com” already exists in the userdata.', 'domain-taken'],
    ['Sorry, the username exampleu conflicts with another user', 'username-taken'],
    ['You have reached your account limit', 'account-limit'],
    ['The package gold does not exist', 'no-such-plan'],
    ['The user exampleu does not exist', 'no-such-account'],
    ['Something else', 'refused'],
  ])('of which WHM says "%s" is called %s', (reason, code) => {
    expect(toRefusal(reason, 'createacct', [])).toMatchObject({ kind: 'final', code });
  });

  it('hides what was sent in secret', () => {
    const { message } = toRefusal('The password s3cret<br>is too weak for token T0K', 'passwd', ['s3cret', 'T0K', '']);

    expect(message).toBe('WHM refused passwd: The password [hidden] is too weak for token [hidden]');
  });
});

describe.runIf(isChecked)("the vendor's description", () => {
  it('finds a parameter that is unknown, missing or wrong', () => {
    const good = { 'api.version': '1', username: 'exampleu', domain: 'example.com' };

    expect(faultsOf('/createacct', good)).toEqual([]);
    expect(faultsOf('/createacct', { ...good, pakage: 'start' })).toHaveLength(1);
    expect(faultsOf('/createacct', { ...good, ip: 'yes' })).toHaveLength(1);
    expect(faultsOf('/passwd', { 'api.version': '1', user: 'exampleu' })).toEqual(['password is missing']);
    expect(faultsOf('/listaccts', { 'api.version': '2' })).toHaveLength(1);
  });
});
