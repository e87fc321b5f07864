import { isIPv4, isIPv6 } from 'node:net';
import type { CatalogItem, ListedServer, Meter, ServerAddress, ServerSnapshot, ServerState, ServerUsage } from '@hostwright/sdk';
import type { WhmAccount, WhmBandwidth, WhmPackage } from './whm-answers.js';

const MIB = 1024n * 1024n;
const UNITS: Readonly<Record<string, bigint>> = { '': MIB, K: 1024n, M: MIB, G: 1024n * MIB, T: 1024n * 1024n * MIB };

const STATES: Readonly<Record<string, ServerState>> = { '0': 'running', '1': 'suspended' };

/** A word that WHM adds tomorrow reads as `changing`: only a known one may end the waiting. */
export const stateOf = ({ suspended }: Pick<WhmAccount, 'suspended'>): ServerState =>
  (Object.hasOwn(STATES, suspended) ? STATES[suspended] : undefined) ?? 'changing';

export interface Told {
  readonly state?: ServerState;
  readonly password?: string | undefined;
}

export function toSnapshot(account: WhmAccount, reseller: string, { state, password }: Told = {}): ServerSnapshot {
  const { user, plan, suspended, isLocked, diskUsed, diskLimit } = account;
  return {
    ...described(account, reseller),
    externalId: user,
    ...(state && { state }),
    ...(state === 'creating' && { progress: { percent: 50, step: 'panel-sets-up' } }),
    credentials: { username: user, ...(password !== undefined && { password }) },
    raw: { plan, suspended, isLocked, diskUsed, diskLimit },
  };
}

export const goneSnapshot = (externalId: string): ServerSnapshot => ({ externalId, state: 'gone', addresses: [] });

export function toListed(account: WhmAccount, reseller: string, serviceId: string | undefined): ListedServer {
  return {
    ...described(account, reseller),
    externalId: account.user,
    ...(serviceId !== undefined && { serviceId }),
    ...(account.startedAt && { createdAt: account.startedAt }),
  };
}

const described = (account: WhmAccount, reseller: string) => ({
  state: stateOf(account),
  hostname: account.domain,
  addresses: addressesOf(account),
  plan: planOf(account.plan, reseller),
});

function addressesOf({ ip, ipv6 }: WhmAccount): readonly ServerAddress[] {
  const first = isIPv4(ip) ? [{ family: 4, address: ip, primary: true } as const] : [];
  const others = ipv6.filter(address => isIPv6(address));
  return [
    ...first,
    ...others.map((address, index) => ({ family: 6, address, primary: first.length === 0 && index === 0 }) as const),
  ];
}

/** WHM writes a reseller's name before the names of its packages; a product names them without, so that every server has them. */
export const planOf = (name: string, reseller: string): string =>
  name.startsWith(`${reseller}_`) ? name.slice(reseller.length + 1) : name;

/** The reseller's own package comes before one of everybody's. */
export const packageFor = (packages: readonly WhmPackage[], plan: string, reseller: string): WhmPackage | undefined =>
  packages.find(({ name }) => name === `${reseller}_${plan}`) ?? packages.find(({ name }) => name === plan);

export function toPlans(packages: readonly WhmPackage[], reseller: string): readonly CatalogItem[] {
  const plans = [...new Set(packages.map(({ name }) => planOf(name, reseller)))];
  return plans.map(plan => {
    const {
      disk = '',
      bandwidth = '',
      mailboxes = '',
      databases = '',
      addonDomains = '',
    } = packageFor(packages, plan, reseller) ?? {};
    const facts = { diskMb: disk, trafficMb: bandwidth, mailboxes, databases, addonDomains };
    return { id: plan, name: plan, available: true, facts };
  });
}

/** `12M` and `10240` are megabytes; `unlimited` and `none` are no size. */
export function bytesOf(size: string): bigint | undefined {
  const [, whole, unit = ''] = /^(\d{1,12})(?:\.\d+)?\s*([KMGT]?)B?$/i.exec(size.trim()) ?? [];
  const factor = UNITS[unit.toUpperCase()];
  return whole === undefined || factor === undefined ? undefined : BigInt(whole) * factor;
}

const countOf = (count: string): bigint | undefined => (/^\d{1,18}$/.test(count) ? BigInt(count) : undefined);

export function toUsage(account: WhmAccount, bandwidth: WhmBandwidth | undefined): ServerUsage {
  const { month, year } = bandwidth ?? {};
  return {
    meters: [
      ...meter('disk', 'bytes', bytesOf(account.diskUsed) ?? 0n, bytesOf(account.diskLimit)),
      ...meter('traffic', 'bytes', countOf(bandwidth?.usedBytes ?? ''), countOf(bandwidth?.limitBytes ?? '')),
      ...meter('inodes', 'count', countOf(account.inodesUsed), countOf(account.inodesLimit)),
    ],
    ...(month !== undefined && year !== undefined && { resetsAt: new Date(Date.UTC(year, month, 1)) }),
  };
}

function meter(code: Meter['code'], unit: Meter['unit'], used: bigint | undefined, limit: bigint | undefined): readonly Meter[] {
  if (used === undefined) return [];
  // A limit of nothing is how bandwidth says that there is none.
  return [{ code, unit, used, ...(limit !== undefined && limit > 0n && { limit }) }];
}
