import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '@hostwright/sdk';
import { CloudApi } from './cloud-api.js';
import { statusOf, type CloudServer } from './cloud-server.js';
import { fleetPage } from './fleet-page.js';
import { Fleet } from './fleet.js';
import { readFields, Refusal, sendJson, sendPage } from './http.js';
import { Orders } from './orders.js';

export interface SandboxCloudOptions {
  /** 0, a free one, unless told. */
  readonly port?: number;
  /** Loopback unless told. */
  readonly host?: string;
  readonly apiKeys?: readonly string[];
  /** How long a server takes to come up; 6 s unless told. */
  readonly provisionMs?: number;
  /** How long a restart or another size takes; 1.5 s unless told. */
  readonly changeMs?: number;
  /** Where servers are kept between runs; only in memory when absent. */
  readonly stateFile?: string;
  readonly clock?: Clock;
}

/**
 * `final`: refused, sold out. `retryable`: nothing is made, "slow down". `unknown`: an error page, and nothing is made.
 * `later`: taken on, and given up at 60 %.
 */
export type CreateFailure = 'final' | 'retryable' | 'unknown' | 'later';

export interface RecordedCall {
  readonly method: string;
  readonly path: string;
  readonly key?: string;
}

export interface SeenServer extends CloudServer {
  readonly status: string;
}

export const SANDBOX_CLOUD_KEY = 'ck_sandbox_0123456789';

const REFUSALS: Readonly<Record<Exclude<CreateFailure, 'later'>, () => Refusal>> = {
  final: () => new Refusal(422, 'sold_out', 'This plan is sold out'),
  retryable: () => new Refusal(429, 'slow_down', 'Too many requests', { 'retry-after': '1' }),
  unknown: () => new Refusal(500, 'internal', 'Something went wrong'),
};

/** A cloud in one process: its protocol, a page that shows its servers, and every way it goes wrong. */
export class SandboxCloud {
  readonly calls: RecordedCall[] = [];
  private readonly fleet: Fleet;
  private readonly api: CloudApi;
  private readonly clock: Clock;
  private readonly server: Server;
  private readonly orders = new Orders<{ create: CreateFailure | undefined; lostAnswer: boolean; slowDown: number }>({
    create: undefined,
    lostAnswer: false,
    slowDown: 0,
  });
  private base = '';

  constructor(private readonly options: SandboxCloudOptions) {
    this.clock = options.clock ?? { now: () => new Date() };
    this.fleet = new Fleet(options.stateFile);
    this.api = new CloudApi(this.fleet, options.apiKeys ?? [SANDBOX_CLOUD_KEY], this.clock, {
      provisionMs: options.provisionMs ?? 6_000,
      changeMs: options.changeMs ?? 1_500,
    });
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  async listen(): Promise<this> {
    const { port = 0, host = '127.0.0.1' } = this.options;
    await new Promise<void>((resolve, reject) => this.server.once('error', reject).listen(port, host, resolve));
    const address = this.server.address() as AddressInfo;
    this.base = `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
    return this;
  }

  get url(): string {
    return this.base;
  }

  /** What is alive, oldest first. */
  get servers(): readonly SeenServer[] {
    return this.fleet.living().map(server => this.seen(server));
  }

  /** The servers that a service of the shop has; more than one is a mistake of the shop. */
  serversOf(serviceId: string): readonly SeenServer[] {
    return this.servers.filter(server => server.serviceId === serviceId);
  }

  failNextCreate(failure: CreateFailure): void {
    this.orders.give('create', failure);
  }

  /** The next change that is asked is made, and the line is cut before the answer. */
  loseAnswer(): void {
    this.orders.give('lostAnswer', true);
  }

  /** The next request is told to come back later. */
  slowDown(seconds = 1): void {
    this.orders.give('slowDown', seconds);
  }

  /** Whatever is being worked on is ready now. */
  finishWork(): void {
    for (const server of this.fleet.living()) this.fleet.put({ ...server, work: { ...server.work, lastsMs: 0 } });
  }

  /** From now on this server is in a state that has no name yet. */
  say(id: string, word: string): void {
    const server = this.fleet.get(id);
    if (!server) throw new Error(`There is no server ${id}`);
    this.fleet.put({ ...server, word });
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const url = new URL(request.url ?? '/', 'http://sandbox');
      if (url.pathname === '/') return sendPage(response, fleetPage(this.fleet.living(), this.clock.now().getTime()));
      if (!url.pathname.startsWith('/v1/')) throw new Refusal(404, 'no_such_address', 'Nothing is here');
      await this.serveApi(request, url, response);
    } catch (error) {
      if (response.destroyed) return;
      const refusal = error instanceof Refusal ? error : new Refusal(500, 'internal', 'The sandbox has failed');
      if (!(error instanceof Refusal)) console.error('sandbox-cloud:', error);
      sendJson(response, refusal.status, { error: { code: refusal.code, message: refusal.message } }, refusal.headers);
    }
  }

  private async serveApi(request: IncomingMessage, url: URL, response: ServerResponse): Promise<void> {
    const method = request.method ?? 'GET';
    const body = await readFields(request);
    const key = request.headers['idempotency-key'];
    this.calls.push({ method, path: url.pathname, ...(typeof key === 'string' && { key }) });
    const seconds = this.orders.take('slowDown');
    if (seconds > 0) throw new Refusal(429, 'slow_down', 'Too many requests', { 'retry-after': String(seconds) });
    const isCreate = method === 'POST' && url.pathname === '/v1/servers';
    const hostname = typeof body['hostname'] === 'string' ? body['hostname'] : '';
    const failure = isCreate ? (this.orders.take('create') ?? storyOf(hostname)) : undefined;
    if (failure && failure !== 'later') throw REFUSALS[failure]();
    const fails = failure === 'later' ? 'image_broken' : undefined;
    const answer = this.api.answer(
      { method, path: url.pathname, query: url.searchParams, headers: request.headers, body },
      fails,
    );
    const isLost =
      method !== 'GET' && (this.orders.take('lostAnswer') || (isCreate && answer.status === 201 && hostname.startsWith('lost-')));
    if (isLost) response.destroy();
    else sendJson(response, answer.status, answer.value);
  }

  private seen(server: CloudServer): SeenServer {
    return { ...server, status: statusOf(server, this.clock.now().getTime()) };
  }
}

/** A host name may ask for a story of its own, so that a visitor of the demo can see it as well. */
function storyOf(hostname: string): CreateFailure | undefined {
  if (hostname.startsWith('fail-')) return 'later';
  return hostname.startsWith('sold-out-') ? 'final' : undefined;
}
