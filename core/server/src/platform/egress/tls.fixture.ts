import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { aCertificate, type TestCertificate } from '@hostwright/sdk/testing';
import { WebSocketServer, type WebSocket } from 'ws';

export interface TlsPeer {
  readonly own: TestCertificate;
  readonly host: string;
  readonly url: string;
  /** What reached it above TLS: requests and handshakes of sockets. */
  readonly requests: IncomingMessage[];
  readonly sockets: WebSocket[];
  /** How many connections were made to it. */
  connections(): number;
  /** How many of them are still there. */
  open(): Promise<number>;
  close(): Promise<void>;
}

export interface TlsPeerOptions {
  readonly own?: TestCertificate;
  /** The authority of the clients that it lets in. */
  readonly clients?: TestCertificate;
  readonly answer?: (request: IncomingMessage, response: ServerResponse) => void;
  readonly refusesSockets?: boolean;
  readonly onSocket?: (socket: WebSocket, request: IncomingMessage) => void;
}

/** A far end with a certificate of its own, for requests and for sockets. */
export async function aTlsPeer({
  own = aCertificate(),
  clients,
  answer = (_, response) => response.end('ok'),
  refusesSockets = false,
  onSocket = () => undefined,
}: TlsPeerOptions = {}): Promise<TlsPeer> {
  const requests: IncomingMessage[] = [];
  const sockets: WebSocket[] = [];
  let connections = 0;
  const server = createServer(
    { cert: own.certificate, key: own.key, ...(clients && { requestCert: true, ca: clients.certificate }) },
    (request, response) => {
      requests.push(request);
      answer(request, response);
    },
  );
  server.on('connection', (_: Socket) => (connections += 1));
  const upgrades = new WebSocketServer({
    server,
    verifyClient: () => !refusesSockets,
    handleProtocols: ([first]) => first ?? false,
  });
  upgrades.on('connection', (socket, request) => {
    requests.push(request);
    sockets.push(socket);
    onSocket(socket, request);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ own, host, url: `https://${host}/`, requests, sockets, connections: () => connections },
    open: () =>
      new Promise((resolve, reject) => server.getConnections((error, count) => (error ? reject(error) : resolve(count)))),
    close: async () => {
      sockets.forEach(socket => socket.terminate());
      await new Promise(resolve => server.close(resolve).closeAllConnections());
    },
  };
}
