import { signal } from '@angular/core';
import { ApiProblem, type Live } from '@hostwright/kit';
import type { LiveEvent } from '@hostwright/sdk/http';

/** How often to ask while nothing tells us: the WebSocket is the quick way, this is the sure one. */
const ASK_AGAIN_MS = 2500;
const ASK_AGAIN_LIVE_MS = 10_000;

export interface Watched<T> {
  read(): Promise<T>;
  /** True when nothing more will happen by itself. */
  isSettled(value: T): boolean;
  matches(event: LiveEvent): boolean;
}

/** Keeps one thing up to date until it is settled: by live events, and by asking again in case none arrives. */
export class Watcher<T> {
  private readonly latest = signal<T | undefined>(undefined);
  private readonly refusal = signal<ApiProblem | undefined>(undefined);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private leave: (() => void) | undefined;
  private reading = false;
  private stale = false;

  readonly value = this.latest.asReadonly();
  readonly problem = this.refusal.asReadonly();

  constructor(
    private readonly live: Live,
    private readonly watched: Watched<T>,
  ) {}

  start(): void {
    if (this.leave) return;
    this.leave = this.live.listen(event => {
      if (this.watched.matches(event)) void this.refresh();
    });
    void this.live.start();
    void this.refresh();
  }

  stop(): void {
    this.leave?.();
    this.leave = undefined;
    clearTimeout(this.timer);
  }

  /** Takes what another call has answered. */
  accept(value: T): void {
    this.latest.set(value);
    this.refusal.set(undefined);
    this.plan();
  }

  /** An event that arrives while an older answer is on its way asks once more after it. */
  async refresh(): Promise<void> {
    if (this.reading) {
      this.stale = true;
      return;
    }
    this.reading = true;
    try {
      const value = await this.watched.read();
      if (this.leave) this.accept(value);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.refusal.set(error);
      if (error.status === 0 || error.status >= 500) this.plan();
    } finally {
      this.reading = false;
    }
    if (this.stale) {
      this.stale = false;
      await this.refresh();
    }
  }

  private plan(): void {
    clearTimeout(this.timer);
    const value = this.latest();
    if (!this.leave || (value !== undefined && this.watched.isSettled(value))) return;
    this.timer = setTimeout(() => void this.refresh(), this.live.connected() ? ASK_AGAIN_LIVE_MS : ASK_AGAIN_MS);
  }
}
