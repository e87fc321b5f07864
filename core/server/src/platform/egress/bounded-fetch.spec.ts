import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createRawServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { PluginFailure } from '@hostwright/sdk';
import { afterEach, describe, expect, it } from 'vitest';
import { BoundedFetch } from './bounded-fetch.js';
import { Egress } from './egress.js';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map(close => close()));
});

interface Peer {
  readonly host: string;
  readonly url: string;
  readonly requests: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[];
}

/** A provider on this machine that remembers what reached it. */
async function aPeer(
  answer: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => response.end('ok'),
): Promise<Peer> {
  const requests: Peer['requests'] = [];
  const server: Server = createServer(async (request, response) => {
    const body = await text(request);
    requests.push({ method: request.method!, url: request.url!, headers: request.headers, body });
    answer(request, response);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close().closeAllConnections());
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { host, url: `http://${host}`, requests };
}

function aFetch({
  hosts,
  allowed = hosts,
  resolver,
  timeoutMs,
}: {
  hosts: string[];
  allowed?: string[];
  resolver?: ConstructorParameters<typeof Egress>[1];
  timeoutMs?: number;
}) {
  const egress = new Egress({ allowedPrivateHosts: allowed }, resolver);
  closing.push(() => egress.onApplicationShutdown());
  return new BoundedFetch(egress, { hosts, ...(timeoutMs !== undefined && { timeoutMs }) }).fetch;
}

const failure = (call: Promise<unknown>): Promise<PluginFailure> =>
  call.then(
    () => expect.fail('the call went through'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(PluginFailure);
      return error as PluginFailure;
    },
  );

const resolvesTo =
  (...addresses: string[]): NonNullable<ConstructorParameters<typeof Egress>[1]> =>
  (_, callback) =>
    callback(
      null,
      addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

describe('BoundedFetch', () => {
  it('carries method, headers and body there and the answer back', async () => {
    const peer = await aPeer((_, response) =>
      response.writeHead(201, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(gzipSync('{"id":"ch_1"}')),
    );

    const answer = await aFetch({ hosts: [peer.host] })(`${peer.url}/v1/charges?a=1`, {
      method: 'POST',
      headers: { authorization: 'Bearer k', host: 'elsewhere.test' },
      body: new URLSearchParams({ amount: '1' }),
    });

    expect(answer).toBeInstanceOf(Response);
    expect([answer.status, answer.url, await answer.json()]).toEqual([201, `${peer.url}/v1/charges?a=1`, { id: 'ch_1' }]);
    expect(peer.requests).toMatchObject([
      { method: 'POST', url: '/v1/charges?a=1', body: 'amount=1', headers: { authorization: 'Bearer k', host: peer.host } },
    ]);
    expect(peer.requests[0]!.headers['content-type']).toContain('application/x-www-form-urlencoded');
  });

  it('treats every status as an answer', async () => {
    const peer = await aPeer((_, response) => response.writeHead(503).end());

    expect((await aFetch({ hosts: [peer.host] })(peer.url)).status).toBe(503);
  });

  it('refuses a host that the manifest does not name', async () => {
    const peer = await aPeer();

    const refusal = await failure(aFetch({ hosts: ['api.acme.test'], allowed: [peer.host] })(peer.url));

    expect([refusal.kind, refusal.code]).toEqual(['final', 'host-not-allowed']);
    expect(peer.requests).toEqual([]);
  });

  it.each(['127.0.0.1', '2130706433', '0x7f000001', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0', '169.254.169.254', '10.0.0.1'])(
    'never connects to %s unless the operator allows it',
    async address => {
      const peer = await aPeer();
      const port = peer.host.split(':')[1];
      const hosts = ['127.0.0.1', '[::1]', '[::ffff:7f00:1]', '0.0.0.0', '169.254.169.254', '10.0.0.1'].map(
        host => `${host}:${port}`,
      );

      for (const scheme of ['http', 'https']) {
        const refusal = await failure(aFetch({ hosts, allowed: [] })(`${scheme}://${address}:${port}/`));
        expect([refusal.kind, refusal.code]).toEqual(['final', 'host-not-allowed']);
      }
      expect(peer.requests).toEqual([]);
    },
  );

  it.each([[['127.0.0.1']], [['93.184.215.14', '10.0.0.1']], [['::1']], [['169.254.169.254']]])(
    'never connects to a name that leads to %s',
    async addresses => {
      const refusal = await failure(
        aFetch({ hosts: ['api.acme.test'], resolver: resolvesTo(...addresses) })('https://api.acme.test/'),
      );

      expect([refusal.kind, refusal.code]).toEqual(['final', 'host-not-allowed']);
    },
  );

  it('refuses to send in the clear to a public address', async () => {
    const refusal = await failure(
      aFetch({ hosts: ['api.acme.test'], allowed: [], resolver: resolvesTo('93.184.215.14') })('http://api.acme.test/'),
    );

    expect(refusal.code).toBe('host-not-allowed');
  });

  it('checks every redirect again', async () => {
    const inner = await aPeer();
    const peer = await aPeer((_, response) => response.writeHead(302, { location: `${inner.url}/secrets` }).end());

    const unnamed = await failure(aFetch({ hosts: [peer.host], allowed: [peer.host, inner.host] })(peer.url));
    const named = await failure(aFetch({ hosts: [peer.host, inner.host], allowed: [peer.host] })(peer.url));

    expect([unnamed.code, named.code]).toEqual(['host-not-allowed', 'host-not-allowed']);
    expect(inner.requests).toEqual([]);
  });

  it('leaves credentials and bodies behind when a redirect leads to another host', async () => {
    const other = await aPeer();
    const peer = await aPeer((request, response) =>
      response.writeHead(request.url === '/keep' ? 307 : 303, { location: `${other.url}/next` }).end(),
    );
    const fetch = aFetch({ hosts: [peer.host, other.host] });
    const call = {
      method: 'POST',
      body: 'secret=1',
      headers: { authorization: 'Bearer k', 'x-api-key': 'k', cookie: 'a=b', accept: 'application/json' },
    };

    const followed = await fetch(`${peer.url}/see-other`, call);
    const refusal = await failure(fetch(`${peer.url}/keep`, call));

    expect([followed.url, followed.redirected]).toEqual([`${other.url}/next`, true]);
    expect(refusal.code).toBe('redirect-refused');
    expect(other.requests).toHaveLength(1);
    expect(other.requests[0]).toMatchObject({ method: 'GET', body: '' });
    expect(Object.keys(other.requests[0]!.headers)).not.toEqual(expect.arrayContaining(['authorization']));
    expect(JSON.stringify(other.requests)).not.toMatch(/x-api-key|cookie|Bearer/);
  });

  it('repeats the body on the same host and gives up after five redirects', async () => {
    const peer = await aPeer((request, response) =>
      response.writeHead(request.url === '/end' ? 200 : 307, { location: request.url === '/start' ? '/end' : '/loop' }).end(),
    );
    const fetch = aFetch({ hosts: [peer.host] });

    const answer = await fetch(`${peer.url}/start`, { method: 'POST', body: 'x', headers: { 'x-api-key': 'k' } });
    const refusal = await failure(fetch(`${peer.url}/loop`));

    expect(answer.status).toBe(200);
    expect(peer.requests[1]).toMatchObject({ method: 'POST', body: 'x', headers: { 'x-api-key': 'k' } });
    expect(refusal.code).toBe('redirect-loop');
    expect(peer.requests.filter(request => request.url === '/loop')).toHaveLength(6);
  });

  it('calls a refused connection and an unknown name retryable', async () => {
    const peer = await aPeer();
    await Promise.all(closing.splice(0).map(close => close()));
    const unknownName: ConstructorParameters<typeof Egress>[1] = (_, callback) =>
      callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), []);

    const refused = await failure(aFetch({ hosts: [peer.host] })(peer.url, { method: 'POST', body: 'x' }));
    const unknown = await failure(aFetch({ hosts: ['api.acme.test'], resolver: unknownName })('https://api.acme.test/'));

    expect([refused.kind, refused.code]).toEqual(['retryable', 'connection-refused']);
    expect([unknown.kind, unknown.code]).toEqual(['retryable', 'name-not-found']);
  });

  it('calls a time-out and a reset after sending unknown', async () => {
    const silent = await aPeer(() => undefined);
    const rude = createRawServer(socket => socket.once('data', () => socket.destroy()));
    await new Promise<void>(resolve => rude.listen(0, '127.0.0.1', resolve));
    closing.push(() => rude.close());
    const rudeHost = `127.0.0.1:${(rude.address() as AddressInfo).port}`;

    const timeout = await failure(aFetch({ hosts: [silent.host], timeoutMs: 100 })(silent.url, { method: 'POST', body: 'x' }));
    const aborted = await failure(aFetch({ hosts: [silent.host] })(silent.url, { signal: AbortSignal.timeout(100) }));
    const reset = await failure(aFetch({ hosts: [rudeHost] })(`http://${rudeHost}`, { method: 'POST', body: 'x' }));

    expect([timeout.kind, timeout.code]).toEqual(['unknown', 'timeout']);
    expect([aborted.kind, aborted.code]).toEqual(['unknown', 'timeout']);
    expect([reset.kind, reset.code]).toEqual(['unknown', 'connection-reset']);
  });

  it('calls a time-out before anything was sent retryable', async () => {
    const refusal = await failure(
      aFetch({ hosts: ['api.acme.test'], resolver: () => undefined, timeoutMs: 50 })('https://api.acme.test/'),
    );

    expect([refusal.kind, refusal.code]).toEqual(['retryable', 'timeout']);
  });

  it('stops reading an answer without end', async () => {
    const chunk = Buffer.alloc(1024 * 1024);
    const peer = await aPeer((_, response) => {
      const pour = (): void => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', pour);
      pour();
    });

    const answer = await aFetch({ hosts: [peer.host] })(peer.url);

    expect((await failure(answer.arrayBuffer())).code).toBe('answer-too-large');
  });

  it.each([
    'ftp://api.acme.test/',
    'file:///etc/passwd',
    'https://user:password@api.acme.test/',
    'data:text/plain,x',
    'not an address',
  ])('refuses %s', async address => {
    expect((await failure(aFetch({ hosts: ['api.acme.test'] })(address))).kind).toBe('final');
  });
});
