import { createHash } from 'node:crypto';
import { tellAction } from './fake-server.js';
import { curvesOf } from './curves.js';
import type { Project } from './project.js';
import { invalid, missing, Refusal } from './refusal.js';
import { ServerDesk, type Body } from './server-desk.js';

export interface Asked {
  readonly method: string;
  /** Without `/v1`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Body;
}

export interface Answered {
  readonly status: number;
  readonly body?: object;
}

type Route = (asked: Asked, ...parts: readonly string[]) => Answered;

/** Which call does what. */
export class Routes {
  private readonly desk: ServerDesk;
  private readonly table: readonly (readonly [string, RegExp, Route])[];

  constructor(private readonly project: Project) {
    this.desk = new ServerDesk(project);
    this.table = [
      ['GET', /^\/server_types$/, asked => this.page(asked, 'server_types', project.catalog.types)],
      ['GET', /^\/locations$/, asked => this.page(asked, 'locations', project.catalog.places)],
      ['GET', /^\/images$/, asked => this.images(asked)],
      ['DELETE', /^\/images\/(\d+)$/, (_asked, id) => this.deleteImage(Number(id))],
      ['GET', /^\/ssh_keys$/, asked => this.keys(asked)],
      ['POST', /^\/ssh_keys$/, ({ body }) => this.createKey(body)],
      ['GET', /^\/servers$/, asked => this.servers(asked)],
      ['POST', /^\/servers$/, ({ body }) => ({ status: 201, body: this.desk.create(body) })],
      ['GET', /^\/servers\/(\d+)$/, (_asked, id) => ({ status: 200, body: { server: this.desk.tell(this.server(id)) } })],
      ['PUT', /^\/servers\/(\d+)$/, ({ body }, id) => ({ status: 200, body: this.desk.update(this.server(id), body) })],
      ['DELETE', /^\/servers\/(\d+)$/, (_asked, id) => ({ status: 200, body: this.desk.remove(this.server(id)) })],
      ['GET', /^\/servers\/(\d+)\/actions$/, (asked, id) => this.actions(asked, Number(id))],
      ['GET', /^\/servers\/(\d+)\/metrics$/, (asked, id) => this.metrics(asked, id)],
      [
        'POST',
        /^\/servers\/(\d+)\/actions\/([a-z_]+)$/,
        ({ body }, id, action = '') => ({ status: 201, body: this.desk.act(this.server(id), action, body) }),
      ],
      ['GET', /^\/actions\/(\d+)$/, (_asked, id) => this.action(Number(id))],
    ];
  }

  answer(asked: Asked): Answered {
    for (const [method, pattern, route] of this.table) {
      const found = method === asked.method ? pattern.exec(asked.path) : null;
      if (found) return route(asked, ...found.slice(1));
    }
    throw missing('page');
  }

  private server(id: string | undefined) {
    const server = this.project.servers.get(Number(id));
    if (!server) throw missing('server');
    return server;
  }

  private servers(asked: Asked): Answered {
    const found = [...this.project.servers.values()].filter(({ labels }) => selects(asked.query, labels));
    return this.page(asked, 'servers', found, server => this.desk.tell(server));
  }

  private images(asked: Asked): Answered {
    const { query } = asked;
    const isAsked = (name: string, value: string) => !query.has(name) || query.get(name) === value;
    const all = [...this.project.catalog.systems, ...this.project.snapshots.values()];
    const found = all.filter(
      ({ type, architecture, status, labels }) =>
        isAsked('type', type) && isAsked('architecture', architecture) && isAsked('status', status) && selects(query, labels),
    );
    return this.page(asked, 'images', found);
  }

  private deleteImage(id: number): Answered {
    if (!this.project.snapshots.delete(id)) throw missing('image');
    return { status: 204 };
  }

  private keys(asked: Asked): Answered {
    const fingerprint = asked.query.get('fingerprint');
    const found = this.project.keys.filter(key => fingerprint === null || key.fingerprint === fingerprint);
    return this.page(asked, 'ssh_keys', found);
  }

  private createKey({ name, public_key: text }: Body): Answered {
    const [, blob] = /^ssh-[a-z0-9-]+ ([A-Za-z0-9+/]+=*)/.exec(String(text)) ?? [];
    if (blob === undefined) throw invalid('public_key');
    const hex = createHash('md5').update(Buffer.from(blob, 'base64')).digest('hex');
    const fingerprint = (hex.match(/../g) ?? []).join(':');
    if (this.project.keys.some(key => key.fingerprint === fingerprint || key.name === name))
      throw new Refusal(409, 'uniqueness_error', 'SSH key not unique');
    const created = this.project.now().toISOString();
    const key = { id: this.project.nextId(), name: String(name), public_key: String(text), fingerprint, labels: {}, created };
    this.project.keys.push(key);
    return { status: 201, body: { ssh_key: key } };
  }

  private actions(asked: Asked, serverId: number): Answered {
    const found = this.project.actions.filter(action => action.serverId === serverId);
    return this.page(asked, 'actions', asked.query.get('sort') === 'id:desc' ? found.toReversed() : found, tellAction);
  }

  private action(id: number): Answered {
    const action = this.project.actions.find(known => known.id === id);
    if (!action) throw missing('action');
    return { status: 200, body: { action: tellAction(action) } };
  }

  private metrics({ query }: Asked, id: string | undefined): Answered {
    const server = this.server(id);
    const [start, end] = [Date.parse(query.get('start') ?? ''), Date.parse(query.get('end') ?? '')];
    if (Number.isNaN(start) || Number.isNaN(end) || end < start) throw invalid('start');
    const step = Number(query.get('step') ?? 60);
    const time_series = curvesOf(server.id, query.getAll('type'), { start, end, step, cores: server.type.cores });
    const times = { start: new Date(start).toISOString(), end: new Date(end).toISOString(), step };
    return { status: 200, body: { metrics: { ...times, time_series } } };
  }

  private page<T>({ query }: Asked, name: string, all: readonly T[], tell: (item: T) => unknown = item => item): Answered {
    const page = Number(query.get('page') ?? 1);
    const per_page = Math.min(50, Number(query.get('per_page') ?? 25));
    const last = Math.max(1, Math.ceil(all.length / per_page));
    const pagination = {
      page,
      per_page,
      previous_page: page > 1 ? page - 1 : null,
      next_page: page < last ? page + 1 : null,
      last_page: last,
      total_entries: all.length,
    };
    const items = all.slice((page - 1) * per_page, page * per_page).map(tell);
    return { status: 200, body: { [name]: items, meta: { pagination } } };
  }
}

/** Selectors of the form `key==value`, the only one that is asked for. */
function selects(query: URLSearchParams, labels: Readonly<Record<string, string>>): boolean {
  const selector = query.get('label_selector');
  if (selector === null) return true;
  const [key = '', value] = selector.split('==');
  return value !== undefined && labels[key] === value;
}
