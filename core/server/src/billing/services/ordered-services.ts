import { Injectable } from '@nestjs/common';
import { TenantDb } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { Orders, type PlacedOrder } from '../orders/index.js';
import { OperationRows } from './operation-rows.js';
import { ServiceRows } from './service-rows.js';

/** An order makes its services; the paid invoice sets them going. */
@Injectable()
export class OrderedServices {
  constructor(
    orders: Orders,
    events: Events,
    private readonly db: TenantDb,
    private readonly services: ServiceRows,
    private readonly operations: OperationRows,
  ) {
    orders.onPlaced(order => this.write(order));
    events.on('invoice.paid', 'services/invoice-paid', event => this.begin(event.data.invoiceId));
  }

  private async write({ orderId, invoiceId, customerId, currency, placedAt, items }: PlacedOrder): Promise<void> {
    const rows = items.map(item => ({
      id: item.serviceId,
      orderId,
      invoiceId,
      customerId,
      productId: item.productId,
      planId: item.planId,
      planVersion: item.planVersion,
      productName: item.productName,
      planName: item.planName,
      hostname: item.hostname,
      selection: JSON.stringify(item.selection),
      facts: JSON.stringify(item.facts),
      period: JSON.stringify(item.period),
      currency,
      recurringMinor: item.recurringMinor,
      state: 'pending',
      createdAt: placedAt,
    }));
    this.db.trail(this.db.insertAll('services', rows));
  }

  private async begin(invoiceId: string): Promise<void> {
    for (const service of await this.services.lockPendingOf(invoiceId)) {
      await this.services.change(service, { state: 'provisioning' });
      await this.operations.open({ serviceId: service.id, kind: 'create', state: 'waiting' });
    }
  }
}
