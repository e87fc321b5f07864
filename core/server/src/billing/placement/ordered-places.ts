import { Injectable } from '@nestjs/common';
import { TenantDb } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { Problem } from '../../platform/http/index.js';
import { Plugins } from '../../platform/plugins/index.js';
import { Catalog } from '../catalog/index.js';
import { Orders, type LastPart, type PlacedOrder } from '../orders/index.js';
import { Placement } from './placement.js';
import { NoRoom, Reservations, type Wish } from './reservations.js';
import { Wiping } from './wiping.js';

/** An order sets the places of its services aside; what ends them gives the places back. */
@Injectable()
export class OrderedPlaces {
  constructor(
    events: Events,
    private readonly orders: Orders,
    private readonly db: TenantDb,
    private readonly catalog: Catalog,
    private readonly plugins: Plugins,
    private readonly placement: Placement,
    private readonly reservations: Reservations,
    wiping: Wiping,
  ) {
    orders.onPlaced(order => this.reserve(order));
    events.on('service.terminated', 'placement/service-terminated', ({ data, occurredAt }) =>
      placement.release(data.serviceId, 'terminated', new Date(occurredAt)),
    );
    events.on('service.provisioning-failed', 'placement/provisioning-failed', async ({ data, occurredAt }) => {
      if (data.final) await placement.release(data.serviceId, 'failed', new Date(occurredAt));
    });
    events.on('task.finished', 'placement/task-finished', async ({ data }) => {
      if (await wiping.isDone(data.taskId)) await placement.wiped(data.serviceId);
    });
    events.on('order.cancelled', 'placement/order-cancelled', ({ data }) => this.cancel(data.orderId));
  }

  private async reserve({ items }: PlacedOrder): Promise<LastPart | undefined> {
    const wishes: Wish[] = [];
    for (const item of items) {
      const { type, settings } = await this.catalog.product(this.db.tenantId, item.productId);
      const plan = this.plugins
        .productType(type)
        .fulfil(settings, item.selection, { id: item.serviceId, hostname: item.hostname });
      const demand = await this.placement.demandOf(plan);
      if (demand) wishes.push({ serviceId: item.serviceId, demand });
    }
    if (wishes.length === 0) return undefined;
    return () =>
      this.reservations.reserve(wishes).catch((error: unknown) => {
        if (!(error instanceof NoRoom)) throw error;
        const { planId } = items.find(item => item.serviceId === error.serviceId)!;
        throw new Problem('no-room', undefined, { planId });
      });
  }

  private async cancel(orderId: string): Promise<void> {
    const { items } = await this.orders.read(orderId);
    for (const { serviceId } of items) await this.placement.release(serviceId, 'cancelled');
  }
}
