import { Injectable } from '@nestjs/common';
import type { Answer, Input, InventoryItem, operations } from '@hostwright/sdk/http';
import { Audit } from '../../platform/audit/index.js';
import { Clock } from '../../platform/clock/index.js';
import { isUniqueViolation, newId, TenantDb } from '../../platform/database/index.js';
import { decodeCursor, pageOf, Problem, type StaffActor } from '../../platform/http/index.js';
import { InventoryRows, type ItemRow } from './inventory-rows.js';
import { RoomCache } from './room-cache.js';

type Shown = ItemRow & {
  readonly hostname: string | null;
  readonly serviceState: NonNullable<InventoryItem['service']>['state'] | null;
};

const ITEMS = `select i.*, s.hostname, s.state as service_state from inventory_items i
  left join services s on s.tenant_id = i.tenant_id and s.id = i.service_id where i.tenant_id = $1`;

/** What staff do with the machines that the shop has. */
@Injectable()
export class Inventory {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly rows: InventoryRows,
    private readonly cache: RoomCache,
  ) {}

  async list(
    tenantId: string,
    { cursor, limit, group, state, search }: Input<typeof operations.listInventory>['query'],
  ): Promise<Answer<typeof operations.listInventory>> {
    const after = decodeCursor(cursor);
    return this.db.run(tenantId, async () => {
      const rows = await this.db.query<Shown>(
        `${ITEMS} and ($2::timestamptz is null or (i.created_at, i.id) < ($2::timestamptz, $3::uuid))
           and ($4::text is null or i.item_group = $4) and ($5::text is null or i.state = $5)
           and ($6::text is null or position($6 in lower(i.name || ' ' || i.location || ' ' || i.notes)) > 0)
         order by i.created_at desc, i.id desc limit $7`,
        [tenantId, after?.createdAt, after?.id, group, state, search?.toLowerCase(), limit + 1],
      );
      const page = pageOf(rows, limit);
      return { items: page.rows.map(present), next: page.next, groups: await this.groups() };
    });
  }

  async add(staff: StaffActor, { group, ...item }: Input<typeof operations.addInventoryItem>['body']): Promise<InventoryItem> {
    const id = newId();
    return this.change(staff, id, 'inventory-item.added', { group, name: item.name }, async () => {
      const row = { ...item, id, itemGroup: group, facts: JSON.stringify(item.facts), createdAt: this.clock.now() };
      await this.db.insert('inventory_items', row);
    });
  }

  async update(
    staff: StaffActor,
    id: string,
    { retired, group, facts, ...text }: Input<typeof operations.updateInventoryItem>['body'],
  ): Promise<InventoryItem> {
    return this.change(staff, id, 'inventory-item.updated', { retired, group, facts, ...text }, async () => {
      const row = await this.rows.lock(id);
      if (!row) throw new Problem('not-found');
      if (row.state === 'assigned' && retired === true) throw new Problem('in-use', 'A service has this machine');
      await this.db.execute(
        `update inventory_items set item_group = coalesce($3, item_group), name = coalesce($4, name), facts = coalesce($5::jsonb, facts),
           location = coalesce($6, location), notes = coalesce($7, notes), state = $8 where tenant_id = $1 and id = $2`,
        [
          this.db.tenantId,
          id,
          group,
          text.name,
          facts && JSON.stringify(facts),
          text.location,
          text.notes,
          row.state === 'assigned' || retired === undefined ? row.state : retired ? 'retired' : 'free',
        ],
      );
    });
  }

  private groups(): Promise<Answer<typeof operations.listInventory>['groups']> {
    return this.db.query(
      `select item_group as name, count(*) filter (where state = 'free')::int as free, count(*) filter (where state = 'assigned')::int as assigned,
         count(*) filter (where state = 'retired')::int as retired
       from inventory_items where tenant_id = $1 group by item_group order by item_group`,
      [this.db.tenantId],
    );
  }

  private async change(
    staff: StaffActor,
    id: string,
    action: string,
    detail: object,
    work: () => Promise<void>,
  ): Promise<InventoryItem> {
    try {
      return await this.db.run(staff.tenantId, async () => {
        await work();
        await this.audit.record({ actor: `staff:${staff.id}`, action, target: `inventory-item:${id}`, detail });
        this.db.afterCommit(() => this.cache.forgetAll(staff.tenantId));
        return present((await this.db.one<Shown>(`${ITEMS} and i.id = $2`, [staff.tenantId, id]))!);
      });
    } catch (error) {
      if (isUniqueViolation(error)) throw new Problem('name-taken');
      throw error;
    }
  }
}

const present = ({
  id,
  itemGroup,
  name,
  facts,
  location,
  notes,
  state,
  serviceId,
  hostname,
  serviceState,
  createdAt,
}: Shown): InventoryItem => ({
  ...{ id, group: itemGroup, name, facts: { ...facts }, location, notes, state },
  service: serviceId === null ? null : { id: serviceId, hostname: hostname!, state: serviceState! },
  createdAt: createdAt.toISOString(),
});
