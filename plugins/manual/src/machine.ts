import type { PowerAction, ServerSnapshot, ServerSpec, ServerState } from '@hostwright/sdk';

/** What people are asked to do with a machine. */
export type WorkKind = 'set-up' | 'suspend' | 'resume' | 'start' | 'stop' | 'restart' | 'resize' | 'reinstall';

export interface Work {
  readonly kind: WorkKind;
  readonly reason?: string;
  /** What the machine is to become. */
  readonly plan?: string;
  readonly addons?: ServerSpec['addons'];
  readonly image?: string;
}

/** A machine as this plugin remembers it. It never holds a password. */
export interface Machine {
  readonly externalId: string;
  readonly serviceId: string;
  /** How many machines the service had before this one, and this one. */
  readonly generation: number;
  /** Its place in the list of all. */
  readonly slot: number | null;
  readonly hostname: string;
  readonly plan: string;
  readonly image: string | null;
  readonly location: string | null;
  readonly addons: NonNullable<ServerSpec['addons']>;
  readonly sshKeys: readonly string[];
  readonly item: ServerSpec['item'] | null;
  /** As it is without the work that waits. */
  readonly state: string;
  readonly addresses: readonly string[];
  readonly username: string | null;
  readonly work: Work | null;
  /** Of the call that was carried out last, so that its repetition is known for one. */
  readonly lastKey: string | null;
  readonly createdAt: string;
}

const STATES: readonly ServerState[] = ['running', 'stopped', 'suspended', 'gone'];

/** A word that this version does not know reads as work in progress. */
export function stateOf({ state, work }: Pick<Machine, 'state' | 'work'>): ServerState {
  if (state === 'gone') return 'gone';
  if (work) return work.kind === 'set-up' ? 'creating' : 'changing';
  return STATES.find(known => known === state) ?? 'changing';
}

export const addressesOf = ({ addresses }: Pick<Machine, 'addresses'>): ServerSnapshot['addresses'] =>
  addresses.map((address, index) => ({ family: address.includes(':') ? 6 : 4, address, primary: index === 0 }));

/** What a machine is once the work on it is done. */
export function after(machine: Machine): Machine {
  const { work } = machine;
  if (!work) return machine;
  const { plan = machine.plan, addons = machine.addons, image = machine.image } = work;
  return { ...machine, plan, addons, image, state: STATE_AFTER[work.kind], work: null };
}

const STATE_AFTER: Readonly<Record<WorkKind, ServerState>> = {
  'set-up': 'running',
  suspend: 'suspended',
  resume: 'running',
  start: 'running',
  stop: 'stopped',
  restart: 'running',
  resize: 'running',
  reinstall: 'running',
};

/** What has to be done for a switch; undefined when it stands so already. */
export function switchWork(state: string, action: PowerAction): Work | undefined {
  const isOn = state === 'running';
  if (action === 'start') return isOn ? undefined : { kind: 'start' };
  if (action === 'restart') return { kind: isOn ? 'restart' : 'start' };
  return isOn ? { kind: 'stop' } : undefined;
}
