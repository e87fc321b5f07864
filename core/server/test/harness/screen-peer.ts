import { createCipheriv } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

export interface ScreenPeer {
  readonly host: string;
  readonly url: string;
  /** Names of the keys that were pressed, as RFB numbers them. */
  readonly keys: number[];
  /** Whether the password was the right one, for each who came. */
  readonly logins: boolean[];
  close(): Promise<void>;
}

const WIDTH = 320;
const HEIGHT = 200;
/** Red, green, blue and nothing, as the viewer asks for them. */
const COLOUR = [0x90, 0x60, 0x20, 0];

/** A server's screen (RFC 6143) of one colour: asks for a password, shows itself, writes down what is typed. */
export async function aScreenPeer(password: string): Promise<ScreenPeer> {
  const keys: number[] = [];
  const logins: boolean[] = [];
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', socket => serve(socket, password, keys, logins));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ host, url: `ws://${host}/screen`, keys, logins },
    close: async () => {
      sockets.clients.forEach(socket => socket.terminate());
      await new Promise(resolve => server.close(resolve).closeAllConnections());
    },
  };
}

function serve(socket: WebSocket, password: string, keys: number[], logins: boolean[]): void {
  const challenge = Buffer.from('0123456789abcdef');
  let waiting = Buffer.alloc(0);
  let step = (): number => 0;
  const take = (count: number): Buffer => waiting.subarray(0, count);

  const messages = (): number => {
    const length = { 0: 20, 2: 4 + 4 * (waiting.length >= 4 ? waiting.readUInt16BE(2) : 0), 3: 10, 4: 8, 5: 6 }[waiting[0]!];
    if (length === undefined || waiting.length < length) return 0;
    if (waiting[0] === 3) socket.send(picture(waiting[1] === 1));
    if (waiting[0] === 4 && waiting[1] === 1) keys.push(waiting.readUInt32BE(4));
    return length;
  };
  const sharing = (): number => {
    socket.send(introduction());
    step = messages;
    return 1;
  };
  const answer = (): number => {
    if (waiting.length < 16) return 0;
    const isRight = take(16).equals(encrypted(challenge, password));
    logins.push(isRight);
    socket.send(isRight ? Buffer.alloc(4) : Buffer.concat([Buffer.from([0, 0, 0, 1, 0, 0, 0, 5]), Buffer.from('wrong')]));
    step = sharing;
    return 16;
  };
  const choice = (): number => {
    socket.send(challenge);
    step = answer;
    return 1;
  };
  step = () => {
    if (waiting.length < 12) return 0;
    socket.send(Buffer.from([1, 2]));
    step = choice;
    return 12;
  };

  socket.on('message', (data: Buffer) => {
    waiting = Buffer.concat([waiting, data]);
    while (waiting.length > 0) {
      const used = step();
      if (used === 0) return;
      waiting = waiting.subarray(used);
    }
  });
  socket.send(Buffer.from('RFB 003.008\n'));
}

/** DES under the password, with the bits of each byte in the other order, as the protocol has it. */
function encrypted(challenge: Buffer, password: string): Buffer {
  const key = Buffer.alloc(8);
  Buffer.from(password).copy(key, 0, 0, 8);
  const mirrored = key.map(byte =>
    [...byte.toString(2).padStart(8, '0')].reverse().reduce((sum, bit) => sum * 2 + Number(bit), 0),
  );
  // Three times the same key is the old cipher, which by itself is not on offer any more.
  const cipher = createCipheriv('des-ede3', Buffer.concat([mirrored, mirrored, mirrored]), null).setAutoPadding(false);
  return Buffer.concat([cipher.update(challenge), cipher.final()]);
}

function introduction(): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt16BE(WIDTH, 0);
  size.writeUInt16BE(HEIGHT, 2);
  const format = Buffer.from([32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0]);
  const name = Buffer.from('screen');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(name.length);
  return Buffer.concat([size, format, length, name]);
}

/** The whole screen once; after that there is nothing new to show. */
function picture(isIncremental: boolean): Buffer {
  if (isIncremental) return Buffer.alloc(0);
  const head = Buffer.alloc(16);
  head.writeUInt16BE(1, 2);
  head.writeUInt16BE(WIDTH, 8);
  head.writeUInt16BE(HEIGHT, 10);
  return Buffer.concat([head, Buffer.alloc(WIDTH * HEIGHT * 4, Buffer.from(COLOUR))]);
}
