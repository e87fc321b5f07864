import type { Api, Live } from '@hostwright/kit';
import type { Service } from '@hostwright/sdk/http';
import { Watcher } from '../platform/watcher.js';

const BUSY: readonly Service['operations'][number]['state'][] = ['waiting', 'started', 'creating', 'unknown'];

/** A service on which something is being done now, or which waits for it. */
export const isMoving = (service: Service): boolean =>
  service.state === 'pending' ||
  service.state === 'provisioning' ||
  service.operations.some(operation => BUSY.includes(operation.state));

/** Follows one service: it appears, starts, stops. */
export const watchService = (api: Api, live: Live, serviceId: string): Watcher<Service> =>
  new Watcher<Service>(live, {
    read: () => api.call('getService', { params: { serviceId } }),
    isSettled: service => !isMoving(service),
    matches: event => event.name === 'service.changed' && event.id === serviceId,
  });

export type ServiceTone = 'success' | 'warning' | 'danger' | 'info' | 'muted';

/** One word for the state that a customer sees: of the machine while it runs, of the contract otherwise. */
export function stateOf(service: Service): { readonly word: string; readonly tone: ServiceTone } {
  if (service.state === 'active') {
    if (service.serverState === 'stopped') return { word: 'stopped', tone: 'muted' };
    if (service.serverState === 'changing') return { word: 'changing', tone: 'info' };
    if (service.serverState === 'failed') return { word: 'failed', tone: 'danger' };
    return { word: 'running', tone: 'success' };
  }
  const tones = {
    pending: 'warning',
    provisioning: 'info',
    suspended: 'warning',
    failed: 'danger',
    terminated: 'muted',
  } as const;
  return { word: service.state, tone: tones[service.state] };
}
