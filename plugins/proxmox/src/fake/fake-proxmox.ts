import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { answer } from './api.js';
import { FakeCluster } from './cluster.js';
import { FakeConsoles } from './consoles.js';
import type { FakeGuest } from './guest.js';
import { readFields, Refusal } from './http.js';
import { FakeTasks, type TaskTime } from './tasks.js';
import { breakOff, Troubles } from './troubles.js';

export const FAKE_PROXMOX = {
  tokenId: 'billing@pve!panel',
  tokenSecret: '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0',
  pool: 'billing',
  storage: 'local-lvm',
  /** One template on each node, and one on shared storage. */
  templates: [9000, 9001, 9002],
  sharedTemplate: 9100,
  archive: 'local:vztmpl/debian-13-standard_13.1-1_amd64.tar.zst',
} as const;

export interface FakeProxmoxOptions {
  readonly port?: number;
  readonly clock?: { now(): Date };
  readonly tls?: { readonly key: string; readonly certificate: string };
  readonly taskTime?: TaskTime;
  readonly nodeMemoryGb?: number;
  /** What is wrong with a request; such a request is answered 400 and remembered. */
  readonly checkRequest?: (method: string, path: string, body: unknown) => readonly string[];
}

export interface FakeCall {
  readonly verb: string;
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
}

const NODES = ['pve1', 'pve2', 'pve3'];
const RIGHTS = ['Allocate', 'Audit', 'Clone', 'Console', 'PowerMgmt', 'Snapshot', 'Snapshot.Rollback'];
const CONFIG_RIGHTS = ['CPU', 'Cloudinit', 'Disk', 'HWType', 'Memory', 'Network', 'Options'];

/** A cluster of three nodes that speaks as Proxmox VE 9.1 does. */
export class FakeProxmox {
  readonly troubles = new Troubles();
  readonly faults: string[] = [];
  readonly calls: FakeCall[] = [];
  readonly cluster: FakeCluster;
  readonly tasks: FakeTasks;
  readonly lacking = new Set<string>();
  private readonly consoles = new FakeConsoles();
  private readonly server: Server;

  constructor(private readonly options: FakeProxmoxOptions) {
    const now = (): number => (options.clock ?? systemClock).now().getTime();
    this.tasks = new FakeTasks(now, FAKE_PROXMOX.tokenId, options.taskTime ?? {});
    this.cluster = new FakeCluster(this.tasks, now, NODES, options.nodeMemoryGb ?? 64);
    FAKE_PROXMOX.templates.forEach((vmid, index) => this.cluster.addTemplate(vmid, NODES[index]!, 'local-lvm'));
    this.cluster.addTemplate(FAKE_PROXMOX.sharedTemplate, 'pve1', 'ceph');
    const listener = (request: IncomingMessage, response: ServerResponse): void => void this.serve(request, response, now);
    const { tls } = options;
    this.server = tls ? createTlsServer({ key: tls.key, cert: tls.certificate }, listener) : createServer(listener);
    this.server.on('upgrade', (request, socket) => this.consoles.connect(request, socket, this.isAllowed(request)));
  }

  async listen(): Promise<this> {
    await new Promise<void>(resolve => this.server.listen(this.options.port ?? 0, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `${this.options.tls ? 'https' : 'http'}://127.0.0.1:${port}`;
  }

  /** Guests that were made for a service, those included that have no name yet. */
  guestsOf(serviceId: string): readonly FakeGuest[] {
    const label = `hw-${serviceId}`;
    const isHis = ({ intent, config }: FakeGuest): boolean =>
      intent.includes(label) ||
      String(config['tags'] ?? '').includes(label) ||
      String(config['description'] ?? '').includes(label);
    return [...this.cluster.guests.values()].filter(isHis);
  }

  finishWork(): void {
    this.tasks.finish();
  }

  async close(): Promise<void> {
    this.consoles.close();
    await new Promise<void>(resolve => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private isAllowed({ headers }: IncomingMessage): boolean {
    return headers.authorization === `PVEAPIToken=${FAKE_PROXMOX.tokenId}=${FAKE_PROXMOX.tokenSecret}`;
  }

  private async serve(request: IncomingMessage, response: ServerResponse, now: () => number): Promise<void> {
    try {
      const { status, data } = await this.handle(request, now);
      if (status === undefined) breakOff(response);
      else send(response, status, 'OK', { data });
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal(500, error instanceof Error ? error.message : 'error');
      const { status, message, errors } = refusal;
      send(response, status, message, { data: null, message: `${message}\n`, ...(errors && { errors }) });
    }
  }

  private async handle(
    request: IncomingMessage,
    now: () => number,
  ): Promise<{ readonly status?: number; readonly data?: unknown }> {
    const verb = request.method ?? 'GET';
    const url = new URL(request.url ?? '/', 'http://cluster');
    const path = url.pathname.replace(/^\/api2\/json\//, '');
    const fields = await readFields(request);
    if (!this.isAllowed(request)) throw new Refusal(401, 'invalid token value!');
    this.calls.push({ verb, path, fields });
    this.tasks.tick();
    const faults = this.options.checkRequest?.(verb, `/${path}`, verb === 'GET' || verb === 'DELETE' ? {} : fields) ?? [];
    this.faults.push(...faults.map(fault => `${verb} /${path}: ${fault}`));
    if (faults.length > 0) throw new Refusal(400, 'Parameter verification failed.');
    const trouble = this.troubles.next(verb);
    if (trouble?.kind === 'instead') throw new Refusal(trouble.status, trouble.message);
    const { cluster, consoles } = this;
    const data = answer(verb, path, url.searchParams, fields, { cluster, now, consoles, rights: () => this.rights() });
    if (trouble?.kind === 'lost') return {};
    if (trouble?.kind === 'after') throw new Refusal(trouble.status, trouble.message);
    return { status: 200, data };
  }

  private rights() {
    const names = [...RIGHTS.map(right => `VM.${right}`), ...CONFIG_RIGHTS.map(right => `VM.Config.${right}`)];
    const held = names.filter(right => !this.lacking.has(right));
    return {
      '/pool/billing': Object.fromEntries(held.map(right => [right, 1])),
      '/storage': { 'Datastore.AllocateSpace': 1, 'Datastore.Audit': 1 },
    };
  }
}

export const startFakeProxmox = (options: FakeProxmoxOptions = {}): Promise<FakeProxmox> => new FakeProxmox(options).listen();

const systemClock = { now: (): Date => new Date() };

/** The reason of the status line carries the message too, as far as a line can. */
function send(response: ServerResponse, status: number, reason: string, body: object): void {
  response
    .writeHead(status, reason.replaceAll(/[^\t\x20-\x7e]/g, ' '), { 'content-type': 'application/json;charset=UTF-8' })
    .end(JSON.stringify(body));
}
