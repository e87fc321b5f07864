import { PluginFailure, type TlsIdentity } from '@hostwright/sdk';
import { WebSocket } from 'ws';
import { AddressRefused, type Egress } from './egress.js';
import { mayReach } from './hosts.js';
import { checkedTls } from './tls-identity.js';
import { toFailure } from './transport-failure.js';

export interface SocketWish {
  readonly headers?: Readonly<Record<string, string>>;
  readonly subprotocols?: readonly string[];
  readonly tls?: TlsIdentity;
  /** Bytes of one message; a longer one ends the connection. */
  readonly largestMessage: number;
}

const HANDSHAKE_MS = 10_000;
/** Names that the handshake itself writes. */
const OWN_HEADERS = ['host', 'connection', 'upgrade', 'content-length', 'transfer-encoding'];

/**
 * Opens a WebSocket inside the bounds of a fetch: the manifest's hosts, public addresses, encrypted. It comes paused, so
 * that nothing is lost before somebody listens: `resume()` it then.
 */
export async function openSocket(
  egress: Egress,
  hosts: readonly string[],
  address: string,
  wish: SocketWish,
): Promise<WebSocket> {
  const url = URL.parse(address);
  if (!url || !/^wss?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw PluginFailure.final('The address of the socket is none', { code: 'bad-request' });
  }
  if (!mayReach(hosts, url)) throw PluginFailure.final(`The manifest does not name ${url.host}`, { code: 'host-not-allowed' });
  const tls = wish.tls && checkedTls(wish.tls);
  if (tls && url.protocol !== 'wss:') throw PluginFailure.final(`${url.origin} is not encrypted`, { code: 'host-not-allowed' });
  try {
    const socket = await egress.connect(url, tls);
    return await shakeHands(url, wish, socket);
  } catch (error) {
    if (error instanceof PluginFailure) throw error;
    if (error instanceof AddressRefused) throw PluginFailure.final(error.message, { code: 'host-not-allowed', cause: error });
    // Opening a socket changes nothing, so it counts as never sent.
    throw toFailure(error, url, false, new AbortController().signal);
  }
}

type Connection = Awaited<ReturnType<Egress['connect']>>;

function shakeHands(
  url: URL,
  { headers = {}, subprotocols = [], largestMessage }: SocketWish,
  over: Connection,
): Promise<WebSocket> {
  const kept = Object.entries(headers).filter(([name]) => !OWN_HEADERS.includes(name.toLowerCase()));
  const socket = new WebSocket(url, [...subprotocols], {
    headers: Object.fromEntries(kept),
    handshakeTimeout: HANDSHAKE_MS,
    maxPayload: largestMessage,
    perMessageDeflate: false,
    followRedirects: false,
    createConnection: (() => over) as never,
  });
  return new Promise((resolve, reject) => {
    socket.once('open', () => {
      socket.pause();
      socket.off('error', reject);
      resolve(socket);
    });
    socket.once('error', reject);
    socket.once('unexpected-response', (request, answer) => {
      request.destroy();
      reject(PluginFailure.final(`${url.host} refused the socket with ${answer.statusCode}`, { code: 'socket-refused' }));
    });
  });
}
