import type { ConsoleSession } from '@hostwright/sdk';
import type { RawData, WebSocket } from 'ws';
import { z } from 'zod';

/** Why a console ended, as the number with which the browser's socket closes; the page has words for each. */
export const END_CODES = {
  'provider-left': 4000,
  idle: 4001,
  'time-over': 4002,
  'service-ended': 4003,
  restarting: 4004,
  unreachable: 4005,
  misuse: 4006,
  'browser-left': 4007,
  'signed-out': 4008,
} as const;
export type EndReason = keyof typeof END_CODES;

export interface LineLimits {
  readonly idleMs: number;
  readonly totalMs: number;
  readonly pingMs: number;
}

export const LINE_LIMITS: LineLimits = { idleMs: 15 * 60_000, totalMs: 4 * 3_600_000, pingMs: 30_000 };

/** What is needed of the provider's answer once its sockets are open. */
export type OpenedSession = Pick<ConsoleSession, 'protocol' | 'password' | 'greeting' | 'control'>;

export interface FarEnd {
  readonly session: OpenedSession;
  readonly socket: WebSocket;
  readonly control?: WebSocket;
}

/** So much may wait for a slow reader before its counterpart is not read any more. */
const HIGH_WATER = 1024 * 1024;
const LOW_WATER = 256 * 1024;
const GOODBYE_MS = 2000;
const LARGEST_WORDS = 200;

const Size = z.strictObject({ cols: z.int().min(1).max(1000), rows: z.int().min(1).max(1000) });

/** A browser and the console of a server, joined. Bytes go both ways; words of the page are its size and nothing else. */
export class ConsoleLine {
  private readonly idle: NodeJS.Timeout;
  private readonly timers: readonly NodeJS.Timeout[];
  private isBrowserThere = true;
  private reason: EndReason | undefined;

  constructor(
    private readonly browser: WebSocket,
    private readonly far: FarEnd,
    private readonly onEnd: (reason: EndReason) => void,
    limits: LineLimits = LINE_LIMITS,
  ) {
    this.idle = setTimeout(() => this.end('idle'), limits.idleMs).unref();
    this.timers = [
      this.idle,
      setTimeout(() => this.end('time-over'), limits.totalMs).unref(),
      setInterval(() => this.ping(), limits.pingMs).unref(),
    ];
  }

  /** Both sockets come paused, so that neither loses a word. */
  begin(hostname: string): void {
    const { browser, far } = this;
    const { protocol, password, greeting } = far.session;
    browser.on('message', (data, isBinary) => (isBinary ? this.relay(browser, far.socket, data) : this.hear(data)));
    browser.on('pong', () => (this.isBrowserThere = true));
    browser.once('close', () => this.end('browser-left'));
    far.socket.on('message', data => this.relay(far.socket, browser, data));
    far.socket.once('close', () => this.end('provider-left'));
    // An error is always followed by a close, which ends the line.
    for (const socket of [browser, far.socket, far.control]) socket?.on('error', () => undefined);
    // Whoever has left while the provider was asked says it no second time.
    if (browser.readyState !== browser.OPEN) return this.end('browser-left');
    if (far.socket.readyState !== far.socket.OPEN) return this.end('provider-left');
    browser.send(JSON.stringify({ protocol, hostname, ...(password !== undefined && { password }) }));
    if (greeting !== undefined) far.socket.send(Buffer.from(greeting));
    for (const socket of [browser, far.socket, far.control]) socket?.resume();
  }

  end(reason: EndReason): void {
    if (this.reason !== undefined) return;
    this.reason = reason;
    this.timers.forEach(timer => clearTimeout(timer));
    say(this.browser, END_CODES[reason], reason);
    say(this.far.socket, 1000);
    if (this.far.control) say(this.far.control, 1000);
    this.onEnd(reason);
  }

  private relay(from: WebSocket, to: WebSocket, data: RawData): void {
    this.idle.refresh();
    if (to.readyState !== to.OPEN) return;
    to.send(data as Buffer, { binary: true }, () => {
      if (from.isPaused && to.bufferedAmount <= LOW_WATER) from.resume();
    });
    if (to.bufferedAmount > HIGH_WATER) from.pause();
  }

  private hear(words: RawData): void {
    const size = sizeIn(words as Buffer);
    if (!size) return this.end('misuse');
    const { control } = this.far.session;
    if (!control || this.far.control?.readyState !== this.far.control?.OPEN) return;
    const text = control.resize.replaceAll('{{cols}}', String(size.cols)).replaceAll('{{rows}}', String(size.rows));
    this.far.control?.send(text);
  }

  /** A browser whose computer sleeps says no goodbye; a proxy on the way forgets those who say nothing. */
  private ping(): void {
    if (!this.isBrowserThere && !this.browser.isPaused) return this.browser.terminate();
    this.isBrowserThere = false;
    for (const socket of [this.browser, this.far.socket, this.far.control]) {
      if (socket?.readyState === socket?.OPEN) socket?.ping();
    }
  }
}

function sizeIn(words: Buffer): z.infer<typeof Size> | undefined {
  if (words.length > LARGEST_WORDS) return undefined;
  try {
    return Size.safeParse(JSON.parse(words.toString('utf8'))).data;
  } catch {
    // No JSON, so not from our page.
    return undefined;
  }
}

/** Whoever does not answer the goodbye in time is left without one. */
function say(socket: WebSocket, code: number, reason?: string): void {
  socket.resume();
  socket.close(code, reason);
  const timer = setTimeout(() => socket.terminate(), GOODBYE_MS).unref();
  socket.once('close', () => clearTimeout(timer));
}
