import type { ServiceRow } from '../../billing/services/index.js';

/** One that is open outlives a restart of the server, not the end or the pause of the service. */
export const mayStay = ({ state, wantedState }: Pick<ServiceRow, 'state' | 'wantedState'>): boolean =>
  state === 'active' && wantedState === 'active';

/** A console is there for a server that runs and is going to. */
export const hasConsole = (service: Pick<ServiceRow, 'state' | 'wantedState' | 'serverState'>): boolean =>
  mayStay(service) && service.serverState === 'running';
