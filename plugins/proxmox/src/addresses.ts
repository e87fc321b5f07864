import { createHash } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import type { AddressSetting } from './settings.js';

/** An address that was set aside for one server, with what its network needs to know. */
export interface HeldAddress {
  readonly family: 4 | 6;
  readonly address: string;
  readonly prefix: number;
  readonly gateway: string;
  readonly nameservers: readonly string[];
  readonly vlan?: number;
}

/** More are not walked through; a larger network is entered at a place of the server's own. */
const MOST_TRIED = 4096n;

/**
 * The addresses of a network that a server may have, beginning at a place that depends on the server, so that servers
 * made at the same time seldom want the same one. Empty for a setting that is no network.
 */
export function* candidates(setting: AddressSetting, owner: string): Generator<HeldAddress> {
  const network = networkOf(setting.cidr);
  if (!network) return;
  const { family, first, count, prefix } = network;
  const reserved = reservedOf(setting);
  const start = BigInt(`0x${createHash('sha256').update(owner).digest('hex').slice(0, 16)}`) % count;
  const tries = count < MOST_TRIED ? count : MOST_TRIED;
  for (let step = 0n; step < tries; step += 1n) {
    const address = written(first + ((start + step) % count), family);
    if (reserved.check(address, family === 4 ? 'ipv4' : 'ipv6')) continue;
    const { gateway, nameservers = [], vlan } = setting;
    yield { family, address, prefix, gateway, nameservers, ...(vlan !== undefined && { vlan }) };
  }
}

export const familyOf = ({ cidr }: AddressSetting): 4 | 6 | undefined => networkOf(cidr)?.family;

/** Whether the network of a setting holds an address. */
export function holds({ cidr }: AddressSetting, address: string): boolean {
  const network = networkOf(cidr);
  const family = isIP(address);
  if (!network || network.family !== family) return false;
  const value = valueOf(address, family);
  return value >= network.first && value < network.first + network.count;
}

interface Network {
  readonly family: 4 | 6;
  /** The first address that a server may have, and how many there are. */
  readonly first: bigint;
  readonly count: bigint;
  readonly prefix: number;
}

function networkOf(cidr: string): Network | undefined {
  const [, base = '', length = ''] = /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(cidr.trim()) ?? [];
  const family = isIP(base);
  const bits = family === 4 ? 32 : 128;
  const prefix = Number(length);
  if ((family !== 4 && family !== 6) || prefix > bits || prefix < 8) return undefined;
  const size = 1n << BigInt(bits - prefix);
  const start = (valueOf(base, family) / size) * size;
  // The first names the network and in version 4 the last means everybody in it; two or one have neither.
  if (size <= 2n) return { family, first: start, count: size, prefix };
  return { family, first: start + 1n, count: size - (family === 4 ? 2n : 1n), prefix };
}

function reservedOf({ gateway, reserved = [] }: AddressSetting): BlockList {
  const list = new BlockList();
  for (const entry of [gateway, ...reserved]) {
    const [from = '', to = from] = entry.split('-').map(part => part.trim());
    const family = isIP(from);
    if (family === 0 || isIP(to) !== family) continue;
    list.addRange(from, to, family === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}

function valueOf(address: string, family: 4 | 6): bigint {
  if (family === 4) return address.split('.').reduce((value, part) => value * 256n + BigInt(part), 0n);
  const [head = '', tail] = embedded(address).split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => '0');
  return [...left, ...zeros, ...right].reduce((value, group) => value * 65_536n + BigInt(`0x${group || '0'}`), 0n);
}

/** `::ffff:192.0.2.1` with its last part in groups as well. */
function embedded(address: string): string {
  const [, head = '', v4] = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address) ?? [];
  if (v4 === undefined) return address;
  const value = valueOf(v4, 4);
  return `${head}${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
}

function written(value: bigint, family: 4 | 6): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map(shift => String((value >> shift) & 255n)).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => ((value >> BigInt((7 - index) * 16)) & 0xffffn).toString(16));
  // The URL parser shortens a run of zeros the one way that RFC 5952 allows.
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}
