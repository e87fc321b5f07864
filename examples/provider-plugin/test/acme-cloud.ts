import { randomUUID } from 'node:crypto';
import type { ServerBench } from '@hostwright/sdk/testing';

const PLANS = [
  { id: 'small', name: 'Small' },
  { id: 'large', name: 'Large' },
];

/** The cloud, as far as its documentation goes: servers in memory, behind a `fetch` of its own. */
export function acmeCloud(): ServerBench<unknown> {
  const servers = new Map<string, Record<string, string>>();
  const of = (label: string) => [...servers.values()].filter(server => server['label'] === label);

  const create = (order: Record<string, string>) => {
    const server = { ...order, id: randomUUID(), status: 'building', ipv4: '192.0.2.7', password: randomUUID() };
    servers.set(server.id, server);
    return server;
  };
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const { pathname, searchParams } = new URL(request.url);
    const text = await request.text();
    const body = text === '' ? {} : (JSON.parse(text) as Record<string, string>);
    if (request.headers.get('authorization') !== 'Bearer acme-key-1') return new Response(null, { status: 401 });
    if (pathname === '/plans') return Response.json(PLANS);
    if (request.method === 'POST') {
      const isSold = PLANS.some(({ id }) => id === body['plan']);
      return isSold ? Response.json(create(body), { status: 201 }) : new Response(null, { status: 422 });
    }
    if (pathname === '/servers') return Response.json(of(searchParams.get('label') ?? ''));
    const server = servers.get(pathname.slice('/servers/'.length));
    if (!server) return new Response(null, { status: 404 });
    if (request.method === 'DELETE') servers.delete(server['id'] ?? '');
    return Response.json(Object.assign(server, body));
  };

  return {
    config: {},
    secrets: { apiKey: 'acme-key-1' },
    fetch,
    spec: { plan: 'small', hostname: 'one.example.test', image: 'debian' },
    servers: serviceId => of(serviceId).length,
    finishWork: () => {
      for (const server of servers.values()) if (server['status'] === 'building') server['status'] = 'on';
    },
    sayUnknownWord: externalId => void Object.assign(servers.get(externalId) ?? {}, { status: 'migrating' }),
  };
}
