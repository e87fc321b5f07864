import { isIP } from 'node:net';
import { ipv4Of, subnetOf, tellAction, tellServer, type FakeServer } from './fake-server.js';
import type { FakeImage } from './catalog.js';
import type { Project } from './project.js';
import { invalid, missing, Refusal } from './refusal.js';

export type Body = Readonly<Record<string, unknown>>;

const NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;
const LABEL = /^([a-zA-Z0-9]([a-zA-Z0-9._-]{0,61}[a-zA-Z0-9])?)?$/;

/** What can be done to servers. */
export class ServerDesk {
  constructor(private readonly project: Project) {}

  create(body: Body) {
    const { project } = this;
    const name = String(body['name']);
    if (!NAME.test(name)) throw invalid('name');
    const type = project.catalog.types.find(known => known.name === body['server_type']);
    if (!type) throw invalid('server_type');
    const wanted = body['location'] ?? 'fsn1';
    const place = project.catalog.places.find(known => known.name === wanted);
    if (!place) throw invalid('location');
    const image = this.imageOf(body['image'], type.architecture);
    const keys = Array.isArray(body['ssh_keys']) ? body['ssh_keys'] : [];
    if (keys.some(key => !project.keys.some(known => String(known.id) === key))) throw invalid('ssh_keys');
    const userData = typeof body['user_data'] === 'string' ? body['user_data'] : undefined;
    if (Buffer.byteLength(userData ?? '') > 32 * 1024) throw invalid('user_data');
    if ([...project.servers.values()].some(server => server.name === name))
      throw new Refusal(409, 'uniqueness_error', 'server name is already used');
    if (project.servers.size >= project.serverLimit) throw new Refusal(403, 'resource_limit_exceeded', 'server limit exceeded');
    if (project.soldOut.has(`${type.name}@${place.name}`))
      throw new Refusal(412, 'resource_unavailable', 'server location disabled');
    const net = body['public_net'] as { readonly enable_ipv4?: boolean } | undefined;
    const server: FakeServer = {
      id: project.nextId(),
      name,
      labels: labelsOf(body),
      status: 'initializing',
      type,
      place,
      image,
      created: project.now().toISOString(),
      hasKeys: keys.length > 0,
      hasIpv4: net?.enable_ipv4 !== false,
      userData,
      password: keys.length > 0 ? undefined : project.newPassword(),
      diskGb: type.disk,
      rescueEnabled: false,
      isInRescue: false,
      isProtected: false,
      listens: true,
      word: undefined,
      names: new Map(),
      outgoing: 0,
    };
    project.servers.set(server.id, server);
    const action = project.begin(server, 'create_server', () => (server.status = 'starting'));
    const next = project.queue(server, 'start_server', () => (server.status = 'running'));
    return {
      server: this.tell(server),
      action: tellAction(action),
      next_actions: [tellAction(next)],
      root_password: server.password ?? null,
    };
  }

  tell(server: FakeServer) {
    return tellServer(server, this.project.isLocked(server));
  }

  update(server: FakeServer, body: Body) {
    if (body['labels'] !== undefined) server.labels = labelsOf(body);
    return { server: this.tell(server) };
  }

  remove(server: FakeServer) {
    if (server.isProtected) throw new Refusal(423, 'protected', 'server deletion is protected');
    const action = this.project.queue(server, 'delete_server', () => undefined);
    action.status = 'success';
    this.project.servers.delete(server.id);
    return { action: tellAction(action) };
  }

  act(server: FakeServer, action: string, body: Body): object {
    const act = ACTS[action];
    if (!act) throw missing('action');
    return act(this, server, body);
  }

  plainly(server: FakeServer, command: string, effect: () => void) {
    return { action: tellAction(this.project.begin(server, command, effect)) };
  }

  withPassword(server: FakeServer, command: string, effect: (password: string) => void) {
    const root_password = this.project.newPassword();
    return { ...this.plainly(server, command, () => effect(root_password)), root_password };
  }

  imageOf(reference: unknown, architecture: string): FakeImage {
    const system = this.project.catalog.systems.find(image => image.name === reference && image.architecture === architecture);
    const image = system ?? this.project.snapshots.get(Number(reference));
    if (!image) throw invalid('image');
    return image;
  }

  typeOf(name: unknown) {
    const type = this.project.catalog.types.find(known => known.name === name);
    if (!type) throw invalid('server_type');
    return type;
  }

  demandRoom(type: string, place: string): void {
    if (this.project.soldOut.has(`${type}@${place}`))
      throw new Refusal(412, 'resource_unavailable', 'no more servers of this type here');
  }

