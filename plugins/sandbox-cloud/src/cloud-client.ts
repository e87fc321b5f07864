import {
  PluginFailure,
  type CallOptions,
  type DiskSnapshot,
  type MetricsRange,
  type PluginContext,
  type ServerMetrics,
  type ServerUsage,
} from '@hostwright/sdk';
import {
  readCatalog,
  readPage,
  readServer,
  type CloudCatalogAnswer,
  type CloudPage,
  type CloudServerAnswer,
} from './cloud-answers.js';
import { readMetrics, readSnapshots, readTicket, readUsage, type CloudTicket } from './cloud-extra-answers.js';
import { toFailure } from './cloud-mapping.js';

export interface SandboxCloudConfig {
  readonly apiUrl: string;
}

export interface NewServer {
  readonly hostname: string;
  readonly plan: string;
  readonly image: string | undefined;
  readonly location: string | undefined;
  readonly addons: Readonly<Record<string, string | number | boolean>> | undefined;
  readonly ssh_keys: readonly string[] | undefined;
  readonly user_data: string | undefined;
  readonly labels: { readonly service_id: string };
}

/** One method for each call of the provider's interface. */
export class CloudClient {
  constructor(private readonly context: PluginContext<SandboxCloudConfig>) {}

  async catalog(): Promise<CloudCatalogAnswer> {
    return readCatalog(await this.call('GET', 'catalog'));
  }

  async createServer(server: NewServer, call: CallOptions): Promise<CloudServerAnswer> {
    return readServer(await this.call('POST', 'servers', call, server));
  }

  async server(id: string): Promise<CloudServerAnswer> {
    return readServer(await this.call('GET', serverAt(id)));
  }

  async serversOf(serviceId: string): Promise<readonly CloudServerAnswer[]> {
    return readPage(await this.call('GET', `servers?label_service_id=${encodeURIComponent(serviceId)}`)).servers;
  }

  async servers(after: string | undefined, limit: number): Promise<CloudPage> {
    const query = new URLSearchParams({ limit: String(limit), ...(after !== undefined && { after }) });
    return readPage(await this.call('GET', `servers?${query.toString()}`));
  }

  async act(id: string, action: string, call: CallOptions, details: object = {}): Promise<CloudServerAnswer> {
    return readServer(await this.call('POST', `${serverAt(id)}/actions/${action}`, call, details));
  }

  async deleteServer(id: string, call: CallOptions): Promise<void> {
    await this.call('DELETE', serverAt(id), call);
  }

  async snapshots(id: string): Promise<readonly DiskSnapshot[]> {
    return readSnapshots(await this.call('GET', `${serverAt(id)}/snapshots`));
  }

  async createSnapshot(id: string, name: string, call: CallOptions): Promise<CloudServerAnswer> {
    return readServer(await this.call('POST', `${serverAt(id)}/snapshots`, call, { name }));
  }

  async restoreSnapshot(id: string, snapshotId: string, call: CallOptions): Promise<CloudServerAnswer> {
    return readServer(await this.call('POST', `${snapshotAt(id, snapshotId)}/restore`, call, {}));
  }

  async deleteSnapshot(id: string, snapshotId: string, call: CallOptions): Promise<CloudServerAnswer> {
    return readServer(await this.call('DELETE', snapshotAt(id, snapshotId), call));
  }

  async metrics(id: string, range: MetricsRange): Promise<ServerMetrics> {
    return readMetrics(await this.call('GET', `${serverAt(id)}/metrics?range=${range}`));
  }

  async usage(id: string): Promise<ServerUsage> {
    return readUsage(await this.call('GET', `${serverAt(id)}/usage`));
  }

  async openDoor(id: string, door: 'console' | 'panel'): Promise<CloudTicket> {
    return readTicket(await this.call('POST', `${serverAt(id)}/${door}`));
  }

  /** The address of something that the provider named relative to its own. */
  address(path: string): URL {
    const base = this.context.config.apiUrl;
    if (!URL.canParse(base)) throw PluginFailure.final('The address of Sandbox Cloud is not valid', { code: 'bad-settings' });
    return new URL(path, base.endsWith('/') ? base : `${base}/`);
  }

  private async call(method: 'GET' | 'POST' | 'DELETE', path: string, change?: CallOptions, body?: object): Promise<unknown> {
    const response = await this.context.fetch(this.address(`v1/${path}`), {
      method,
      headers: {
        authorization: `Bearer ${this.context.secrets.get('apiKey')}`,
        ...(change && { 'idempotency-key': change.idempotencyKey }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(change && { signal: change.signal }),
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json().catch((cause: unknown) => {
      throw PluginFailure.unknown(`Sandbox Cloud answered ${response.status} with something unreadable`, {
        code: 'bad-answer',
        cause,
      });
    });
    if (!response.ok) throw toFailure(response.status, response.headers, answer, change !== undefined);
    return answer;
  }
}

const serverAt = (id: string): string => `servers/${encodeURIComponent(id)}`;

const snapshotAt = (id: string, snapshotId: string): string => `${serverAt(id)}/snapshots/${encodeURIComponent(snapshotId)}`;
