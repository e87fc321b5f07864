import { Injectable } from '@nestjs/common';
import { Problem } from '../../platform/http/index.js';
import { OperationRows } from './operation-rows.js';
import { ServiceControl } from './service-control.js';
import { type ServiceRow, ServiceRows } from './service-rows.js';

/** Makes a server what our books say that it is, where something else was found. Methods run inside `TenantDb.run`. */
@Injectable()
export class ServiceRepairs {
  constructor(
    private readonly services: ServiceRows,
    private readonly operations: OperationRows,
    private readonly control: ServiceControl,
  ) {}

  /** The provider is asked again for the size that was bought. */
  async resize(serviceId: string): Promise<void> {
    await this.idle(serviceId, ['active']);
    const { planId, planVersion, selection, recurringMinor } = await this.services.lock(serviceId);
    await this.control.resize(serviceId, { planId, planVersion, selection, recurringMinor });
  }

  /** A suspended service is suspended once more, one that may run is let run. */
  async switch(serviceId: string): Promise<void> {
    const service = await this.idle(serviceId, ['active', 'suspended']);
    const isSuspended = service.state === 'suspended';
    await this.operations.open({
      serviceId,
      installationId: service.installationId,
      kind: isSuspended ? 'suspend' : 'unsuspend',
      state: 'waiting',
      input: isSuspended ? { reason: service.suspendedReason ?? 'reconciled' } : {},
    });
    this.services.announce(service);
  }

  async rename(serviceId: string): Promise<void> {
    const service = await this.idle(serviceId, ['active']);
    const { installationId, hostname } = service;
    await this.operations.open({ serviceId, installationId, kind: 'rename', state: 'waiting', input: { hostname } });
    this.services.announce(service);
  }

  /** The server is gone: the same service gets another, and its periods go on. */
  async recreate(serviceId: string): Promise<void> {
    const service = await this.idle(serviceId, ['active']);
    await this.services.change(service, {
      state: 'provisioning',
      serverState: null,
      externalId: null,
      addresses: [],
      username: null,
      passwordSealed: null,
      rescue: false,
    });
    const { installationId } = service;
    await this.operations.open({ serviceId, installationId, kind: 'create', state: 'waiting' });
  }

  private async idle(serviceId: string, states: readonly ServiceRow['state'][]): Promise<ServiceRow> {
    const service = await this.services.lock(serviceId);
    if (!states.includes(service.state)) throw new Problem('service-state', `The service is ${service.state}`);
    if (await this.operations.current(serviceId))
      throw new Problem('service-state', 'Something else is being done with the server');
    return service;
  }
}
