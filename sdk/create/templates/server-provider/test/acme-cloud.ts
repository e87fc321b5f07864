import { randomUUID } from 'node:crypto';
import type { ServerBench } from '@hostwright/sdk/testing';
import type { AcmeCloudConfig, AcmeCloudServer } from '../src/acme-cloud-client.js';

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
};

/** Acme Cloud in memory, as its documentation describes it. */
class AcmeCloud {
  private readonly servers = new Map<string, AcmeCloudServer>();

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

  private answer(method: string, url: URL, body: Fields): readonly [status: number, value: unknown] {
    const [, , resource = '', id = '', action = ''] = url.pathname.split('/');
    if (resource === 'plans') return [200, PLANS];
    if (id === '') return method === 'POST' ? this.create(body) : [200, this.of(url.searchParams.get('label') ?? '')];
    const server = this.servers.get(id);
    if (!server) return [404, {}];
    if (method === 'DELETE') this.servers.delete(id);
    const change = AFTER[action];
    return [200, change ? this.change(id, change(server, body)) : server];
  }

  private create({ label = '', hostname = '', plan = '', image = '' }: Fields): readonly [number, unknown] {
    if (!PLANS.some(({ id }) => id === plan)) return [422, {}];
    const id = randomUUID();
    return [
      201,
      this.change(id, { id, label, hostname, plan, image, status: 'building', ipv4: '192.0.2.7', password: randomUUID() }),
    ];
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
    servers: serviceId => acme.of(serviceId).length,
    finishWork: () => acme.finishWork(),
    sayUnknownWord: externalId => void acme.change(externalId, { status: 'migrating' }),
  };
}
