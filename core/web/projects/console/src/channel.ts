/** What the core says when both ends are joined. */
export interface Ready {
  readonly protocol: 'terminal' | 'vnc';
  readonly hostname: string;
  readonly password?: string;
}

/** The core takes no more at once. */
const LARGEST_MESSAGE = 32 * 1024;

/**
 * The socket of the page. Its first words say what is at the other end; everything after that is bytes, which wait until
 * somebody has come to read them: the code that shows them is loaded meanwhile. Has the shape of a WebSocket, which is
 * what the viewer of screens expects.
 */
export class Channel {
  binaryType: BinaryType = 'arraybuffer';
  onopen: ((event: Event) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  private reader: ((event: MessageEvent) => void) | null = null;
  private readonly waiting: MessageEvent[] = [];

  private constructor(private readonly socket: WebSocket) {
    socket.addEventListener('message', event => {
      if (typeof event.data === 'string') return;
      if (this.reader && this.waiting.length === 0) this.reader(event);
      else this.waiting.push(event);
    });
    socket.addEventListener('error', event => this.onerror?.(event));
    socket.addEventListener('close', event => this.onclose?.(event));
  }

  static open(ticket: string, onReady: (ready: Ready) => void, onEnd: (code: number) => void): Channel {
    const address = new URL('/console/socket', location.href.replace(/^http/, 'ws'));
    const socket = new WebSocket(address, ['console', ticket]);
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('message', event => {
      if (typeof event.data === 'string') onReady(JSON.parse(event.data) as Ready);
    });
    socket.addEventListener('close', ({ code }) => onEnd(code));
    return new Channel(socket);
  }

  get protocol(): string {
    return this.socket.protocol;
  }

  get readyState(): number {
    return this.socket.readyState;
  }

  get onmessage(): ((event: MessageEvent) => void) | null {
    return this.reader;
  }

  set onmessage(reader: ((event: MessageEvent) => void) | null) {
    this.reader = reader;
    // The reader finishes what it does first; nothing can overtake what waits.
    queueMicrotask(() => this.flush());
  }

  send(data: Uint8Array<ArrayBuffer> | string): void {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    if (typeof data === 'string') return this.socket.send(data);
    for (let start = 0; start < data.length; start += LARGEST_MESSAGE) {
      this.socket.send(data.subarray(start, start + LARGEST_MESSAGE));
    }
  }

  close(): void {
    this.socket.close();
  }

  private flush(): void {
    for (let event = this.waiting[0]; event && this.reader; event = this.waiting[0]) {
      this.waiting.shift();
      this.reader(event);
    }
  }
}
