import type { Pool } from '@hostwright/sdk/http';

export type Member = Pool['members'][number];
export type Resource = keyof Member['used'];

/** In the order in which people ask for them. */
export const RESOURCES: readonly Resource[] = ['slots', 'vcpu', 'ramMb', 'diskGb', 'addresses'];

/** How much of one resource is promised, of how much there is. */
export interface Fill {
  readonly resource: Resource;
  readonly used: number;
  /** Null where it is not counted. */
  readonly most: number | null;
  readonly percent: number;
  readonly look: 'room' | 'little' | 'full';
}

/** From here on a place counts as nearly full. */
const LITTLE_FROM_PERCENT = 85;

/** Cores are shared by as many as the overcommit says; nothing else is promised twice. */
export function mostOf(resource: Resource, { limits, cpuOvercommitPercent }: Pick<Member, 'limits' | 'cpuOvercommitPercent'>) {
  const limit = limits[resource];
  if (limit === null) return null;
  return resource === 'vcpu' ? Math.floor((limit * cpuOvercommitPercent) / 100) : limit;
}

/** What is counted comes as a bar; what is not and nobody has is not told at all. */
export function fillsOf(member: Pick<Member, 'limits' | 'cpuOvercommitPercent' | 'used'>): readonly Fill[] {
  return RESOURCES.map(resource => fillOf(resource, member)).filter(({ most, used }) => most !== null || used > 0);
}

function fillOf(resource: Resource, member: Pick<Member, 'limits' | 'cpuOvercommitPercent' | 'used'>): Fill {
  const [used, most] = [member.used[resource], mostOf(resource, member)];
  if (most === null) return { resource, used, most, percent: 0, look: 'room' };
  const percent = most === 0 ? 100 : Math.min(100, Math.round((used / most) * 100));
  return { resource, used, most, percent, look: used >= most ? 'full' : percent >= LITTLE_FROM_PERCENT ? 'little' : 'room' };
}

const MB_OF_GB = 1024;

/** Memory is told in gigabytes as soon as it fills one; a quarter more is told too. */
export function amountOf(resource: Resource, amount: number): { readonly amount: number; readonly unit: '' | 'MB' | 'GB' } {
  if (resource === 'diskGb') return { amount, unit: 'GB' };
  if (resource !== 'ramMb') return { amount, unit: '' };
  return amount >= MB_OF_GB || amount === 0
    ? { amount: Math.round((amount / MB_OF_GB) * 100) / 100, unit: 'GB' }
    : { amount, unit: 'MB' };
}
