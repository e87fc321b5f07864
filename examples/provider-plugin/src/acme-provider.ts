import { PluginFailure, type CallOptions, type CreateServer, type PluginContext, type ServerProvider } from '@hostwright/sdk';
import type { PowerAction, ProviderCatalog, ServerSnapshot } from '@hostwright/sdk';
import { gone, toFailure, toSnapshot, whenMissing, type AcmeServer } from './acme-mapping.js';

const POWER = { start: 'on', restart: 'on', stop: 'off', 'force-stop': 'off' } as const;

/** One server for each service, found again by the label that it was made with. */
export class AcmeProvider implements ServerProvider {
  constructor(private readonly context: PluginContext) {}

  async catalog(): Promise<ProviderCatalog> {
    const plans = (await this.ask('GET', 'plans')) as { id: string; name: string }[];
    return { plans: plans.map(({ id, name }) => ({ id, name, available: true })), images: [], locations: [] };
  }

  /** The cloud honours no keys: whoever asks twice for one service gets the server that is there. */
  async create({ serviceId, spec }: CreateServer, call: CallOptions): Promise<ServerSnapshot> {
    const existing = await this.find(serviceId);
    if (existing) return existing;
    const { plan, hostname, image = 'debian' } = spec;
    return toSnapshot((await this.ask('POST', 'servers', call, { label: serviceId, plan, hostname, image })) as AcmeServer);
  }

  async fetch(externalId: string): Promise<ServerSnapshot> {
    const server = this.ask('GET', `servers/${encodeURIComponent(externalId)}`) as Promise<AcmeServer>;
    return server.then(toSnapshot, whenMissing(gone(externalId)));
  }

  async find(serviceId: string): Promise<ServerSnapshot | undefined> {
    const [server] = (await this.ask('GET', `servers?label=${encodeURIComponent(serviceId)}`)) as AcmeServer[];
    return server && toSnapshot(server);
  }

  async suspend(externalId: string, _reason: string, call: CallOptions): Promise<ServerSnapshot> {
    return this.turn(externalId, 'locked', call);
  }

  async unsuspend(externalId: string, call: CallOptions): Promise<ServerSnapshot> {
    return this.turn(externalId, 'on', call);
  }

  async power(externalId: string, action: PowerAction, call: CallOptions): Promise<ServerSnapshot> {
    return this.turn(externalId, POWER[action], call);
  }

  async terminate(externalId: string, call: CallOptions): Promise<void> {
    await this.ask('DELETE', `servers/${encodeURIComponent(externalId)}`, call).catch(whenMissing(undefined));
  }

  private async turn(externalId: string, status: string, call: CallOptions): Promise<ServerSnapshot> {
    return toSnapshot((await this.ask('PATCH', `servers/${encodeURIComponent(externalId)}`, call, { status })) as AcmeServer);
  }

  private async ask(method: string, path: string, call?: CallOptions, body?: object): Promise<unknown> {
    const response = await this.context.fetch(`https://cloud.acme.test/${path}`, {
      method,
      headers: { authorization: `Bearer ${this.context.secrets.get('apiKey')}`, 'content-type': 'application/json' },
      ...(call && { signal: call.signal, ...(body && { body: JSON.stringify(body) }) }),
    });
    if (!response.ok) throw toFailure(response, call !== undefined);
    return response.json().catch(() => {
      throw PluginFailure.unknown('Acme Cloud answered something unreadable', { code: 'bad-answer' });
    });
  }
}
