import type {
  CatalogItem,
  DiskSnapshot,
  ListedServer,
  ServerSnapshot,
  ServerState,
  ServerTold,
  VendorAction,
} from '@hostwright/sdk';
import type { Action, Copy, Droplet, Image, Region, Size } from './answers.js';
import { planOf, serviceOf, SUSPENDED } from './tags.js';

const GIB = 1024 ** 3;

const STATES: ReadonlyMap<string, ServerState> = new Map([
  ['new', 'creating'],
  ['active', 'running'],
  ['off', 'stopped'],
  ['archive', 'stopped'],
]);

/** A word that DigitalOcean adds tomorrow reads as `changing`: only a known word may end the waiting. */
export function stateOf({ status, locked, tags }: Droplet): ServerState {
  const state = STATES.get(status) ?? 'changing';
  if (locked && state !== 'creating') return 'changing';
  return state === 'stopped' && tags.includes(SUSPENDED) ? 'suspended' : state;
}

export function toSnapshot(droplet: Droplet, { state, progress, password, error }: ServerTold = {}): ServerSnapshot {
  return {
    ...described(droplet),
    externalId: droplet.id,
    ...(state !== undefined && { state }),
    ...(progress && { progress }),
    credentials: { username: 'root', ...(password !== undefined && { password }) },
    raw: { status: droplet.status, locked: droplet.locked, size: droplet.size, image: droplet.image?.id, error },
  };
}

export function toListed(droplet: Droplet): ListedServer {
  const serviceId = serviceOf(droplet);
  return {
    ...described(droplet),
    externalId: droplet.id,
    ...(serviceId !== undefined && { serviceId }),
    createdAt: droplet.created,
  };
}

function described(droplet: Droplet) {
  const { addresses, image, region } = droplet;
  const primary = addresses.find(({ family }) => family === 4) ?? addresses[0];
  return {
    state: stateOf(droplet),
    hostname: droplet.name,
    addresses: addresses.map(address => ({ ...address, primary: address === primary })),
    plan: planOf(droplet),
    ...(image?.slug !== undefined && { image: image.slug }),
    location: region,
  };
}

export const toPlan = (size: Size): CatalogItem => ({
  id: size.slug,
  name: size.slug,
  group: size.slug.split('-')[0] ?? size.slug,
  available: size.isAvailable && size.regions.length > 0,
  facts: {
    vcpu: size.vcpus,
    ramGb: size.memoryMb / 1024,
    diskGb: size.diskGb,
    monthlyUsd: size.monthlyUsd,
    locations: size.regions.join(' ').slice(0, 500),
  },
});

export const toImage = ({ slug = '', name, distribution }: Image): CatalogItem => ({
  id: slug,
  name: `${distribution} ${name}`.trim(),
  group: distribution,
  available: true,
});

export const toLocation = ({ slug, name, isAvailable }: Region): CatalogItem => ({ id: slug, name, available: isAvailable });

/** A status that DigitalOcean adds tomorrow reads as running; it says neither how far an action is nor why it failed. */
export function toAction({ id, type, status }: Action): VendorAction {
  const state = status === 'completed' ? 'done' : status === 'errored' ? 'failed' : 'running';
  return { id: String(id), kind: type, state, ...(state === 'failed' && { error: `${type.replaceAll('_', '-')}-failed` }) };
}

export const toDiskSnapshot = ({ id, name, created, sizeGb }: Copy): DiskSnapshot => ({
  id,
  name,
  createdAt: created,
  sizeBytes: BigInt(Math.round(sizeGb * GIB)),
  // It is listed when it is finished.
  ready: true,
});
