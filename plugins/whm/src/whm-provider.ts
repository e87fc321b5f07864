import {
  PluginFailure,
  type CallOptions,
  type CreateServer,
  type PanelAccess,
  type PluginContext,
  type ProviderCatalog,
  type ServerPage,
  type ServerProvider,
  type ServerSnapshot,
  type ServerSpec,
  type ServerUsage,
} from '@hostwright/sdk';
import { Creation } from './creation.js';
import { Ledger } from './ledger.js';
import { openPanel } from './panel.js';
import { freshPassword } from './passwords.js';
import type { WhmConfig } from './settings.js';
import { isOurs, isUsername, usernameOf } from './usernames.js';
import type { WhmAccount } from './whm-answers.js';
import { WhmClient } from './whm-client.js';
import { bytesOf, goneSnapshot, packageFor, stateOf, toListed, toPlans, toSnapshot, toUsage } from './whm-mapping.js';

const PAGE = 250;

/** One account for each service; its user name is what it is met by. */
export class WhmProvider implements ServerProvider {
  private readonly client: WhmClient;
  private readonly ledger: Ledger;
  private readonly creation: Creation;

  constructor(private readonly context: PluginContext<WhmConfig>) {
    this.client = new WhmClient(context);
    this.ledger = new Ledger(context);
    this.creation = new Creation(context, this.client);
  }

  async catalog(): Promise<ProviderCatalog> {
    return { plans: toPlans(await this.client.packages(), this.context.config.username), images: [], locations: [] };
  }

  create(request: CreateServer, call: CallOptions): Promise<ServerSnapshot> {
    return this.creation.create(request, call);
  }

  async fetch(externalId: string): Promise<ServerSnapshot> {
    const account = isUsername(externalId) ? await this.client.account(externalId) : undefined;
    return account ? this.creation.describe(account, await this.ledger.read(account.user)) : goneSnapshot(externalId);
  }

  async find(serviceId: string): Promise<ServerSnapshot | undefined> {
    const found = await this.fetch(usernameOf(serviceId));
    return found.state === 'gone' ? undefined : found;
  }

  /** WHM refuses to suspend what is suspended, so it is looked at first; what it then is, its answer says. */
  async suspend(externalId: string, reason: string, { signal }: CallOptions): Promise<ServerSnapshot> {
    const account = await this.present(externalId);
    if (stateOf(account) !== 'suspended') {
      await this.unless(account, isSuspended, () => this.client.during(signal).suspend(account.user, reason));
    }
    return toSnapshot({ ...account, suspended: '1' }, this.context.config.username);
  }

  async unsuspend(externalId: string, { signal }: CallOptions): Promise<ServerSnapshot> {
    const account = await this.present(externalId);
    if (account.isLocked) {
      throw PluginFailure.final('The account was locked when it was suspended: only root can resume it', { code: 'locked' });
    }
    if (stateOf(account) !== 'running') {
      await this.unless(account, isRunning, () => this.client.during(signal).unsuspend(account.user));
    }
    return toSnapshot({ ...account, suspended: '0' }, this.context.config.username);
  }

  async terminate(externalId: string, { signal }: CallOptions): Promise<void> {
    const account = isUsername(externalId) ? await this.client.account(externalId) : undefined;
    if (account) {
      this.demandForeign(account);
      await this.unless(account, isGone, () => this.client.during(signal).remove(account.user));
    }
    await this.ledger.strike(externalId);
  }

  async resize(externalId: string, { plan }: Pick<ServerSpec, 'plan' | 'addons'>, call: CallOptions): Promise<ServerSnapshot> {
    const { username: reseller } = this.context.config;
    const account = await this.present(externalId);
    const wanted = packageFor(await this.client.packages(), plan, reseller);
    if (!wanted) throw PluginFailure.final(`WHM has no package ${plan}`, { code: 'no-such-plan' });
    if (wanted.name !== account.plan) {
      demandRoom(account, bytesOf(wanted.disk));
      await this.client.during(call.signal).changePackage(account.user, wanted.name);
    }
    return toSnapshot({ ...account, plan: wanted.name }, reseller);
  }

