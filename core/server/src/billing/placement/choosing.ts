import { plus, RESOURCES, type Needs, type Resource } from './needs.js';

/** Null is not counted: as much as anybody asks for. */
export type Limits = Readonly<Record<Resource, number | null>>;

/** An installation in its pool: what it may hold and what is promised of it. */
export interface Member {
  readonly id: string;
  readonly poolId: string;
  readonly installationId: string;
  readonly state: 'open' | 'draining';
  /** Whether the shop has its provider switched on. */
  readonly enabled: boolean;
  readonly cpuOvercommitPercent: number;
  readonly limits: Limits;
  readonly used: Needs;
}

/** What may be promised of a resource: cores are shared by as many as the overcommit says, the rest is not. */
export function capacityOf(
  { limits, cpuOvercommitPercent }: Pick<Member, 'limits' | 'cpuOvercommitPercent'>,
  resource: Resource,
) {
  const limit = limits[resource];
  return limit === null || resource !== 'vcpu' ? limit : Math.floor((limit * cpuOvercommitPercent) / 100);
}

/** Whether somebody new may come to it at all. */
export const isOpen = ({ state, enabled }: Pick<Member, 'state' | 'enabled'>): boolean => state === 'open' && enabled;

/** The first resource that there is too little of for this; undefined when it fits. */
export function lackOf(member: Pick<Member, 'limits' | 'cpuOvercommitPercent'>, used: Needs): Resource | undefined {
  return RESOURCES.find(resource => used[resource] > (capacityOf(member, resource) ?? Infinity));
}

export const fits = (member: Member, needs: Needs): boolean => lackOf(member, plus(member.used, needs)) === undefined;

/** The member that keeps the most room afterwards, judged by whatever it will have least of. */
export function chooseMember(members: readonly Member[], needs: Needs): Member | undefined {
  return members
    .filter(member => isOpen(member) && fits(member, needs))
    .map(member => ({ member, full: fullness(member, plus(member.used, needs)) }))
    .sort(
      (one, other) =>
        one.full - other.full || one.member.used.slots - other.member.used.slots || (one.member.id < other.member.id ? -1 : 1),
    )[0]?.member;
}

/** How many more of the same fit; `most` is as far as it is counted. */
export function roomFor(members: readonly Member[], needs: Needs, most: number): number {
  let room = 0;
  for (const member of members) {
    if (!isOpen(member)) continue;
    const left = RESOURCES.filter(resource => needs[resource] > 0).map(resource => {
      const capacity = capacityOf(member, resource);
      return capacity === null ? most : Math.floor((capacity - member.used[resource]) / needs[resource]);
    });
    room += Math.max(0, Math.min(most, ...left));
    if (room >= most) return most;
  }
  return room;
}

/** The share of its scarcest resource that is promised, from 0 to 1. */
function fullness(member: Member, used: Needs): number {
  const shares = RESOURCES.map(resource => {
    const capacity = capacityOf(member, resource);
    return capacity === null || capacity === 0 ? 0 : used[resource] / capacity;
  });
  return Math.max(...shares);
}
