import { describe, expect, it } from 'vitest';
import { readDroplet, readSize } from '../src/answers.js';
import { toFailure } from '../src/failures.js';
import { CATALOG } from '../src/fake/catalog.js';
import { stateOf, toSnapshot } from '../src/ocean-mapping.js';
import { sizeFor } from '../src/sizes.js';
import { planOf, planTag, serviceOf, serviceTag, SUSPENDED } from '../src/tags.js';
import { userDataFor } from '../src/user-data.js';

const droplet = readDroplet({
  id: 42,
  name: 'one.example.test',
  status: 'active',
  locked: false,
  created_at: '2026-03-01T12:00:00Z',
  tags: [],
  size_slug: 's-1vcpu-1gb',
  disk: 25,
  region: { slug: 'fra1' },
  image: { id: 7, slug: null },
  networks: {
    v4: [
      { ip_address: '10.0.0.2', type: 'private' },
      { ip_address: '203.0.113.7', type: 'public' },
    ],
    v6: [{ ip_address: '2001:db8::7', type: 'public' }],
  },
});
const now = new Date('2026-03-01T12:00:00Z');

describe('a droplet', () => {
  it.each([
    ['new', 'creating'],
    ['active', 'running'],
    ['off', 'stopped'],
    ['archive', 'stopped'],
    ['hibernating', 'changing'],
  ])('that is %s reads as %s', (status, state) => {
    expect(stateOf({ ...droplet, status })).toBe(state);
  });

  it('is suspended only while it is off and left alone', () => {
    const tags = [SUSPENDED];

    expect(stateOf({ ...droplet, tags, status: 'off' })).toBe('suspended');
    expect(stateOf({ ...droplet, tags })).toBe('running');
    expect(stateOf({ ...droplet, tags, status: 'off', locked: true })).toBe('changing');
  });

  it('shows its public addresses', () => {
    expect(toSnapshot(droplet).addresses).toEqual([
      { family: 4, address: '203.0.113.7', primary: true },
      { family: 6, address: '2001:db8::7', primary: false },
    ]);
  });
});

describe('tags', () => {
  it('lead to the service and back', () => {
    expect(serviceOf({ ...droplet, tags: ['other', serviceTag('0197-aa')] })).toBe('0197-aa');
    expect(serviceOf(droplet)).toBeUndefined();
  });

  it('keep the plan that was ordered, as long as the droplet has the size that was chosen for it', () => {
    const tags = [planTag('c1-r1-d20', 's-1vcpu-1gb')!];

    expect(planOf({ ...droplet, tags })).toBe('c1-r1-d20');
    expect(planOf({ ...droplet, tags, size: 'c-2' })).toBe('c-2');
    expect(planTag('c-2', 'c-2')).toBeUndefined();
  });
});

describe('a plan', () => {
  const sizes = CATALOG.sizes.map(readSize);

  it.each([
    ['c-2', 'c-2'],
    ['c1-r1-d20', 's-1vcpu-1gb'],
    ['c2-r2-d20', 's-2vcpu-4gb'],
    ['vps-c1-r2-d60', 's-2vcpu-4gb'],
  ])('%s is the size %s', (plan, slug) => {
    expect(sizeFor(sizes, { plan, location: 'fra1' }).slug).toBe(slug);
  });

  it('that nothing is like is refused', () => {
    expect(() => sizeFor(sizes, { plan: 'gold' })).toThrow('sells no size "gold"');
    expect(() => sizeFor(sizes, { plan: 'c64-r1-d1' })).toThrow('No size has 64 cores');
    expect(() => sizeFor(sizes, { plan: 'c1-r1-d1', location: 'moon' })).toThrow('in this region');
  });
});

describe('an error', () => {
  const failure = (status: number, message: string, effect: 'change' | 'read' = 'change') =>
    toFailure({ status, headers: new Headers(), body: { id: 'unprocessable_entity', message } }, effect, now);

  it.each([
    [401, 'a secret', 'final', 'unauthorized'],
    [403, 'a secret', 'final', 'forbidden'],
    [422, 'Droplet already has a pending event.', 'retryable', 'locked'],
    [422, 'creating this/these droplet(s) will exceed your droplet limit', 'final', 'droplet-limit'],
    [422, 'Size is not available in this region.', 'final', 'sold-out'],
    [422, 'something with a secret', 'final', 'unprocessable-entity'],
    [429, 'a secret', 'retryable', 'too-many-requests'],
    [500, 'a secret', 'unknown', 'http-500'],
  ])('%i "%s" to a change is %s %s', (status, message, kind, code) => {
    expect(failure(status, message)).toMatchObject({ kind, code });
    expect(failure(status, message).message).not.toContain('secret');
  });

  it('to a question may be asked again', () => {
    expect(failure(503, '', 'read').kind).toBe('retryable');
  });
});

describe('user data', () => {
  it('is what the buyer gave when there is no password to set', () => {
    expect(userDataFor(undefined, '#!/bin/sh')).toBe('#!/bin/sh');
    expect(userDataFor(undefined)).toBeUndefined();
  });

  it('that is larger than DigitalOcean takes is refused', () => {
    expect(() => userDataFor('p', 'x'.repeat(66_000))).toThrow('64 KiB');
  });
});
