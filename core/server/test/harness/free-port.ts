import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below what the system gives to whoever names no port: between our look and the use of it nobody else is given it. */
const FIRST = 16_000;
const COUNT = 16_000;

/** A port of this machine for a process that is told its port. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    const server = createServer();
    const isFree = once(server, 'listening').then(
      () => true,
      () => false,
    );
    server.listen(port, '127.0.0.1');
    if (!(await isFree)) continue;
    await new Promise(resolve => server.close(resolve));
    return port;
  }
}
