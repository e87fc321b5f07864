import { describe, expect, it } from 'vitest';
import { dueAt, isLate, missingAccess, releaseWork } from './task.js';

const NOW = new Date('2026-11-23T10:00:00Z');

describe('a task', () => {
  it('is due when its provider says, and the next day where it says nothing', () => {
    expect(dueAt({ dueInHours: 1.5 }, NOW)).toEqual(new Date('2026-11-23T11:30:00Z'));
    expect(dueAt({}, NOW)).toEqual(new Date('2026-11-24T10:00:00Z'));
  });

  it('is late while it is open, not when it was done late', () => {
    const before = new Date(NOW.getTime() - 1);

    expect(isLate({ state: 'open', dueAt: before }, NOW)).toBe(true);
    expect(isLate({ state: 'open', dueAt: NOW }, NOW)).toBe(false);
    expect(isLate({ state: 'done', dueAt: before }, NOW)).toBe(false);
  });

  it('asks for an address and a user name where the customer needs a way in', () => {
    expect(missingAccess({ asksAccess: true }, { addresses: [] })).toEqual(['addresses', 'username']);
    expect(missingAccess({ asksAccess: true }, { addresses: ['192.0.2.1'], username: 'root' })).toEqual([]);
    expect(missingAccess({ asksAccess: false }, { addresses: [] })).toEqual([]);
  });

  it('names the machine and its addresses when it is to be wiped', () => {
    const work = releaseWork('web.example.com', ['192.0.2.1']);

    expect(work).toMatchObject({ title: 'Switch off and wipe web.example.com', asksAccess: false });
    expect(work.instructions).toMatch(/^Addresses: 192\.0\.2\.1\n/);
    expect(releaseWork('web.example.com', []).instructions).not.toContain('Addresses');
  });
});
