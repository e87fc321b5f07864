import { PluginFailure, type CallOptions, type PluginContext } from '@hostwright/sdk';
import { readCatalog, readServer, readServers, type CloudCatalogAnswer, type CloudServerAnswer } from './cloud-answers.js';
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
    return readServer(await this.call('GET', `servers/${encodeURIComponent(id)}`));
  }

  async serversOf(serviceId: string): Promise<readonly CloudServerAnswer[]> {
    return readServers(await this.call('GET', `servers?label_service_id=${encodeURIComponent(serviceId)}`));
  }

  async act(id: string, action: string, call: CallOptions, details: object = {}): Promise<CloudServerAnswer> {
    return readServer(await this.call('POST', `servers/${encodeURIComponent(id)}/actions/${action}`, call, details));
  }

  async deleteServer(id: string, call: CallOptions): Promise<void> {
    await this.call('DELETE', `servers/${encodeURIComponent(id)}`, call);
  }

  private async call(method: 'GET' | 'POST' | 'DELETE', path: string, change?: CallOptions, body?: object): Promise<unknown> {
    const response = await this.context.fetch(this.address(path), {
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

  private address(path: string): URL {
    const base = this.context.config.apiUrl;
    if (!URL.canParse(base)) throw PluginFailure.final('The address of Sandbox Cloud is not valid', { code: 'bad-settings' });
    return new URL(`v1/${path}`, base.endsWith('/') ? base : `${base}/`);
  }
}
