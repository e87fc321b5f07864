import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { Tenants } from '../../platform/tenancy/index.js';
import { after } from '../calendar/index.js';
import { Orders } from '../orders/index.js';
import { type ServiceChange, type ServiceRow, ServiceRows } from './service-rows.js';

/** The moment a service begins to run: from it the periods are counted. */
@Injectable()
export class Activation {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly tenants: Tenants,
    private readonly services: ServiceRows,
    private readonly orders: Orders,
  ) {}

  /** A server that was made again goes on where the old one ended: its periods are counted from the first. */
  async activate(service: ServiceRow, change: ServiceChange): Promise<void> {
    if (service.anchorAt !== null) return this.services.change(service, { ...change, state: 'active' });
    const { timeZone } = await this.tenants.byId(this.db.tenantId);
    const anchorAt = this.clock.now();
    const renewsAt = after(anchorAt, service.period, 1, timeZone) ?? null;
    await this.services.change(service, { ...change, state: 'active', anchorAt, renewsAt });
    await this.events.publish('service.activated', { serviceId: service.id, customerId: service.customerId });
    await this.completeOrder(service);
  }

  /** The last of an order's services has come up, or is gone. */
  async completeOrder({ orderId }: ServiceRow): Promise<void> {
    if (orderId !== null && (await this.services.isOrderActive(orderId))) await this.orders.complete(orderId);
  }
}
