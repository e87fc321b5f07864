import { Injectable } from '@nestjs/common';
import { PluginFailure, type ServerProvider } from '@hostwright/sdk';
import type { ServiceAbility } from '@hostwright/sdk/http';
import { TenantDb } from '../../platform/database/index.js';
import { Problem } from '../../platform/http/index.js';
import { Plugins } from '../../platform/plugins/index.js';
import { Abilities } from './abilities.js';
import { OperationRows } from './operation-rows.js';
import type { Orderer } from './service-orders.js';
import { type ServiceRow, ServiceRows } from './service-rows.js';

/** A server that may be looked at, and who knows about it. */
export interface ServerAtHand {
  readonly service: ServiceRow;
  readonly externalId: string;
  readonly provider: ServerProvider;
  /** Changes with everything that is done to the server. */
  readonly stamp: string;
}

/** The way of a reader to the server of a service: it is theirs, it is there, and its provider can do what is asked. */
@Injectable()
export class ServerAccess {
  constructor(
    private readonly db: TenantDb,
    private readonly plugins: Plugins,
    private readonly services: ServiceRows,
    private readonly operations: OperationRows,
    private readonly abilities: Abilities,
  ) {}

  async open(reader: Orderer, serviceId: string, ability: ServiceAbility): Promise<ServerAtHand> {
    const { service, stamp, abilities } = await this.db.run(reader.tenantId, async () => {
      const found = await this.find(reader, serviceId);
      const last = await this.operations.last(serviceId);
      return {
        service: found,
        stamp: `${last?.sequence ?? 0}:${last?.fence ?? 0}`,
        abilities: await this.abilities.ofOne(found.installationId),
      };
    });
    const { state, installationId, externalId } = service;
    const isThere = state === 'active' || state === 'suspended';
    if (!isThere) throw new Problem('service-state', 'There is no server now');
    if (installationId === null || externalId === null || !abilities.includes(ability)) throw new Problem('not-supported');
    return { service, externalId, stamp, provider: await this.plugins.get('server-provider', reader.tenantId, installationId) };
  }

  /** Somebody else's service is not there. */
  async find(reader: Orderer, serviceId: string): Promise<ServiceRow> {
    const service = await this.services.find(serviceId);
    if (!service || (reader.kind === 'customer' && service.customerId !== reader.id)) throw new Problem('not-found');
    return service;
  }
}

/** A provider's own words may name what is none of a customer's business; only the public ones go out. */
export async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof PluginFailure)) throw error;
    throw new Problem(error.kind === 'final' ? 'provider-refused' : 'provider-unreachable', error.publicMessage);
  }
}
