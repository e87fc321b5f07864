import type { FakeCluster } from './cluster.js';
import type { FakeGuest } from './guest.js';
import { Refusal, required, verification, type Fields } from './http.js';
import { measurements, pending, resources, status } from './views.js';

export interface Asked {
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  readonly fields: Fields;
}

interface Surroundings {
  readonly cluster: FakeCluster;
  readonly now: () => number;
  readonly rights: () => Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly consoles: { openFor(guest: FakeGuest): object };
}

type Route = readonly [verb: string, pattern: RegExp, answer: (asked: Asked, around: Surroundings) => unknown];

const GUEST = String.raw`nodes/([\w-]+)/(?:qemu|lxc)/(\d+)`;
const guestOf = ({ parts }: Asked, { cluster }: Surroundings): FakeGuest => {
  const [node = '', vmid = ''] = parts;
  const row = cluster.nodes.find(({ name }) => name === node);
  if (row && !row.isOnline) throw new Refusal(595, 'No route to host');
  return cluster.guest(Number(vmid), node);
};

const onGuest =
  (answer: (guest: FakeGuest, asked: Asked, around: Surroundings) => unknown): Route[2] =>
  (asked, around) =>
    answer(guestOf(asked, around), asked, around);

const route = (verb: string, path: string, answer: Route[2]): Route => [verb, new RegExp(`^${path}$`), answer];

const ROUTES: readonly Route[] = [
  route('GET', 'version', () => ({ version: '9.1.3', release: '9.1', repoid: '0123456789abcdef' })),
  route('GET', 'access/permissions', (_, { rights }) => rights()),
  route('GET', 'cluster/resources', ({ query }, { cluster }) => resources(cluster, query.get('type') ?? undefined)),
  route('GET', 'cluster/nextid', ({ query }, { cluster }) => nextId(cluster, query.get('vmid'))),
  route('GET', String.raw`nodes/([\w-]+)/tasks`, tasks),
  route('GET', String.raw`nodes/([\w-]+)/tasks/([^/]+)/status`, taskStatus),
  route('POST', String.raw`nodes/([\w-]+)/lxc`, ({ parts, fields }, { cluster }) =>
    cluster.createContainer(parts[0] ?? '', fields),
  ),
  route(
    'POST',
    `${GUEST}/clone`,
    onGuest((guest, { fields }, { cluster }) => cluster.clone(guest, fields)),
  ),
  route(
    'GET',
    `${GUEST}/status/current`,
    onGuest((guest, _, { now }) => status(guest, now())),
  ),
  route(
    'GET',
    `${GUEST}/config`,
    onGuest(guest => ({ digest: '4f1c', ...guest.config, ...(guest.lock && { lock: guest.lock }) })),
  ),
  route(
    'GET',
    `${GUEST}/pending`,
    onGuest(guest => pending(guest)),
  ),
  route(
    'PUT',
    `${GUEST}/config`,
    onGuest((guest, { fields }, { cluster }) => (cluster.configure(guest, fields), null)),
  ),
  route('PUT', `${GUEST}/resize`, onGuest(resize)),
  route(
    'POST',
    `${GUEST}/status/(start|stop|shutdown|reboot)`,
    onGuest((guest, { parts }, { cluster }) => cluster.power(guest, parts[2] ?? '')),
  ),
  route(
    'DELETE',
    GUEST,
    onGuest((guest, _, { cluster }) => cluster.destroy(guest)),
  ),
  route('GET', `${GUEST}/snapshot`, onGuest(snapshots)),
  route(
    'POST',
    `${GUEST}/snapshot`,
    onGuest((guest, { fields }, { cluster }) =>
      cluster.snapshot(guest, required(fields, 'snapname'), fields['description'] ?? ''),
    ),
  ),
  route(
    'POST',
    `${GUEST}/snapshot/([^/]+)/rollback`,
    onGuest((guest, { parts }, { cluster }) => cluster.rollBack(guest, parts[2] ?? '')),
  ),
  route(
    'DELETE',
    `${GUEST}/snapshot/([^/]+)`,
    onGuest((guest, { parts }, { cluster }) => cluster.deleteSnapshot(guest, parts[2] ?? '')),
  ),
  route(
    'POST',
    `${GUEST}/agent/ping`,
    onGuest(guest => (expectAgent(guest), { result: {} })),
  ),
  route('POST', `${GUEST}/agent/set-user-password`, onGuest(setUserPassword)),
  route(
    'GET',
    `${GUEST}/rrddata`,
    onGuest((guest, { query }, { now }) => measurements(guest, query.get('timeframe') ?? 'hour', now())),
  ),
  route(
    'POST',
    `${GUEST}/vncproxy`,
    onGuest((guest, _, { consoles }) => consoles.openFor(guest)),
  ),
];

