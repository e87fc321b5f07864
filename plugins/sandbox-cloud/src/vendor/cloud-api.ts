import type { Clock } from '@hostwright/sdk';
import { IMAGES, LOCATIONS, PLANS, sells, sizeOf, userOf } from './catalog.js';
import { isBusy, percentOf, shownPassword, statusOf, stepOf, type CloudServer, type Work } from './cloud-server.js';
import { newPassword, type Fleet } from './fleet.js';
import { Refusal, textField, type Fields } from './http.js';

export interface ApiCall {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Fields;
}

export interface ApiAnswer {
  readonly status: number;
  readonly value: unknown;
}

export interface Durations {
  readonly provisionMs: number;
  readonly changeMs: number;
}

const HOSTNAME = /^[a-z0-9]([a-z0-9-]{0,62})(\.[a-z0-9]([a-z0-9-]{0,62}))*$/i;

/** The cloud's small JSON protocol. What goes wrong by order is decided by its caller. */
export class CloudApi {
  constructor(
    private readonly fleet: Fleet,
    private readonly apiKeys: readonly string[],
    private readonly clock: Clock,
    private readonly durations: Durations,
  ) {}

  answer(call: ApiCall, createFails?: string): ApiAnswer {
    const account = this.accountOf(call);
    const [resource, id, , action] = call.path.replace(/^\/v1\//, '').split('/');
    if (call.path === '/v1/catalog' && call.method === 'GET') return { status: 200, value: catalogToTell() };
    if (resource !== 'servers') throw new Refusal(404, 'no_such_address', `There is no ${call.path}`);
    if (id === undefined) return call.method === 'POST' ? this.create(call, account, createFails) : this.list(call, account);
    const server = this.own(id, account);
    if (action !== undefined && call.method === 'POST') return this.act(server, action, call.body);
    if (call.method === 'DELETE') return this.remove(server);
    return { status: 200, value: this.told(server) };
  }

  told(server: CloudServer): Readonly<Record<string, unknown>> {
    const now = this.now();
    return {
      id: server.id,
      status: statusOf(server, now),
      progress: { percent: percentOf(server, now), step: stepOf(server, now) },
      error: server.work.fails ?? null,
      hostname: server.hostname,
      plan: server.plan,
      image: server.image,
      location: server.location,
      addons: server.addons,
      labels: { service_id: server.serviceId },
      ipv4: server.ipv4,
      ipv6: server.ipv6,
      user: userOf(server.image),
      password: shownPassword(server, now),
      created_at: server.createdAt,
    };
  }

  private create(call: ApiCall, account: string, fails: string | undefined): ApiAnswer {
    const key = call.headers['idempotency-key'];
    if (typeof key !== 'string' || key === '') throw new Refusal(400, 'key_missing', 'Idempotency-Key is missing');
    const before = this.fleet.recall(account, key);
    if (before && before.deletedAt === null) return { status: 200, value: this.told(before) };
    const { body } = call;
    const plan = textField(body, 'plan', /^/);
    if (!sizeOf(plan)) throw new Refusal(422, 'unknown_plan', 'There is no such plan');
    const server: CloudServer = {
      ...this.fleet.newIdentity(),
      account,
      serviceId: textField((body['labels'] ?? {}) as Fields, 'service_id', /^\S{1,100}$/),
      hostname: textField(body, 'hostname', HOSTNAME),
      plan,
      image: this.soldImage(body),
      location: soldLocation(body),
      addons: addonsOf(body['addons']),
      isOn: true,
      suspendedFor: null,
      deletedAt: null,
      work: {
        kind: 'creating',
        startedAt: this.now(),
        lastsMs: this.durations.provisionMs,
        ...(fails !== undefined && { fails }),
      },
      createdAt: this.clock.now().toISOString(),
    };
    this.fleet.put(server);
    this.fleet.remember(account, key, server.id);
    return { status: 201, value: this.told(server) };
  }

  private list(call: ApiCall, account: string): ApiAnswer {
    const serviceId = call.query.get('label_service_id');
    const servers = this.fleet
      .living()
      .filter(server => server.account === account && (serviceId === null || server.serviceId === serviceId));
    return { status: 200, value: { servers: servers.map(server => this.told(server)) } };
  }

  private remove(server: CloudServer): ApiAnswer {
    this.fleet.put({ ...server, deletedAt: this.clock.now().toISOString() });
    return { status: 200, value: { deleted: true } };
  }

  private act(server: CloudServer, action: string, body: Fields): ApiAnswer {
    if (isBusy(server, this.now())) throw new Refusal(409, 'busy', 'The server is being worked on', { 'retry-after': '2' });
    const actions: Readonly<Record<string, () => CloudServer>> = {
      start: () => (this.free(server).isOn ? server : this.changing(server, { isOn: true })),
      stop: () => (this.free(server).isOn ? this.changing(server, { isOn: false }) : server),
      restart: () => this.changing(this.free(server), { isOn: true }),
      'force-stop': () => ({ ...this.free(server), isOn: false }),
      suspend: () =>
        server.suspendedFor === null
          ? this.changing(server, { suspendedFor: textField(body, 'reason', /^[^]{1,300}$/) })
          : server,
      unsuspend: () => (server.suspendedFor === null ? server : this.changing(server, { suspendedFor: null, isOn: true })),
      resize: () => this.changing(this.free(server), { ...this.newSize(server, body), isOn: true }),
      reinstall: () => this.changing(this.free(server), { image: this.soldImage(body), password: newPassword(), isOn: true }),
      'reset-password': () => ({
        ...this.free(server),
        password: newPassword(),
        work: { ...server.work, startedAt: this.now(), lastsMs: 0 },
      }),
    };
    const perform = Object.hasOwn(actions, action) ? actions[action] : undefined;
    if (!perform) throw new Refusal(404, 'no_such_action', `There is no action ${action}`);
    return { status: 200, value: this.told(this.fleet.put(perform())) };
  }

  private changing(server: CloudServer, change: Partial<CloudServer>): CloudServer {
    const work: Work = { kind: 'changing', startedAt: this.now(), lastsMs: this.durations.changeMs };
    return { ...server, ...change, work };
  }

  /** A suspended server takes no orders but to be resumed or removed. */
  private free(server: CloudServer): CloudServer {
    if (server.suspendedFor !== null) throw new Refusal(409, 'suspended', 'The server is suspended');
    return server;
  }

  private newSize(server: CloudServer, body: Fields): Pick<CloudServer, 'plan' | 'addons'> {
    const plan = textField(body, 'plan', /^/);
    const wanted = sizeOf(plan);
    if (!wanted) throw new Refusal(422, 'unknown_plan', 'There is no such plan');
    if (wanted.disk < (sizeOf(server.plan)?.disk ?? 0)) throw new Refusal(422, 'disk_shrinks', 'A disk cannot become smaller');
    return { plan, addons: { ...server.addons, ...addonsOf(body['addons']) } };
  }

  private soldImage(body: Fields): string {
    const image = textField(body, 'image', /^/);
    if (!sells(IMAGES, image)) throw new Refusal(422, 'unknown_image', 'There is no such image');
    return image;
  }

  private own(id: string, account: string): CloudServer {
    const server = this.fleet.get(id);
    if (!server || server.account !== account || server.deletedAt !== null)
      throw new Refusal(404, 'no_such_server', 'There is no such server');
    return server;
  }

  private accountOf(call: ApiCall): string {
    const index = this.apiKeys.findIndex(apiKey => call.headers['authorization'] === `Bearer ${apiKey}`);
    if (index < 0) throw new Refusal(401, 'unauthorized', 'The key is not known');
    return `account-${index}`;
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

function catalogToTell(): Readonly<Record<string, unknown>> {
  const plans = PLANS.map(plan => ({ ...plan, ...sizeOf(plan.id) }));
  return { plans, images: IMAGES, locations: LOCATIONS };
}

function soldLocation(body: Fields): string {
  const location = textField(body, 'location', /^/);
  if (!sells(LOCATIONS, location)) throw new Refusal(422, 'unknown_location', 'There is no such location');
  return location;
}

function addonsOf(value: unknown): CloudServer['addons'] {
  if (typeof value !== 'object' || value === null) return {};
  const plain = Object.entries(value).filter((entry): entry is [string, string | number | boolean] =>
    ['string', 'number', 'boolean'].includes(typeof entry[1]),
  );
  return Object.fromEntries(plain.slice(0, 50));
}
