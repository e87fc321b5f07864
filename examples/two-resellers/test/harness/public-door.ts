import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a vendor sent, byte by byte. */
export interface Letter {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Brings a letter to the shop; answers with the status, or 0 when nobody was there. */
export type Carrier = (letter: Letter) => Promise<number>;

/** Belong to the connection, not to the message. */
const OF_THE_LINE = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive']);

/** The shop's public address. Whatever vendors say comes in here, is kept, and goes on when the test lets it. */
export class PublicDoor {
  /** Everything that came, oldest first. */
  readonly letters: Letter[] = [];
  private held: Letter[] | undefined;
  private carrier: Carrier = () => Promise.resolve(0);

  private constructor(private readonly server: Server) {}

  static async open(): Promise<PublicDoor> {
    const server = createServer();
    const door = new PublicDoor(server);
    server.on('request', (request, response) => {
      void (async () => {
        const parts: Buffer[] = [];
        for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
        const letter = { path: request.url ?? '/', headers: kept(request.headers), body: Buffer.concat(parts) };
        const status = await door.take(letter);
        response.writeHead(status === 0 ? 502 : status).end();
      })();
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return door;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  leadTo(carrier: Carrier): void {
    this.carrier = carrier;
  }

  carry(letter: Letter): Promise<number> {
    return this.carrier(letter);
  }

  /** From now on nothing reaches the shop. The vendor believes that it did. */
  hold(): void {
    this.held = [];
  }

  /** What has been held; from now on letters reach the shop again, and these never will unless the test carries them. */
  keep(): readonly Letter[] {
    const letters = this.held ?? [];
    this.held = undefined;
    return letters;
  }

  /** What has been held reaches the shop, one letter after another. */
  async release(): Promise<readonly number[]> {
    const statuses: number[] = [];
    for (const letter of this.keep()) statuses.push(await this.carrier(letter));
    return statuses;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  private async take(letter: Letter): Promise<number> {
    this.letters.push(letter);
    if (!this.held) return this.carrier(letter);
    this.held.push(letter);
    return 200;
  }
}

const kept = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || OF_THE_LINE.has(name) ? [] : [[name, String(value)]],
    ),
  );
