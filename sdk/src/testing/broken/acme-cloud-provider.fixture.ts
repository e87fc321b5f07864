import { randomUUID } from 'node:crypto';
import type { CallOptions, PluginContext } from '../../context.js';
import type { MetricsRange } from '../../kinds/server-extras.js';
import type { ServerProvider, ServerSnapshot, ServerState } from '../../kinds/server-provider.js';
import type { AcmeServer } from './acme-cloud.fixture.js';
import { toFailure } from './acme-gateway.fixture.js';

const STATES: Readonly<Record<string, ServerState>> = {
  on: 'running',
  off: 'stopped',
  locked: 'suspended',
  waiting: 'creating',
};
const POWER = { start: 'on', restart: 'on', stop: 'off', 'force-stop': 'off' } as const;
const MINUTE = 60_000;
const STEPS: Readonly<Record<MetricsRange, number>> = { hour: 5, day: 120, week: 720, month: 2880 };

export function toServer(server: AcmeServer): ServerSnapshot {
  return {
    externalId: server.id,
    state: STATES[server.status] ?? 'changing',
    hostname: server.hostname,
    plan: server.plan,
    image: server.image,
    addresses: [{ family: 4, address: server.address, primary: true, reverseName: server.reverse }],
    credentials: { username: server.user, password: server.rescue || server.password },
    rescue: server.rescue !== '',
    ...(server.status === 'waiting' && { handWork: { title: 'Connect the server', asksAccess: true } }),
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
  const get = async (id: string) => (await ask('GET', `servers/${id}`)) as AcmeServer;
  const find = async (serviceId: string) => ((await ask('GET', `servers?service=${serviceId}`)) as AcmeServer[])[0];
  const change = async (method: string, path: string, words: object, call: CallOptions) =>
    toServer((await ask(method, `servers/${path}`, call, words)) as AcmeServer);
  const patch = (id: string, words: Partial<AcmeServer>, call: CallOptions) => change('PATCH', id, words, call);
  const soon = () => new Date(context.clock.now().getTime() + MINUTE);
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
      get(externalId).then(toServer, gone({ externalId, state: 'gone', addresses: [] } as ServerSnapshot)),
    find: async serviceId => find(serviceId).then(server => server && toServer(server)),
    suspend: async (id, _, call) => patch(id, { status: 'locked' }, call),
    unsuspend: async (id, call) => patch(id, { status: 'on' }, call),
    terminate: async (id, call) => void (await ask('DELETE', `servers/${id}`, call).catch(gone(undefined))),
    power: async (id, action, call) => patch(id, { status: POWER[action] }, call),
    resize: async (id, { plan }, call) => patch(id, { plan }, call),
    reinstall: async (id, image, call) => patch(id, { image }, call),
    resetPassword: async (id, call) => patch(id, { password: randomUUID() }, call),
    rename: async (id, hostname, call) => patch(id, { hostname }, call),
    finishHandWork: async (id, { addresses: [address] = [], username, password }, call) => {
      const server = await get(id);
      if (server.status !== 'waiting') return toServer(server);
      const told = { ...(address && { address }), ...(username && { user: username }), ...(password && { password }) };
      return patch(id, { status: 'on', ...told }, call);
    },
    list: async (cursor = '0') => {
      const servers = (await ask('GET', `servers?from=${cursor}`)) as AcmeServer[];
      return {
        servers: servers.map(server => ({ ...toServer(server), ...(server.service && { serviceId: server.service }) })),
        ...(servers.length > 0 && { next: String(Number(cursor) + servers.length) }),
      };
    },
    listSnapshots: async id => (await get(id)).copies.map(copy => ({ ...copy, createdAt: context.clock.now(), ready: true })),
    createSnapshot: async (id, name, call) => {
      const server = await get(id);
      return server.copies.some(copy => copy.name === name) ? toServer(server) : change('POST', `${id}/copies`, { name }, call);
    },
    restoreSnapshot: async (id, copy, call) => change('POST', `${id}/copies/${copy}`, {}, call),
    deleteSnapshot: async (id, copy, call) => {
      const server = await ask('DELETE', `servers/${id}/copies/${copy}`, call).catch(gone(undefined));
      return server ? toServer(server as AcmeServer) : toServer(await get(id));
    },
    setRescue: async (id, on, call) => patch(id, { rescue: on ? randomUUID() : '' }, call),
    setReverseName: async (id, address, reverse = '', call) => patch(id, { address, reverse }, call),
    metrics: async (id, range) => {
      await get(id);
      const points = Array.from({ length: 12 }, (_, index) => ({
        at: new Date(context.clock.now().getTime() - (11 - index) * STEPS[range] * MINUTE),
        cpuPercent: 10 * index,
      }));
      return { cpuCores: 2, points };
    },
    usage: async id => {
      await get(id);
      return { meters: [{ code: 'traffic', unit: 'bytes', used: 5n, limit: 10n }] };
    },
    openConsole: async id => ({
      protocol: 'terminal',
      url: `wss://cloud.acme.test/${(await get(id)).id}`,
      control: { url: `wss://cloud.acme.test/size`, resize: '{{cols}} {{rows}}' },
      expiresAt: soon(),
    }),
    openPanel: async id => ({ url: `https://cloud.acme.test/${(await get(id)).id}`, expiresAt: soon() }),
  };
}

const gone =
  <T>(answer: T) =>
  (error: unknown): T => {
    if ((error as { code?: unknown }).code === 'acme-404') return answer;
    throw error;
  };
