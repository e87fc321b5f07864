import type { Api, Live } from '@hostwright/kit';
import type { Service, ServiceOperation } from '@hostwright/sdk/http';
import { Watcher } from '../platform/watcher.js';

const BUSY: readonly ServiceOperation['state'][] = ['waiting', 'started', 'creating', 'unknown'];

/** It has not ended yet. */
export const isUnderWay = (operation: ServiceOperation): boolean => BUSY.includes(operation.state);

/** A service on which something is being done now, or which waits for it. */
export const isMoving = (service: Service): boolean =>
  service.state === 'pending' || service.state === 'provisioning' || service.operations.some(isUnderWay);

/** Follows one service: it appears, starts, stops. */
export const watchService = (api: Api, live: Live, serviceId: string): Watcher<Service> =>
  new Watcher<Service>(live, {
    read: () => api.call('getService', { params: { serviceId } }),
    isSettled: service => !isMoving(service),
    matches: event => event.name === 'service.changed' && event.id === serviceId,
  });

export type ServiceTone = 'success' | 'warning' | 'danger' | 'info' | 'muted';

interface Shown {
  readonly word: string;
  readonly tone: ServiceTone;
}

/** What a machine reports while its service is paid and runs; what is not named here counts as running. */
const MACHINES: Partial<Record<NonNullable<Service['serverState']>, Shown>> = {
  creating: { word: 'provisioning', tone: 'info' },
  stopped: { word: 'stopped', tone: 'muted' },
  suspended: { word: 'suspended', tone: 'warning' },
  changing: { word: 'changing', tone: 'info' },
  failed: { word: 'failed', tone: 'danger' },
  gone: { word: 'gone', tone: 'danger' },
};

const CONTRACTS: Record<Exclude<Service['state'], 'active'>, ServiceTone> = {
  pending: 'warning',
  provisioning: 'info',
  suspended: 'warning',
  failed: 'danger',
  terminated: 'muted',
};

/** One word for the state that a customer sees: of the machine while it runs, of the contract otherwise. */
export function stateOf(service: Service): Shown {
  if (service.state !== 'active') return { word: service.state, tone: CONTRACTS[service.state] };
  const machine = service.serverState === null ? undefined : MACHINES[service.serverState];
  if (machine) return machine;
  return service.rescue ? { word: 'rescue', tone: 'warning' } : { word: 'running', tone: 'success' };
}
