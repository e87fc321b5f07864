import {
  PluginFailure,
  type CallOptions,
  type CatalogItem,
  type CreateServer,
  type PluginContext,
  type ProviderCatalog,
  type ServerPage,
  type ServerProvider,
  type ServerSnapshot,
  type ServerSpec,
  type ServerUsage,
} from '@hostwright/sdk';
import { Creation } from './creation.js';
import { HestiaClient, type HestiaUser } from './hestia-client.js';
import { goneSnapshot, stateOf, toListed, toSnapshot, toUsage } from './hestia-mapping.js';
import { isUsername, usernameOf } from './labels.js';
import { Ledger } from './ledger.js';
import { freshPassword } from './passwords.js';
import type { HestiaConfig } from './settings.js';

const PAGE = 250;

/** One user of the panel for each service; its name is what it is met by. */
export class HestiaProvider implements ServerProvider {
  private readonly client: HestiaClient;
  private readonly ledger: Ledger;
  private readonly creation: Creation;

  constructor(private readonly context: PluginContext<HestiaConfig>) {
    this.client = new HestiaClient(context);
    this.ledger = new Ledger(context);
    this.creation = new Creation(context);
  }

  async catalog(): Promise<ProviderCatalog> {
    return { plans: await this.plans(), images: [], locations: [] };
  }

  create(request: CreateServer, call: CallOptions): Promise<ServerSnapshot> {
    return this.creation.create(request, this.client.during(call.signal));
  }

  async fetch(externalId: string): Promise<ServerSnapshot> {
    const user = await this.customer(externalId, this.client);
    return user ? this.creation.goOn(user, this.client) : goneSnapshot(externalId);
  }

  async find(serviceId: string): Promise<ServerSnapshot | undefined> {
    const found = await this.fetch(usernameOf(serviceId));
    return found.state === 'gone' ? undefined : found;
  }

  async suspend(externalId: string, _reason: string, { signal }: CallOptions): Promise<ServerSnapshot> {
    const client = this.client.during(signal);
    const user = await this.present(externalId, client);
    if (stateOf(user) !== 'suspended') await client.suspend(user.user).catch(when('suspended'));
    return toSnapshot({ ...user, suspended: 'yes' }, this.context.config);
  }

  /** The panel counts its suspended users down for whoever is resumed, suspended or not, so it is looked at first. */
  async unsuspend(externalId: string, { signal }: CallOptions): Promise<ServerSnapshot> {
    const client = this.client.during(signal);
    const user = await this.present(externalId, client);
    if (stateOf(user) !== 'running') await client.unsuspend(user.user).catch(when('unsuspended'));
    return toSnapshot({ ...user, suspended: 'no' }, this.context.config);
  }

  async terminate(externalId: string, { signal }: CallOptions): Promise<void> {
    const client = this.client.during(signal);
    const user = await this.customer(externalId, client);
    if (user) await client.remove(user.user).catch(when('not-there'));
    await this.ledger.strike(externalId);
  }

  async resize(externalId: string, { plan }: Pick<ServerSpec, 'plan' | 'addons'>, call: CallOptions): Promise<ServerSnapshot> {
    const client = this.client.during(call.signal);
    const user = await this.present(externalId, client);
    if (user.plan !== plan) await client.changePackage(user.user, plan).catch(tellOverQuota);
    return toSnapshot({ ...user, plan }, this.context.config);
  }

  /** The word of the first password goes first: it must not be told any more, whether the new one is set or not. */
  async resetPassword(externalId: string, { signal }: CallOptions): Promise<ServerSnapshot> {
    const client = this.client.during(signal);
    const user = await this.present(externalId, client);
    if (stateOf(user) === 'suspended') {
      const publicMessage = 'The password cannot be changed while the account is suspended.';
      throw PluginFailure.final('The account is suspended', { code: 'suspended', publicMessage });
    }
    await this.ledger.forgetPassword(user.user);
    const password = freshPassword();
    await client.setPassword(user.user, password);
    return toSnapshot(user, this.context.config, { password });
  }

  async list(cursor = ''): Promise<ServerPage> {
    const users = (await this.client.users()).filter(({ role }) => role !== 'admin');
    const rest = users.filter(({ user }) => user > cursor).toSorted((one, other) => (one.user < other.user ? -1 : 1));
    const page = rest.slice(0, PAGE);
    const servers = page.map(user => toListed(user, this.context.config));
    return { servers, ...(rest.length > PAGE && { next: page.at(-1)!.user }) };
  }

  async usage(externalId: string): Promise<ServerUsage> {
    return toUsage(await this.present(externalId, this.client));
  }

  /** The panel's own profile for billing may not list packages; then the settings say what there is. */
  private async plans(): Promise<readonly CatalogItem[]> {
    const { packages = [] } = this.context.config;
    try {
      const listed = await this.client.packages();
      return listed.map(({ name, facts }) => ({ id: name, name, available: true, facts }));
    } catch (error) {
      if (!(error instanceof PluginFailure) || error.code !== 'forbidden' || packages.length === 0) throw error;
      return [...new Set(packages)].map(name => ({ id: name, name, available: true }));
    }
  }

  /** An administrator is no account of a customer, whatever its name. */
  private async customer(externalId: string, client: HestiaClient): Promise<HestiaUser | undefined> {
    const user = isUsername(externalId) ? await client.user(externalId) : undefined;
    return user?.role === 'admin' ? undefined : user;
  }

  private async present(externalId: string, client: HestiaClient): Promise<HestiaUser> {
    const user = await this.customer(externalId, client);
    if (!user) throw PluginFailure.final('The panel has no such user', { code: 'no-such-account' });
    return user;
  }
}

/** A refusal that says that it is so already is none. */
const when =
  (code: string) =>
  (error: unknown): void => {
    if (!(error instanceof PluginFailure) || error.code !== code) throw error;
  };

function tellOverQuota(error: unknown): never {
  if (!(error instanceof PluginFailure) || error.code !== 'limit') throw error;
  throw PluginFailure.final('The account holds more than the package allows', {
    code: 'over-quota',
    publicMessage: 'The account holds more than this package allows. Delete something first, then change the package.',
  });
}
