import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A line to another server on which an answer can be kept waiting, and that can be cut. */
export interface SlowLine {
  readonly url: string;
  /** Who has knocked while it was cut. */
  readonly knocks: number;
  /** The answer to the next change waits until the returned function is called; reads go on. */
  holdNextAnswer(): () => void;
  /** Nobody is reached until the returned function is called. */
  cut(): () => void;
  close(): Promise<void>;
}

export async function slowLineTo(target: string | (() => string)): Promise<SlowLine> {
  const held: Promise<void>[] = [];
  let isCut = false;
  let knocks = 0;
  const server = createServer((incoming, outgoing) => {
    const gate = (incoming.method === 'GET' ? undefined : held.shift()) ?? Promise.resolve();
    const onward = request(new URL(incoming.url ?? '/', typeof target === 'string' ? target : target()), {
      method: incoming.method,
      headers: incoming.headers,
    });
    onward.on('error', () => outgoing.destroy());
    onward.on('response', (answer: IncomingMessage) => {
      void gate.then(() => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
    });
    incoming.pipe(onward);
  });
  server.on('connection', socket => {
    if (!isCut) return;
    knocks += 1;
    socket.destroy();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    get knocks() {
      return knocks;
    },
    cut() {
      isCut = true;
      server.closeAllConnections();
      return () => (isCut = false);
    },
    holdNextAnswer() {
      const { promise, resolve } = Promise.withResolvers<void>();
      held.push(promise);
      return resolve;
    },
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
