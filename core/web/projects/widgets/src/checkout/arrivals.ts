import { computed, signal } from '@angular/core';
import { ApiProblem, type Api, type Live } from '@hostwright/kit';
import type { Service } from '@hostwright/sdk/http';
import type { Watcher } from '../platform/watcher.js';
import { watchService } from '../service/service-watch.js';

/** The services of a paid order, as they appear one after another. */
export class Arrivals {
  private readonly watchers = signal<readonly Watcher<Service>[]>([]);
  private begun = false;
  readonly problem = signal<ApiProblem | undefined>(undefined);
  readonly services = computed(() =>
    this.watchers()
      .map(watcher => watcher.value())
      .filter(service => service !== undefined),
  );
  readonly areAllReady = computed(() => {
    const services = this.services();
    return (
      services.length > 0 && services.length === this.watchers().length && services.every(service => service.state === 'active')
    );
  });

  constructor(
    private readonly api: Api,
    private readonly live: Live,
  ) {}

  async follow(invoiceId: string): Promise<void> {
    if (this.begun) return;
    this.begun = true;
    try {
      const { orderId } = await this.api.call('getInvoice', { params: { invoiceId } });
      if (!orderId) return;
      const order = await this.api.call('getOrder', { params: { orderId } });
      this.watchers.set(order.items.map(item => watchService(this.api, this.live, item.serviceId)));
      for (const watcher of this.watchers()) watcher.start();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.begun = false;
      this.problem.set(error);
    }
  }

  stop(): void {
    for (const watcher of this.watchers()) watcher.stop();
  }
}
