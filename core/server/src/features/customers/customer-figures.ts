import { Injectable } from '@nestjs/common';
import { TenantDb } from '../../platform/database/index.js';

export interface Figures {
  readonly orders: number;
  readonly activeServices: number;
}

/** How much each customer has, for lists: two counts for a whole page. Runs inside `TenantDb.run`. */
@Injectable()
export class CustomerFigures {
  constructor(private readonly db: TenantDb) {}

  async of(customerIds: readonly string[]): Promise<ReadonlyMap<string, Figures>> {
    if (customerIds.length === 0) return new Map();
    const bind = [this.db.tenantId, customerIds];
    const rows = await this.db.query<Figures & { id: string }>(
      `select c.id,
         (select count(*)::int from orders o where o.tenant_id = $1 and o.customer_id = c.id) as orders,
         (select count(*)::int from services s where s.tenant_id = $1 and s.customer_id = c.id and s.state = 'active') as active_services
       from customers c where c.tenant_id = $1 and c.id = any($2::uuid[])`,
      bind,
    );
    return new Map(rows.map(row => [row.id, row]));
  }
}
