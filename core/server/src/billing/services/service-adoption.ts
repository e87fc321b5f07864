import { Injectable } from '@nestjs/common';
import type { BillingPeriod, Selection, ServerAddress, ServerState } from '@hostwright/sdk';
import { Clock } from '../../platform/clock/index.js';
import { isUniqueViolation, newId, TenantDb } from '../../platform/database/index.js';
import { Problem } from '../../platform/http/index.js';
import { Live } from '../../platform/live/index.js';
import { Tenants } from '../../platform/tenancy/index.js';
import { after } from '../calendar/index.js';
import { Catalog, factsOf } from '../catalog/index.js';
import { Fulfilment } from './fulfilment.js';
import { callKey } from './operation-rows.js';

/** A server that exists already, and on which terms it becomes somebody's service. */
export interface Adoption {
  readonly customerId: string;
  readonly productId: string;
  readonly planId: string;
  readonly selection: Selection;
  readonly period: BillingPeriod;
  readonly currency: string;
  readonly recurringMinor: bigint;
  /** When the next period begins; null for something bought once. */
  readonly renewsAt: Date | null;
  readonly hostname: string;
  readonly installationId: string;
  readonly externalId: string;
  readonly serverState: ServerState;
  readonly addresses: readonly ServerAddress[];
}

/** How far back an anchor is looked for; a leap day comes back after four years. */
const MOST_PERIODS = 48;

/**
 * Where the periods of a service are counted from, so that one of them ends at this moment: one period before it, or
 * more where a short month in between would lose the day.
 */
export function anchorBefore(renewsAt: Date, period: BillingPeriod, timeZone: string): Date {
  for (let times = 1; times <= MOST_PERIODS; times += 1) {
    const anchor = after(renewsAt, period, -times, timeZone);
    if (!anchor) return renewsAt;
    if (after(anchor, period, times, timeZone)?.getTime() === renewsAt.getTime()) return anchor;
  }
  return after(renewsAt, period, -1, timeZone)!;
}

/** Makes services of servers that were there before: without an order and an invoice, billed from their next period on. */
@Injectable()
export class ServiceAdoption {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
    private readonly tenants: Tenants,
    private readonly catalog: Catalog,
    private readonly fulfilment: Fulfilment,
  ) {}

  /** [tx] The id of the service. Refuses a server that another service has. */
  async adopt(wanted: Adoption): Promise<string> {
    const { tenantId } = this.db;
    const { timeZone, locale } = await this.tenants.byId(tenantId);
    const { product, plan } = await this.catalog.find(tenantId, wanted.productId, wanted.planId, locale);
    const now = this.clock.now();
    const id = newId(now.getTime());
    const { renewsAt, period, selection, addresses, ...kept } = wanted;
    const service = {
      ...kept,
      id,
      selection: JSON.stringify(selection),
      period: JSON.stringify(period),
      addresses: JSON.stringify(addresses),
      facts: JSON.stringify(factsOf(plan, selection)),
      planVersion: plan.version,
      productName: product.name,
      planName: plan.name,
      state: 'active',
      anchorAt: renewsAt === null ? now : anchorBefore(renewsAt, period, timeZone),
      renewsAt,
      createdAt: now,
    };
    try {
      await this.db.insert('services', service);
    } catch (error) {
      if (isUniqueViolation(error)) throw new Problem('service-state', 'Another service has this server');
      throw error;
    }
    await this.fulfilment.adopt({ ...kept, id, selection }, kept.installationId);
    await this.remember(id, now);
    const { customerId } = wanted;
    this.db.afterCommit(() => this.live.changed({ tenantId, customerId }, { name: 'service.changed', id }));
    return id;
  }

  /** Its history begins with having been taken over. */
  private async remember(serviceId: string, now: Date): Promise<void> {
    await this.db.insert('service_operations', {
      id: newId(now.getTime()),
      serviceId,
      sequence: 1,
      kind: 'create',
      state: 'succeeded',
      callKey: callKey(serviceId, 'create', 1),
      steps: JSON.stringify([{ code: 'adopted', at: now.toISOString(), detail: null }]),
      createdAt: now,
      finishedAt: now,
    });
  }
}
