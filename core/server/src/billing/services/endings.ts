import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { Events } from '../../platform/events/index.js';
import { Activation } from './activation.js';
import { Fulfilment } from './fulfilment.js';
import { type OperationInput, readSize } from './operation-input.js';
import type { OperationKind } from './operation-life.js';
import type { OperationRow } from './operation-rows.js';
import { type ServiceChange, type ServiceRow, ServiceRows } from './service-rows.js';
import { LEAVES_DOUBT, type OperationProblem } from './verdict.js';
import { Wishes } from './wishes.js';

/** What the end of an operation makes of its service. Methods run inside `TenantDb.run`, under the lock of the service. */
@Injectable()
export class Endings {
  constructor(
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly services: ServiceRows,
    private readonly activation: Activation,
    private readonly wishes: Wishes,
    private readonly fulfilment: Fulfilment,
  ) {}

  async succeeded(service: ServiceRow, operation: OperationRow, seen: ServiceChange): Promise<void> {
    const { id: operationId, kind } = operation;
    const serviceId = service.id;
    if (kind === 'create') await this.activation.activate(service, seen);
    else if (kind === 'terminate') await this.wishes.end(service);
    else await this.services.change(service, { ...seen, ...EFFECTS[kind]?.(service, operation.input, this.clock.now()) });
    if (kind === 'resize') await this.settle(service.id);
    // A server that was only made again what our books say has neither begun nor ended a pause.
    if (kind === 'suspend' && service.state !== 'suspended') {
      await this.events.publish('service.suspended', { serviceId, reason: operation.input.reason ?? '' });
    }
    if (kind === 'unsuspend' && service.state !== 'active') await this.events.publish('service.unsuspended', { serviceId });
    await this.events.publish('operation.completed', { operationId, serviceId, action: kind });
  }

  async failed(
    service: ServiceRow,
    { id: operationId, kind, input }: OperationRow,
    seen: ServiceChange,
    { code }: OperationProblem,
  ): Promise<void> {
    const serviceId = service.id;
    const isDropped = kind === 'resize' && isSameSize(service, input);
    const state = kind === 'create' ? ({ state: 'failed' } as const) : {};
    await this.services.change(service, { ...seen, ...state, ...(isDropped && { wantedSize: null }) });
    if (isDropped) await this.settle(serviceId);
    if (kind === 'create') {
      // Where a server may be after all, its place is not free either.
      await this.events.publish('service.provisioning-failed', { serviceId, code, final: !LEAVES_DOUBT.has(code) });
    }
    await this.events.publish('operation.failed', { operationId, serviceId, action: kind, code });
  }

  /** Unless yet another size is wanted, for which room was taken too. */
  private async settle(serviceId: string): Promise<void> {
    const service = await this.services.lock(serviceId);
    if (service.wantedSize === null) await this.fulfilment.settle(service);
  }
}

type Effect = (service: ServiceRow, input: OperationInput, now: Date) => ServiceChange;

/** What changes with a service when it was carried out, besides what the provider says of the server. */
const EFFECTS: Partial<Record<OperationKind, Effect>> = {
  suspend: ({ state }, { reason = '' }, now) =>
    state === 'suspended' ? {} : { state: 'suspended', suspendedReason: reason, suspendedAt: now },
  unsuspend: () => ({ state: 'active', suspendedReason: null, suspendedAt: null }),
  resize: sizeOf,
  reinstall: ({ facts }, input) => ({
    rescue: false,
    ...(input.selection && { selection: input.selection, facts: input.facts ?? facts }),
  }),
  rename: (_, { hostname }) => (hostname === undefined ? {} : { hostname }),
  'rescue-on': () => ({ rescue: true }),
  'rescue-off': () => ({ rescue: false }),
};

/** A size that was wanted in the meantime stays wanted. */
function sizeOf(service: ServiceRow, input: OperationInput): ServiceChange {
  if (!input.size) return {};
  return { ...readSize(input.size), ...(isSameSize(service, input) && { wantedSize: null }) };
}

/** Both come from the same kind of column, which orders their parts. */
const isSameSize = ({ wantedSize }: ServiceRow, { size }: OperationInput): boolean =>
  JSON.stringify(wantedSize) === JSON.stringify(size);
