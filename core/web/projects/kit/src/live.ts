import { signal } from '@angular/core';
import type { LiveEvent } from '@hostwright/sdk/http';
import type { Socket } from 'socket.io-client';

/** Facts as they happen, over a WebSocket. They carry ids only: the reader asks the API again. */
export class Live {
  private readonly lastEvent = signal<LiveEvent | undefined>(undefined, { equal: () => false });
  private readonly isConnected = signal(false);
  private readonly listeners = new Set<(event: LiveEvent) => void>();
  private socket: Socket | undefined;
  private wanted = false;
  private refusals = 0;

  readonly last = this.lastEvent.asReadonly();
  readonly connected = this.isConnected.asReadonly();

  constructor(
    private readonly origin: string,
    private readonly token: () => string | undefined,
    private readonly renew: () => Promise<boolean>,
  ) {}

  /** The client is loaded on first use, so that pages without live parts do not carry it. */
  async start(): Promise<void> {
    if (this.wanted) return;
    this.wanted = true;
    const { io } = await import('socket.io-client');
    if (!this.wanted) return;
    const socket = io(this.origin, {
      path: '/live',
      transports: ['websocket'],
      auth: answer => answer({ token: this.token() }),
    });
    socket.on('connect', () => {
      this.refusals = 0;
      this.isConnected.set(true);
    });
    socket.on('disconnect', () => this.isConnected.set(false));
    socket.on('connect_error', () => this.comeBack(socket));
    socket.on('changed', (event: LiveEvent) => {
      this.lastEvent.set(event);
      for (const listener of this.listeners) listener(event);
    });
    this.socket = socket;
  }

  stop(): void {
    this.wanted = false;
    this.socket?.disconnect();
    this.socket = undefined;
    this.isConnected.set(false);
  }

  /** Calls back for each event until the returned function is called. */
  listen(listener: (event: LiveEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * A lost connection comes back by itself; a refused one does not, so the token is renewed first. A fresh token that is
   * refused too is not tried again: whoever waits asks the API now and then anyway.
   */
  private comeBack(socket: Socket): void {
    if (socket.active || ++this.refusals > 1) return;
    void this.renew().then(renewed => {
      if (renewed && this.wanted) socket.connect();
    });
  }
}
