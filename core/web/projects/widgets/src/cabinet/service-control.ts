import { computed, signal } from '@angular/core';
import { ApiProblem, AttemptKey } from '@hostwright/kit';
import type { Service } from '@hostwright/sdk/http';
import type { ShopContext } from '../platform/shop-context.js';
import type { Watcher } from '../platform/watcher.js';
import { watchService } from '../service/service-watch.js';

export type Action = Service['actions'][number];

export interface Credentials {
  readonly username: string;
  readonly password: string | null;
}

/** One service: its state as it changes, its power, its access data. */
export class ServiceControl {
  private readonly watcher: Watcher<Service>;
  private readonly working = signal<Action | 'reveal' | undefined>(undefined);
  private readonly refused = signal<ApiProblem | undefined>(undefined);
  private readonly shown = signal<Credentials | undefined>(undefined);
  private readonly key = new AttemptKey();

  /** Stopping asks first: whoever uses the server is cut off. */
  readonly confirming = signal(false);
  readonly busy = this.working.asReadonly();
  readonly problem = this.refused.asReadonly();
  readonly credentials = this.shown.asReadonly();
  readonly service = computed(() => this.watcher.value());
  readonly missing = computed(() => this.watcher.problem());

  constructor(
    private readonly shop: ShopContext,
    readonly serviceId: string,
  ) {
    this.watcher = watchService(shop.api, shop.live, serviceId);
  }

  start(): void {
    this.watcher.start();
  }

  stop(): void {
    this.watcher.stop();
  }

  refresh(): void {
    void this.watcher.refresh();
  }

  async act(action: Action): Promise<void> {
    if (action === 'stop' && !this.confirming()) {
      this.confirming.set(true);
      return;
    }
    this.confirming.set(false);
    await this.work(action, async () => {
      const request = { serviceId: this.serviceId, action };
      this.watcher.accept(
        await this.shop.api.call('changePower', {
          params: { serviceId: this.serviceId },
          body: { action },
          idempotencyKey: this.key.for(request),
        }),
      );
      this.key.answered();
    });
  }

  /** Shown once by the server; kept here while the page is open. */
  async reveal(): Promise<void> {
    await this.work('reveal', async () => {
      this.shown.set(await this.shop.api.call('revealCredentials', { params: { serviceId: this.serviceId } }));
      void this.watcher.refresh();
    });
  }

  private async work(what: Action | 'reveal', call: () => Promise<void>): Promise<void> {
    if (this.working()) return;
    this.working.set(what);
    this.refused.set(undefined);
    try {
      await call();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (error.status !== 0) this.key.answered();
      this.refused.set(error);
    } finally {
      this.working.set(undefined);
    }
  }
}
