import { computed, signal } from '@angular/core';
import { ApiProblem, AttemptKey } from '@hostwright/kit';
import type { OrderServiceAction, Service, ServiceOperation } from '@hostwright/sdk/http';
import type { ShopContext } from '../../platform/shop-context.js';
import type { Watcher } from '../../platform/watcher.js';
import { isUnderWay, watchService } from '../../service/service-watch.js';

/** What the page is doing at the moment, and what a refusal belongs to. */
export type Doing = OrderServiceAction['action'] | 'reveal' | 'take-back' | 'end' | 'keep' | 'change' | 'console' | 'panel';

export interface Credentials {
  readonly username: string;
  readonly password: string | null;
}

/** One service: its state as it changes, its access data, and what its customer asks for. */
export class ServiceControl {
  private readonly watcher: Watcher<Service>;
  private readonly working = signal<Doing | undefined>(undefined);
  private readonly refused = signal<{ readonly doing: Doing; readonly problem: ApiProblem } | undefined>(undefined);
  private readonly shown = signal<Credentials | undefined>(undefined);
  private readonly key = new AttemptKey();

  readonly busy = this.working.asReadonly();
  readonly credentials = this.shown.asReadonly();
  readonly service = computed(() => this.watcher.value());
  readonly missing = computed(() => this.watcher.problem());
  readonly underWay = computed(() => this.service()?.operations.find(isUnderWay));

  constructor(
    readonly shop: ShopContext,
    readonly serviceId: string,
  ) {
    this.watcher = watchService(shop.api, shop.live, serviceId);
  }

  get params(): { readonly serviceId: string } {
    return { serviceId: this.serviceId };
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

  /** Why one of these was refused the last time, to be told where it was asked for. */
  problemOf(...doings: readonly Doing[]): ApiProblem | undefined {
    const refused = this.refused();
    return refused && doings.includes(refused.doing) ? refused.problem : undefined;
  }

  forgetProblem(): void {
    this.refused.set(undefined);
  }

  /** True once the shop has taken the order; what becomes of it is seen in the service. */
  order(body: OrderServiceAction): Promise<boolean> {
    return this.work(body.action, async () => {
      const idempotencyKey = this.key.for(body);
      this.watcher.accept(await this.shop.api.call('orderServiceAction', { params: this.params, body, idempotencyKey }));
      if (body.action === 'reset-password' || body.action === 'reinstall') this.shown.set(undefined);
    });
  }

  takeBack({ id: operationId }: ServiceOperation): Promise<boolean> {
    const params = { ...this.params, operationId };
    return this.work('take-back', async () =>
      this.watcher.accept(await this.shop.api.call('cancelServiceOperation', { params })),
    );
  }

  /** Shown once by the server; kept here while the page is open. */
  reveal(): Promise<boolean> {
    return this.work('reveal', async () => {
      this.shown.set(await this.shop.api.call('revealCredentials', { params: this.params }));
      this.refresh();
    });
  }

  /** The contract ends with the paid time, or at once. */
  end(when: 'period-end' | 'now', confirmation: string): Promise<boolean> {
    const body = { when, confirmation };
    return this.work('end', async () =>
      this.watcher.accept(await this.shop.api.call('cancelService', { params: this.params, body })),
    );
  }

  keep(): Promise<boolean> {
    return this.work('keep', async () => this.watcher.accept(await this.shop.api.call('keepService', { params: this.params })));
  }

  /** One thing at a time: a second click while the first is on its way does nothing. */
  async work(doing: Doing, call: () => Promise<void>): Promise<boolean> {
    if (this.working()) return false;
    this.working.set(doing);
    this.refused.set(undefined);
    try {
      await call();
      this.key.answered();
      return true;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (error.status !== 0) this.key.answered();
      this.refused.set({ doing, problem: error });
      return false;
    } finally {
      this.working.set(undefined);
    }
  }
}
