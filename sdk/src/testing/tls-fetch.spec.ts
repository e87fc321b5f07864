import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { PluginFailure } from '../failure.js';
import type { TlsIdentity } from '../kinds/server-extras.js';
import { aCertificate, type TestCertificate } from './certificates.js';
import { fakeContext } from './fake-context.js';

const open: Server[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(server => new Promise(resolve => server.close(resolve).closeAllConnections())));
});

async function aPeer(own: TestCertificate, clients?: string): Promise<string> {
  const options = { cert: own.certificate, key: own.key, ...(clients && { requestCert: true, ca: clients }) };
  const server = createServer(options, (request, response) => {
    const name = (request.socket as TLSSocket).getPeerX509Certificate()?.subject;
    request.pipe(response.writeHead(200, { 'x-client': name ?? 'nobody' }));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  open.push(server);
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const failureOf = (call: () => Promise<unknown>): Promise<PluginFailure> =>
  Promise.resolve()
    .then(call)
    .then(
      () => expect.fail('the call went through'),
      (error: unknown) => error as PluginFailure,
    );

describe('tlsFetch of the fake context', () => {
  it('reaches a self-signed far end by its fingerprint, however that is written', async () => {
    const own = aCertificate();
    const url = await aPeer(own);
    const context = fakeContext();

    for (const fingerprint of [own.fingerprint, own.fingerprint.replaceAll(':', '').toLowerCase()]) {
      const answer = await context.tlsFetch({ fingerprint })(url, { method: 'POST', body: 'hello' });
      expect([answer.status, await answer.text()]).toEqual([200, 'hello']);
    }
    expect(context.requests).toEqual([
      { method: 'POST', url },
      { method: 'POST', url },
    ]);
  });

  it('refuses another certificate and names the one that was shown', async () => {
    const own = aCertificate();
    const url = await aPeer(own);

    const failure = await failureOf(() => fakeContext().tlsFetch({ fingerprint: aCertificate().fingerprint })(url));

    expect([failure.kind, failure.code]).toEqual(['final', 'certificate-mismatch']);
    expect(failure.message).toContain(own.fingerprint);
  });

  it('trusts an authority, shows our certificate, and without either trusts nobody', async () => {
    const authority = aCertificate({ hosts: [], name: 'Test authority' });
    const client = aCertificate({ hosts: [], name: 'billing', issuer: authority });
    const url = await aPeer(aCertificate({ issuer: authority }), authority.certificate);
    const { tlsFetch, fetch } = fakeContext();
    const identity = { authority: authority.certificate, certificate: client.certificate, key: client.key };

    const answer = await tlsFetch(identity)(url);

    expect(answer.headers.get('x-client')).toBe('CN=billing');
    expect((await failureOf(() => fetch(url))).kind).not.toBe('final');
  });

  it.each<[string, TlsIdentity]>([
    ['a fingerprint of another length', { fingerprint: 'AB:CD' }],
    ['an authority that is no certificate', { authority: 'none' }],
    ['a certificate without its key', { certificate: aCertificate().certificate }],
    ['a key of another certificate', { certificate: aCertificate().certificate, key: aCertificate().key }],
  ])('cannot read %s', async (_, tls) => {
    const failure = await failureOf(async () => fakeContext().tlsFetch(tls));

    expect([failure.kind, failure.code]).toEqual(['final', 'bad-tls']);
  });
});
