import { PluginFailure, type CallOptions, type PluginContext } from '@hostwright/sdk';
import { toFailure } from './acme-cloud-mapping.js';

export interface AcmeCloudConfig {
  readonly project: string;
}

/** A server as Acme Cloud tells of it. */
export interface AcmeCloudServer {
  readonly id: string;
  readonly label: string;
  readonly status: string;
  readonly hostname: string;
  readonly plan: string;
  readonly image: string;
  readonly ipv4: string;
  readonly password: string;
}

export interface AcmeCloudPlan {
  readonly id: string;
  readonly name: string;
  readonly isSoldOut: boolean;
}

export interface AcmeCloudPage {
  readonly servers: readonly AcmeCloudServer[];
  readonly next: string | null;
}

export interface AcmeCloudSnapshot {
  readonly id: string;
  readonly name: string;
  readonly created: string;
  readonly isReady: boolean;
}

export type NewServer = Pick<AcmeCloudServer, 'label' | 'hostname' | 'plan' | 'image'>;

const API = 'https://api.acme-cloud.test/v1';

/** One method for each call of the provider's interface. */
export class AcmeCloudClient {
  constructor(private readonly context: PluginContext<AcmeCloudConfig>) {}

  plans(): Promise<readonly AcmeCloudPlan[]> {
    return this.ask('GET', 'plans');
  }

  createServer(server: NewServer, call: CallOptions): Promise<AcmeCloudServer> {
    return this.ask('POST', 'servers', call, { ...server, project: this.context.config.project });
  }

  server(id: string): Promise<AcmeCloudServer> {
    return this.ask('GET', `servers/${encodeURIComponent(id)}`);
  }

  serversOf(label: string): Promise<readonly AcmeCloudServer[]> {
    return this.ask('GET', `servers?label=${encodeURIComponent(label)}`);
  }

  /** Every server of the account, also what somebody made by hand. */
  servers(page = '1'): Promise<AcmeCloudPage> {
    return this.ask('GET', `servers?page=${encodeURIComponent(page)}`);
  }

  snapshots(id: string): Promise<readonly AcmeCloudSnapshot[]> {
    return this.ask('GET', `servers/${encodeURIComponent(id)}/snapshots`);
  }

  deleteSnapshot(id: string, snapshotId: string, call: CallOptions): Promise<AcmeCloudServer> {
    return this.ask('DELETE', `servers/${encodeURIComponent(id)}/snapshots/${encodeURIComponent(snapshotId)}`, call);
  }

  act(id: string, action: string, call: CallOptions, details: object = {}): Promise<AcmeCloudServer> {
    return this.ask('POST', `servers/${encodeURIComponent(id)}/${action}`, call, details);
  }

  async deleteServer(id: string, call: CallOptions): Promise<void> {
    await this.ask('DELETE', `servers/${encodeURIComponent(id)}`, call);
  }

  private async ask<T>(method: 'GET' | 'POST' | 'DELETE', path: string, change?: CallOptions, body: object = {}): Promise<T> {
    const response = await this.context.fetch(`${API}/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.context.secrets.get('apiKey')}`,
        ...(change && { 'content-type': 'application/json' }),
      },
      ...(change && { signal: change.signal, body: JSON.stringify(body) }),
    });
    if (!response.ok) throw toFailure(response, change !== undefined);
    return (await response.json().catch((cause: unknown) => {
      throw PluginFailure.unknown('Acme Cloud answered something unreadable', { code: 'bad-answer', cause });
    })) as T;
  }
}
