import { randomUUID } from 'node:crypto';
import type { BoundedFetch } from '../../context.js';

export interface AcmeCopy {
  readonly id: string;
  readonly name: string;
}

export interface AcmeServer {
  readonly id: string;
  readonly service: string;
  readonly hostname: string;
  readonly plan: string;
  readonly image: string;
  readonly status: string;
  readonly user: string;
  readonly password: string;
  readonly address: string;
  readonly reverse: string;
  readonly rescue: string;
  readonly copies: readonly AcmeCopy[];
}

type Words = Partial<AcmeServer>;

const DEFAULT_NAME = 'host.cloud.acme.test';
const PAGE = 2;

/** A cloud in memory. */
export class AcmeCloud {
  readonly servers = new Map<string, AcmeServer>();

  readonly fetch: BoundedFetch = async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const text = await request.text();
    const [status, value] = this.answer(request.method, url, text === '' ? {} : (JSON.parse(text) as Words));
    return Response.json(value, { status });
  };

  say(id: string, status: string): void {
    this.change(id, { status });
  }

  /** A server; one that is called after `hands` waits until somebody has connected it. */
  create(words: Words): AcmeServer {
    const server = {
      id: randomUUID(),
      service: '',
      hostname: 'planted.example.test',
      plan: 'small',
      image: 'debian',
      status: words.hostname?.startsWith('hands') ? 'waiting' : 'on',
      user: 'root',
      password: randomUUID(),
      address: `192.0.2.${this.servers.size + 1}`,
      reverse: DEFAULT_NAME,
      rescue: '',
      copies: [],
      ...words,
    };
    this.servers.set(server.id, server);
    return server;
  }

  private answer(method: string, url: URL, body: Words): readonly [number, unknown] {
    const [, resource = '', id = '', part, partId] = url.pathname.split('/');
    if (resource === 'plans') return [200, ['small', 'large']];
    if (method === 'POST' && id === '') return body.plan === 'no-such-plan' ? [422, {}] : [201, this.create(body)];
    if (id === '') return [200, this.list(url.searchParams)];
    const server = this.servers.get(id);
    if (!server) return [404, {}];
    if (part === 'copies') return this.copies(method, server, body as AcmeCopy, partId);
    if (method === 'DELETE') this.servers.delete(id);
    return method === 'PATCH' ? this.patch(server, body) : [200, server];
  }

  private list(query: URLSearchParams): readonly AcmeServer[] {
    const service = query.get('service');
    const servers = [...this.servers.values()];
    if (service !== null) return servers.filter(server => server.service === service);
    const from = Number(query.get('from'));
    return servers.slice(from, from + PAGE);
  }

  private patch(server: AcmeServer, words: Words): readonly [number, unknown] {
    if (words.address !== undefined && server.status !== 'waiting' && words.address !== server.address) return [422, {}];
    const reverse = words.reverse === '' ? { reverse: DEFAULT_NAME } : {};
    return [200, this.change(server.id, { ...words, ...reverse })];
  }

  private copies(method: string, server: AcmeServer, { name }: AcmeCopy, id?: string): readonly [number, unknown] {
    if (method === 'POST' && id === undefined)
      return [201, this.change(server.id, { copies: [...server.copies, { id: randomUUID(), name }] })];
    if (!server.copies.some(copy => copy.id === id)) return [404, {}];
    if (method === 'POST') return [200, server];
    return [200, this.change(server.id, { copies: server.copies.filter(copy => copy.id !== id) })];
  }

  private change(id: string, words: Words): AcmeServer {
    const server = { ...this.servers.get(id)!, ...words };
    this.servers.set(id, server);
    return server;
  }
}
