import { coresOf, diskBytes, memoryBytes, type FakeGuest } from './guest.js';
import type { FakeCluster } from './cluster.js';

const GB = 1024 ** 3;
const nameOf = ({ config, kind }: FakeGuest): string | undefined => {
  const name = config[kind === 'qemu' ? 'name' : 'hostname'];
  return name === undefined ? undefined : String(name);
};

/** The rows of /cluster/resources. */
export function resources(cluster: FakeCluster, type: string | undefined): readonly object[] {
  const isOnline = (node: string): boolean => cluster.nodes.some(({ name, isOnline: on }) => name === node && on);
  const seen = [...cluster.guests.values()].filter(({ vmid }) => !cluster.hidden.has(vmid));
  const guests = seen.map(guest => ({
    id: `${guest.kind}/${guest.vmid}`,
    type: guest.kind,
    vmid: guest.vmid,
    node: guest.node,
    status: isOnline(guest.node) ? guest.status : 'unknown',
    name: nameOf(guest) ?? `VM ${guest.vmid}`,
    template: guest.isTemplate ? 1 : 0,
    maxcpu: coresOf(guest),
    maxmem: memoryBytes(guest),
    maxdisk: diskBytes(guest),
    ...(guest.pool !== undefined && { pool: guest.pool }),
    ...(guest.lock !== undefined && { lock: guest.lock }),
    ...(guest.config['tags'] !== undefined && { tags: guest.config['tags'] }),
  }));
  if (type === 'vm') return guests;
  const nodes = cluster.nodes.map(({ name, isOnline: on, memoryGb }) => ({
    id: `node/${name}`,
    type: 'node',
    node: name,
    status: on ? 'online' : 'offline',
    maxmem: memoryGb * GB,
    mem: usedMemory(cluster, name),
    maxcpu: 16,
    cpu: 0.1,
  }));
  const storages = cluster.nodes.flatMap(({ name: node, isOnline: on }) =>
    cluster.storages.map(({ name, shared, sizeGb }) => ({
      id: `storage/${node}/${name}`,
      type: 'storage',
      storage: name,
      node,
      shared: shared ? 1 : 0,
      status: on ? 'available' : 'unknown',
      maxdisk: sizeGb * GB,
      disk: 10 * GB,
      content: 'images,rootdir',
      plugintype: shared ? 'rbd' : 'lvmthin',
    })),
  );
  return [...guests, ...nodes, ...storages];
}

const usedMemory = (cluster: FakeCluster, node: string): number =>
  [...cluster.guests.values()]
    .filter(guest => guest.node === node && guest.status === 'running')
    .reduce((sum, guest) => sum + memoryBytes(guest), 2 * GB);

export function status(guest: FakeGuest, now: number): object {
  const uptime = guest.startedAt === undefined ? 0 : Math.floor((now - guest.startedAt) / 1000);
  const isOn = guest.status === 'running';
  return {
    vmid: guest.vmid,
    name: nameOf(guest),
    status: guest.status,
    qmpstatus: guest.status,
    cpus: coresOf(guest),
    cpu: isOn ? 0.05 : 0,
    mem: isOn ? Math.floor(memoryBytes(guest) / 4) : 0,
    maxmem: memoryBytes(guest),
    disk: guest.kind === 'lxc' ? Math.floor(diskBytes(guest) / 10) : 0,
    maxdisk: diskBytes(guest),
    netin: uptime * NET_IN,
    netout: uptime * NET_OUT,
    uptime,
    ha: { managed: 0 },
    ...(guest.lock !== undefined && { lock: guest.lock }),
  };
}

/** What waits for the next start is told beside what holds now. */
export function pending(guest: FakeGuest): readonly object[] {
  return Object.entries(guest.config).map(([key, value]) => ({
    key,
    value,
    ...(guest.pending[key] !== undefined && { pending: guest.pending[key] }),
  }));
}

const NET_IN = 1000;
const NET_OUT = 2000;
const STEPS_S: Readonly<Record<string, number>> = { hour: 60, day: 1800, week: 10_800, month: 43_200, year: 604_800 };
const ROWS = 70;

/** Seventy rows of averages; of times when the guest was off there is nothing but the time. */
export function measurements(guest: FakeGuest, timeframe: string, now: number): readonly object[] {
  const step = STEPS_S[timeframe] ?? 60;
  const last = Math.floor(now / 1000 / step) * step;
  return Array.from({ length: ROWS }, (_, index) => last - (ROWS - 1 - index) * step).map(time => {
    if (guest.startedAt === undefined || time * 1000 < guest.startedAt) return { time };
    const wave = (1 + Math.sin(time / 1000)) / 2;
    return {
      time,
      cpu: 0.5 * wave,
      maxcpu: coresOf(guest),
      mem: Math.floor(memoryBytes(guest) * (0.2 + wave / 4)),
      maxmem: memoryBytes(guest),
      netin: NET_IN,
      netout: NET_OUT,
      diskread: 100 * wave,
      diskwrite: 200 * wave,
      disk: 0,
      maxdisk: diskBytes(guest),
    };
  });
}
