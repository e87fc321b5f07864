import { describe, expect, it } from 'vitest';
import { readServer, type CloudServerAnswer } from '../src/cloud-answers.js';
import { toFailure, toSnapshot } from '../src/cloud-mapping.js';

const server: CloudServerAnswer = {
  id: '100001',
  status: 'running',
  percent: 100,
  step: 'ready',
  error: undefined,
  hostname: 'one.example.test',
  plan: 'c1-r2-d20',
  image: 'debian-13',
  location: 'fra',
  ipv4: '198.18.0.1',
  ipv6: '2001:db8:1::1',
  user: 'root',
  password: 'secret-of-the-server',
  serviceId: 'service-1',
  ipv4Name: 'ip-198-18-0-1.sandbox-cloud.example',
  ipv6Name: 'ip-2001-db8-1-1.sandbox-cloud.example',
  rescue: false,
  handWork: undefined,
  createdAt: new Date('2026-03-01T12:00:00Z'),
};

describe('a server in our words', () => {
  it.each([
    ['creating', 'creating'],
    ['changing', 'changing'],
    ['running', 'running'],
    ['stopped', 'stopped'],
    ['suspended', 'suspended'],
    ['failed', 'failed'],
    ['deleted', 'gone'],
    ['migrating', 'changing'],
    ['constructor', 'changing'],
  ])('reads %s as %s', (status, state) => {
    expect(toSnapshot({ ...server, status }).state).toBe(state);
  });

  it('keeps the password where it belongs', () => {
    const snapshot = toSnapshot(server);

    expect(snapshot.credentials).toEqual({ username: 'root', password: 'secret-of-the-server' });
    expect(JSON.stringify(snapshot.raw)).not.toContain('secret-of-the-server');
  });

  it('tells the progress only while there is any', () => {
    expect(toSnapshot(server).progress).toBeUndefined();
    expect(toSnapshot({ ...server, status: 'creating', percent: 40, step: 'copying-image' }).progress).toEqual({
      percent: 40,
      step: 'copying-image',
    });
  });
});

describe('an answer', () => {
  it('that cannot be read says nothing about what was done', () => {
    for (const bad of [null, [], {}, { ...server, progress: { percent: 'all' } }]) {
      expect(() => readServer(bad)).toThrow(expect.objectContaining({ kind: 'unknown', code: 'bad-answer' }));
    }
  });

  it.each([
    [429, true, 'retryable'],
    [500, true, 'unknown'],
    [500, false, 'retryable'],
    [401, false, 'final'],
    [422, true, 'final'],
  ])('with status %i (a change: %s) is %s', (status, isChange, kind) => {
    expect(toFailure(status, new Headers(), undefined, isChange)).toMatchObject({ kind, code: `http-${status}` });
  });
});
