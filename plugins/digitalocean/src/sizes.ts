import { PluginFailure, type ServerSpec } from '@hostwright/sdk';
import type { Size } from './answers.js';

export interface Wanted {
  readonly plan: string;
  readonly addons?: ServerSpec['addons'];
  readonly location?: string | undefined;
  readonly leastDiskGb?: number;
}

/** A plan that is no size of DigitalOcean's tells what it must have: `c2-r4-d40` is 2 cores, 4 GB of memory, 40 GB of disk. */
const WRITTEN = /(?:^|-)c(\d{1,4})-r(\d{1,5})-d(\d{1,6})$/;

/** The size of that name, or the cheapest that has at least as much as the plan says. Throws when there is none. */
export function sizeFor(sizes: readonly Size[], { plan, addons, location, leastDiskGb = 0 }: Wanted): Size {
  const named = sizes.find(({ slug }) => slug === plan);
  if (named) return named;
  const written = WRITTEN.exec(plan);
  if (!written) throw PluginFailure.final(`DigitalOcean sells no size ${JSON.stringify(plan)}`, { code: 'no-such-plan' });
  const [, cores, gigabytes, disk] = written.map(Number) as [number, number, number, number];
  const chosen = (name: string, otherwise: number): number => {
    const value = addons?.[name];
    return typeof value === 'number' ? value : otherwise;
  };
  const [vcpus, memoryMb, diskGb] = [chosen('vcpu', cores), 1024 * chosen('ramGb', gigabytes), chosen('diskGb', disk)];
  const [best] = sizes
    .filter(size => size.isAvailable && !size.hasGpu && (location === undefined || size.regions.includes(location)))
    .filter(size => size.vcpus >= vcpus && size.memoryMb >= memoryMb && size.diskGb >= Math.max(diskGb, leastDiskGb))
    .sort((left, right) => left.monthlyUsd - right.monthlyUsd || (left.slug < right.slug ? -1 : 1));
  if (best) return best;
  throw PluginFailure.final(`No size has ${vcpus} cores, ${memoryMb} MB and ${diskGb} GB in this region`, {
    code: 'no-such-size',
    publicMessage: 'There is no server of this size in this location.',
  });
}
