import { Injectable } from '@nestjs/common';
import { PluginFailure, type FulfilmentPlan, type ServerSpec } from '@hostwright/sdk';
import { Clock } from '../../platform/clock/index.js';
import { newId, TenantDb } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { Problem } from '../../platform/http/index.js';
import { InventoryRows } from './inventory-rows.js';
import { demandOf, most, needsOf, onlyNeeds, type Demand } from './needs.js';
import { demandOfRow, PlacementRows, type Found, type ReleaseReason } from './placement-rows.js';
import { Reservations, wantedOf } from './reservations.js';
import { RoomCache } from './room-cache.js';
import { Wiping } from './wiping.js';

/** Where a service is made, and with which piece of the inventory. */
export interface Place {
  readonly installationId: string;
  readonly item?: NonNullable<ServerSpec['item']>;
}

type PlanOf = () => Promise<FulfilmentPlan>;

const ASK_AGAIN_MS = 10 * 60 * 1000;

/** Who has which place. Everything here runs inside `TenantDb.run`. */
@Injectable()
export class Placement {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly rows: PlacementRows,
    private readonly inventory: InventoryRows,
    private readonly reservations: Reservations,
    private readonly wiping: Wiping,
    private readonly cache: RoomCache,
  ) {}

  /** What has to be set aside for a plan; undefined where nothing of it is counted. */
  async demandOf(plan: FulfilmentPlan): Promise<Demand | undefined> {
    const demand = demandOf(plan);
    if (!demand || demand.poolId !== null || demand.itemGroup !== null) return demand;
    const counted = await this.cache.countedInstallations(this.db.tenantId);
    return counted.has(demand.installationId ?? '') ? demand : undefined;
  }

  /**
   * The place of a service that is about to be made: the one that is kept for it, or another when that was given up.
   * Undefined where none is needed. Without room it fails as retryable with the code `no-room`: the service waits, staff
   * are told, and the next try asks again. The plan is what tells of services that were ordered before their place counted.
   */
  async placeOf(serviceId: string, plan?: FulfilmentPlan): Promise<Place | undefined> {
    const now = this.clock.now();
    const live = await this.rows.lockLive(serviceId);
    if (live && live.state !== 'waiting') {
      await this.rows.use(live.id, now);
      return this.place(live.installationId!, live.itemId);
    }
    const before = live ?? (await this.rows.latest(serviceId));
    const demand = before ? demandOfRow(before) : plan && (await this.demandOf(plan));
    if (!demand) return undefined;
    const found = await this.reservations.tryOne({ serviceId, demand, preferred: before?.installationId ?? null });
    if (live && found) await this.rows.found(live.id, found, now);
    else if (!live) await this.write(serviceId, demand, found, now);
    if (!found) throw noRoom();
    return this.place(found.installationId, found.itemId);
  }

  /** Gives the place up; what has set out for it since that moment keeps it. */
  async release(serviceId: string, why: ReleaseReason, asOf = this.clock.now()): Promise<void> {
    const live = await this.rows.lockLive(serviceId);
    if (!live || (live.usedAt ?? live.reservedAt) > asOf) return;
    const keepsItem = why === 'terminated' && live.itemId !== null && (await this.wiping.isAhead(serviceId));
    await this.reservations.release(live, why, { keepsItem });
  }

  /** People have wiped the machine of a service that is over: others may have it. */
  async wiped(serviceId: string): Promise<void> {
    const live = await this.rows.lockLive(serviceId);
    if (live) await this.reservations.release(live, 'terminated');
    else await this.reservations.freeItemOf(serviceId);
  }

  /** Nobody paid for it; once the service has set out for its place, somebody has. */
  async releaseUnpaid(serviceId: string): Promise<void> {
    const live = await this.rows.lockLive(serviceId);
    if (live?.state === 'reserved') await this.reservations.release(live, 'unpaid');
  }

  /** Room for another size of a service that runs; it keeps what it has until it is settled. */
  async grow(serviceId: string, plan: PlanOf): Promise<void> {
    const live = await this.rows.lockLive(serviceId);
    const needs = live && demandOf(await plan())?.needs;
    if (needs && !(await this.reservations.resize(live, most(onlyNeeds(live), needs)))) throw new Problem('no-room');
  }

  /** The service has this size now; where even that is more than there is room for, it keeps what was taken for it. */
  async settle(serviceId: string, plan: PlanOf): Promise<void> {
    const live = await this.rows.lockLive(serviceId);
    const needs = live && demandOf(await plan())?.needs;
    if (needs) await this.reservations.resize(live, needs);
  }

  /** Counts a server that exists already at this installation; nothing to do where no pool counts it. */
  async adopt(serviceId: string, installationId: string, plan: PlanOf): Promise<void> {
    const counted = await this.cache.countedInstallations(this.db.tenantId);
    if (!counted.has(installationId) || (await this.rows.lockLive(serviceId))) return;
    const needs = demandOf(await plan())?.needs ?? needsOf();
    const demand: Demand = { poolId: null, installationId, itemGroup: null, needs };
    const found = await this.reservations.tryOne({ serviceId, demand });
    if (!found) throw new Problem('no-room');
    await this.write(serviceId, demand, found, this.clock.now());
  }

  private async write(serviceId: string, demand: Demand, found: Found | undefined, now: Date): Promise<void> {
    const nowhere = { memberId: null, installationId: null, itemId: null };
    const standing = found ? { ...found, state: 'used' as const } : { ...nowhere, state: 'waiting' as const };
    await this.rows.insert([
      { id: newId(), serviceId, ...wantedOf(demand), ...standing, reservedAt: now, usedAt: found ? now : null },
    ]);
    if (!found) await this.events.publish('service.waits-for-room', { serviceId });
  }

  private async place(installationId: string, itemId: string | null): Promise<Place> {
    const item = itemId === null ? undefined : await this.inventory.find(itemId);
    return { installationId, ...(item && { item: { id: item.id, name: item.name, facts: item.facts } }) };
  }
}

const noRoom = (): PluginFailure =>
  PluginFailure.retryable('No place has room for the service', { code: 'no-room', retryAfterMs: ASK_AGAIN_MS });
