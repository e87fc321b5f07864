import { computed, signal } from '@angular/core';
import { ApiProblem } from '@hostwright/kit';

/** Something read from the server: what is known, whether it is being read, why it could not be. Only the latest reading counts. */
export class Reading<Value, Wish = void> {
  private readonly known = signal<Value | undefined>(undefined);
  private readonly refused = signal<ApiProblem | undefined>(undefined);
  private readonly running = signal(0);
  private current: AbortController | undefined;

  readonly value = this.known.asReadonly();
  readonly problem = this.refused.asReadonly();
  readonly isBusy = computed(() => this.running() > 0);
  /** Nothing to show yet: the time for a skeleton. */
  readonly isFirst = computed(() => this.isBusy() && this.known() === undefined);

  constructor(private readonly read: (wish: Wish, signal: AbortSignal) => Promise<Value>) {}

  /** Reads again and keeps showing what is known until the answer is there. */
  async load(wish: Wish): Promise<void> {
    this.current?.abort();
    const controller = new AbortController();
    this.current = controller;
    this.running.update(count => count + 1);
    try {
      const value = await this.read(wish, controller.signal);
      if (controller.signal.aborted) return;
      this.known.set(value);
      this.refused.set(undefined);
    } catch (error) {
      if (controller.signal.aborted) return;
      if (!(error instanceof ApiProblem)) throw error;
      this.refused.set(error);
    } finally {
      this.running.update(count => count - 1);
    }
  }

  /** Forgets what was known of something else, then reads. */
  async start(wish: Wish): Promise<void> {
    this.known.set(undefined);
    this.refused.set(undefined);
    await this.load(wish);
  }

  /** Takes an answer that came another way, such as that of a change; a reading on its way would be older. */
  set(value: Value): void {
    this.current?.abort();
    this.known.set(value);
    this.refused.set(undefined);
  }
}
