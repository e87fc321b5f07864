import type { IncomingMessage, ServerResponse } from 'node:http';
import { describeInstance, describeOperation, describeSnapshot, describeState } from './fake-answers.js';
import { FakeInstances } from './fake-instances.js';
import { Refusal, type FakeOperation, type FakeState } from './fake-state.js';

export interface Request {
  readonly method: string;
  /** Without /1.0/ in front. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Record<string, unknown>;
  readonly text: string;
  readonly headers: IncomingMessage['headers'];
  readonly isTrusted: boolean;
}

export interface Reply {
  readonly status: number;
  readonly body: object;
}

export interface Names {
  readonly pools: readonly string[];
  readonly networks: readonly string[];
  readonly profiles: readonly string[];
  readonly extensions: readonly string[];
}

/** The daemon's interface, version 1.0, as far as this plugin has business with it. */
export class FakeInterface {
  private readonly instances: FakeInstances;

  constructor(
    private readonly state: FakeState,
    private readonly names: Names,
  ) {
    this.instances = new FakeInstances(state);
  }

  answer(request: Request): Reply {
    this.state.settle();
    if (!request.isTrusted && request.path !== '') throw new Refusal(403, 'not authorized');
    const [collection = '', name = '', ...rest] = request.path.split('/').map(decodeURIComponent);
    if (collection === '') return done(this.server(request.isTrusted));
    if (request.query.get('project') !== 'default') throw new Refusal(404, 'Project not found');
    if (collection === 'images') return done(this.images());
    if (collection === 'operations') return done(this.operations(name));
    if (collection === 'instances') return this.instancesAnswer(request, name, rest);
    return done(this.named(collection, name));
  }

  private instancesAnswer(request: Request, name: string, rest: readonly string[]): Reply {
    const { state, instances } = this;
    const { method, body } = request;
    if (name === '') {
      if (method === 'POST') return begun(instances.create(body));
      return done(
        [...state.instances.values()].map(instance => describeInstance(instance, request.query.get('recursion') === '2')),
      );
    }
    const instance = state.instance(name);
    const key = `${method} ${rest[0] ?? ''}`.trim();
    const routes: Readonly<Record<string, () => Reply>> = {
      GET: () => done(describeInstance(instance, request.query.get('recursion') === '1')),
      PATCH: () => {
        instances.change(instance, body);
        return done({});
      },
      PUT: () => begun(instances.restore(instance, String(body['restore']))),
      DELETE: () => begun(instances.remove(instance)),
      'GET state': () => done(describeState(instance)),
      'PUT state': () => begun(instances.setState(instance, body)),
      'POST rebuild': () => begun(this.rebuild(request, name)),
      'GET snapshots': () => done([...instance.snapshots.values()].map(describeSnapshot)),
      'POST snapshots': () => begun(instances.snapshot(instance, body)),
      'DELETE snapshots': () => begun(instances.removeSnapshot(instance, rest[1] ?? '')),
      'POST exec': () => begun(instances.execute(instance, body)),
      'POST files': () => {
        const isFile = request.headers['x-lxd-type'] !== 'directory';
        if (isFile) instance.files.set(request.query.get('path') ?? '', request.text);
        return done({});
      },
    };
    const route = Object.hasOwn(routes, key) ? routes[key] : undefined;
    if (!route) throw new Refusal(404, 'not found');
    return route();
  }

  private rebuild(request: Request, name: string): FakeOperation {
    if (!this.names.extensions.includes('instances_rebuild')) throw new Refusal(404, 'not found');
    return this.instances.rebuild(this.state.instance(name), request.body);
  }

  private server(isTrusted: boolean): object {
    return {
      api_version: '1.0',
      api_status: 'stable',
      api_extensions: this.names.extensions,
      auth: isTrusted ? 'trusted' : 'untrusted',
      ...(isTrusted && { environment: { server: 'lxd', server_version: '5.0.2', server_name: 'fake', server_clustered: false } }),
    };
  }

  private images(): object {
    return this.state.images.map(({ alias, description }) => ({
      aliases: [{ name: alias, description: '' }],
      properties: { description, os: alias.split('/')[0] },
      type: 'container',
    }));
  }

  /** One, after a wait that is over at once; or all of them, by the state they are in. */
  private operations(id: string): object {
    if (id !== '') {
      const operation = this.state.operations.get(id);
      if (!operation) throw new Refusal(404, 'Operation not found');
      return describeOperation(operation);
    }
    const running = [...this.state.operations.values()].filter(({ work }) => work);
    return running.length > 0 ? { running: running.map(describeOperation) } : {};
  }

  private named(collection: string, name: string): object {
    const known: Readonly<Record<string, readonly [string, readonly string[]]>> = {
      'storage-pools': ['Storage pool not found', this.names.pools],
      networks: ['Network not found', this.names.networks],
      profiles: ['Profile not found', this.names.profiles],
    };
    const [complaint, names] = known[collection] ?? ['not found', []];
    if (!names.includes(name)) throw new Refusal(404, complaint);
    return { name };
  }
}

export function send(response: ServerResponse, { status, body }: Reply, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

export const refused = (status: number, error: string): Reply => ({
  status,
  body: { type: 'error', status: '', status_code: 0, operation: '', error_code: status, error, metadata: null },
});

const done = (metadata: object): Reply => ({
  status: 200,
  body: { type: 'sync', status: 'Success', status_code: 200, operation: '', error_code: 0, error: '', metadata },
});

const begun = (operation: FakeOperation): Reply => ({
  status: 202,
  body: {
    type: 'async',
    status: 'Operation created',
    status_code: 100,
    operation: `/1.0/operations/${operation.id}`,
    error_code: 0,
    error: '',
    metadata: describeOperation(operation),
  },
});
