import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '@hostwright/sdk';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { CloudServer } from './cloud-server.js';
import { MakeBelieveShell } from './make-believe-shell.js';
import type { Tickets } from './tickets.js';

interface OpenConsole {
  readonly shell: MakeBelieveShell;
  readonly socket: WebSocket;
}

/** Terminals over WebSockets: `/v1/console/:id` for the bytes, and the same with `/size` for the size of the window. */
export class ConsoleSockets {
  private readonly sockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 });
  private readonly open = new Map<string, OpenConsole>();

  constructor(
    private readonly tickets: Tickets,
    private readonly clock: Clock,
    private readonly serverOf: (id: string) => CloudServer | undefined,
  ) {}

  listenOn(server: Server): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const { pathname } = new URL(request.url ?? '/', 'http://sandbox');
      const [, id = '', part] = /^\/v1\/console\/(\d+)(\/size)?$/.exec(pathname) ?? [];
      const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
      if (part !== undefined) return this.acceptSizes(request, socket, head, token);
      const found = this.tickets.take('console', token) === id ? this.serverOf(id) : undefined;
      if (!found) return refuse(socket);
      this.sockets.handleUpgrade(request, socket, head, opened => this.serve(opened, token, found));
    });
  }

  /** Closes every terminal, of one server or of all. */
  closeAll(): void {
    for (const client of this.sockets.clients) client.terminate();
    this.open.clear();
  }

  private serve(socket: WebSocket, token: string, server: CloudServer): void {
    const shell = new MakeBelieveShell(server, () => this.clock.now());
    this.open.set(token, { shell, socket });
    socket.on('close', () => this.open.delete(token));
    socket.on('error', () => socket.terminate());
    socket.on('message', data => {
      const shown = shell.type(textOf(data));
      if (shown === undefined) socket.close(1000, 'logged out');
      else if (shown !== '') socket.send(Buffer.from(shown));
    });
    socket.send(Buffer.from(shell.welcome()));
  }

  private acceptSizes(request: IncomingMessage, socket: Duplex, head: Buffer, token: string): void {
    if (!this.open.has(token)) return refuse(socket);
    this.sockets.handleUpgrade(request, socket, head, opened => {
      opened.on('error', () => opened.terminate());
      opened.on('message', data => {
        const size = sizeIn(textOf(data));
        if (size) this.open.get(token)?.shell.resize(size.columns, size.rows);
      });
      this.open.get(token)?.socket.on('close', () => opened.close());
    });
  }
}

function refuse(socket: Duplex): void {
  socket.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.from(data as Uint8Array).toString('utf8');
}

/** A text that tells no size is passed over: the window keeps the one it had. */
function sizeIn(text: string): { readonly columns: number; readonly rows: number } | undefined {
  const [, columns, rows] = /^\{"columns":(\d{1,4}),"rows":(\d{1,4})\}$/.exec(text) ?? [];
  return columns === undefined || rows === undefined ? undefined : { columns: Number(columns), rows: Number(rows) };
}
