import { Injectable } from '@nestjs/common';
import type { ServiceChange } from '@hostwright/sdk/http';
import { TenantDb } from '../../platform/database/index.js';
import { Problem } from '../../platform/http/index.js';
import { Invoices } from '../invoices/index.js';
import { type Orderer, ServiceRows } from '../services/index.js';
import { presentChange } from './change.presenter.js';
import { type ChangeRow, ChangeRows } from './change-rows.js';

/** Changes as customers and staff see them. */
@Injectable()
export class ChangeReader {
  constructor(
    private readonly db: TenantDb,
    private readonly services: ServiceRows,
    private readonly invoices: Invoices,
    private readonly rows: ChangeRows,
  ) {}

  list({ kind, tenantId, id }: Orderer, serviceId: string): Promise<{ items: ServiceChange[] }> {
    return this.db.run(tenantId, async () => {
      const service = await this.services.find(serviceId);
      if (!service || (kind === 'customer' && service.customerId !== id)) throw new Problem('not-found');
      const items: ServiceChange[] = [];
      for (const row of await this.rows.latest(serviceId)) items.push(await this.present(row));
      return { items };
    });
  }

  /** [tx] */
  async read(changeId: string): Promise<ServiceChange> {
    const row = await this.rows.find(changeId);
    if (!row) throw new Problem('not-found');
    return this.present(row);
  }

  /** [tx] */
  async present(row: ChangeRow): Promise<ServiceChange> {
    return presentChange(row, row.invoiceId === null ? undefined : await this.invoices.find(row.invoiceId));
  }
}
