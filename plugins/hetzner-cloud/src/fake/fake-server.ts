import type { FakeImage, FakePlace, FakeType } from './catalog.js';

/** A server and what is known of it only inside of Hetzner. */
export interface FakeServer {
  readonly id: number;
  readonly name: string;
  labels: Readonly<Record<string, string>>;
  status: string;
  type: FakeType;
  readonly place: FakePlace;
  image: FakeImage;
  readonly created: string;
  readonly hasKeys: boolean;
  readonly hasIpv4: boolean;
  userData: string | undefined;
  password: string | undefined;
  diskGb: number;
  rescueEnabled: boolean;
  isInRescue: boolean;
  isProtected: boolean;
  /** Whether its system answers the power button and takes passwords. */
  listens: boolean;
  /** A word of tomorrow. */
  word: string | undefined;
  readonly names: Map<string, string>;
  outgoing: number;
}

export interface FakeAction {
  readonly id: number;
  readonly command: string;
  readonly serverId: number;
  readonly startedAt: number;
  status: 'running' | 'success' | 'error';
  /** What has happened when it is over. */
  readonly effect: () => void;
  error: { readonly code: string; readonly message: string } | null;
}

export const ipv4Of = ({ id }: FakeServer): string => `192.0.2.${1 + (id % 250)}`;
export const subnetOf = ({ id }: FakeServer): string => `2001:db8:${(id % 65_536).toString(16)}:1::`;
export const defaultName = (server: FakeServer): string =>
  `static.${ipv4Of(server).split('.').reverse().join('.')}.clients.example`;

/** As Hetzner describes it. */
export function tellServer(server: FakeServer, isLocked: boolean) {
  const { id, name, labels, type, place, image, created, names } = server;
  const { id: placeId, ...rest } = place;
  const location = { id: placeId, ...rest };
  const v6 = [...names].filter(([ip]) => ip.includes(':')).map(([ip, dns_ptr]) => ({ ip, dns_ptr }));
  return {
    id,
    name,
    status: server.word ?? server.status,
    created,
    labels,
    locked: isLocked,
    server_type: type,
    location,
    datacenter: {
      id: placeId,
      name: `${place.name}-dc1`,
      description: place.description,
      location,
      server_types: { available: [], available_for_migration: [], supported: [] },
    },
    image,
    iso: null,
    public_net: {
      ipv4: server.hasIpv4
        ? { id: id + 1, ip: ipv4Of(server), blocked: false, dns_ptr: names.get(ipv4Of(server)) ?? defaultName(server) }
        : null,
      ipv6: { id: id + 2, ip: `${subnetOf(server)}/64`, blocked: false, dns_ptr: v6 },
      floating_ips: [],
      firewalls: [],
    },
    private_net: [],
    primary_disk_size: server.diskGb,
    rescue_enabled: server.rescueEnabled,
    protection: { delete: server.isProtected, rebuild: server.isProtected },
    placement_group: null,
    backup_window: null,
    outgoing_traffic: server.outgoing,
    ingoing_traffic: 0,
    included_traffic: type.prices[0]?.included_traffic ?? 0,
    load_balancers: [],
    volumes: [],
  };
}

export function tellAction({ id, command, serverId, startedAt, status, error }: FakeAction) {
  const started = new Date(startedAt).toISOString();
  return {
    id,
    command,
    status,
    progress: status === 'running' ? 40 : 100,
    started,
    finished: status === 'running' ? null : started,
    resources: [{ id: serverId, type: 'server' }],
    error,
  };
}
