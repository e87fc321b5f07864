import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { WebhookRequest } from '@hostwright/sdk';

/** The shop's end of the webhooks: a real listener that keeps what came. */
export async function aShop(answers: readonly number[] = []) {
  const received: WebhookRequest[] = [];
  const statuses = [...answers];
  const server = createServer((request, response) => {
    void (async () => {
      const parts: Buffer[] = [];
      for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      received.push({ headers, query: {}, body: Buffer.concat(parts), remoteAddress: '127.0.0.1' });
      response.writeHead(statuses.shift() ?? 200).end();
    })();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    received,
    /** Waits for the fact, not for a time. */
    async has(count: number): Promise<void> {
      while (received.length < count) await wait(5);
    },
    close: () => new Promise(resolve => server.close(resolve)),
  };
}
