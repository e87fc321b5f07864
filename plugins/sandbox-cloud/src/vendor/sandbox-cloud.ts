import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '@hostwright/sdk';
import { CloudApi } from './cloud-api.js';
import { statusOf, type CloudServer } from './cloud-server.js';
import { ConsoleSockets } from './console-sockets.js';
import { RequestCounter, type Counts } from './counts.js';
import { Faults, type ChangeFailure, type CreateFailure, type Mood } from './faults.js';
import { fleetPage } from './fleet-page.js';
import { Fleet } from './fleet.js';
import { readFields, Refusal, sendJson, sendPage } from './http.js';
import { panelPage } from './panel-page.js';
import { Tickets } from './tickets.js';

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
  /** How long the answer to a change takes; none unless told. */
  readonly answerMs?: number;
  /** How many servers of an account are made at once; another one is told to come back later. As many as wanted unless told. */
  readonly atOnce?: number;
  /** Where servers are kept between runs; only in memory when absent. */
  readonly stateFile?: string;
  readonly clock?: Clock;
}

export interface RecordedCall {
  readonly method: string;
  readonly path: string;
  readonly key?: string;
}

export interface SeenServer extends CloudServer {
  readonly status: string;
}

export const SANDBOX_CLOUD_KEY = 'ck_sandbox_0123456789';

/** A cloud in one process: its protocol, a page that shows its servers, and every way it goes wrong. */
export class SandboxCloud {
  readonly calls: RecordedCall[] = [];
  private readonly fleet: Fleet;
  private readonly api: CloudApi;
  private readonly clock: Clock;
  private readonly server: Server;
  private readonly faults = new Faults();
  private readonly counter = new RequestCounter();
  private readonly tickets: Tickets;
  private readonly consoles: ConsoleSockets;
  private readonly hanging = new Set<ServerResponse>();
  private base = '';

