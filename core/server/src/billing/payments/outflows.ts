import { Injectable } from '@nestjs/common';
import { TenantDb } from '../../platform/database/index.js';
import { Live } from '../../platform/live/index.js';
import { Invoices, type InvoiceRow } from '../invoices/index.js';
import type { PaymentRow } from './payment.js';
import { PaymentRows, type PaymentChanges } from './payment-rows.js';

export interface Held {
  readonly invoice: InvoiceRow;
  readonly payment: PaymentRow;
}

/** A payment for those who book what goes back of it: refunds and disputes. Everything here runs inside `TenantDb.run`. */
@Injectable()
export class Outflows {
  constructor(
    private readonly db: TenantDb,
    private readonly rows: PaymentRows,
    private readonly invoices: Invoices,
    private readonly live: Live,
  ) {}

  /** Both, held until the commit; whoever needs both locks takes the invoice's first. */
  async hold(paymentId: string): Promise<Held> {
    const { invoiceId } = await this.rows.read(paymentId);
    return { invoice: await this.invoices.lock(invoiceId), payment: await this.rows.lock(paymentId) };
  }

  byReference(installationId: string, reference: string): Promise<PaymentRow | undefined> {
    return this.rows.byReference(installationId, reference);
  }

  async change(
    { id, customerId, invoiceId }: PaymentRow,
    changes: Pick<PaymentChanges, 'refundedMinor' | 'disputedMinor' | 'appliedMinor'>,
  ): Promise<void> {
    await this.rows.update(id, changes);
    const audience = { tenantId: this.db.tenantId, customerId };
    this.db.afterCommit(() => {
      this.live.changed(audience, { name: 'payment.changed', id });
      this.live.changed(audience, { name: 'invoice.changed', id: invoiceId });
    });
  }
}
