import { randomUUID } from 'node:crypto';
import type { BoundedFetch, CallOptions, PluginContext } from '../../context.js';
import type { ServerProvider, ServerSnapshot, ServerState } from '../../kinds/server-provider.js';
import { toFailure } from './acme-gateway.fixture.js';

export interface AcmeServer {
  readonly id: string;
  readonly service: string;
  readonly hostname: string;
  readonly plan: string;
  readonly image: string;
  readonly status: string;
  readonly password: string;
}

type Fields = Readonly<Record<string, string>>;

/** A cloud in memory. */
export class AcmeCloud {
  readonly servers = new Map<string, AcmeServer>();

  readonly fetch: BoundedFetch = async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const text = await request.text();
    const [status, value] = this.answer(request.method, url, text === '' ? {} : (JSON.parse(text) as Fields));
    return Response.json(value, { status });
  };

  say(id: string, status: string): void {
    this.change(id, { status });
  }

  private answer(method: string, url: URL, body: Fields): readonly [number, unknown] {
    const [, resource = '', id = ''] = url.pathname.split('/');
    if (resource === 'plans') return [200, ['small', 'large']];
    if (method === 'POST' && id === '') return body['plan'] === 'no-such-plan' ? [422, {}] : [201, this.create(body)];
    if (id === '') return [200, [...this.servers.values()].filter(({ service }) => service === url.searchParams.get('service'))];
    if (!this.servers.has(id)) return [404, {}];
    if (method === 'DELETE') this.servers.delete(id);
    return [200, method === 'PATCH' ? this.change(id, body) : (this.servers.get(id) ?? {})];
  }

  private create({ service = '', hostname = '', plan = '', image = '' }: Fields): AcmeServer {
    const server = { id: randomUUID(), service, hostname, plan, image, status: 'on', password: randomUUID() };
    this.servers.set(server.id, server);
    return server;
  }

  private change(id: string, words: Partial<AcmeServer>): AcmeServer {
    const server = { ...this.servers.get(id)!, ...words };
    this.servers.set(id, server);
    return server;
  }
}

const STATES: Readonly<Record<string, ServerState>> = { on: 'running', off: 'stopped', locked: 'suspended' };
const POWER = { start: 'on', restart: 'on', stop: 'off', 'force-stop': 'off' } as const;

export function toServer(server: AcmeServer): ServerSnapshot {
  return {
    externalId: server.id,
    state: STATES[server.status] ?? 'changing',
    hostname: server.hostname,
    plan: server.plan,
    image: server.image,
    addresses: [{ family: 4, address: '192.0.2.7', primary: true }],
    credentials: { username: 'root', password: server.password },
    raw: { status: server.status },
  };
}

/** A server provider that keeps every promise. */
export function honestProvider(context: PluginContext): Required<ServerProvider> {
  const ask = async (method: string, path: string, call?: CallOptions, body?: object): Promise<unknown> => {
    const response = await context.fetch(`https://cloud.acme.test/${path}`, {
      method,
      headers: { authorization: `Bearer ${context.secrets.get('apiKey')}` },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw toFailure(response, call !== undefined);
    return response.json();
  };
  const find = async (serviceId: string) => ((await ask('GET', `servers?service=${serviceId}`)) as AcmeServer[])[0];
  const patch = async (id: string, words: Partial<AcmeServer>, call: CallOptions) =>
    toServer((await ask('PATCH', `servers/${id}`, call, words)) as AcmeServer);
  return {
    catalog: async () => {
      const plans = (await ask('GET', 'plans')) as string[];
      return { plans: plans.map(id => ({ id, name: id, available: true })), images: [], locations: [] };
    },
    create: async ({ serviceId, spec }, call) => {
      const existing = await find(serviceId);
      const order = { service: serviceId, hostname: spec.hostname, plan: spec.plan, image: spec.image ?? '' };
      return toServer(existing ?? ((await ask('POST', 'servers', call, order)) as AcmeServer));
    },
    fetch: async externalId =>
      ask('GET', `servers/${externalId}`).then(
        server => toServer(server as AcmeServer),
        gone({ externalId, state: 'gone', addresses: [] } as ServerSnapshot),
      ),
    find: async serviceId => find(serviceId).then(server => server && toServer(server)),
    suspend: async (id, _, call) => patch(id, { status: 'locked' }, call),
    unsuspend: async (id, call) => patch(id, { status: 'on' }, call),
    terminate: async (id, call) => void (await ask('DELETE', `servers/${id}`, call).catch(gone(undefined))),
    power: async (id, action, call) => patch(id, { status: POWER[action] }, call),
    resize: async (id, { plan }, call) => patch(id, { plan }, call),
    reinstall: async (id, image, call) => patch(id, { image }, call),
    resetPassword: async (id, call) => patch(id, { password: randomUUID() }, call),
    access: async (id, target) => ({
      url: `https://cloud.acme.test/${target}/${id}`,
      expiresAt: new Date(context.clock.now().getTime() + 60_000),
    }),
  };
}

const gone =
  <T>(answer: T) =>
  (error: unknown): T => {
    if ((error as { code?: unknown }).code === 'acme-404') return answer;
    throw error;
  };
