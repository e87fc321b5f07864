import {
  PluginFailure,
  type CallOptions,
  type CreateServer,
  type DiskSnapshot,
  type PluginContext,
  type PowerAction,
  type ProviderCatalog,
  type ServerPage,
  type ServerProvider,
  type ServerSnapshot,
  type ServerSpec,
} from '@hostwright/sdk';
import { AcmeCloudClient, type AcmeCloudConfig } from './acme-cloud-client.js';
import { goneSnapshot, toDiskSnapshot, toListed, toPlan, toSnapshot } from './acme-cloud-mapping.js';

/** One server for each service, found again by the label that it was made with. */
export class AcmeCloudProvider implements ServerProvider {
  private readonly client: AcmeCloudClient;

  constructor(context: PluginContext<AcmeCloudConfig>) {
    this.client = new AcmeCloudClient(context);
  }

  async catalog(): Promise<ProviderCatalog> {
    return { plans: (await this.client.plans()).map(toPlan), images: [], locations: [] };
  }

  /** Acme Cloud honours no keys: whoever asks twice for one service gets the server that is there. */
  async create({ serviceId, spec }: CreateServer, call: CallOptions): Promise<ServerSnapshot> {
    const existing = await this.find(serviceId);
    if (existing) return existing;
    const { hostname, plan, image = 'debian' } = spec;
    return toSnapshot(await this.client.createServer({ label: serviceId, hostname, plan, image }, call));
  }

  async fetch(externalId: string): Promise<ServerSnapshot> {
    return this.client.server(externalId).then(toSnapshot, whenMissing(goneSnapshot(externalId)));
  }

  async find(serviceId: string): Promise<ServerSnapshot | undefined> {
    const [server] = await this.client.serversOf(serviceId);
    return server && toSnapshot(server);
  }

  async suspend(externalId: string, _reason: string, call: CallOptions): Promise<ServerSnapshot> {
    return toSnapshot(await this.client.act(externalId, 'lock', call));
  }

  async unsuspend(externalId: string, call: CallOptions): Promise<ServerSnapshot> {
    return toSnapshot(await this.client.act(externalId, 'unlock', call));
  }

  async terminate(externalId: string, call: CallOptions): Promise<void> {
    await this.client.deleteServer(externalId, call).catch(whenMissing(undefined));
  }

  async power(externalId: string, action: PowerAction, call: CallOptions): Promise<ServerSnapshot> {
    return toSnapshot(await this.client.act(externalId, action, call));
  }

  async resize(externalId: string, { plan }: Pick<ServerSpec, 'plan' | 'addons'>, call: CallOptions): Promise<ServerSnapshot> {
    return toSnapshot(await this.client.act(externalId, 'resize', call, { plan }));
  }

  async reinstall(externalId: string, image: string, call: CallOptions): Promise<ServerSnapshot> {
    return toSnapshot(await this.client.act(externalId, 'reinstall', call, { image }));
  }

  async resetPassword(externalId: string, call: CallOptions): Promise<ServerSnapshot> {
    return toSnapshot(await this.client.act(externalId, 'reset-password', call));
  }

  async rename(externalId: string, hostname: string, call: CallOptions): Promise<ServerSnapshot> {
    return toSnapshot(await this.client.act(externalId, 'rename', call, { hostname }));
  }

  async list(cursor?: string): Promise<ServerPage> {
    const { servers, next } = await this.client.servers(cursor);
    return { servers: servers.map(toListed), ...(next !== null && { next }) };
  }

  async listSnapshots(externalId: string): Promise<readonly DiskSnapshot[]> {
    return (await this.client.snapshots(externalId)).map(toDiskSnapshot);
  }

  /** Asked again after a lost answer: where there is one of this name, it is the one that was asked for. */
  async createSnapshot(externalId: string, name: string, call: CallOptions): Promise<ServerSnapshot> {
    const snapshots = await this.client.snapshots(externalId);
    if (snapshots.some(snapshot => snapshot.name === name)) return this.fetch(externalId);
    return toSnapshot(await this.client.act(externalId, 'snapshots', call, { name }));
  }

  async restoreSnapshot(externalId: string, snapshotId: string, call: CallOptions): Promise<ServerSnapshot> {
    return toSnapshot(await this.client.act(externalId, 'restore', call, { snapshot: snapshotId }));
  }

  async deleteSnapshot(externalId: string, snapshotId: string, call: CallOptions): Promise<ServerSnapshot> {
    const server = await this.client.deleteSnapshot(externalId, snapshotId, call).catch(whenMissing(undefined));
    return server ? toSnapshot(server) : this.fetch(externalId);
  }
}

/** What to answer when the provider has never heard of it; every other failure goes on. */
const whenMissing =
  <T>(answer: T) =>
  (error: unknown): T => {
    if (error instanceof PluginFailure && error.code === 'no-such-server') return answer;
    throw error;
  };
