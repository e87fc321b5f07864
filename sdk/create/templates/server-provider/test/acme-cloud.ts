import { randomUUID } from 'node:crypto';
import type { ServerBench } from '@hostwright/sdk/testing';
import type { AcmeCloudConfig, AcmeCloudServer, AcmeCloudSnapshot } from '../src/acme-cloud-client.js';

const API_KEY = 'acme-key-1';
const PLANS = [
  { id: 'small', name: 'Small', isSoldOut: false },
  { id: 'large', name: 'Large', isSoldOut: false },
];

type Fields = Readonly<Record<string, string>>;

const AFTER: Readonly<Record<string, (server: AcmeCloudServer, body: Fields) => Partial<AcmeCloudServer>>> = {
  lock: () => ({ status: 'locked' }),
  unlock: () => ({ status: 'on' }),
  start: () => ({ status: 'on' }),
  restart: () => ({ status: 'on' }),
  stop: () => ({ status: 'off' }),
  'force-stop': () => ({ status: 'off' }),
  resize: ({ plan }, body) => ({ plan: body['plan'] ?? plan }),
  reinstall: ({ image }, body) => ({ image: body['image'] ?? image, status: 'building' }),
  'reset-password': () => ({ password: randomUUID() }),
  rename: ({ hostname }, body) => ({ hostname: body['hostname'] ?? hostname }),
};

/** Acme Cloud in memory, as its documentation describes it. */
class AcmeCloud {
  private readonly servers = new Map<string, AcmeCloudServer>();
  private readonly snapshots = new Map<string, readonly AcmeCloudSnapshot[]>();

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    if (request.headers.get('authorization') !== `Bearer ${API_KEY}`) return Response.json({}, { status: 401 });
    const text = await request.text();
    const body = text === '' ? {} : (JSON.parse(text) as Fields);
    const [status, value] = this.answer(request.method, new URL(request.url), body);
    return Response.json(value, { status });
  };

  of(label: string): readonly AcmeCloudServer[] {
    return [...this.servers.values()].filter(server => server.label === label);
  }

  change(id: string, words: Partial<AcmeCloudServer>): AcmeCloudServer {
    const server = { ...this.servers.get(id)!, ...words };
    this.servers.set(id, server);
    return server;
  }

  finishWork(): void {
    for (const { id, status } of this.servers.values()) if (status === 'building') this.change(id, { status: 'on' });
  }

  /** Anybody may make a server, with a label of his own or without. */
  create({ label = '', hostname = '', plan = '', image = '' }: Fields): readonly [number, unknown] {
    if (!PLANS.some(({ id }) => id === plan)) return [422, {}];
    const id = randomUUID();
    const ipv4 = `192.0.2.${this.servers.size + 1}`;
    return [201, this.change(id, { id, label, hostname, plan, image, status: 'building', ipv4, password: randomUUID() })];
  }

  private answer(method: string, url: URL, body: Fields): readonly [status: number, value: unknown] {
    const [, , resource = '', id = '', action = '', snapshotId] = url.pathname.split('/');
    if (resource === 'plans') return [200, PLANS];
    if (id === '') return method === 'POST' ? this.create(body) : [200, this.list(url.searchParams)];
    const server = this.servers.get(id);
    if (!server) return [404, {}];
    if (action === 'snapshots') return this.answerSnapshots(method, server, body, snapshotId);
    if (action === 'restore') return this.snapshotsOf(id).some(one => one.id === body['snapshot']) ? [200, server] : [404, {}];
    if (method === 'DELETE') this.servers.delete(id);
    const change = AFTER[action];
    return [200, change ? this.change(id, change(server, body)) : server];
  }

  private list(query: URLSearchParams): unknown {
    const label = query.get('label');
    if (label !== null) return this.of(label);
    const page = Number(query.get('page'));
    const servers = [...this.servers.values()];
    return { servers: servers.slice((page - 1) * 2, page * 2), next: servers.length > page * 2 ? String(page + 1) : null };
  }

  private snapshotsOf(id: string): readonly AcmeCloudSnapshot[] {
    return this.snapshots.get(id) ?? [];
  }

  private answerSnapshots(method: string, server: AcmeCloudServer, { name = '' }: Fields, id = ''): readonly [number, unknown] {
    const known = this.snapshotsOf(server.id);
    if (method === 'GET') return [200, known];
    const made = { id: randomUUID(), name, created: '2026-03-01T12:00:00Z', isReady: true };
    const left = method === 'POST' ? [...known, made] : known.filter(snapshot => snapshot.id !== id);
    this.snapshots.set(server.id, left);
    return [left.length === known.length ? 404 : 200, server];
  }
}

/** The contract's view of it. */
export function bench(): ServerBench<AcmeCloudConfig> {
  const acme = new AcmeCloud();
  return {
    config: { project: 'shop' },
    secrets: { apiKey: API_KEY },
    fetch: acme.fetch,
    spec: { plan: 'small', hostname: 'one.example.test', image: 'debian' },
    otherSize: { plan: 'large' },
    otherImage: 'ubuntu',
    plantServer: () => {
      acme.create({ hostname: 'by-hand.example.test', plan: 'small', image: 'debian' });
      return acme.of('')[0]!.id;
    },
    servers: serviceId => acme.of(serviceId).length,
    finishWork: () => acme.finishWork(),
    sayUnknownWord: externalId => void acme.change(externalId, { status: 'migrating' }),
  };
}
