import { Injectable } from '@nestjs/common';
import type { Money } from '@hostwright/sdk';
import { Audit } from '../../platform/audit/index.js';
import { Clock } from '../../platform/clock/index.js';
import { isUniqueViolation, newId, TenantDb } from '../../platform/database/index.js';
import { Problem } from '../../platform/http/index.js';
import { Invoices, type InvoiceRow } from '../invoices/index.js';
import { Gateways, type NamedGateway } from './gateways.js';
import { isOpen, type PaymentRow } from './payment.js';
import { PaymentRows } from './payment-rows.js';
import { Settlement } from './settlement.js';

export interface Arrival {
  readonly invoiceId: string;
  readonly installationId: string;
  readonly received: Money;
  /** What the bank statement calls it. */
  readonly reference: string;
  readonly actor: string;
  readonly address: string;
}

/** Money that arrived outside of any gateway's messages: staff have seen it on a statement. */
@Injectable()
export class PaymentRecording {
  constructor(
    private readonly db: TenantDb,
    private readonly rows: PaymentRows,
    private readonly invoices: Invoices,
    private readonly gateways: Gateways,
    private readonly settlement: Settlement,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** One transaction. The same reference twice is one payment: the first is answered, and what differs from it is refused. */
  async record(tenantId: string, arrival: Arrival): Promise<PaymentRow> {
    try {
      return await this.db.run(tenantId, () => this.write(tenantId, arrival));
    } catch (error) {
      // The reference was recorded for another invoice in the same moment.
      if (isUniqueViolation(error)) throw taken(arrival.reference);
      throw error;
    }
  }

  private async write(tenantId: string, arrival: Arrival): Promise<PaymentRow> {
    const { invoiceId, installationId, received, reference } = arrival;
    const gateway = (await this.gateways.named(tenantId)).get(installationId);
    if (!gateway) throw new Problem('not-found');
    const invoice = await this.invoices.lock(invoiceId);
    const known = await this.rows.byReference(installationId, reference);
    if (known && !isOpen(known.state)) return same(known, arrival);
    if (known && known.invoiceId !== invoiceId) throw taken(reference);
    this.check(invoice, received);
    const waiting = known ?? (await this.waiting(gateway, invoiceId));
    const row = waiting ? await this.rows.lock(waiting.id) : await this.insert(invoice, installationId);
    const verdict = { kind: 'received', received, matches: true, sameCurrency: true } as const;
    const settled = await this.settlement.receive(row, verdict, { reference });
    const detail = { invoice: invoice.number, amount: received.amount.toString(), currency: received.currency };
    await this.audit.record({
      actor: arrival.actor,
      action: 'payment.recorded',
      target: `payment:${row.id}`,
      detail,
      address: arrival.address,
    });
    return settled;
  }

  private check(invoice: InvoiceRow, received: Money): void {
    if (!['open', 'overdue'].includes(invoice.state))
      throw new Problem('invoice-state', `Invoice ${invoice.number} is ${invoice.state}`);
    if (received.currency !== invoice.currency)
      throw new Problem('amount-mismatch', `Invoice ${invoice.number} is in ${invoice.currency}`);
    if (received.amount <= 0n) throw new Problem('amount-mismatch', 'What arrived is more than nothing');
  }

  /** The payment that the customer began and that only staff can end: this gateway sends no messages. */
  private async waiting({ id, manifest }: NamedGateway, invoiceId: string): Promise<PaymentRow | undefined> {
    return manifest?.capabilities?.includes('webhook') ? undefined : this.rows.openOf(invoiceId, id);
  }

  private insert(invoice: InvoiceRow, installationId: string): Promise<PaymentRow> {
    const due = this.invoices.due(invoice);
    const createdAt = this.clock.now();
    return this.rows.insert({
      id: newId(createdAt.getTime()),
      invoiceId: invoice.id,
      invoiceNumber: invoice.number,
      customerId: invoice.customerId,
      installationId,
      currency: due.currency,
      amountMinor: due.amount > 0n ? due.amount : 1n,
      returnUrl: '',
      createdAt,
    });
  }
}

function same(known: PaymentRow, { invoiceId, received, reference }: Arrival): PaymentRow {
  const isSame =
    known.invoiceId === invoiceId && known.receivedMinor === received.amount && known.receivedCurrency === received.currency;
  if (!isSame) throw taken(reference);
  return known;
}

const taken = (reference: string): Problem => new Problem('payment-state', `The reference ${reference} is another payment's`);
