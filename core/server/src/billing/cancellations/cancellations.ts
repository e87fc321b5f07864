import { Injectable } from '@nestjs/common';
import { Audit } from '../../platform/audit/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { Problem } from '../../platform/http/index.js';
import { Invoices, mayBePaid } from '../invoices/index.js';
import { Orders, type OrderWithInvoice } from '../orders/index.js';
import { Placement } from '../placement/index.js';
import { type Orderer, ServiceControl, ServiceRows } from '../services/index.js';

/** Takes orders back of which nothing is paid. Money that comes for one all the same becomes its customer's credit. */
@Injectable()
export class Cancellations {
  constructor(
    private readonly db: TenantDb,
    private readonly orders: Orders,
    private readonly invoices: Invoices,
    private readonly services: ServiceRows,
    private readonly control: ServiceControl,
    private readonly placement: Placement,
    private readonly events: Events,
    private readonly audit: Audit,
  ) {}

  /** One commit, or nothing. What is paid, and be it in part, is given back by a refund first. */
  cancel(orderer: Orderer, orderId: string): Promise<OrderWithInvoice> {
    return this.db.run(orderer.tenantId, async () => {
      const order = await this.orders.read(orderId, orderer.kind === 'customer' ? orderer.id : undefined);
      // Services before their invoice, as everybody locks them.
      const services = await this.services.lockPendingOf(order.invoiceId);
      const invoice = await this.invoices.lock(order.invoiceId);
      if (!mayBePaid(invoice.state)) throw new Problem('invoice-state', `Invoice ${invoice.number} is ${invoice.state}`);
      await this.invoices.void(invoice);
      await this.orders.cancel(order);
      for (const { id } of services) {
        await this.placement.release(id, 'cancelled');
        await this.control.terminate(id, 'cancelled');
      }
      const { kind, id: by } = orderer;
      const { customerId, number } = order;
      await this.events.publish('order.cancelled', { orderId, customerId, reason: kind });
      await this.audit.record({
        actor: `${kind}:${by}`,
        action: 'order.cancelled',
        target: `order:${orderId}`,
        detail: { number },
      });
      return { ...order, state: 'cancelled' };
    });
  }
}
