import { Injectable } from '@nestjs/common';
import type { Selection } from '@hostwright/sdk';
import { Clock } from '../../platform/clock/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Problem } from '../../platform/http/index.js';
import { Tenants } from '../../platform/tenancy/index.js';
import { Catalog, factsOf } from '../catalog/index.js';
import { Fulfilment } from './fulfilment.js';
import { storeSize } from './operation-input.js';
import { type ServiceRow, ServiceRows } from './service-rows.js';
import { Wishes } from './wishes.js';

export interface WantedSize {
  readonly planId: string;
  readonly planVersion: number;
  readonly selection: Selection;
  readonly recurringMinor: bigint;
}

/**
 * What billing and staff want of a service. It is written down and begun at once, or as soon as what is under way has
 * ended. Methods run inside `TenantDb.run` and ask nobody outside.
 */
@Injectable()
export class ServiceControl {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly tenants: Tenants,
    private readonly catalog: Catalog,
    private readonly fulfilment: Fulfilment,
    private readonly services: ServiceRows,
    private readonly wishes: Wishes,
  ) {}

  /** A service that is to be suspended already keeps the first reason. */
  async suspend(serviceId: string, reason: string): Promise<void> {
    const service = await this.services.lock(serviceId);
    if (service.wantedState === 'active') await this.want(service, 'suspended', reason);
    else if (service.wantedState === 'suspended' && service.state !== 'suspended') await this.again(service);
  }

  /** A pause that people have ordered takes the place of one for another reason: a payment does not end it. */
  async hold(serviceId: string, reason: string): Promise<void> {
    const service = await this.services.lock(serviceId);
    if (service.wantedState !== 'suspended') return this.suspend(serviceId, reason);
    const isSuspended = service.state === 'suspended';
    await this.services.change(service, { wantedReason: reason, ...(isSuspended && { suspendedReason: reason }) });
    if (!isSuspended) await this.suspend(serviceId, reason);
  }

  /** Where a reason is named, only a pause for that reason ends: what staff have stopped is not set going by a payment. */
  async unsuspend(serviceId: string, onlyFor?: string): Promise<void> {
    const service = await this.services.lock(serviceId);
    if (service.wantedState === 'suspended') {
      if (onlyFor === undefined || service.wantedReason === onlyFor) await this.want(service, 'active', null);
    } else if (service.wantedState === 'active' && service.state === 'suspended') await this.again(service);
  }

  async terminate(serviceId: string, reason: string): Promise<void> {
    const service = await this.services.lock(serviceId);
    if (service.state === 'terminated') return;
    if (service.wantedState === 'terminated') await this.again(service);
    else await this.want(service, 'terminated', reason);
  }

  /** The service takes on its new plan, choices and price when the server has them; a refusal leaves everything as it was. */
  async resize(serviceId: string, { planId, planVersion, selection, recurringMinor }: WantedSize): Promise<void> {
    const service = await this.services.lock(serviceId);
    if (service.state === 'terminated' || service.wantedState === 'terminated') {
      throw new Problem('service-state', 'The service is over');
    }
    const { tenantId } = this.db;
    const { locale } = await this.tenants.byId(tenantId);
    const { plan } = await this.catalog.find(tenantId, service.productId, planId, locale);
    await this.fulfilment.grow({ ...service, selection });
    const facts = factsOf(plan, selection);
    const size = storeSize({ planId, planVersion, planName: plan.name, selection, facts, recurringMinor });
    await this.services.change(service, { wantedSize: size, wantedAt: this.clock.now() });
    await this.wishes.follow(serviceId);
  }

  private async want(service: ServiceRow, wantedState: ServiceRow['wantedState'], wantedReason: string | null): Promise<void> {
    await this.services.change(service, { wantedState, wantedReason, wantedAt: this.clock.now() });
    await this.wishes.follow(service.id);
  }

  /** What a provider has refused before is asked for anew. */
  async again(service: ServiceRow): Promise<void> {
    await this.services.change(service, { wantedAt: this.clock.now() });
    await this.wishes.follow(service.id);
  }
}
