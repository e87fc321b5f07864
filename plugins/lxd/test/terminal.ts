import type { ConsoleSession } from '@hostwright/sdk';
import { Agent, WebSocket } from 'undici';

/** A browser's terminal and its proxy in one: both sockets of a console, and what has been read so far. */
export class Terminal {
  private text = '';

  private constructor(
    private readonly data: WebSocket,
    private readonly control: WebSocket,
    private readonly resizeText: string,
    private readonly agent: Agent,
  ) {
    data.binaryType = 'arraybuffer';
    data.addEventListener('message', ({ data: bytes }) => {
      this.text += typeof bytes === 'string' ? bytes : Buffer.from(bytes as ArrayBuffer).toString('utf8');
    });
  }

  static async open({ url, control, tls }: ConsoleSession): Promise<Terminal> {
    const agent = new Agent({ connect: { cert: tls?.certificate, key: tls?.key, rejectUnauthorized: false } });
    const sockets = [url, control!.url].map(address => new WebSocket(address, { dispatcher: agent }));
    const [data, size] = sockets as [WebSocket, WebSocket];
    const terminal = new Terminal(data, size, control!.resize, agent);
    await Promise.all(
      sockets.map(
        socket =>
          new Promise<void>((resolve, reject) => {
            socket.addEventListener('open', () => resolve());
            socket.addEventListener('error', () => reject(new Error('The socket of the console does not open')));
          }),
      ),
    );
    return terminal;
  }

  resize(cols: number, rows: number): void {
    this.control.send(this.resizeText.replace('{{cols}}', String(cols)).replace('{{rows}}', String(rows)));
  }

  type(text: string): void {
    this.data.send(Buffer.from(text));
  }

  /** Everything read so far, once `words` are in it. */
  async reads(words: string): Promise<string> {
    for (let count = 0; count < 100; count += 1) {
      if (this.text.includes(words)) return this.text;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    throw new Error(`"${words}" never came, only ${JSON.stringify(this.text.slice(-500))}`);
  }

  async close(): Promise<void> {
    this.data.close();
    this.control.close();
    await this.agent.destroy();
  }
}
