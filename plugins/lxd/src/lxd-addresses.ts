import { createHash } from 'node:crypto';
import { PluginFailure } from '@hostwright/sdk';
import type { LxdInstance } from './lxd-answers.js';
import type { LxdContext } from './lxd-settings.js';

const MOST_ADDRESSES = 65_536;
const CLAIM_MS = 10 * 60_000;

/** Every address of texts like 10.0.0.7 and 10.0.0.10-10.0.0.99, in order. */
export function addressesIn(ranges: readonly string[]): readonly string[] {
  const addresses = ranges.flatMap(range => {
    const [first = '', last = first] = range.split('-');
    const [from, to] = [numberOf(first), numberOf(last)];
    if (from === undefined || to === undefined || to < from || to - from >= MOST_ADDRESSES)
      throw PluginFailure.final(`"${range}" is no range of addresses`, { code: 'bad-settings' });
    return Array.from({ length: to - from + 1 }, (_, index) => textOf(from + index));
  });
  return [...new Set(addresses)];
}

/**
 * An address that no container has. The daemon notices a double one only when the second container starts, so an address
 * is claimed in our own memory for as long as its container needs to appear in the daemon's list.
 */
export async function freeAddress(context: LxdContext, instances: readonly LxdInstance[], owner: string): Promise<string> {
  const taken = new Set(
    instances.flatMap(({ name, allDevices }) =>
      name === owner ? [] : Object.values(allDevices).flatMap(device => device['ipv4.address'] ?? []),
    ),
  );
  for (const address of turned(addressesIn(context.config.addresses ?? []), owner)) {
    if (taken.has(address)) continue;
    const key = `address:${address}`;
    if (await context.storage.add(key, owner, { ttlMs: CLAIM_MS })) return address;
    if ((await context.storage.get<string>(key)) === owner) return address;
  }
  throw PluginFailure.final('Every address of the pool is taken', {
    code: 'no-address',
    publicMessage: 'There is no room left in this place',
  });
}

/** Everybody begins at another place of the list, so that two shops on one host seldom want the same address. */
function turned(addresses: readonly string[], owner: string): readonly string[] {
  const start = createHash('sha256').update(owner).digest().readUInt32BE(0) % Math.max(1, addresses.length);
  return [...addresses.slice(start), ...addresses.slice(0, start)];
}

function numberOf(address: string): number | undefined {
  const parts = address.trim().split('.').map(Number);
  if (parts.length !== 4 || parts.some(part => !Number.isInteger(part) || part < 0 || part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

const textOf = (address: number): string => [24, 16, 8, 0].map(bits => Math.floor(address / 2 ** bits) % 256).join('.');
