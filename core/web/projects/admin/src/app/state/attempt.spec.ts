import { ApiProblem } from '@hostwright/kit';
import { describe, expect, it } from 'vitest';
import { Attempt, OnceAttempt } from './attempt.js';

function counted() {
  let made = 0;
  return () => `key-${++made}`;
}

describe('an attempt', () => {
  it('ignores a second press while the first is on its way', async () => {
    const attempt = new Attempt();
    let calls = 0;
    const work = () => Promise.resolve(++calls);

    const [first, second] = await Promise.all([attempt.run(work), attempt.run(work)]);

    expect([first, second, calls]).toEqual([1, undefined, 1]);
  });

  it('keeps the refusal until the next try', async () => {
    const attempt = new Attempt();

    await attempt.run(() => Promise.reject(new ApiProblem('service-state', 409)));
    expect(attempt.problem()?.code).toBe('service-state');
    await attempt.run(() => Promise.resolve('done'));

    expect(attempt.problem()).toBeUndefined();
  });

  it('lets a bug fly', async () => {
    const attempt = new Attempt();

    await expect(attempt.run(() => Promise.reject(new RangeError('a bug')))).rejects.toThrow('a bug');
    expect(attempt.isBusy()).toBe(false);
  });
});

describe('an attempt that counts once', () => {
  const keysOf = async (problems: readonly (ApiProblem | undefined)[], bodies: readonly object[]) => {
    const attempt = new OnceAttempt(counted());
    const keys: string[] = [];
    for (const [index, body] of bodies.entries()) {
      await attempt.run(body, (_body, key) => {
        keys.push(key);
        const problem = problems[index];
        return problem ? Promise.reject(problem) : Promise.resolve('ok');
      });
    }
    return keys;
  };

  it('repeats a lost answer under the same key', async () => {
    expect(await keysOf([new ApiProblem('offline', 0), undefined], [{ amount: '1' }, { amount: '1' }])).toEqual([
      'key-1',
      'key-1',
    ]);
  });

  it.each([
    new ApiProblem('internal-error', 500),
    new ApiProblem('request-in-progress', 409),
    new ApiProblem('too-many-requests', 429),
  ])('keeps the key when nothing is decided ($code)', async problem => {
    expect(await keysOf([problem, undefined], [{ amount: '1' }, { amount: '1' }])).toEqual(['key-1', 'key-1']);
  });

  it('takes a new key after a clear refusal', async () => {
    const keys = await keysOf([new ApiProblem('amount-mismatch', 422), undefined], [{ amount: '1' }, { amount: '1' }]);

    expect(keys).toEqual(['key-1', 'key-2']);
  });

  it('takes a new key for another body', async () => {
    expect(await keysOf([new ApiProblem('offline', 0), undefined], [{ amount: '1' }, { amount: '2' }])).toEqual([
      'key-1',
      'key-2',
    ]);
  });

  it('takes a new key for the next intent after a success', async () => {
    expect(await keysOf([undefined, undefined], [{ amount: '1' }, { amount: '1' }])).toEqual(['key-1', 'key-2']);
  });
});