  takeImage(server: FakeServer, { description = '', labels = {} }: { readonly description?: string; readonly labels?: object }) {
    const image: FakeImage = {
      ...server.image,
      id: this.project.nextId(),
      type: 'snapshot',
      status: 'creating',
      name: null,
      description,
      created: this.project.now().toISOString(),
      image_size: null,
      disk_size: server.diskGb,
      labels: labelsOf({ labels }),
      created_from: { id: server.id, name: server.name },
      rapid_deploy: false,
    };
    const begun = this.plainly(server, 'create_image', () => {
      image.status = 'available';
      image.image_size = 2.3;
    });
    this.project.snapshots.set(image.id, image);
    return { ...begun, image };
  }
}

type Act = (desk: ServerDesk, server: FakeServer, body: Body) => object;

/** A server that boots with rescue mode enabled boots into it, once. */
function boot(server: FakeServer): void {
  server.isInRescue = server.rescueEnabled;
  server.rescueEnabled = false;
  server.status = 'running';
}

const ACTS: Readonly<Record<string, Act>> = {
  poweron: (desk, server) => {
    const begun = desk.plainly(server, 'start_server', () => boot(server));
    if (server.status === 'off') server.status = 'starting';
    return begun;
  },
  poweroff: (desk, server) => desk.plainly(server, 'stop_server', () => (server.status = 'off')),
  shutdown: (desk, server) =>
    desk.plainly(server, 'shutdown_server', () => {
      if (server.listens) server.status = 'off';
    }),
  reboot: (desk, server) => desk.plainly(server, 'reboot_server', () => boot(server)),
  reset: (desk, server) => desk.plainly(server, 'reset_server', () => boot(server)),
  reset_password: (desk, server) => {
    if (server.status !== 'running' || !server.listens)
      throw new Refusal(422, 'unsupported_error', 'the guest agent is not running');
    return desk.withPassword(server, 'reset_password', password => (server.password = password));
  },
  change_type: (desk, server, body) => {
    const type = desk.typeOf(body['server_type']);
    if (server.status !== 'off') throw new Refusal(422, 'server_not_stopped', 'server must be stopped');
    if (type.disk < server.diskGb || type.architecture !== server.type.architecture)
      throw new Refusal(422, 'invalid_server_type', 'the disk would shrink');
    desk.demandRoom(type.name, server.place.name);
    return desk.plainly(server, 'change_server_type', () => {
      server.type = type;
      if (body['upgrade_disk'] === true) server.diskGb = type.disk;
    });
  },
  rebuild: (desk, server, body) => {
    if (server.isProtected) throw new Refusal(423, 'protected', 'server rebuild is protected');
    const image = desk.imageOf(body['image'], server.type.architecture);
    const begun = desk.withPassword(server, 'rebuild_server', password => {
      server.image = image;
      server.password = password;
      if (typeof body['user_data'] === 'string') server.userData = body['user_data'];
      boot(server);
    });
    if (server.status !== 'running') server.status = 'rebuilding';
    return server.hasKeys ? { ...begun, root_password: null } : begun;
  },
  create_image: (desk, server, body) => desk.takeImage(server, body),
  enable_rescue: (desk, server) => {
    if (server.rescueEnabled) throw new Refusal(409, 'conflict', 'rescue mode is already enabled');
    return desk.withPassword(server, 'enable_rescue', () => (server.rescueEnabled = true));
  },
  disable_rescue: (desk, server) => desk.plainly(server, 'disable_rescue', () => (server.rescueEnabled = false)),
  request_console: (desk, server) => ({
    ...desk.plainly(server, 'request_console', () => undefined),
    wss_url: `wss://console.hetzner.cloud/?server_id=${server.id}&token=0123456789abcdef`,
    password: 'Console-42',
  }),
  change_dns_ptr: (desk, server, body) => {
    const ip = String(body['ip']);
    const own = ip === ipv4Of(server) || ip.startsWith(subnetOf(server).slice(0, -1));
    if (!isIP(ip) || !own) throw invalid('ip');
    return desk.plainly(server, 'change_dns_ptr', () => {
      if (typeof body['dns_ptr'] === 'string') server.names.set(ip, body['dns_ptr']);
      else server.names.delete(ip);
    });
  },
};

function labelsOf(body: Body): Readonly<Record<string, string>> {
  const labels = (body['labels'] ?? {}) as Record<string, string>;
  if (Object.values(labels).some(value => typeof value !== 'string' || !LABEL.test(value))) throw invalid('labels');
  return labels;
}
