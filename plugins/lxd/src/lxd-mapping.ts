import type {
  CatalogItem,
  DiskSnapshot,
  ListedServer,
  ProviderCatalog,
  ServerAddress,
  ServerSnapshot,
  ServerState,
} from '@hostwright/sdk';
import type { LxdDiskSnapshot, LxdImage, LxdInstance } from './lxd-answers.js';
import { marksOf, type Phase } from './lxd-marks.js';
import { plansOf, type LxdConfig } from './lxd-settings.js';
import { sizeOf } from './lxd-sizes.js';
import { readSnapshotName } from './lxd-snapshot-names.js';
import type { Step } from './lxd-steps.js';

const STATES: ReadonlyMap<string, ServerState> = new Map([
  ['Running', 'running'],
  ['Thawed', 'running'],
  ['Stopped', 'stopped'],
  ['Frozen', 'stopped'],
  ['Error', 'failed'],
]);

/** How far each phase is, for the customer who watches. */
const PROGRESS: Readonly<Record<Phase, { readonly percent: number; readonly step: string }>> = {
  new: { percent: 20, step: 'Unpacking the system' },
  boot: { percent: 60, step: 'Starting' },
  network: { percent: 85, step: 'Waiting for the network' },
  start: { percent: 50, step: 'Starting' },
  stopping: { percent: 50, step: 'Stopping' },
  restarting: { percent: 50, step: 'Restarting' },
  password: { percent: 50, step: 'Setting the password' },
  suspended: { percent: 50, step: 'Stopping' },
  reinstall: { percent: 30, step: 'Removing the old system' },
  restore: { percent: 50, step: 'Restoring the snapshot' },
  '': { percent: 50, step: 'Working' },
};

const FIRST_PHASES: readonly Phase[] = ['new', 'boot', 'network'];

/** A status that the daemon adds tomorrow reads as `changing`: only a known word may end the waiting. */
export function stateOf(instance: LxdInstance, step: Step): ServerState {
  const { phase } = marksOf(instance.config);
  const state = STATES.get(instance.status);
  if (state === 'failed') return state;
  if (step !== 'done') return FIRST_PHASES.includes(phase) ? 'creating' : 'changing';
  if (state === undefined) return 'changing';
  return phase === 'suspended' && state === 'stopped' ? 'suspended' : state;
}

export function toSnapshot(instance: LxdInstance, step: Step, password: string | undefined): ServerSnapshot {
  const { phase, hostname, plan, image, location } = marksOf(instance.config);
  const state = stateOf(instance, step);
  return {
    externalId: instance.name,
    state,
    hostname: hostname || instance.name,
    addresses: addressesOf(instance),
    ...(plan && { plan }),
    ...(image && { image }),
    ...(location && { location }),
    ...((state === 'creating' || state === 'changing') && { progress: PROGRESS[phase] ?? PROGRESS[''] }),
    credentials: { username: 'root', ...(password !== undefined && { password }) },
    raw: { status: instance.status, phase, cpu: instance.config['limits.cpu'], memory: instance.config['limits.memory'] },
  };
}

export const goneSnapshot = (externalId: string): ServerSnapshot => ({ externalId, state: 'gone', addresses: [] });

/** While a container is away because its next system is on the way. */
export const beingMadeSnapshot = (externalId: string, state: 'creating' | 'changing', hostname?: string): ServerSnapshot => ({
  externalId,
  state,
  ...(hostname && { hostname }),
  addresses: [],
  progress: PROGRESS[state === 'creating' ? 'new' : 'reinstall'],
  credentials: { username: 'root' },
});

/** Addresses of the network devices only: a container has bridges of its own when it runs containers itself. */
export function addressesOf(instance: LxdInstance): readonly ServerAddress[] {
  const nics = nicsOf(instance);
  const fixed = nics.flatMap(nic => (nic.fixed ? [{ family: 4 as const, address: nic.fixed }] : []));
  const seen = nics.flatMap(({ interfaceName }) =>
    (instance.state.network[interfaceName]?.addresses ?? [])
      .filter(({ scope }) => scope === 'global')
      .map(({ family, address }) => ({ family: family === 'inet6' ? (6 as const) : (4 as const), address })),
  );
  const all = [...fixed, ...seen.toSorted((one, other) => one.family - other.family)];
  return all
    .filter(({ address }, index) => all.findIndex(other => other.address === address) === index)
    .map((address, index) => ({ ...address, primary: index === 0 }));
}

export function nicsOf(instance: LxdInstance): readonly { readonly interfaceName: string; readonly fixed: string | undefined }[] {
  return Object.entries(instance.allDevices)
    .filter(([, device]) => device['type'] === 'nic')
    .map(([name, device]) => ({ interfaceName: device['name'] || name, fixed: device['ipv4.address'] || undefined }));
}

export function toListed(instance: LxdInstance): ListedServer {
  const { service, hostname, plan, image, location, phase } = marksOf(instance.config);
  const state = STATES.get(instance.status) ?? 'changing';
  const createdAt = new Date(instance.createdAt);
  return {
    externalId: instance.name,
    ...(service && { serviceId: service }),
    state: phase === 'suspended' && state === 'stopped' ? 'suspended' : FIRST_PHASES.includes(phase) ? 'creating' : state,
    ...(hostname && { hostname }),
    ...(plan && { plan }),
    ...(image && { image }),
    ...(location && { location }),
    addresses: addressesOf(instance),
    ...(!Number.isNaN(createdAt.getTime()) && { createdAt }),
  };
}

export const toDiskSnapshot = (snapshot: LxdDiskSnapshot, ready: boolean): DiskSnapshot => ({
  id: snapshot.name,
  name: readSnapshotName(snapshot.name),
  createdAt: new Date(snapshot.createdAt),
  ...(snapshot.sizeBytes !== undefined && { sizeBytes: BigInt(Math.round(snapshot.sizeBytes)) }),
  ready,
});

export function toCatalog(config: LxdConfig, images: readonly LxdImage[], serverName: string): ProviderCatalog {
  const place = config.location || serverName || 'default';
  return {
    plans: [...new Set(plansOf(config))].map(id => {
      const size = sizeOf({ plan: id });
      const facts = { vcpu: size.cores, ramGb: size.memoryMb / 1024, diskGb: size.diskMb / 1024 };
      return { id, name: `${facts.vcpu} vCPU, ${facts.ramGb} GB RAM, ${facts.diskGb} GB`, available: true, facts };
    }),
    images: config.images?.length ? mappedImages(config, images) : ownImages(images),
    locations: [{ id: place, name: place, available: true }],
  };
}

/** What is not on the daemon can be had from the image server, if there is one. */
function mappedImages(config: LxdConfig, images: readonly LxdImage[]): readonly CatalogItem[] {
  const held = new Set(images.flatMap(({ aliases }) => aliases));
  const mapped = (config.images ?? []).map(({ id, alias, label }) => ({
    id,
    name: label || id,
    available: held.has(alias) || Boolean(config.imageServer),
  }));
  return mapped.filter(({ id }, index) => mapped.findIndex(other => other.id === id) === index);
}

function ownImages(images: readonly LxdImage[]): readonly CatalogItem[] {
  const all = images.flatMap(({ aliases, description, family }) =>
    aliases.map(alias => ({ id: alias, name: description || alias, ...(family && { group: family }), available: true })),
  );
  return all.filter(({ id }, index) => all.findIndex(other => other.id === id) === index);
}
