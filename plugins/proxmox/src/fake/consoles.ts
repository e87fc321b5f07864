import type { Duplex } from 'node:stream';
import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FakeGuest } from './guest.js';

const WEBSOCKET = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const FIRST_WORDS = 'RFB 003.008\n';

/** Tickets for screens. A socket that brings one is greeted as a VNC server greets, and then hears nothing more. */
export class FakeConsoles {
  private readonly tickets = new Map<string, string>();
  private readonly sockets = new Set<Duplex>();
  private port = 5899;

  openFor({ vmid, kind, node }: FakeGuest): object {
    this.port = this.port >= 5999 ? 5900 : this.port + 1;
    const ticket = `PVEVNC:${randomBytes(9).toString('base64')}::${randomBytes(24).toString('base64')}`;
    this.tickets.set(ticket, `/api2/json/nodes/${node}/${kind}/${vmid}/vncwebsocket?${this.port}`);
    return {
      user: 'billing@pve!panel',
      ticket,
      port: String(this.port),
      cert: 'none',
      upid: `UPID:${node}:0000C530:001D4A5C:68F0A1B2:vncproxy:${vmid}:billing@pve!panel:`,
      ...(kind === 'qemu' && { password: randomBytes(6).toString('base64') }),
    };
  }

  /** Answers an upgrade as RFC 6455 asks, or breaks it off. */
  connect(request: IncomingMessage, socket: Duplex, isAllowed: boolean): void {
    const url = new URL(request.url ?? '/', 'http://cluster');
    const ticket = url.searchParams.get('vncticket') ?? '';
    const place = `${url.pathname}?${url.searchParams.get('port') ?? ''}`;
    if (!isAllowed || this.tickets.get(ticket) !== place) {
      socket.end('HTTP/1.1 401 permission denied - invalid PVEVNC ticket\r\nConnection: close\r\n\r\n');
      return;
    }
    this.tickets.delete(ticket);
    this.sockets.add(socket.on('close', () => this.sockets.delete(socket)));
    const key = createHash('sha1')
      .update(`${String(request.headers['sec-websocket-key'])}${WEBSOCKET}`)
      .digest('base64');
    const head = [
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Accept: ${key}`,
    ];
    socket.write(`${[...head, 'Sec-WebSocket-Protocol: binary'].join('\r\n')}\r\n\r\n`);
    socket.write(Buffer.concat([Buffer.from([0x82, FIRST_WORDS.length]), Buffer.from(FIRST_WORDS)]));
    socket.on('error', () => socket.destroy());
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
  }
}