  /** The word of the first password goes first: it must not be told any more, whether the new one is set or not. */
  async resetPassword(externalId: string, { signal }: CallOptions): Promise<ServerSnapshot> {
    const account = await this.present(externalId);
    const entry = await this.ledger.read(account.user);
    if (entry?.password) await this.ledger.write(account.user, { serviceId: entry.serviceId });
    const password = freshPassword();
    await this.client.during(signal).setPassword(account.user, password);
    return toSnapshot(account, this.context.config.username, { password });
  }

  async list(cursor = ''): Promise<ServerPage> {
    const { username: reseller } = this.context.config;
    const all = (await this.client.accounts()).toSorted((one, other) => (one.user < other.user ? -1 : 1));
    const rest = all.filter(({ user }) => user > cursor);
    const page = rest.slice(0, PAGE);
    const servers = await Promise.all(
      page.map(async account =>
        toListed(account, reseller, isOurs(account.user) ? await this.serviceOf(account.user) : undefined),
      ),
    );
    return { servers, ...(rest.length > PAGE && { next: page.at(-1)!.user }) };
  }

  async usage(externalId: string): Promise<ServerUsage> {
    const account = await this.present(externalId);
    return toUsage(account, await this.client.bandwidth(account.user).catch(whenNotAllowed));
  }

  async openPanel(externalId: string): Promise<PanelAccess> {
    return openPanel(this.client, await this.present(externalId), this.context.clock.now());
  }

  private async serviceOf(username: string): Promise<string | undefined> {
    return (await this.ledger.read(username))?.serviceId;
  }

  /** An account that may be changed. */
  private async present(externalId: string): Promise<WhmAccount> {
    const account = isUsername(externalId) ? await this.client.account(externalId) : undefined;
    if (!account) throw PluginFailure.final('WHM has no such account', { code: 'no-such-account' });
    this.demandForeign(account);
    return account;
  }

  /** A reseller's list begins with the reseller: nothing of ours may change or remove that one. */
  private demandForeign({ user }: WhmAccount): void {
    if (user === this.context.config.username) {
      throw PluginFailure.final('This account is the one that the shop signs in with', { code: 'own-account' });
    }
  }

  /** A refusal is none when the account already is what it was to become. */
  private async unless(
    { user }: WhmAccount,
    isSo: (account: WhmAccount | undefined) => boolean,
    change: () => Promise<void>,
  ): Promise<void> {
    try {
      await change();
    } catch (error) {
      // Two operators at once: the other one was first.
      if (!(error instanceof PluginFailure) || error.kind !== 'final' || STATUS_FAILURES.has(error.code)) throw error;
      if (!isSo(await this.client.account(user))) throw error;
    }
  }
}

/** Refusals of whoever stands before WHM's functions: nothing was asked of them. */
const STATUS_FAILURES: ReadonlySet<string> = new Set(['unauthorized', 'forbidden', 'no-such-function']);

const isSuspended = (account: WhmAccount | undefined): boolean => account !== undefined && stateOf(account) === 'suspended';
const isRunning = (account: WhmAccount | undefined): boolean => account !== undefined && stateOf(account) === 'running';
const isGone = (account: WhmAccount | undefined): boolean => account === undefined;

/** WHM would put the account over its quota, and its owner could save nothing any more, not even a mail. */
function demandRoom({ diskUsed }: WhmAccount, quota: bigint | undefined): void {
  const used = bytesOf(diskUsed);
  if (used === undefined || quota === undefined || quota === 0n || used <= quota) return;
  throw PluginFailure.final(`The account uses ${diskUsed}, which the package does not hold`, {
    code: 'over-quota',
    publicMessage: 'The account holds more than this package allows. Delete something first, then change the package.',
  });
}

/** Traffic is left out where the token may not see it. */
function whenNotAllowed(error: unknown): undefined {
  if (error instanceof PluginFailure && error.code === 'forbidden') return undefined;
  throw error;
}
