import { once } from 'node:events';
import { PluginFailure } from '@hostwright/sdk';
import { aCertificate } from '@hostwright/sdk/testing';
import { afterEach, describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { Egress } from './egress.js';
import { Outbound } from './outbound.js';
import type { SocketWish } from './socket.js';
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

const addressOf = ({ host }: TlsPeer): string => `wss://${host}/console?id=1`;

function opener(hosts: readonly string[], allowed = hosts) {
  const egress = new Egress({ allowedPrivateHosts: [...allowed] });
  const outbound = new Outbound(egress, hosts);
  closing.push(() => egress.onApplicationShutdown());
  return async (address: string, wish: Partial<SocketWish> = {}): Promise<WebSocket> => {
    const socket = await outbound.openSocket(address, { largestMessage: 1000, ...wish });
    closing.push(() => socket.terminate());
    return socket;
  };
}

const failureOf = (call: Promise<unknown>): Promise<PluginFailure> =>
  call.then(
    () => expect.fail('the socket opened'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(PluginFailure);
      return error as PluginFailure;
    },
  );

describe('openSocket', () => {
  it('opens a socket with headers, a sub-protocol and a pinned certificate, and loses none of its first words', async () => {
    const peer = await aPeer({ onSocket: socket => socket.send('welcome') });
    const open = opener([peer.host]);
    const tls = { fingerprint: peer.own.fingerprint };

    const socket = await open(addressOf(peer), { tls, subprotocols: ['binary'], headers: { cookie: 'a=b', host: 'elsewhere' } });
    await expect.poll(() => peer.sockets).toHaveLength(1);
    const heard = once(socket, 'message');
    socket.resume();

    expect(String((await heard)[0])).toBe('welcome');
    expect(socket.protocol).toBe('binary');
    expect(peer.requests[0]).toMatchObject({ url: '/console?id=1', headers: { cookie: 'a=b', host: peer.host } });
  });

  it('sends nothing to a far end with another certificate', async () => {
    const peer = await aPeer();
    const open = opener([peer.host]);

    const pinned = await failureOf(open(addressOf(peer), { tls: { fingerprint: aCertificate().fingerprint } }));
    const plain = await failureOf(open(addressOf(peer)));

    expect([pinned.kind, pinned.code]).toEqual(['final', 'certificate-mismatch']);
    expect(pinned.message).toContain(peer.own.fingerprint);
    expect(plain.code).toBe('certificate-not-trusted');
    expect(peer.requests).toEqual([]);
  });

  it.each([
    ['a host that the manifest does not name', (peer: TlsPeer) => opener(['api.acme.test'], [peer.host])],
    ['a private address that the operator does not open', (peer: TlsPeer) => opener([peer.host], [])],
  ])('refuses %s', async (_, openerFor) => {
    const peer = await aPeer();

    expect((await failureOf(openerFor(peer)(addressOf(peer)))).code).toBe('host-not-allowed');
    expect(peer.connections()).toBe(0);
  });

  it.each(['https://127.0.0.1:1/', 'wss://user:password@127.0.0.1:1/', 'file:///etc/passwd', 'nothing'])(
    'refuses %s as an address',
    async address => {
      expect((await failureOf(opener(['127.0.0.1:1'])(address))).kind).toBe('final');
    },
  );

  it('tells a refusal from silence', async () => {
    const peer = await aPeer({ refusesSockets: true });
    const open = opener([peer.host, '127.0.0.1:1']);

    const silent = await failureOf(open('wss://127.0.0.1:1/'));
    const refused = await failureOf(open(addressOf(peer), { tls: { fingerprint: peer.own.fingerprint } }));

    expect([silent.kind, silent.code]).toEqual(['retryable', 'connection-refused']);
    expect([refused.kind, refused.code, refused.message]).toEqual(['final', 'socket-refused', expect.stringContaining('401')]);
    await expect.poll(() => peer.open()).toBe(0);
  });

  it('ends with a message that is longer than agreed', async () => {
    const peer = await aPeer({ onSocket: socket => socket.send(Buffer.alloc(2000)) });

    const socket = await opener([peer.host])(addressOf(peer), { tls: { fingerprint: peer.own.fingerprint } });
    const failed = once(socket, 'error');
    socket.resume();

    expect(String((await failed)[0])).toContain('Max payload');
  });
});
