import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FakeState } from './fake-state.js';

/** RFC 6455, section 1.3. */
const ACCEPT_SALT = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;
const PING = 9;

/** The sockets of a console: one for a shell that repeats what it is told, one for the size of its window. */
export function serveShell(state: FakeState, request: IncomingMessage, socket: Duplex): void {
  const url = new URL(request.url ?? '/', 'https://fake');
  const id = /^\/1\.0\/operations\/([^/]+)\/websocket$/.exec(url.pathname)?.[1] ?? '';
  const fds = (state.operations.get(id)?.metadata?.['fds'] ?? {}) as Readonly<Record<string, string>>;
  const name = Object.entries(fds).find(([, secret]) => secret === url.searchParams.get('secret'))?.[0];
  if (name === undefined) return void socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
  const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}${ACCEPT_SALT}`).digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`,
  );
  const size = sizes.get(id) ?? { text: '80 24' };
  sizes.set(id, size);
  if (name === '0') socket.write(frame(BINARY, Buffer.from('~ # ')));
  let rest = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (let read = readFrame(rest); read; read = readFrame(rest)) {
      rest = rest.subarray(read.length);
      if (read.kind === CLOSE) return void socket.end(frame(CLOSE, read.payload));
      if (read.kind === PING) socket.write(frame(10, read.payload));
      else if (name === '0') socket.write(frame(BINARY, Buffer.from(echo(read.payload.toString('utf8'), size.text))));
      else if (read.kind === TEXT) size.text = sizeIn(read.payload.toString('utf8'));
    }
  });
}

const sizes = new Map<string, { text: string }>();

/** What a terminal shows of what is typed; `size` tells the window's columns and rows. */
function echo(typed: string, size: string): string {
  const shown = typed.replaceAll('\r', '\r\n');
  if (!/[\r\n]/.test(typed)) return shown;
  return `${shown}${typed.includes('size') ? `${size}\r\n` : ''}~ # `;
}

function sizeIn(text: string): string {
  const { args = {} } = JSON.parse(text) as { args?: Readonly<Record<string, string>> };
  return `${args['width']} ${args['height']}`;
}

function readFrame(data: Buffer): { kind: number; payload: Buffer; length: number } | undefined {
  if (data.length < 2) return undefined;
  const short = data[1]! & 0x7f;
  const [size, start] = short === 126 && data.length >= 4 ? [data.readUInt16BE(2), 4] : [short, 2];
  const length = start + 4 + size;
  if (short > 126 || data.length < length) return undefined;
  const mask = data.subarray(start, start + 4);
  const payload = Buffer.from(data.subarray(start + 4, length).map((byte, index) => byte ^ mask[index % 4]!));
  return { kind: data[0]! & 0x0f, payload, length };
}

function frame(kind: number, payload: Buffer): Buffer {
  const head =
    payload.length < 126 ? [0x80 | kind, payload.length] : [0x80 | kind, 126, payload.length >> 8, payload.length & 0xff];
  return Buffer.concat([Buffer.from(head), payload]);
}
