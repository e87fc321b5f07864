import { Injectable } from '@nestjs/common';
import { TenantDb } from '../../platform/database/index.js';

export interface ItemRow {
  readonly id: string;
  readonly itemGroup: string;
  readonly name: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly location: string;
  readonly notes: string;
  readonly state: 'free' | 'assigned' | 'retired';
  readonly serviceId: string | null;
  readonly createdAt: Date;
}

/** Machines that are handed out whole. Methods run inside `TenantDb.run`. */
@Injectable()
export class InventoryRows {
  constructor(private readonly db: TenantDb) {}

  find(id: string): Promise<ItemRow | undefined> {
    return this.db.one<ItemRow>('select * from inventory_items where tenant_id = $1 and id = $2', [this.db.tenantId, id]);
  }

  lock(id: string): Promise<ItemRow | undefined> {
    return this.db.one<ItemRow>('select * from inventory_items where tenant_id = $1 and id = $2 for update', [
      this.db.tenantId,
      id,
    ]);
  }

  /** Nobody waits while another one is free; for the last of them everybody waits until it is certain whose it is. */
  async take(itemGroup: string, serviceId: string): Promise<string | undefined> {
    return (await this.takeOne(itemGroup, serviceId, 'skip locked')) ?? (await this.takeOne(itemGroup, serviceId, ''));
  }

  async free(id: string): Promise<void> {
    await this.db.execute(
      `update inventory_items set state = 'free', service_id = null where tenant_id = $1 and id = $2 and state = 'assigned'`,
      [this.db.tenantId, id],
    );
  }

  /** The piece that a service still holds. */
  async freeOf(serviceId: string): Promise<void> {
    await this.db.execute(
      `update inventory_items set state = 'free', service_id = null where tenant_id = $1 and service_id = $2 and state = 'assigned'`,
      [this.db.tenantId, serviceId],
    );
  }

  async freeByGroup(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.db.query<{ itemGroup: string; count: number }>(
      `select item_group, count(*)::int as count from inventory_items where tenant_id = $1 and state = 'free' group by item_group`,
      [this.db.tenantId],
    );
    return new Map(rows.map(row => [row.itemGroup, row.count]));
  }

  private async takeOne(itemGroup: string, serviceId: string, waiting: 'skip locked' | ''): Promise<string | undefined> {
    const row = await this.db.one<{ id: string }>(
      `update inventory_items set state = 'assigned', service_id = $3
       where tenant_id = $1 and id = (
         select id from inventory_items where tenant_id = $1 and item_group = $2 and state = 'free'
         order by name limit 1 for update ${waiting})
       returning id`,
      [this.db.tenantId, itemGroup, serviceId],
    );
    return row?.id;
  }
}
