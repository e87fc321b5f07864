import { isIPv6 } from 'node:net';
import type { ListedServer, Meter, ServerAddress, ServerSnapshot, ServerState, ServerUsage } from '@hostwright/sdk';
import type { HestiaUser, Used } from './hestia-client.js';
import { readLabel } from './labels.js';
import type { HestiaConfig } from './settings.js';

const MIB = 1024n * 1024n;

const STATES: Readonly<Record<string, ServerState>> = { no: 'running', yes: 'suspended' };

/** A word that the panel adds tomorrow reads as `changing`: only a known one may end the waiting. */
export const stateOf = ({ suspended }: Pick<HestiaUser, 'suspended'>): ServerState =>
  (Object.hasOwn(STATES, suspended) ? STATES[suspended] : undefined) ?? 'changing';

export interface Told {
  readonly state?: ServerState;
  readonly domain?: string | undefined;
  readonly password?: string | undefined;
  readonly problem?: string;
}

export function toSnapshot(
  user: HestiaUser,
  config: HestiaConfig,
  { state, domain, password, problem }: Told = {},
): ServerSnapshot {
  const { plan, suspended, disk } = user;
  return {
    ...described(user, config, domain),
    externalId: user.user,
    ...(state && { state }),
    ...(state === 'creating' && { progress: { percent: 50, step: 'panel-sets-up' } }),
    credentials: { username: user.user, ...(password !== undefined && { password }) },
    raw: { plan, suspended, diskUsedMb: disk.used, ...(problem !== undefined && { problem }) },
  };
}

export const goneSnapshot = (externalId: string): ServerSnapshot => ({ externalId, state: 'gone', addresses: [] });

export function toListed(user: HestiaUser, config: HestiaConfig): ListedServer {
  const serviceId = readLabel(user.user, user.name)?.serviceId;
  const createdAt = new Date(user.madeAt);
  return {
    ...described(user, config, undefined),
    externalId: user.user,
    ...(serviceId !== undefined && { serviceId }),
    ...(!Number.isNaN(createdAt.getTime()) && { createdAt }),
  };
}

function described(user: HestiaUser, config: HestiaConfig, known: string | undefined) {
  const hostname = readLabel(user.user, user.name)?.domain ?? known;
  return {
    state: stateOf(user),
    ...(hostname !== undefined && { hostname }),
    addresses: addressesOf(config),
    plan: user.plan,
  };
}

/** All websites of a server are reached at its own addresses. */
function addressesOf({ address, address6 }: HestiaConfig): readonly ServerAddress[] {
  const other = address6 && isIPv6(address6) ? [{ family: 6, address: address6, primary: false } as const] : [];
  return [{ family: 4, address, primary: true }, ...other];
}

/** Mailboxes have a limit for each domain, so none that could be drawn as one bar. */
export const toUsage = ({ disk, traffic, domains, databases, mailboxes }: HestiaUser): ServerUsage => ({
  meters: [
    ...meter('disk', 'bytes', disk, MIB),
    ...meter('traffic', 'bytes', traffic, MIB),
    ...meter('domains', 'count', domains),
    ...meter('databases', 'count', databases),
    ...meter('mailboxes', 'count', { used: mailboxes, limit: '' }),
  ],
});

function meter(code: Meter['code'], unit: Meter['unit'], { used, limit }: Used, size = 1n): readonly Meter[] {
  const [spent, most] = [numberOf(used), numberOf(limit)];
  if (spent === undefined) return [];
  return [{ code, unit, used: spent * size, ...(most !== undefined && { limit: most * size }) }];
}

/** Whole numbers; traffic comes with a fraction where the panel has divided it. */
const numberOf = (text: string): bigint | undefined =>
  /^\d{1,15}(\.\d+)?$/.test(text) ? BigInt(text.split('.')[0] ?? '0') : undefined;
