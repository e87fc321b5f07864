import { computed } from '@angular/core';
import type { Invoice, Order, Payment, Service } from '@hostwright/sdk/http';
import { Reading } from '../platform/reading.js';
import type { ShopContext } from '../platform/shop-context.js';
import { isMoving } from '../service/service-watch.js';

export interface ListOf<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

type ListName = 'listServices' | 'listInvoices' | 'listPayments' | 'listOrders';

/** One of the customer's lists: the newest first, more on demand. */
export class PagedList<T> {
  private readonly reading = new Reading<ListOf<T>>();
  readonly items = computed(() => this.reading.value()?.items);
  readonly hasMore = computed(() => typeof this.reading.value()?.next === 'string');
  readonly problem = this.reading.problem;

  constructor(
    private readonly shop: ShopContext,
    private readonly operation: ListName,
  ) {}

  load(): Promise<void> {
    return this.reading.read(() => this.page(undefined));
  }

  more(): Promise<void> {
    const known = this.reading.value();
    if (!known?.next) return Promise.resolve();
    return this.reading.read(async () => {
      const page = await this.page(known.next ?? undefined);
      return { items: [...known.items, ...page.items], next: page.next };
    });
  }

  private async page(cursor: string | undefined): Promise<ListOf<T>> {
    const answer: unknown = await this.shop.api.call(this.operation, { query: cursor ? { cursor } : {} });
    return answer as ListOf<T>;
  }
}

/** Everything the cabinet shows, and what of it needs the customer. */
export class CabinetData {
  readonly services: PagedList<Service>;
  readonly invoices: PagedList<Invoice>;
  readonly payments: PagedList<Payment>;
  readonly orders: PagedList<Order>;

  readonly unpaid = computed(() =>
    (this.invoices.items() ?? []).filter(invoice => invoice.state === 'open' || invoice.state === 'overdue'),
  );
  readonly failed = computed(() =>
    (this.services.items() ?? []).filter(service => service.state === 'failed' || service.state === 'suspended'),
  );
  readonly isSomethingMoving = computed(() => (this.services.items() ?? []).some(isMoving));

  constructor(shop: ShopContext) {
    this.services = new PagedList(shop, 'listServices');
    this.invoices = new PagedList(shop, 'listInvoices');
    this.payments = new PagedList(shop, 'listPayments');
    this.orders = new PagedList(shop, 'listOrders');
  }
}
