import { describe, expect, it } from 'vitest';
import { RateWindows } from './rate-window.js';

const RATE = { limit: 10, seconds: 60 };

describe('a rate window', () => {
  it('lets the limit through and not one more', () => {
    const windows = new RateWindows(() => 0);

    const allowed = Array.from({ length: 12 }, () => windows.take('a', RATE).allowed);

    expect(allowed).toEqual([...Array<boolean>(10).fill(true), false, false]);
  });

  it('says how many are left and how long until more', () => {
    const windows = new RateWindows(() => 15_000);

    expect(windows.take('a', RATE)).toEqual({ allowed: true, limit: 10, remaining: 9, resetSeconds: 45 });
  });

  it('gives no second helping at the turn of the window', () => {
    let now = 59_000;
    const windows = new RateWindows(() => now);
    for (let i = 0; i < 10; i += 1) windows.take('a', RATE);

    now = 61_000;

    expect(windows.take('a', RATE).allowed).toBe(false);
  });

  it('forgets what is two windows old', () => {
    let now = 0;
    const windows = new RateWindows(() => now);
    for (let i = 0; i < 10; i += 1) windows.take('a', RATE);

    now = 120_000;

    expect(windows.take('a', RATE)).toMatchObject({ allowed: true, remaining: 9 });
  });

  it('counts each key for itself', () => {
    const windows = new RateWindows(() => 0);
    for (let i = 0; i < 11; i += 1) windows.take('a', RATE);

    expect(windows.take('b', RATE).allowed).toBe(true);
  });

  it('stays bounded under a flood of keys', () => {
    const windows = new RateWindows(() => 0);

    for (let i = 0; i < 250_000; i += 1) windows.take(`address ${i}`, RATE);

    expect((windows as unknown as { counts: Map<string, unknown> }).counts.size).toBeLessThanOrEqual(100_000);
  });
});
