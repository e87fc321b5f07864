import {
  PluginFailure,
  type CallOptions,
  type ConsoleSession,
  type CreateServer,
  type DiskSnapshot,
  type HandWorkResult,
  type MetricsRange,
  type PanelAccess,
  type PluginContext,
  type PowerAction,
  type ProviderCatalog,
  type ServerMetrics,
  type ServerPage,
  type ServerProvider,
  type ServerSnapshot,
  type ServerSpec,
  type ServerUsage,
} from '@hostwright/sdk';
import { CloudClient, type SandboxCloudConfig } from './cloud-client.js';
import { toConsole, toPanel } from './cloud-doors.js';
import { goneSnapshot, toCatalog, toListed, toSnapshot } from './cloud-mapping.js';

const PAGE = 100;

/** One server for each service, found again by the label that it was made with. */
export class CloudProvider implements ServerProvider {
  private readonly client: CloudClient;

  constructor(context: PluginContext<SandboxCloudConfig>) {
    this.client = new CloudClient(context);
  }

  async catalog(): Promise<ProviderCatalog> {
    return toCatalog(await this.client.catalog());
  }

  /** A server that failed while it was made is removed first: a failed one serves nobody, and two would cost twice. */
  async create({ serviceId, spec }: CreateServer, call: CallOptions): Promise<ServerSnapshot> {
    const existing = (await this.client.serversOf(serviceId))[0];
    if (existing && existing.status !== 'failed') return toSnapshot(existing);
    if (existing) await this.client.deleteServer(existing.id, call);
    const server = await this.client.createServer(
      {
        hostname: spec.hostname,
        plan: spec.plan,
        image: spec.image,
        location: spec.location,
        addons: spec.addons,
        ssh_keys: spec.sshKeys,
        user_data: spec.userData,
        labels: { service_id: serviceId },
      },
      call,
    );
    return toSnapshot(server);
  }

  async fetch(externalId: string): Promise<ServerSnapshot> {
    return this.client.server(externalId).then(toSnapshot, whenMissing(goneSnapshot(externalId)));
  }

  async find(serviceId: string): Promise<ServerSnapshot | undefined> {
    const server = (await this.client.serversOf(serviceId))[0];
    return server && toSnapshot(server);
  }

  async suspend(externalId: string, reason: string, call: CallOptions): Promise<ServerSnapshot> {
    return toSnapshot(await this.client.act(externalId, 'suspend', call, { reason: reason.slice(0, 300) || 'unspecified' }));
  }

  async unsuspend(externalId: string, call: CallOptions): Promise<ServerSnapshot> {
    return toSnapshot(await this.client.act(externalId, 'unsuspend', call));
  }

  async terminate(externalId: string, call: CallOptions): Promise<void> {
    await this.client.deleteServer(externalId, call).catch(whenMissing(undefined));
  }

  async power(externalId: string, action: PowerAction, call: CallOptions): Promise<ServerSnapshot> {
    return toSnapshot(await this.client.act(externalId, action, call));
  }

  async resize(externalId: string, spec: Pick<ServerSpec, 'plan' | 'addons'>, call: CallOptions): Promise<ServerSnapshot> {
    return toSnapshot(await this.client.act(externalId, 'resize', call, spec));
  }

  async reinstall(externalId: string, image: string, call: CallOptions): Promise<ServerSnapshot> {
    return toSnapshot(await this.client.act(externalId, 'reinstall', call, { image }));
  }

  async resetPassword(externalId: string, call: CallOptions): Promise<ServerSnapshot> {
    return toSnapshot(await this.client.act(externalId, 'reset-password', call));
  }

  async finishHandWork(externalId: string, result: HandWorkResult, call: CallOptions): Promise<ServerSnapshot> {
    return toSnapshot(await this.client.act(externalId, 'finish-hand-work', call, result));
  }

  async rename(externalId: string, hostname: string, call: CallOptions): Promise<ServerSnapshot> {
    return toSnapshot(await this.client.act(externalId, 'rename', call, { hostname }));
  }

  async list(cursor?: string): Promise<ServerPage> {
    const { servers, next } = await this.client.servers(cursor, PAGE);
    return { servers: servers.map(toListed), ...(next !== undefined && { next }) };
  }

  async listSnapshots(externalId: string): Promise<readonly DiskSnapshot[]> {
    return this.client.snapshots(externalId);
  }

  /** The provider makes a second one of the same name when it is asked twice: look first. */
  async createSnapshot(externalId: string, name: string, call: CallOptions): Promise<ServerSnapshot> {
    const snapshots = await this.client.snapshots(externalId);
    if (snapshots.some(snapshot => snapshot.name === name)) return this.fetch(externalId);
    return toSnapshot(await this.client.createSnapshot(externalId, name, call));
  }

  async restoreSnapshot(externalId: string, snapshotId: string, call: CallOptions): Promise<ServerSnapshot> {
    return toSnapshot(await this.client.restoreSnapshot(externalId, snapshotId, call));
  }

  async deleteSnapshot(externalId: string, snapshotId: string, call: CallOptions): Promise<ServerSnapshot> {
    const server = await this.client
      .deleteSnapshot(externalId, snapshotId, call)
      .catch(whenMissing(undefined, 'no-such-snapshot'));
    return server ? toSnapshot(server) : this.fetch(externalId);
  }

  async setRescue(externalId: string, on: boolean, call: CallOptions): Promise<ServerSnapshot> {
    return toSnapshot(await this.client.act(externalId, on ? 'rescue-on' : 'rescue-off', call));
  }

  async setReverseName(
    externalId: string,
    address: string,
    name: string | undefined,
    call: CallOptions,
  ): Promise<ServerSnapshot> {
    return toSnapshot(await this.client.act(externalId, 'reverse-name', call, { address, name: name ?? null }));
  }

  async metrics(externalId: string, range: MetricsRange): Promise<ServerMetrics> {
    return this.client.metrics(externalId, range);
  }

  async usage(externalId: string): Promise<ServerUsage> {
    return this.client.usage(externalId);
  }

  async openConsole(externalId: string): Promise<ConsoleSession> {
    const ticket = await this.client.openDoor(externalId, 'console');
    return toConsole(this.client.address(ticket.path), ticket);
  }

  async openPanel(externalId: string): Promise<PanelAccess> {
    const ticket = await this.client.openDoor(externalId, 'panel');
    return toPanel(this.client.address(ticket.path), ticket);
  }
}

/** What to answer when the provider has never heard of it; every other failure goes on. */
const whenMissing =
  <T>(answer: T, code = 'no-such-server') =>
  (error: unknown): T => {
    if (error instanceof PluginFailure && error.code === code) return answer;
    throw error;
  };
