import type { TLSSocket } from 'node:tls';
import { PluginFailure, type TlsIdentity } from '@hostwright/sdk';
import { aCertificate } from '@hostwright/sdk/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { Egress } from './egress.js';
import { Outbound } from './outbound.js';
import { aTlsPeer, type TlsPeer, type TlsPeerOptions } from './tls.fixture.js';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function aPeer(options?: TlsPeerOptions): Promise<TlsPeer> {
  const peer = await aTlsPeer(options);
  closing.push(() => peer.close());
  return peer;
}

function outboundTo(...hosts: readonly string[]): Outbound {
  const egress = new Egress({ allowedPrivateHosts: [...hosts] });
  closing.push(() => egress.onApplicationShutdown());
  return new Outbound(egress, hosts);
}

const failureOf = (call: () => Promise<unknown>): Promise<PluginFailure> =>
  Promise.resolve()
    .then(call)
    .then(
      () => expect.fail('the call went through'),
      (error: unknown) => {
        expect(error).toBeInstanceOf(PluginFailure);
        return error as PluginFailure;
      },
    );

describe('a fetch with an identity', () => {
  it('reaches a far end by its fingerprint, whatever else its certificate says', async () => {
    const peer = await aPeer({ own: aCertificate({ hosts: ['elsewhere.example'] }) });
    const { tlsFetch } = outboundTo(peer.host);
    const bare = peer.own.fingerprint.replaceAll(':', '').toLowerCase();

    for (const fingerprint of [peer.own.fingerprint, bare, ` ${bare}\n`]) {
      expect(await (await tlsFetch({ fingerprint })(peer.url)).text()).toBe('ok');
    }
  });

  it('sends nothing to a far end with another fingerprint, and tells which it saw', async () => {
    const peer = await aPeer();
    const { tlsFetch } = outboundTo(peer.host);
    const { fingerprint } = aCertificate();

    const failure = await failureOf(() => tlsFetch({ fingerprint })(peer.url, { method: 'POST', body: 'secret' }));

    expect([failure.kind, failure.code]).toEqual(['final', 'certificate-mismatch']);
    expect(failure.message).toContain(peer.own.fingerprint);
    expect(peer.requests).toEqual([]);
  });

  it('compares the fingerprint of every connection, not of the first', async () => {
    const peer = await aPeer();
    const { tlsFetch } = outboundTo(peer.host);
    const right = tlsFetch({ fingerprint: peer.own.fingerprint });
    const wrong = tlsFetch({ fingerprint: aCertificate().fingerprint });

    await (await right(peer.url)).text();
    const failure = await failureOf(() => wrong(peer.url));
    await (await right(peer.url)).text();

    expect(failure.code).toBe('certificate-mismatch');
    expect(peer.requests).toHaveLength(2);
  });

  it('trusts an authority, which the fetch without an identity does not', async () => {
    const authority = aCertificate({ hosts: [], name: 'Test authority' });
    const peer = await aPeer({ own: aCertificate({ issuer: authority }) });
    const { fetch, tlsFetch } = outboundTo(peer.host);

    expect((await tlsFetch({ authority: authority.certificate })(peer.url)).status).toBe(200);

    const strangers = [fetch, tlsFetch({}), tlsFetch({ authority: aCertificate({ hosts: [], name: 'Another' }).certificate })];
    for (const stranger of strangers) {
      const failure = await failureOf(() => stranger(peer.url));
      expect([failure.kind, failure.code]).toEqual(['retryable', 'certificate-not-trusted']);
    }
  });

  it('holds the name against the certificate of an authority', async () => {
    const authority = aCertificate({ hosts: [], name: 'Test authority' });
    const peer = await aPeer({ own: aCertificate({ issuer: authority, hosts: ['elsewhere.example'] }) });

    const failure = await failureOf(() => outboundTo(peer.host).tlsFetch({ authority: authority.certificate })(peer.url));

    expect(failure.code).toBe('certificate-not-trusted');
  });

  it('shows the certificate that it was given', async () => {
    const clients = aCertificate({ hosts: [], name: 'Clients' });
    const { certificate, key } = aCertificate({ hosts: [], name: 'billing', issuer: clients });
    const peer = await aPeer({
      clients,
      answer: ({ socket }, response) => response.end((socket as TLSSocket).getPeerX509Certificate()?.subject),
    });
    const { fingerprint } = peer.own;

    const answer = await outboundTo(peer.host).tlsFetch({ fingerprint, certificate, key })(peer.url);

    expect(await answer.text()).toBe('CN=billing');
  });

  it.each<[string, () => TlsIdentity]>([
    ['a fingerprint that is too short', () => ({ fingerprint: 'ab:cd' })],
    ['a fingerprint of another alphabet', () => ({ fingerprint: 'z'.repeat(64) })],
    [
      'an authority that is no certificate',
      () => ({ authority: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' }),
    ],
    ['a certificate without a key', () => ({ certificate: aCertificate().certificate })],
    ['a key without a certificate', () => ({ key: aCertificate().key })],
    ['a key of another certificate', () => ({ certificate: aCertificate().certificate, key: aCertificate().key })],
  ])('cannot be had with %s', async (_, identity) => {
    const failure = await failureOf(async () => outboundTo('127.0.0.1:1').tlsFetch(identity()));

    expect([failure.kind, failure.code]).toEqual(['final', 'bad-tls']);
  });

  it('stays in the bounds of every fetch', async () => {
    const peer = await aPeer();
    const identity = { fingerprint: peer.own.fingerprint };
    const egress = new Egress({ allowedPrivateHosts: [] });
    closing.push(() => egress.onApplicationShutdown());

    const unnamed = await failureOf(() => outboundTo('api.acme.test').tlsFetch(identity)(peer.url));
    const unopened = await failureOf(() => new Outbound(egress, [peer.host]).tlsFetch(identity)(peer.url));
    const clear = await failureOf(() => outboundTo(peer.host).tlsFetch(identity)(peer.url.replace('https', 'http')));

    expect([unnamed.code, unopened.code, clear.code]).toEqual(['host-not-allowed', 'host-not-allowed', 'host-not-allowed']);
    expect(peer.connections()).toBe(0);
  });

  it('follows no redirect to another host', async () => {
    const other = await aPeer();
    const peer = await aPeer({
      answer: ({ url }, response) =>
        url === '/'
          ? response.writeHead(302, { location: '/next' }).end()
          : response.writeHead(302, { location: other.url }).end(),
    });

    const fetch = outboundTo(peer.host, other.host).tlsFetch({ fingerprint: peer.own.fingerprint });
    const failure = await failureOf(() => fetch(peer.url));

    expect(failure.code).toBe('redirect-refused');
    expect([peer.requests.length, other.connections()]).toEqual([2, 0]);
  });

  it('uses the connections of an identity again, keeps few identities, and lets go of all of them when it is closed', async () => {
    const [peer, other] = await Promise.all([aPeer(), aPeer()]);
    const outbound = outboundTo(peer.host, other.host);
    const ask = async ({ url, own }: TlsPeer, authority = '') =>
      (await outbound.tlsFetch({ fingerprint: own.fingerprint, authority })(url)).text();

    for (let times = 0; times < 20; times += 1) await ask(peer);
    expect(peer.connections()).toBeLessThan(10);

    for (let number = 0; number < 4; number += 1) await ask(other, aCertificate({ hosts: [] }).certificate);
    await expect.poll(() => peer.open()).toBe(0);
    expect(await other.open()).toBeGreaterThan(0);

    outbound.close();
    await expect.poll(() => other.open()).toBe(0);
    expect(await ask(peer)).toBe('ok');
  });
});
