import { Controller } from '@nestjs/common';
import { moneyToJson } from '@hostwright/sdk';
import { type Answer, type Input, operations } from '@hostwright/sdk/http';
import { TenantDb } from '../../platform/database/index.js';
import { CurrentCustomer, In, Operation, type CustomerActor } from '../../platform/http/index.js';
import { Invoices } from './invoices.js';

const { payInvoiceWithCredit } = operations;

/**
 * Customers say themselves what their credit is for. A renewal that is about to charge a card spends it first through
 * `Invoices.payWithCredit`; an invoice that was only just issued leaves it alone.
 */
@Controller()
export class CreditPaymentsController {
  constructor(
    private readonly db: TenantDb,
    private readonly invoices: Invoices,
  ) {}

  @Operation(payInvoiceWithCredit, { oneTransaction: true })
  pay(
    @CurrentCustomer() { tenantId, id }: CustomerActor,
    @In() { params }: Input<typeof payInvoiceWithCredit>,
  ): Promise<Answer<typeof payInvoiceWithCredit>> {
    return this.db.run(tenantId, async () => {
      const { id: invoiceId } = await this.invoices.read(params.invoiceId, id);
      const { applied, paid, balance, row } = await this.invoices.payWithCredit(invoiceId);
      const due = this.invoices.due(row);
      return { invoiceId, paid, applied: moneyToJson(applied), due: moneyToJson(due), balance: moneyToJson(balance) };
    });
  }
}
