import { describe, expect, it } from 'vitest';
import type { AcmeCloudServer } from '../src/acme-cloud-client.js';
import { toFailure, toListed, toPlan, toSnapshot } from '../src/acme-cloud-mapping.js';

const server: AcmeCloudServer = {
  id: 's-1',
  label: 'service',
  status: 'on',
  hostname: 'one.example.test',
  plan: 'small',
  image: 'debian',
  ipv4: '192.0.2.7',
  password: 'secret-of-the-server',
};

describe('a server in our words', () => {
  it.each([
    ['building', 'creating'],
    ['on', 'running'],
    ['off', 'stopped'],
    ['locked', 'suspended'],
    ['broken', 'failed'],
    ['migrating', 'changing'],
    ['constructor', 'changing'],
  ])('reads %s as %s', (status, state) => {
    expect(toSnapshot({ ...server, status }).state).toBe(state);
  });

  it('tells the password to the customer and to nobody else', () => {
    const { credentials, raw } = toSnapshot(server);

    expect(credentials).toEqual({ username: 'root', password: server.password });
    expect(JSON.stringify(raw)).not.toContain(server.password);
  });

  it('is listed for its service, and for none when it was made by hand', () => {
    expect(toListed(server)).toMatchObject({ externalId: 's-1', serviceId: 'service', state: 'running' });
    expect('serviceId' in toListed({ ...server, label: '' })).toBe(false);
  });

  it('offers what is not sold out', () => {
    expect(toPlan({ id: 'small', name: 'Small', isSoldOut: true })).toEqual({ id: 'small', name: 'Small', available: false });
  });
});

describe('a failure', () => {
  it.each([
    [429, true, 'retryable', 'http-429'],
    [500, true, 'unknown', 'http-500'],
    [503, false, 'retryable', 'http-503'],
    [404, false, 'final', 'no-such-server'],
    [422, true, 'final', 'http-422'],
  ])('with status %i (a change: %s) is %s', (status, isChange, kind, code) => {
    expect(toFailure({ status, headers: new Headers() }, isChange)).toMatchObject({ kind, code });
  });
});
