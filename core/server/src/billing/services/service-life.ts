import type { PowerAction, ServerState } from '@hostwright/sdk';

export type ServiceState = 'pending' | 'provisioning' | 'active' | 'suspended' | 'failed' | 'terminated';

/** The life of a service. A failed one may be tried again; a terminated one never comes back. */
const NEXT = {
  pending: ['provisioning', 'active', 'terminated'],
  provisioning: ['active', 'failed'],
  active: ['suspended', 'terminated'],
  suspended: ['active', 'terminated'],
  failed: ['provisioning', 'terminated'],
  terminated: [],
} as const satisfies Record<ServiceState, readonly ServiceState[]>;

export function mayBecome(from: ServiceState, to: ServiceState): boolean {
  return (NEXT[from] as readonly ServiceState[]).includes(to);
}

export type ServiceAction = PowerSwitch | 'reveal-credentials' | 'retry';

/** What customers may do to the power of a server; pulling the plug is not among it. */
export type PowerSwitch = Exclude<PowerAction, 'force-stop'>;

/** What may be done to a service in each of its states. */
const ALLOWED: Readonly<Record<ServiceState, readonly ServiceAction[]>> = {
  pending: [],
  provisioning: [],
  active: ['start', 'stop', 'restart', 'reveal-credentials'],
  suspended: [],
  failed: ['retry'],
  terminated: [],
};

export const allows = (state: ServiceState, action: ServiceAction): boolean => ALLOWED[state].includes(action);

const SWITCHES: Readonly<Record<ServerState, readonly PowerSwitch[]>> = {
  running: ['stop', 'restart'],
  stopped: ['start'],
  creating: [],
  suspended: [],
  changing: [],
  failed: [],
  gone: [],
};

/** The switches that make sense now: the service may be switched, and its server is in a state for it. */
export function powerSwitches(state: ServiceState, serverState: ServerState | null): readonly PowerSwitch[] {
  if (serverState === null) return [];
  return SWITCHES[serverState].filter(action => allows(state, action));
}
