import { SnapshotName } from '@hostwright/sdk/http';
import { describe, expect, it } from 'vitest';
import { isHostname } from './hostname.js';
import { isSnapshotName, snapshotNameAt } from './snapshot-name.js';

describe('names', () => {
  it('of hosts are those that the shop takes', () => {
    for (const good of ['web', 'web-1.example.com', '1.example']) expect(isHostname(good), good).toBe(true);
    for (const bad of ['', 'two words', '-web', 'web-', 'a..b', `${'a'.repeat(64)}.com`])
      expect(isHostname(bad), bad).toBe(false);
  });

  it('of snapshots are those that the shop takes', () => {
    const suggested = snapshotNameAt(new Date(2026, 0, 2, 3, 4));

    expect(suggested).toBe('snap-20260102-0304');
    for (const name of [suggested, 'ab', 'before-upgrade'])
      expect([isSnapshotName(name), SnapshotName.safeParse(name).success]).toEqual([true, true]);
    for (const name of ['a', '1ab', 'Ab', 'ab-', 'a'.repeat(41)]) {
      expect([isSnapshotName(name), SnapshotName.safeParse(name).success], name).toEqual([false, false]);
    }
  });
});
