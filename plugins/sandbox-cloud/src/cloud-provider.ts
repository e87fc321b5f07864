import {
  PluginFailure,
  type CallOptions,
  type CreateServer,
  type PluginContext,
  type PowerAction,
  type ProviderCatalog,
  type ServerProvider,
  type ServerSnapshot,
  type ServerSpec,
} from '@hostwright/sdk';
import { CloudClient, type SandboxCloudConfig } from './cloud-client.js';
import { goneSnapshot, toCatalog, toSnapshot } from './cloud-mapping.js';

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
}

/** What to answer when the provider has never heard of the server; every other failure goes on. */
const whenMissing =
  <T>(answer: T) =>
  (error: unknown): T => {
    if (error instanceof PluginFailure && error.code === 'no-such-server') return answer;
    throw error;
  };
