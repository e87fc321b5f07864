import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { newId, TenantDb } from '../../platform/database/index.js';
import { chooseMember, fits, isOpen, type Member } from './choosing.js';
import { InventoryRows } from './inventory-rows.js';
import { MemberRows } from './member-rows.js';
import { minus, NOTHING, onlyNeeds, plus, type Demand, type Needs } from './needs.js';
import { PlacementRows, type Found, type PlacementRow, type ReleaseReason } from './placement-rows.js';
import { RoomCache } from './room-cache.js';

export interface Wish {
  readonly serviceId: string;
  readonly demand: Demand;
  /** Where it was before: it goes there again if it can. */
  readonly preferred?: string | null;
}

/** No place has what the service needs. */
export class NoRoom extends Error {
  constructor(readonly serviceId: string) {
    super(`No place has room for service ${serviceId}`);
  }
}

/** Sets places aside and gives them back. Methods run inside `TenantDb.run`. */
@Injectable()
export class Reservations {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly members: MemberRows,
    private readonly inventory: InventoryRows,
    private readonly placements: PlacementRows,
    private readonly cache: RoomCache,
  ) {}

  /** A place for each, or `NoRoom` and nothing that may be kept: the caller's transaction must end with it. */
  async reserve(wishes: readonly Wish[]): Promise<void> {
    const found = await this.find(wishes);
    const now = this.clock.now();
    const rows = wishes.map(({ serviceId, demand }, index) => ({
      id: newId(),
      serviceId,
      ...wantedOf(demand),
      ...found[index]!,
      state: 'reserved' as const,
      reservedAt: now,
      usedAt: null,
    }));
    this.db.trail(this.placements.insert(rows));
  }

  /** A place for one, or undefined and nothing written. */
  async tryOne(wish: Wish): Promise<Found | undefined> {
    try {
      return (await this.find([wish]))[0];
    } catch (error) {
      if (error instanceof NoRoom) return undefined;
      throw error;
    }
  }

  async release(row: PlacementRow, why: ReleaseReason, { keepsItem = false } = {}): Promise<void> {
    await this.placements.release(row.id, why, this.clock.now());
    if (row.memberId) await this.members.use(new Map([[row.memberId, minus(NOTHING, row)]]));
    if (row.itemId && !keepsItem) await this.inventory.free(row.itemId);
    this.forgetRoom();
  }

  async freeItemOf(serviceId: string): Promise<void> {
    await this.inventory.freeOf(serviceId);
    this.forgetRoom();
  }

  /** Another size in the same place. False when it has no room for that. */
  async resize(row: PlacementRow, needs: Needs): Promise<boolean> {
    if (row.memberId) {
      const member = await this.members.lockOne(row.memberId);
      const more = minus(needs, row);
      const grows = Object.values(more).some(amount => amount > 0);
      if (!member || (grows && !fits(member, more))) return false;
      await this.members.use(new Map([[member.id, more]]));
      this.forgetRoom();
    }
    await this.placements.resize(row.id, needs);
    return true;
  }

  /** Members first, in one order; then pieces of the inventory; what is promised of members is written last. */
  private async find(wishes: readonly Wish[]): Promise<readonly Found[]> {
    const members = await this.lockMembers(wishes);
    const taken = new Map<string, Needs>();
    const found: Found[] = [];
    for (const { serviceId, demand, preferred } of wishes) {
      const candidates = members.map(member => ({ ...member, used: plus(member.used, taken.get(member.id) ?? NOTHING) }));
      const member = memberFor(candidates, demand, preferred ?? null);
      const installationId = member?.installationId ?? placeOutsidePools(candidates, demand);
      if (!installationId) throw new NoRoom(serviceId);
      const itemId = demand.itemGroup === null ? null : await this.inventory.take(demand.itemGroup, serviceId);
      if (itemId === undefined) throw new NoRoom(serviceId);
      if (member) taken.set(member.id, plus(taken.get(member.id) ?? NOTHING, demand.needs));
      found.push({ memberId: member?.id ?? null, installationId, itemId });
    }
    this.db.trail(this.members.use(taken));
    this.forgetRoom();
    return found;
  }

  private async lockMembers(wishes: readonly Wish[]): Promise<readonly Member[]> {
    const ids = (pick: (demand: Demand) => string | null) => [...new Set(wishes.flatMap(({ demand }) => pick(demand) ?? []))];
    return this.members.lock(
      ids(demand => demand.poolId),
      ids(demand => demand.installationId),
    );
  }

  private forgetRoom(): void {
    const { tenantId } = this.db;
    this.db.afterCommit(() => this.cache.forgetRoom(tenantId));
  }
}

function memberFor(members: readonly Member[], demand: Demand, preferred: string | null): Member | undefined {
  const { poolId, installationId, needs } = demand;
  const asked = members.filter(member => (poolId === null ? member.installationId === installationId : member.poolId === poolId));
  const again = asked.find(member => member.installationId === preferred && isOpen(member) && fits(member, needs));
  return again ?? chooseMember(asked, needs);
}

/** An installation that no pool counts has room for whatever it is asked for. */
function placeOutsidePools(members: readonly Member[], { poolId, installationId }: Demand): string | undefined {
  const isCounted = poolId !== null || members.some(member => member.installationId === installationId);
  return isCounted ? undefined : (installationId ?? undefined);
}

export const wantedOf = ({ poolId, installationId, itemGroup, needs }: Demand) => ({
  poolId,
  wantedInstallationId: installationId,
  itemGroup,
  ...onlyNeeds(needs),
});
