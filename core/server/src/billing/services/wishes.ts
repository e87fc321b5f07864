import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { Events } from '../../platform/events/index.js';
import { Activation } from './activation.js';
import { Fulfilment } from './fulfilment.js';
import type { OperationInput } from './operation-input.js';
import { type OperationKind, withStep } from './operation-life.js';
import { type OperationRow, OperationRows } from './operation-rows.js';
import { type ServiceRow, ServiceRows } from './service-rows.js';

/** What has to be done next, so that a service becomes what is wanted of it. */
export interface Wish {
  readonly kind: Extract<OperationKind, 'suspend' | 'unsuspend' | 'terminate' | 'resize'>;
  readonly input: OperationInput;
}

type Wanted = Pick<ServiceRow, 'state' | 'wantedState' | 'wantedReason' | 'wantedSize'>;

/** In the order in which they are carried out: the end of a service, and nothing else then; its pause before its size. */
export function wishesOf({ state, wantedState, wantedReason, wantedSize }: Wanted): readonly Wish[] {
  const input = wantedReason === null ? {} : { reason: wantedReason };
  if (wantedState === 'terminated') return state === 'terminated' ? [] : [{ kind: 'terminate', input }];
  const wishes: Wish[] = [];
  if (wantedState === 'suspended' && state === 'active') wishes.push({ kind: 'suspend', input });
  if (wantedState === 'active' && state === 'suspended') wishes.push({ kind: 'unsuspend', input: {} });
  if (wantedSize && (state === 'active' || state === 'suspended')) wishes.push({ kind: 'resize', input: { size: wantedSize } });
  return wishes;
}

type Under = Pick<OperationRow, 'kind' | 'state' | 'steps'>;

/**
 * What is under way makes room where nobody has done anything yet: for the end of the service always, and for a pause or
 * its end when it is not wanted any more. Work that people have to do is taken back from them.
 */
export function givesWay(current: Under, wish: Wish | undefined): boolean {
  const isUntouched = current.state === 'waiting' || (current.state === 'creating' && isHandWork(current));
  if (wish?.kind === 'terminate') return isUntouched && current.kind !== 'terminate';
  return (
    current.state === 'waiting' && (current.kind === 'suspend' || current.kind === 'unsuspend') && wish?.kind !== current.kind
  );
}

export const isHandWork = ({ steps }: Pick<OperationRow, 'steps'>): boolean =>
  steps.some(({ code }) => code === 'hand-work' || code === 'manual');

/** Carries out what is wanted as soon as nothing else is under way. Methods run inside `TenantDb.run`. */
@Injectable()
export class Wishes {
  constructor(
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly services: ServiceRows,
    private readonly operations: OperationRows,
    private readonly activation: Activation,
    private readonly fulfilment: Fulfilment,
  ) {}

  /** Begins with the next thing to be done, if there is one and its turn has come; the service is locked. */
  async follow(serviceId: string): Promise<void> {
    const service = await this.services.lock(serviceId);
    const wishes = wishesOf(service);
    const current = await this.operations.current(serviceId);
    if (current && !givesWay(current, wishes[0])) return;
    if (current) await this.cancel(service, current);
    const refused = await this.refused(service);
    const wish = wishes.find(({ kind }) => kind !== refused);
    if (!wish) return;
    if (wish.kind === 'terminate' && service.installationId === null) return this.end(service);
    const { installationId } = service;
    await this.operations.open({ serviceId, installationId, kind: wish.kind, state: 'waiting', input: wish.input });
    this.services.announce(service);
  }

  /** The service is over: what its server was called is free for others. */
  async end(service: ServiceRow): Promise<void> {
    await this.services.change(service, {
      state: 'terminated',
      serverState: service.externalId === null ? service.serverState : 'gone',
      externalId: null,
      addresses: [],
      passwordSealed: null,
      rescue: false,
      suspendedReason: null,
      suspendedAt: null,
      wantedSize: null,
      renewsAt: null,
    });
    await this.events.publish('service.terminated', { serviceId: service.id });
    if (service.state !== 'pending' && service.anchorAt === null) await this.activation.completeOrder(service);
  }

  async cancel(service: ServiceRow, operation: OperationRow): Promise<void> {
    const { id: operationId, kind, serviceId } = operation;
    await this.operations.write({
      ...operation,
      state: 'cancelled',
      fence: operation.fence + 1,
      deadlineAt: null,
      outageSince: null,
      steps: withStep(operation.steps, 'cancelled', null, this.clock.now()),
    });
    await this.events.publish('operation.cancelled', { operationId, serviceId, action: kind });
    this.services.announce(service);
  }

  /** Somebody has taken the operation back, so what it was for is not wanted any more. */
  async withdraw(service: ServiceRow, { kind }: OperationRow): Promise<void> {
    const wantedState = service.state === 'suspended' ? 'suspended' : 'active';
    if (kind === 'resize') {
      await this.services.change(service, { wantedSize: null });
      await this.fulfilment.settle(service);
    }
    if (kind === 'suspend' || kind === 'unsuspend' || kind === 'terminate') {
      await this.services.change(service, { wantedState, wantedReason: service.suspendedReason });
    }
    if (kind !== 'create') return;
    await this.services.change(service, { state: 'failed' });
    await this.events.publish('service.provisioning-failed', { serviceId: service.id, code: 'cancelled', final: true });
  }

  /** What was refused is not asked for again until somebody wants it anew; what was to come after it does not wait for that. */
  private async refused({ id, wantedAt }: ServiceRow): Promise<OperationKind | undefined> {
    const last = await this.operations.last(id);
    const isRefused = last?.state === 'failed' && (wantedAt === null || last.createdAt >= wantedAt);
    return isRefused ? last.kind : undefined;
  }
}
