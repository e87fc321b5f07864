import type { PowerAction, ServerState } from '@hostwright/sdk';

export type ServiceState = 'pending' | 'provisioning' | 'active' | 'suspended' | 'failed' | 'terminated';

/**
 * The life of a service. A failed one may be tried again, one whose server is gone gets another; a terminated one never
 * comes back.
 */
const NEXT = {
  pending: ['provisioning', 'active', 'terminated'],
  provisioning: ['active', 'failed', 'terminated'],
  active: ['suspended', 'terminated', 'provisioning'],
  suspended: ['active', 'terminated'],
  failed: ['provisioning', 'terminated'],
  terminated: [],
} as const satisfies Record<ServiceState, readonly ServiceState[]>;

export function mayBecome(from: ServiceState, to: ServiceState): boolean {
  return (NEXT[from] as readonly ServiceState[]).includes(to);
}

/** What customers may do to the power of a server; pulling the plug is not among it. */
export type PowerSwitch = Exclude<PowerAction, 'force-stop'>;

export const POWER: readonly PowerSwitch[] = ['start', 'stop', 'restart'];

const SWITCHES: Readonly<Record<ServerState, readonly PowerSwitch[]>> = {
  running: ['stop', 'restart'],
  stopped: ['start'],
  creating: [],
  suspended: [],
  changing: [],
  failed: [],
  gone: [],
};

/** The switches that make sense for a server in this state. */
export const powerSwitches = (serverState: ServerState | null): readonly PowerSwitch[] =>
  serverState === null ? [] : SWITCHES[serverState];
