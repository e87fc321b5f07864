import { describe, expect, it } from 'vitest';
import { PERMISSIONS } from '@hostwright/sdk/http';
import { ManualClock } from '../../../test/harness/manual-clock.js';
import { Passwords } from './passwords.js';
import { newToken, tokenHash } from './random-token.js';
import { permissionsOf } from './roles.js';
import { SignInLocks } from './sign-in-locks.js';

describe('passwords', () => {
  it('are kept as argon2id with the parameters of OWASP, salted anew each time', async () => {
    const passwords = new Passwords();

    const [one, other] = [await passwords.hash('correct horse'), await passwords.hash('correct horse')];

    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
    expect(await passwords.verify('correct horse', one)).toBe(true);
    expect(await passwords.verify('wrong horse', one)).toBe(false);
    expect(await passwords.verifyNobody('correct horse')).toBe(false);
  });

  it('turn a flood away instead of drowning in it', async () => {
    const passwords = new Passwords();
    const kept = await passwords.hash('correct horse');

    const results = await Promise.allSettled(Array.from({ length: 100 }, () => passwords.verify('correct horse', kept)));

    expect(results.filter(result => result.status === 'fulfilled')).toHaveLength(42);
    expect(results.at(-1)).toMatchObject({ status: 'rejected', reason: { code: 'too-many-requests' } });
    expect(await passwords.verify('correct horse', kept)).toBe(true);
  });
});

describe('locks', () => {
  const secondsLocked = (locks: SignInLocks): number => {
    try {
      locks.check('a');
      return 0;
    } catch (error) {
      return (error as { extra: { retryAfterSeconds: number } }).extra.retryAfterSeconds;
    }
  };

  it('last twice as long each time, up to a quarter of an hour', () => {
    const clock = new ManualClock();
    const locks = new SignInLocks(clock);
    for (let i = 0; i < 4; i += 1) locks.failed('a');
    const lengths = [secondsLocked(locks)];

    for (let i = 0; i < 7; i += 1) {
      locks.failed('a');
      lengths.push(secondsLocked(locks));
      clock.pass(lengths.at(-1)! * 1000);
    }

    expect(lengths).toEqual([0, 30, 60, 120, 240, 480, 900, 900]);
  });

  it('concern one name and end with a success', () => {
    const locks = new SignInLocks(new ManualClock());
    for (let i = 0; i < 6; i += 1) locks.failed('a');

    expect(() => locks.check('b')).not.toThrow();
    locks.succeeded('a');
    expect(secondsLocked(locks)).toBe(0);
  });
});

describe('roles', () => {
  it('give an owner everything, and the others only what their work needs', () => {
    expect(permissionsOf('owner')).toEqual(PERMISSIONS);
    for (const role of ['support', 'accountant'] as const) {
      expect(permissionsOf(role)).not.toEqual(expect.arrayContaining(['plugins.manage']));
      expect(permissionsOf(role)).not.toEqual(expect.arrayContaining(['catalog.manage']));
    }
    expect(permissionsOf('support')).not.toContain('payments.record');
    expect(permissionsOf('accountant')).not.toContain('services.manage');
  });
});

describe('tokens', () => {
  it('are 256 bits of chance, kept by their hash', () => {
    expect(newToken()).toMatch(/^[\w-]{43}$/);
    expect(newToken()).not.toBe(newToken());
    expect(tokenHash('a')).toMatch(/^[0-9a-f]{64}$/);
  });
});
