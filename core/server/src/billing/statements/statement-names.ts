import { Injectable } from '@nestjs/common';
import { Customers } from '../../platform/identity/index.js';
import { Installations } from '../../platform/plugins/index.js';
import { StatementRows } from './statement-rows.js';
import type { Names } from './statement.presenter.js';

/** What statements speak of, by its ids. Every method runs inside `TenantDb.run`. */
@Injectable()
export class StatementNames {
  constructor(
    private readonly rows: StatementRows,
    private readonly customers: Customers,
    private readonly installations: Installations,
  ) {}

  async of(tenantId: string, invoiceIds: readonly (string | null)[]): Promise<Names> {
    const invoices = await this.rows.invoices(invoiceIds.filter(id => id !== null));
    const customers = await this.customers.many([...new Set([...invoices.values()].map(({ customerId }) => customerId))]);
    return { invoices, customers, gateways: await this.gateways(tenantId) };
  }

  async gateways(tenantId: string): Promise<Names['gateways']> {
    return new Map((await this.installations.list(tenantId)).map(({ id, label }) => [id, label]));
  }
}
