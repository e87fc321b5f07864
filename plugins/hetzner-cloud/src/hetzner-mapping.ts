import type {
  CatalogItem,
  DiskSnapshot,
  ListedServer,
  ServerAddress,
  ServerSnapshot,
  ServerState,
  ServerTold,
  VendorAction,
} from '@hostwright/sdk';
import type { HetznerAction, HetznerImage, HetznerServer, HetznerType } from './answers.js';
import { LABEL } from './labels.js';

const GIB = 1024 ** 3;

const STATES: ReadonlyMap<string, ServerState> = new Map([
  ['initializing', 'creating'],
  ['running', 'running'],
  ['off', 'stopped'],
  ['starting', 'changing'],
  ['stopping', 'changing'],
  ['migrating', 'changing'],
  ['rebuilding', 'changing'],
  ['deleting', 'changing'],
]);

/** A word that Hetzner adds tomorrow, and its own `unknown`, read as `changing`: only a known word may end the waiting. */
export function stateOf({ status, labels }: HetznerServer): ServerState {
  const state = STATES.get(status) ?? 'changing';
  return state === 'stopped' && labels[LABEL.suspended] === 'true' ? 'suspended' : state;
}

export function toSnapshot(server: HetznerServer, { state, progress, password, error }: ServerTold = {}): ServerSnapshot {
  const { id, labels, outgoingBytes, includedBytes } = server;
  return {
    ...described(server),
    externalId: id,
    ...(state !== undefined && { state }),
    ...(progress && { progress }),
    credentials: { username: 'root', ...(password !== undefined && { password }) },
    ...(includedBytes !== undefined && { traffic: { usedBytes: outgoingBytes ?? 0n, includedBytes } }),
    rescue: labels[LABEL.rescue] === 'true',
    raw: { status: server.status, locked: server.locked, type: server.type.name, name: server.name, error },
  };
}

export function toListed(server: HetznerServer): ListedServer {
  const serviceId = server.labels[LABEL.service];
  return {
    ...described(server),
    externalId: server.id,
    ...(serviceId !== undefined && { serviceId }),
    createdAt: server.created,
  };
}

function described(server: HetznerServer) {
  const { labels, type, location } = server;
  const image = labels[LABEL.image] ?? server.image?.name;
  return {
    state: stateOf(server),
    hostname: labels[LABEL.hostname] ?? server.name,
    addresses: addressesOf(server),
    plan: labels[LABEL.type] === type.name ? (labels[LABEL.plan] ?? type.name) : type.name,
    ...(image !== undefined && { image }),
    ...(location !== undefined && { location }),
  };
}

/** Of the /64 that every server has, the address that Hetzner's images set up: its first. */
function addressesOf({ ipv4, ipv6 }: HetznerServer): readonly ServerAddress[] {
  const first = ipv6 && `${ipv6.subnet.split('/')[0]}1`;
  const name = ipv6?.names.find(({ ip }) => ip === first)?.name;
  return [
    ...(ipv4
      ? [{ family: 4, address: ipv4.ip, primary: true, ...(ipv4.name !== undefined && { reverseName: ipv4.name }) } as const]
      : []),
    ...(first !== undefined
      ? [{ family: 6, address: first, primary: ipv4 === undefined, ...(name !== undefined && { reverseName: name }) } as const]
      : []),
  ];
}

export const reverseNameOf = ({ ipv4, ipv6 }: HetznerServer, address: string): string | undefined =>
  ipv4?.ip === address ? ipv4.name : ipv6?.names.find(({ ip }) => ip === address)?.name;

/** Whether the address is the server's own: its IPv4 address, or any of its IPv6 network. */
export function hasAddress({ ipv4, ipv6 }: HetznerServer, address: string): boolean {
  if (ipv4?.ip === address) return true;
  const own = networkOf(ipv6?.subnet.split('/')[0] ?? '');
  return own !== undefined && own === networkOf(address);
}

/** The first 64 bits of an IPv6 address, in one way of writing; `undefined` for anything else. */
function networkOf(address: string): string | undefined {
  const asHost = `http://[${address}]`;
  if (!/^[0-9a-f:.]+$/i.test(address) || !URL.canParse(asHost)) return undefined;
  const [head = '', tail] = new URL(asHost).hostname.slice(1, -1).split('::');
  const [left, right] = [head, tail ?? ''].map(part => (part === '' ? [] : part.split(':'))) as [string[], string[]];
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}

export function toPlan(type: HetznerType): CatalogItem {
  const price = type.prices[0]?.monthly;
  return {
    id: type.name,
    name: type.name.toUpperCase(),
    group: type.architecture,
    available: !type.isDeprecated && type.prices.length > 0,
    facts: {
      vcpu: type.cores,
      ramGb: type.memoryGb,
      diskGb: type.diskGb,
      locations: type.prices.map(({ location }) => location).join(' '),
      ...(price !== undefined && { monthlyNet: price }),
    },
  };
}

export const toImage = ({ name = '', description, flavor }: HetznerImage): CatalogItem => ({
  id: name,
  name: description || name,
  group: flavor,
  available: true,
});

/** A status that Hetzner adds tomorrow reads as running: only a known word may end the waiting. */
export function toAction({ id, command, status, progress, errorCode }: HetznerAction): VendorAction {
  const state = status === 'success' ? 'done' : status === 'error' ? 'failed' : 'running';
  return { id: String(id), kind: command, state, percent: progress, error: errorCode };
}

export function toDiskSnapshot({ id, description, created, sizeGb, status }: HetznerImage): DiskSnapshot {
  return {
    id,
    name: description,
    createdAt: created,
    ...(sizeGb !== undefined && { sizeBytes: BigInt(Math.round(sizeGb * GIB)) }),
    ready: status === 'available',
  };
}
