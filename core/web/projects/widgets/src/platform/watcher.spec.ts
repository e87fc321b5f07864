import { ApiProblem, Live } from '@hostwright/kit';
import type { LiveEvent } from '@hostwright/sdk/http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Watcher } from './watcher.js';

/** Live events that a test sends by hand. */
function aWire() {
  const live = new Live(
    'https://shop.test',
    () => undefined,
    () => Promise.resolve(false),
  );
  const listeners = new Set<(event: LiveEvent) => void>();
  live.start = () => Promise.resolve();
  live.listen = listener => (listeners.add(listener), () => listeners.delete(listener));
  return { live, listeners, send: (id: string) => listeners.forEach(listener => listener({ name: 'service.changed', id })) };
}

const watching = (live: Live, read: () => Promise<number>) =>
  new Watcher<number>(live, { read, isSettled: value => value >= 3, matches: event => event.id === 's1' });

describe('Watcher', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('asks again until the thing is settled', async () => {
    let value = 0;
    const watcher = watching(aWire().live, () => Promise.resolve(++value));

    watcher.start();
    await vi.advanceTimersByTimeAsync(60_000);

    expect(watcher.value()).toBe(3);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('asks at once when the live event of its thing arrives, and not for another one', async () => {
    const wire = aWire();
    let asked = 0;
    const watcher = watching(wire.live, () => Promise.resolve(++asked));
    watcher.start();
    await vi.advanceTimersByTimeAsync(0);

    wire.send('other');
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toBe(1);
    wire.send('s1');
    await vi.advanceTimersByTimeAsync(0);

    expect(asked).toBe(2);
    watcher.stop();
  });

  it('asks once more when something happens while an answer is on its way', async () => {
    const wire = aWire();
    const answers: ((value: number) => void)[] = [];
    const watcher = watching(wire.live, () => new Promise(resolve => answers.push(resolve)));
    watcher.start();

    wire.send('s1');
    wire.send('s1');
    answers[0]?.(1);
    await vi.advanceTimersByTimeAsync(0);

    expect(answers).toHaveLength(2);
    answers[1]?.(3);
    await vi.advanceTimersByTimeAsync(0);
    expect(watcher.value()).toBe(3);
  });

  it('goes on after a lost connection and shows what it knew', async () => {
    let turn = 0;
    const watcher = watching(aWire().live, () => {
      turn++;
      return turn === 2 ? Promise.reject(new ApiProblem('offline', 0)) : Promise.resolve(turn);
    });
    watcher.start();
    await vi.advanceTimersByTimeAsync(2600);
    expect(watcher.value()).toBe(1);
    expect(watcher.problem()?.code).toBe('offline');

    await vi.advanceTimersByTimeAsync(2600);

    expect(watcher.value()).toBe(3);
    expect(watcher.problem()).toBeUndefined();
  });

  it('leaves nothing behind when it stops', async () => {
    const wire = aWire();
    const watcher = watching(wire.live, () => Promise.resolve(1));
    watcher.start();
    await vi.advanceTimersByTimeAsync(0);

    watcher.stop();

    expect(wire.listeners.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
