import type { ServerState } from '@hostwright/sdk';
import type { ServiceAbility, ServiceAction } from '@hostwright/sdk/http';
import { POWER, powerSwitches } from './service-life.js';
import type { ServiceRow } from './service-rows.js';

/** Who asks: staff may do what ends or pauses a service as well. */
export type Audience = 'customer' | 'staff';

/** Which of a provider's abilities stands behind an action; what is not named here every provider can. */
export const ABILITY_OF = {
  start: 'power',
  stop: 'power',
  restart: 'power',
  resize: 'resize',
  reinstall: 'reinstall',
  rename: 'rename',
  'reset-password': 'reset-password',
  'create-snapshot': 'snapshots',
  'restore-snapshot': 'snapshots',
  'delete-snapshot': 'snapshots',
  'rescue-on': 'rescue',
  'rescue-off': 'rescue',
  'reverse-name': 'reverse-names',
  console: 'console',
  panel: 'panel',
} as const satisfies Partial<Record<ServiceAction, ServiceAbility>>;

type NeedsAbility = keyof typeof ABILITY_OF;

const STANDING: readonly ServerState[] = ['running', 'stopped'];

/** What a server must be for an action; a service without a server of its own state can do what is not named. */
const SERVER_STATES: Partial<Record<NeedsAbility, readonly ServerState[]>> = {
  resize: STANDING,
  reinstall: [...STANDING, 'failed'],
  rename: STANDING,
  'reset-password': STANDING,
  'create-snapshot': STANDING,
  'restore-snapshot': STANDING,
  'delete-snapshot': STANDING,
  'rescue-on': STANDING,
  'rescue-off': STANDING,
  'reverse-name': STANDING,
  console: ['running'],
  panel: STANDING,
};

/** Reading does not stand in the way of what is under way. */
const BESIDE_OTHERS: readonly NeedsAbility[] = ['console', 'panel'];

type Standing = Pick<ServiceRow, 'state' | 'serverState' | 'rescue' | 'wantedState' | 'externalId'>;

export interface Question {
  readonly service: Standing;
  readonly abilities: readonly ServiceAbility[];
  readonly isBusy: boolean;
}

/** What may be asked for now: the provider can, the state allows, and nothing else is under way. */
export function actionsOf(question: Question, audience: Audience): readonly ServiceAction[] {
  const forServer = (Object.keys(ABILITY_OF) as NeedsAbility[]).filter(action => mayAct(question, action));
  return audience === 'staff' ? [...forServer, ...staffActions(question.service)] : forServer;
}

export function mayAct({ service, abilities, isBusy }: Question, action: NeedsAbility): boolean {
  if (service.state !== 'active' || service.wantedState !== 'active' || service.externalId === null) return false;
  if (!abilities.includes(ABILITY_OF[action])) return false;
  if (isBusy && !BESIDE_OTHERS.includes(action)) return false;
  if (action === 'rescue-on' && service.rescue) return false;
  if (action === 'rescue-off' && !service.rescue) return false;
  const { serverState } = service;
  if ((POWER as readonly string[]).includes(action)) return (powerSwitches(serverState) as readonly string[]).includes(action);
  return serverState !== null && SERVER_STATES[action]!.includes(serverState);
}

/**
 * These are wishes: one that cannot be carried out now waits until what is under way has ended. What waits for its payment
 * ends with its order, or somebody could still pay for it. What is suspended may be suspended for another reason.
 */
export function staffActions({ state, wantedState }: Pick<Standing, 'state' | 'wantedState'>): readonly ServiceAction[] {
  if (state === 'pending' || state === 'terminated' || wantedState === 'terminated') return [];
  const pauses: readonly ServiceAction[] = ['provisioning', 'active', 'suspended'].includes(state)
    ? [...(wantedState === 'suspended' ? (['unsuspend'] as const) : []), 'suspend']
    : [];
  return [...pauses, 'terminate'];
}
