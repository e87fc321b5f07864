import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { selfSigned, type KeyPair } from './certificate.js';
import { FakeInterface, refused, send, type Reply, type Request } from './fake-http.js';
import { serveShell } from './fake-shell.js';
import { faultsOf } from './fake-shapes.js';
import { FakeState, Refusal, type FakeImage, type FakeInstance } from './fake-state.js';

export interface FakeLxdOptions {
  readonly port?: number;
  readonly now?: () => Date;
  /** Whether it can rebuild a container in place; LXD 5.0 cannot. */
  readonly canRebuild?: boolean;
  readonly images?: readonly FakeImage[];
  /** One more look at every request; what it finds is answered with 400 and remembered in `faults`. */
  readonly checkRequest?: (method: string, path: string, body: unknown) => readonly string[];
}

type Trouble = 'lose' | 'fail-after' | 'slow-down';

const IMAGES: readonly FakeImage[] = [
  { alias: 'tiny/1', description: 'Tiny 1', takesPassword: true },
  { alias: 'tiny/2', description: 'Tiny 2', takesPassword: true },
  { alias: 'mute/1', description: 'Without a program that sets passwords', takesPassword: false },
];

export const FAKE_POOL = 'tank';
export const FAKE_NETWORK = 'lxdbr0';

export const startFakeLxd = (options: FakeLxdOptions = {}): Promise<FakeLxd> => FakeLxd.start(options);

/** A make-believe LXD that speaks the real one's protocol over TLS, knows its clients by their certificates, and has moods. */
export class FakeLxd {
  /** What was wrong with requests, in words. */
  readonly faults: string[] = [];
  /** A certificate that it trusts, and its key. */
  readonly client: KeyPair = selfSigned('hostwright');
  readonly pool = FAKE_POOL;
  readonly network = FAKE_NETWORK;
  private readonly trusted = new Set([this.client.fingerprint]);
  private readonly own: KeyPair = selfSigned('fake-lxd');
  private readonly state: FakeState;
  private readonly interface: FakeInterface;
  private readonly troubles: Trouble[] = [];
  private readonly server: Server;
  private asked = 0;

  private constructor(private readonly options: FakeLxdOptions) {
    this.state = new FakeState(options.images ?? IMAGES, options.now ?? (() => new Date()));
    this.interface = new FakeInterface(this.state, {
      pools: [FAKE_POOL],
      networks: [FAKE_NETWORK],
      profiles: ['default'],
      extensions: ['instance_get_full', 'instances', ...(options.canRebuild ? ['instances_rebuild'] : [])],
    });
    const tls = { cert: this.own.certificate, key: this.own.key, requestCert: true, rejectUnauthorized: false };
    this.server = createServer(tls, (request, response) => void this.serve(request, response));
    this.server.on('upgrade', (request: IncomingMessage, socket: TLSSocket) => serveShell(this.state, request, socket));
  }

  static async start(options: FakeLxdOptions): Promise<FakeLxd> {
    const fake = new FakeLxd(options);
    await new Promise<void>(resolve => fake.server.listen(options.port ?? 0, '127.0.0.1', resolve));
    return fake;
  }

  get url(): string {
    return `https://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get fingerprint(): string {
    return this.own.fingerprint;
  }

  get certificate(): string {
    return this.client.certificate;
  }

  get key(): string {
    return this.client.key;
  }

  /** How many requests there have been. */
  get requests(): number {
    return this.asked;
  }

  /** Containers of a service, by the mark in their config. */
  serversOf(serviceId: string): readonly FakeInstance[] {
    return [...this.state.instances.values()].filter(({ config }) => config['user.hostwright.service'] === serviceId);
  }

  sees(name: string): FakeInstance | undefined {
    return this.state.instances.get(name);
  }

  /** Operations take their time from now on, until `finishWork`. */
  holdWork(): void {
    this.state.holds = true;
  }

  /** Everything under way is over; what begins afterwards takes its time again, if it did before. */
  finishWork(): void {
    this.state.finish();
  }

  releaseWork(): void {
    this.state.holds = false;
    this.state.finish();
  }

  /** From now on this container is in a state of tomorrow. */
  say(name: string, status: string): void {
    this.state.instance(name).status = status;
  }

  /** The container has used so much since it started. */
  use(name: string, used: Partial<Pick<FakeInstance, 'cpu' | 'received' | 'sent'>>): void {
    Object.assign(this.state.instance(name), used);
  }

  /** Somebody else makes a container by hand. */
  plant(name: string): string {
    this.state.instances.set(name, {
      name,
      status: 'Running',
      config: {},
      devices: {},
      profiles: ['default'],
      createdAt: this.state.now().toISOString(),
      startedAt: this.state.now().toISOString(),
      files: new Map(),
      snapshots: new Map(),
      process: this.state.nextProcess(),
      cpu: 0,
      received: 0,
      sent: 0,
      address: this.state.freshAddress(),
    });
    return name;
  }

  /** Somebody else removes a container by hand. */
  lose(name: string): void {
    this.state.instances.delete(name);
  }

  fillUp(isFull = true): void {
    this.state.isFull = isFull;
  }

  allow(instances: number): void {
    this.state.mostInstances = instances;
  }

  distrust(): void {
    this.trusted.clear();
  }

  /** The next request is carried out, and its answer does not arrive. */
  loseNextAnswer(): void {
    this.troubles.push('lose');
  }

  failAfterNext(): void {
    this.troubles.push('fail-after');
  }

  slowDownNext(): void {
    this.troubles.push('slow-down');
  }

  async close(): Promise<void> {
    await new Promise<void>(resolve => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.asked += 1;
    const trouble = this.troubles.shift();
    if (trouble === 'slow-down') return send(response, refused(429, 'Too many requests'), { 'retry-after': '3' });
    const reply = this.replyTo(await readRequest(request, this.isTrusted(request)));
    if (trouble === 'lose') return void request.socket.destroy();
    send(response, trouble === 'fail-after' ? refused(500, 'Internal server error') : reply);
  }

  private replyTo(request: Request): Reply {
    const { method, path, query, body, headers } = request;
    const isJson = headers['content-type'] === 'application/json';
    const found = [
      ...(isJson ? faultsOf(method, path, query, body) : []),
      ...(this.options.checkRequest?.(method, path, isJson ? body : undefined) ?? []),
    ];
    if (found.length > 0) {
      this.faults.push(...found);
      return refused(400, found.join('; '));
    }
    try {
      return this.interface.answer(request);
    } catch (error) {
      if (error instanceof Refusal) return refused(error.status, error.message);
      throw error;
    }
  }

  private isTrusted(request: IncomingMessage): boolean {
    const certificate = (request.socket as TLSSocket).getPeerX509Certificate();
    return certificate !== undefined && this.trusted.has(createHash('sha256').update(certificate.raw).digest('hex'));
  }
}

async function readRequest(request: IncomingMessage, isTrusted: boolean): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const url = new URL(request.url ?? '/', 'https://fake');
  const isJson = request.headers['content-type'] === 'application/json';
  return {
    method: request.method ?? 'GET',
    path: url.pathname.replace(/^\/1\.0\/?/, ''),
    query: url.searchParams,
    body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
    text,
    headers: request.headers,
    isTrusted,
  };
}
