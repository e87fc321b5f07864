import type { Clock } from '@hostwright/sdk';
import { IMAGES, LOCATIONS, PLANS, sells, sizeOf } from './catalog.js';
import { copiesOf, statusOf, type CloudServer } from './cloud-server.js';
import { metricsToTell, usageToTell } from './curves.js';
import { copied, copyToTell, restored, withoutCopy } from './disk-copies.js';
import type { Fleet } from './fleet.js';
import { HOSTNAME, Refusal, textField, type Fields } from './http.js';
import { act, addonsOf, soldImage, type Moment } from './server-actions.js';
import { serverToTell } from './server-to-tell.js';
import type { Tickets } from './tickets.js';

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

export interface Rules {
  readonly provisionMs: number;
  readonly changeMs: number;
  /** How many servers of one account are worked on at once. */
  readonly atOnce: number;
}

/** What becomes of a new server by order of a test or of its name. */
export interface Fate {
  readonly fails?: string;
  readonly waitsForHands?: boolean;
  readonly handsAgain?: number;
}

const LONGEST_PAGE = 200;

/** The cloud's small JSON protocol. What goes wrong by order is decided by its caller. */
export class CloudApi {
  constructor(
    private readonly fleet: Fleet,
    private readonly tickets: Tickets,
    private readonly apiKeys: readonly string[],
    private readonly clock: Clock,
    private readonly rules: Rules,
  ) {}

  answer(call: ApiCall, fate: Fate = {}): ApiAnswer {
    const account = this.accountOf(call);
    const [resource, id, part, partId, verb] = call.path.replace(/^\/v1\//, '').split('/');
    if (call.path === '/v1/catalog' && call.method === 'GET') return { status: 200, value: catalogToTell() };
    if (resource !== 'servers') throw new Refusal(404, 'no_such_address', `There is no ${call.path}`);
    if (id === undefined) return call.method === 'POST' ? this.create(call, account, fate) : this.list(call, account);
    const server = this.own(id, account);
    if (call.method === 'GET') return { status: 200, value: this.read(server, part, call.query) };
    const done = `${keyOf(call)} ${call.method} ${call.path}`;
    if (this.fleet.recall(account, done)) return { status: 200, value: this.told(server) };
    if (part === undefined && call.method === 'DELETE') return this.remove(server);
    if (part === 'console' || part === 'panel') return { status: 201, value: this.tickets.issue(part, server.id) };
    const changed = this.changed(server, call, part, partId, verb);
    if (keyOf(call) !== '') this.fleet.remember(account, done, server.id);
    return { status: 200, value: this.told(this.fleet.put(changed)) };
  }

  told(server: CloudServer): Readonly<Record<string, unknown>> {
    return serverToTell(server, this.now());
  }

  private read(server: CloudServer, part: string | undefined, query: URLSearchParams): unknown {
    const now = this.now();
    if (part === 'snapshots') return { snapshots: copiesOf(server).map(copy => copyToTell(copy, now)) };
    if (part === 'metrics') return metricsToTell(server, query.get('range') ?? '', now);
    if (part === 'usage') return usageToTell(server, now);
    if (part === undefined) return this.told(server);
    throw new Refusal(404, 'no_such_address', 'A server has no such part');
  }

  private changed(server: CloudServer, call: ApiCall, part?: string, partId?: string, verb?: string): CloudServer {
    const moment: Moment = { now: this.now(), changeMs: this.rules.changeMs };
    if (part === 'actions' && partId !== undefined) return act(server, partId, call.body, moment);
    if (part === 'snapshots' && partId === undefined) return copied(server, call.body, moment);
    if (part === 'snapshots' && partId !== undefined && verb === 'restore') return restored(server, partId, moment);
    if (part === 'snapshots' && partId !== undefined && call.method === 'DELETE') return withoutCopy(server, partId, moment);
    throw new Refusal(404, 'no_such_address', 'A server has no such part');
  }

  private create(call: ApiCall, account: string, fate: Fate): ApiAnswer {
    const key = keyOf(call);
    if (key === '') throw new Refusal(400, 'key_missing', 'Idempotency-Key is missing');
    const before = this.fleet.recall(account, key);
    if (before && before.deletedAt === null) return { status: 200, value: this.told(before) };
    const { body } = call;
    const plan = textField(body, 'plan', /^/);
    if (!sizeOf(plan)) throw new Refusal(422, 'unknown_plan', 'There is no such plan');
    this.demandRoom(account);
    const server: CloudServer = {
      ...this.fleet.newIdentity(),
      account,
      serviceId: textField((body['labels'] ?? {}) as Fields, 'service_id', /^\S{1,100}$/),
      hostname: textField(body, 'hostname', HOSTNAME),
      plan,
      image: soldImage(body),
      location: soldLocation(body),
      addons: addonsOf(body['addons']),
      isOn: true,
      suspendedFor: null,
      deletedAt: null,
      work: { kind: 'creating', startedAt: this.now(), lastsMs: this.rules.provisionMs, ...fate },
      createdAt: this.clock.now().toISOString(),
    };
    this.fleet.put(server);
    this.fleet.remember(account, key, server.id);
    return { status: 201, value: this.told(server) };
  }

  /** In pages, each of which begins after the number where the one before ended: what is deleted meanwhile hides nothing. */
  private list(call: ApiCall, account: string): ApiAnswer {
    const serviceId = call.query.get('label_service_id');
    const after = Number(call.query.get('after') ?? 0);
    const most = Math.min(LONGEST_PAGE, Math.max(1, Number(call.query.get('limit') ?? LONGEST_PAGE)));
    const servers = this.fleet
      .living()
      .filter(server => server.account === account && (serviceId === null || server.serviceId === serviceId))
      .filter(server => Number(server.id) > after);
    const page = servers.slice(0, most);
    const next = servers.length > page.length ? (page.at(-1)?.id ?? null) : null;
    return { status: 200, value: { servers: page.map(server => this.told(server)), next } };
  }

  private remove(server: CloudServer): ApiAnswer {
    this.fleet.put({ ...server, deletedAt: this.clock.now().toISOString() });
    return { status: 200, value: { deleted: true } };
  }

  private demandRoom(account: string): void {
    const now = this.now();
    const making = this.fleet.living().filter(server => server.account === account && statusOf(server, now) === 'creating');
    if (making.length >= this.rules.atOnce)
      throw new Refusal(429, 'too_many_at_once', `No more than ${this.rules.atOnce} servers are made at once`, {
        'retry-after': '1',
      });
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

function keyOf(call: ApiCall): string {
  const key = call.headers['idempotency-key'];
  return typeof key === 'string' ? key : '';
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