  constructor(private readonly options: SandboxCloudOptions) {
    this.clock = options.clock ?? { now: () => new Date() };
    this.fleet = new Fleet(options.stateFile);
    this.tickets = new Tickets(this.clock);
    this.api = new CloudApi(this.fleet, this.tickets, options.apiKeys ?? [SANDBOX_CLOUD_KEY], this.clock, {
      provisionMs: options.provisionMs ?? 6_000,
      changeMs: options.changeMs ?? 1_500,
      atOnce: options.atOnce ?? Infinity,
    });
    this.consoles = new ConsoleSockets(this.tickets, this.clock, id => this.fleet.living().find(server => server.id === id));
    this.server = createServer((request, response) => void this.serve(request, response));
    this.consoles.listenOn(this.server);
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

  /** Requests by kind since the start, or since `resetCounts()`; `/counts` answers the same. */
  get counts(): Counts {
    return this.counter.counts;
  }

  resetCounts(): void {
    this.counter.reset();
  }

  failNextCreate(failure: CreateFailure): void {
    this.faults.give('create', failure);
  }

  /** The next change of a server that exists is not made. */
  failNextChange(failure: ChangeFailure): void {
    this.faults.give('change', failure);
  }

  /** The next change that is asked is made, and the line is cut before the answer. */
  loseAnswer(): void {
    this.faults.give('lostAnswer', true);
  }

  /** The next change that is asked is made, and answered with an error. */
  failAfterActing(): void {
    this.faults.give('lateError', true);
  }

  /** The next request is told to come back later. */
  slowDown(seconds = 1): void {
    this.faults.give('slowDown', seconds);
  }

  /** The next server waits until somebody tells that he has connected it, as many times as it says. */
  askHandWork(times = 1): void {
    this.faults.give('handWork', times);
  }

  /** Holds until another mood is ordered; then whatever hangs is cut off, and was not done. */
  behave(mood: Mood): void {
    this.faults.mood = mood;
    if (mood !== 'hanging') for (const response of this.hanging) response.destroy();
  }

  /** Whatever is being worked on is ready now; what waits for hands waits on. */
  finishWork(): void {
    for (const server of this.fleet.living()) {
      const copies = (server.copies ?? []).map(copy => ({ ...copy, lastsMs: 0 }));
      this.fleet.put({ ...server, copies, work: { ...server.work, lastsMs: 0 } });
    }
  }

  /** From now on this server is in a state that has no name yet. */
  say(id: string, word: string): void {
    this.change(id, { word });
  }

  /** Makes a server something else behind the shop's back: stopped, renamed, of another size. */
  change(id: string, words: Partial<CloudServer>): void {
    const server = this.fleet.get(id);
    if (!server) throw new Error(`There is no server ${id}`);
    this.fleet.put({ ...server, ...words });
  }

  /** Deletes a server behind the shop's back. */
  lose(id: string): void {
    this.change(id, { deletedAt: this.clock.now().toISOString() });
  }

  /** A server that somebody made by hand in the first account: without a label unless one is given. */
  plant(words: Partial<CloudServer> = {}): SeenServer {
    const server: CloudServer = {
      ...this.fleet.newIdentity(),
      account: 'account-0',
      serviceId: '',
      hostname: 'planted.example.com',
      plan: 'c1-r2-d40',
      image: 'debian-13',
      location: 'fra',
      addons: {},
      isOn: true,
      suspendedFor: null,
      deletedAt: null,
      work: { kind: 'creating', startedAt: this.clock.now().getTime(), lastsMs: 0 },
      createdAt: this.clock.now().toISOString(),
      ...words,
    };
    return this.seen(this.fleet.put(server));
  }

  async close(): Promise<void> {
    this.consoles.closeAll();
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const url = new URL(request.url ?? '/', 'http://sandbox');
      const panel = /^\/v1\/panel\/\d+$/.test(url.pathname);
      if (url.pathname === '/') return sendPage(response, fleetPage(this.fleet.living(), this.clock.now().getTime()));
      if (url.pathname === '/counts') return sendJson(response, 200, this.counts);
      if (panel) return sendPage(response, this.panelOf(url.searchParams.get('token') ?? ''));
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
    const ended = this.counter.begin(method, url.pathname);
    response.once('close', () => ended(response.statusCode));
    const body = await readFields(request);
    const key = request.headers['idempotency-key'];
    this.calls.push({ method, path: url.pathname, ...(typeof key === 'string' && { key }) });
    if (this.faults.mood === 'hanging') return this.hang(response);
    const isCreate = method === 'POST' && url.pathname === '/v1/servers';
    const isChange = method !== 'GET' && !/\/(console|panel)$/.test(url.pathname);
    const hostname = typeof body['hostname'] === 'string' ? body['hostname'] : '';
    const fate = this.faults.before({ isCreate, isChange, hostname });
    const call = { method, path: url.pathname, query: url.searchParams, headers: request.headers, body };
    const answer = this.api.answer(call, fate);
    const isLost = this.faults.losesAnswer({ isChange, isNew: isCreate && answer.status === 201, hostname });
    const { answerMs = 0 } = this.options;
    if (isChange && answerMs > 0) await new Promise(resolve => setTimeout(resolve, answerMs));
    if (isLost) response.destroy();
    else sendJson(response, answer.status, answer.value);
  }

  private hang(response: ServerResponse): void {
    this.hanging.add(response);
    response.once('close', () => this.hanging.delete(response));
  }

  private panelOf(token: string): string {
    const server = this.fleet.get(this.tickets.take('panel', token) ?? '');
    if (!server || server.deletedAt !== null) throw new Refusal(403, 'ended', 'This address has been used, or its time is over');
    return panelPage(server, this.clock.now().getTime());
  }

  private seen(server: CloudServer): SeenServer {
    return { ...server, status: statusOf(server, this.clock.now().getTime()) };
  }
}
