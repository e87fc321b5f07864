import { PluginFailure, type ServerSpec } from '@hostwright/sdk';
import type { HetznerType } from './answers.js';

interface Size {
  readonly vcpu: number;
  readonly ramGb: number;
  readonly diskGb: number;
}

export interface Wanted {
  readonly plan: string;
  readonly addons?: ServerSpec['addons'];
  readonly location?: string | undefined;
  readonly architecture: string;
}

/** A plan that is no type of Hetzner's is a size: `c2-r4-d40` is 2 cores, 4 GB of memory and 40 GB of disk. */
const SIZE = /(?:^|-)c(\d{1,4})-r(\d{1,5})-d(\d{1,6})$/;

const DECIMALS = 12;

/**
 * The types that a plan may become, best first: the type of that name, or, for a size, those that have at least as much,
 * cheapest first. Throws when there is none.
 */
export function typesFor(
  types: readonly HetznerType[],
  { plan, addons, location, architecture }: Wanted,
): readonly HetznerType[] {
  const named = types.find(({ name }) => name === plan);
  if (named) return [named];
  const size = sizeOf(plan, addons);
  if (!size) throw PluginFailure.final(`Hetzner sells no server type ${JSON.stringify(plan)}`, { code: 'no-such-plan' });
  const fitting = types
    .filter(type => type.architecture === architecture && !type.isDeprecated && hasAtLeast(type, size))
    .map(type => ({ type, price: priceAt(type, location) }))
    .filter((offer): offer is { type: HetznerType; price: bigint } => offer.price !== undefined)
    .sort((left, right) => Number(left.price - right.price) || (left.type.name < right.type.name ? -1 : 1));
  if (fitting.length > 0) return fitting.map(({ type }) => type);
  throw PluginFailure.final(`No server type has ${size.vcpu} cores, ${size.ramGb} GB and ${size.diskGb} GB in this location`, {
    code: 'no-such-size',
    publicMessage: 'There is no server of this size in this location.',
  });
}

function sizeOf(plan: string, addons: ServerSpec['addons']): Size | undefined {
  const written = SIZE.exec(plan);
  if (!written) return undefined;
  const [, vcpu, ramGb, diskGb] = written.map(Number) as [number, number, number, number];
  const chosen = (name: string, otherwise: number): number => {
    const value = addons?.[name];
    return typeof value === 'number' ? value : otherwise;
  };
  return { vcpu: chosen('vcpu', vcpu), ramGb: chosen('ramGb', ramGb), diskGb: chosen('diskGb', diskGb) };
}

const hasAtLeast = ({ cores, memoryGb, diskGb }: HetznerType, size: Size): boolean =>
  cores >= size.vcpu && memoryGb >= size.ramGb && diskGb >= size.diskGb;

/** In parts of Hetzner's smallest decimal, only for comparing; `undefined` where it is not sold. */
function priceAt({ prices }: HetznerType, location: string | undefined): bigint | undefined {
  const asked = prices.filter(price => location === undefined || price.location === location).map(price => scaled(price.monthly));
  return asked.reduce<bigint | undefined>((least, price) => (least === undefined || price < least ? price : least), undefined);
}

function scaled(decimal: string): bigint {
  const [, whole = '0', part = ''] = /^(\d+)(?:\.(\d+))?$/.exec(decimal) ?? [];
  return BigInt(whole + part.slice(0, DECIMALS).padEnd(DECIMALS, '0'));
}
