import { Injectable } from '@nestjs/common';
import { money, moneyToJson } from '@hostwright/sdk';
import type { Dispute } from '@hostwright/sdk/http';
import { TenantDb } from '../../platform/database/index.js';
import { decodeCursor, pageOf } from '../../platform/http/index.js';
import { Customers, type Customer } from '../../platform/identity/index.js';
import { Gateways } from '../payments/index.js';
import type { DisputeRow } from './dispute.js';
import { DisputeRows, type DisputeFilter } from './dispute-rows.js';

export type DisputeQuery = Omit<DisputeFilter, 'after'> & { readonly cursor?: string | undefined };

/** What staff see of disputes. */
@Injectable()
export class DisputeReader {
  constructor(
    private readonly db: TenantDb,
    private readonly rows: DisputeRows,
    private readonly gateways: Gateways,
    private readonly customers: Customers,
  ) {}

  list(tenantId: string, { cursor, ...filter }: DisputeQuery): Promise<{ items: Dispute[]; next: string | null }> {
    return this.db.run(tenantId, async () => {
      const found = await this.rows.list({ ...filter, after: decodeCursor(cursor) });
      const page = pageOf(
        found.map(row => ({ ...row, createdAt: row.openedAt })),
        filter.limit,
      );
      const customers = await this.customers.many(page.rows.map(row => row.customerId));
      const names = await this.gateways.named(tenantId);
      const items = page.rows.map(row =>
        present(row, customers.get(row.customerId)!, names.get(row.installationId)?.label ?? ''),
      );
      return { items, next: page.next };
    });
  }

  /** [tx] For those who tell about it. */
  find(disputeId: string): Promise<DisputeRow> {
    return this.rows.read(disputeId);
  }

  /** [tx] What staff should look at. */
  async attention(limit = 20): Promise<readonly { kind: 'dispute-opened'; id: string; title: string }[]> {
    const rows = await this.rows.inDoubt(limit);
    return rows.map(({ id, invoiceNumber, reason, note }) => {
      const words = note ?? reason;
      return { kind: 'dispute-opened', id, title: words === null ? invoiceNumber : `${invoiceNumber}: ${words}` };
    });
  }
}

function present(row: DisputeRow, { id, name, email }: Customer, gateway: string): Dispute {
  return {
    id: row.id,
    paymentId: row.paymentId,
    invoiceId: row.invoiceId,
    invoiceNumber: row.invoiceNumber,
    customer: { id, name, email },
    gateway,
    reference: row.reference,
    state: row.state,
    amount: moneyToJson(money(row.amountMinor, row.currency)),
    fee: row.feeMinor === null || row.feeCurrency === null ? null : moneyToJson(money(row.feeMinor, row.feeCurrency)),
    reason: row.reason,
    note: row.note,
    openedAt: row.openedAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
  };
}
