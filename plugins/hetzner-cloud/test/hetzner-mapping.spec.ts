import { describe, expect, it } from 'vitest';
import { readServer, readType } from '../src/answers.js';
import { pointsOf } from '../src/extras.js';
import { toFailure } from '../src/failures.js';
import { FakeCatalog } from '../src/fake/catalog.js';
import { hasAddress, stateOf, toSnapshot } from '../src/hetzner-mapping.js';
import { labelValue } from '../src/labels.js';
import { typesFor } from '../src/plans.js';
import { fingerprintOf } from '../src/ssh-keys.js';
import { userDataFor } from '../src/user-data.js';

const types = new FakeCatalog().types.map(readType);
const answer = {
  id: 42,
  name: 'svc-1',
  status: 'running',
  created: '2026-03-01T12:00:00+00:00',
  labels: {},
  server_type: new FakeCatalog().types[0],
  primary_disk_size: 40,
  location: { name: 'fsn1' },
  image: null,
  public_net: { ipv4: null, ipv6: { ip: '2001:db8:1:2::/64', dns_ptr: [] } },
};
const server = readServer(answer);
const now = new Date('2026-03-01T12:00:00Z');

describe('a server', () => {
  it.each([
    ['initializing', 'creating'],
    ['running', 'running'],
    ['off', 'stopped'],
    ['migrating', 'changing'],
    ['unknown', 'changing'],
    ['hibernating', 'changing'],
  ])('that is %s reads as %s', (status, state) => {
    expect(stateOf({ ...server, status })).toBe(state);
  });

  it('is suspended only while it is off', () => {
    const labels = { suspended: 'true' };

    expect(stateOf({ ...server, labels, status: 'off' })).toBe('suspended');
    expect(stateOf({ ...server, labels })).toBe('running');
  });

  it('has IPv6 as its primary address when it has no other', () => {
    expect(toSnapshot(server).addresses).toEqual([{ family: 6, address: '2001:db8:1:2::1', primary: true }]);
    expect(hasAddress(server, '2001:db8:1:2:aa::7')).toBe(true);
    expect(hasAddress(server, '2001:0DB8:1:2:0:0:0:1')).toBe(true);
    expect(hasAddress(server, '2001:db8:1:3::1')).toBe(false);
    expect(hasAddress(server, '2001:db8:1:2::1]/[')).toBe(false);
    expect(hasAddress(server, '192.0.2.1')).toBe(false);
  });

  it('is called as it was ordered, as long as it has the type that was chosen for that', () => {
    const labels = { plan: 'c2-r4-d40', plan_type: 'cx22' };

    expect(toSnapshot({ ...server, labels }).plan).toBe('c2-r4-d40');
    expect(toSnapshot({ ...server, labels: { ...labels, plan_type: 'cx32' } }).plan).toBe('cx22');
  });
});

describe('a plan', () => {
  const choose = (plan: string, words: object = {}) =>
    typesFor(types, { plan, location: 'fsn1', architecture: 'x86', ...words }).map(({ name }) => name);

  it('may be a type', () => {
    expect(choose('cpx11')).toEqual(['cpx11']);
  });

  it('may be a size: every type that has as much, cheapest first', () => {
    expect(choose('c2-r2-d40')).toEqual(['cx22', 'cpx11', 'cx32', 'cpx21', 'cx42']);
    expect(choose('c2-r4-d40', { architecture: 'arm' })).toEqual(['cax11']);
    expect(choose('c2-r4-d40', { addons: { ramGb: 16 } })).toEqual(['cx42']);
  });

  it('that nothing is like is refused', () => {
    expect(() => choose('gold')).toThrow('sells no server type "gold"');
    expect(() => choose('c64-r4-d40')).toThrow('No server type has 64 cores');
    expect(() => choose('c2-r4-d40', { location: 'moon' })).toThrow('in this location');
  });
});

describe('an error', () => {
  const failure = (status: number, code?: string, effect: 'change' | 'read' = 'change') =>
    toFailure(
      { status, headers: new Headers(), body: code === undefined ? '<html>' : { error: { code, message: 'a secret' } } },
      effect,
      now,
    );

  it.each([
    [401, 'unauthorized', 'final'],
    [401, undefined, 'final'],
    [403, 'resource_limit_exceeded', 'final'],
    [403, 'maintenance', 'retryable'],
    [409, 'conflict', 'retryable'],
    [409, 'uniqueness_error', 'final'],
    [412, 'resource_unavailable', 'final'],
    [422, 'invalid_input', 'final'],
    [422, 'service_error', 'unknown'],
    [423, 'locked', 'retryable'],
    [423, 'protected', 'final'],
    [429, undefined, 'retryable'],
    [500, 'server_error', 'unknown'],
    [504, undefined, 'unknown'],
  ])('%i %s to a change is %s', (status, code, kind) => {
    expect(failure(status, code).kind).toBe(kind);
    expect(failure(status, code).message).not.toContain('secret');
  });

  it('names the fields that are wrong, and no values', () => {
    const body = {
      error: { code: 'invalid_input', message: 'x', details: { fields: [{ name: 'image', messages: ['secret'] }] } },
    };

    expect(toFailure({ status: 422, headers: new Headers(), body }, 'change', now).message).toBe(
      'Hetzner refused the request: 422 invalid_input image',
    );
  });

  it('to a question may be asked again', () => {
    expect(failure(503, undefined, 'read').kind).toBe('retryable');
  });
});

describe('what is written', () => {
  it('keeps values for labels whole or refuses them', () => {
    expect(labelValue('host name', 'one.example.test')).toBe('one.example.test');
    expect(() => labelValue('host name', `${'a'.repeat(64)}.test`)).toThrow('cannot keep the host name');
  });

  it('finds the fingerprint of a key and refuses what is none', () => {
    expect(fingerprintOf('ssh-rsa AAAA')).toMatch(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/);
    expect(() => fingerprintOf('hello\nworld')).toThrow('not in the form of OpenSSH');
  });

  it('refuses more user data than Hetzner takes', () => {
    expect(() => userDataFor('one.test', 'x'.repeat(33_000))).toThrow('32 KiB');
  });
});

describe('metrics', () => {
  it('are put together by time, added over disks, and never negative', () => {
    const at = 1_772_366_400;
    const metrics = {
      time_series: {
        cpu: {
          values: [
            [at + 60, '150.5'],
            [at, '-1'],
          ],
        },
        'disk.0.bandwidth.read': { values: [[at, '10']] },
        'disk.1.bandwidth.read': { values: [[at, '5']] },
        'disk.0.iops.read': { values: [[at, '999']] },
      },
    };

    expect(pointsOf(metrics)).toEqual([
      { at: new Date(at * 1000), cpuPercent: 0, diskReadBytesPerSecond: 15 },
      { at: new Date((at + 60) * 1000), cpuPercent: 150.5 },
    ]);
  });
});
