import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { TenantDb } from '../../platform/database/index.js';
import type { Member } from './choosing.js';
import { InventoryRows } from './inventory-rows.js';
import { MemberRows } from './member-rows.js';

/** What was left a moment ago: good enough to be shown, never to be promised. */
export interface Room {
  readonly members: readonly Member[];
  /** Free pieces of each group of the inventory. */
  readonly free: ReadonlyMap<string, number>;
}

interface Kept<Value> {
  readonly until: number;
  readonly value: Promise<Value>;
}

const FOR_MS = 4000;

/** Keeps for a few seconds what pages and checkouts ask again and again. */
@Injectable()
export class RoomCache {
  private readonly rooms = new Map<string, Kept<Room>>();
  private readonly counted = new Map<string, Kept<ReadonlySet<string>>>();

  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly members: MemberRows,
    private readonly inventory: InventoryRows,
  ) {}

  room(tenantId: string): Promise<Room> {
    return this.keep(this.rooms, tenantId, async () => ({
      members: await this.members.all(),
      free: await this.inventory.freeByGroup(),
    }));
  }

  /** Installations whose room some pool counts. One that has just become so is met when its service is made. */
  countedInstallations(tenantId: string): Promise<ReadonlySet<string>> {
    return this.keep(
      this.counted,
      tenantId,
      async () => new Set((await this.members.all()).map(member => member.installationId)),
    );
  }

  /** Something was set aside or given back. */
  forgetRoom(tenantId: string): void {
    this.rooms.delete(tenantId);
  }

  /** Pools or the inventory are others. */
  forgetAll(tenantId: string): void {
    this.rooms.delete(tenantId);
    this.counted.delete(tenantId);
  }

  private keep<Value>(kept: Map<string, Kept<Value>>, tenantId: string, read: () => Promise<Value>): Promise<Value> {
    const now = this.clock.now().getTime();
    const known = kept.get(tenantId);
    if (known && known.until > now) return known.value;
    const value = this.db.run(tenantId, read);
    kept.set(tenantId, { until: now + FOR_MS, value });
    value.catch(() => kept.get(tenantId)?.value === value && kept.delete(tenantId));
    return value;
  }
}
