import type { FulfilmentPlan, ServerNeeds } from '@hostwright/sdk';

/** What places have room of, by the names that everybody uses. */
export const RESOURCES = ['vcpu', 'ramMb', 'diskGb', 'addresses', 'slots'] as const;
export type Resource = (typeof RESOURCES)[number];

/** How much of each resource one service takes: whole units, nothing left out. */
export type Needs = Readonly<Record<Resource, number>>;

export const NOTHING: Needs = { vcpu: 0, ramMb: 0, diskGb: 0, addresses: 0, slots: 0 };

/** What of a product has to be found for a service before it can be made. */
export interface Demand {
  readonly poolId: string | null;
  readonly installationId: string | null;
  readonly itemGroup: string | null;
  readonly needs: Needs;
}

/** Undefined where nothing is made at a provider. */
export function demandOf(plan: FulfilmentPlan): Demand | undefined {
  if (plan.action !== 'server') return undefined;
  return {
    poolId: plan.poolId ?? null,
    installationId: plan.installationId ?? null,
    itemGroup: plan.itemGroup ?? null,
    needs: needsOf(plan.needs),
  };
}

/** A part of a unit takes the whole one; what is left out is not counted, but a service always takes a slot. */
export function needsOf({ vcpu = 0, ramMb = 0, diskGb = 0, addresses = 0, slots = 1 }: ServerNeeds = {}): Needs {
  return {
    vcpu: Math.ceil(vcpu),
    ramMb: Math.ceil(ramMb),
    diskGb: Math.ceil(diskGb),
    addresses: Math.ceil(addresses),
    slots: Math.ceil(slots),
  };
}

export const plus = (one: Needs, other: Needs): Needs => combined(one, other, (left, right) => left + right);
export const minus = (one: Needs, other: Needs): Needs => combined(one, other, (left, right) => left - right);
export const most = (one: Needs, other: Needs): Needs => combined(one, other, Math.max);

/** The five of them out of something larger, such as a row. */
export const onlyNeeds = ({ vcpu, ramMb, diskGb, addresses, slots }: Needs): Needs => ({ vcpu, ramMb, diskGb, addresses, slots });

function combined(one: Needs, other: Needs, join: (left: number, right: number) => number): Needs {
  return {
    vcpu: join(one.vcpu, other.vcpu),
    ramMb: join(one.ramMb, other.ramMb),
    diskGb: join(one.diskGb, other.diskGb),
    addresses: join(one.addresses, other.addresses),
    slots: join(one.slots, other.slots),
  };
}