/** Finds the route and answers what goes into `data`. */
export function answer(verb: string, path: string, query: URLSearchParams, fields: Fields, around: Surroundings): unknown {
  for (const [known, pattern, act] of ROUTES) {
    const match = known === verb ? pattern.exec(path) : null;
    if (match) return act({ parts: match.slice(1).map(decodeURIComponent), query, fields }, around);
  }
  throw new Refusal(501, `Method '${verb} /${path}' not implemented`);
}

/** It only looks; nothing is set aside. */
function nextId(cluster: FakeCluster, wanted: string | null): string {
  if (wanted !== null) {
    if (cluster.isTaken(Number(wanted))) throw verification({ vmid: `VM ${wanted} already exists` });
    return wanted;
  }
  let free = 100;
  while (cluster.isTaken(free)) free += 1;
  return String(free);
}

function tasks({ parts, query }: Asked, { cluster }: Surroundings): readonly object[] {
  const [since, vmid, type] = [Number(query.get('since') ?? 0), query.get('vmid'), query.get('typefilter')];
  return cluster.tasks
    .list(parts[0] ?? '')
    .filter(task => task.starttime >= since && (vmid === null || task.id === vmid) && (type === null || task.type === type))
    .map(({ upid, node, type: kind, id, user, starttime, exit }) => ({
      ...{ upid, node, type: kind, id, user, starttime, pid: 1, pstart: 1 },
      ...(exit !== undefined && { status: exit, endtime: starttime }),
    }));
}

function taskStatus({ parts: [node = '', upid = ''] }: Asked, { cluster }: Surroundings): object {
  const task = cluster.tasks.find(upid);
  if (!task || task.node !== node) throw new Refusal(500, `no such task '${upid}'`);
  const { type, id, user, starttime, exit } = task;
  const shown = { upid, node, type, id, user, starttime, pid: 1, pstart: 1 };
  return exit === undefined ? { ...shown, status: 'running' } : { ...shown, status: 'stopped', exitstatus: exit };
}

function resize(guest: FakeGuest, { fields }: Asked, { cluster }: Surroundings): string {
  try {
    return cluster.resize(guest, required(fields, 'disk'), required(fields, 'size'));
  } catch (error) {
    // A method that dies answers 500 with its last words.
    if (error instanceof Refusal || !(error instanceof Error)) throw error;
    throw new Refusal(500, error.message);
  }
}

function snapshots(guest: FakeGuest): readonly object[] {
  const current = { name: 'current', description: 'You are here!', digest: '4f1c', running: guest.status === 'running' ? 1 : 0 };
  return [...guest.snapshots.map(one => ({ ...one, vmstate: 0 })), { ...current, ...(guest.parent && { parent: guest.parent }) }];
}

function expectAgent(guest: FakeGuest): void {
  if (guest.status !== 'running') throw new Refusal(500, `VM ${guest.vmid} is not running`);
  if (!guest.hasAgent) throw new Refusal(500, 'QEMU guest agent is not running');
}

function setUserPassword(guest: FakeGuest, { fields }: Asked): object {
  expectAgent(guest);
  guest.password = required(fields, 'password');
  return { result: {} };
}
