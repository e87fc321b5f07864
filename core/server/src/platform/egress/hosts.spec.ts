import { describe, expect, it } from 'vitest';
import { mayReach, reachableHosts } from './hosts.js';

describe('mayReach', () => {
  it.each([
    ['api.acme.test', 'https://api.acme.test/v1', true],
    ['api.acme.test', 'https://api.acme.test:8443/', false],
    ['api.acme.test:8443', 'https://api.acme.test:8443/', true],
    ['api.acme.test', 'https://api.acme.test.evil.test/', false],
    ['api.acme.test', 'https://evil.test/api.acme.test', false],
    ['api.acme.test', 'https://api.acme.test@evil.test/', false],
    ['api.acme.test', 'https://api.acme.test./', false],
    ['*.acme.test', 'https://eu.api.acme.test/', true],
    ['*.acme.test', 'https://acme.test/', false],
    ['*.acme.test', 'https://.acme.test/', false],
    ['*.acme.test', 'https://evilacme.test/', false],
    ['127.0.0.1:4010', 'http://127.0.0.1:4010/', true],
    ['127.0.0.1:4010', 'http://2130706433:4010/', true],
  ])('%s covers %s: %s', (host, url, expected) => {
    expect(mayReach([host], new URL(url))).toBe(expected);
  });
});

describe('reachableHosts', () => {
  it('puts the host of a configured address in the place of its name', () => {
    const hosts = reachableHosts(['api.acme.test', 'config:apiUrl', 'config:host', 'config:missing', 'config:broken'], {
      apiUrl: 'http://127.0.0.1:4010/v1',
      host: 'panel.acme.test',
      broken: 'http://',
    });

    expect(hosts).toEqual(['api.acme.test', '127.0.0.1:4010', 'panel.acme.test:443']);
  });
});
