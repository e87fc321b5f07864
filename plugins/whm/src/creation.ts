import { PluginFailure, type CallOptions, type CreateServer, type PluginContext, type ServerSnapshot } from '@hostwright/sdk';
import { Ledger, type Entry } from './ledger.js';
import { Passwords } from './passwords.js';
import type { WhmConfig } from './settings.js';
import { usernameOf } from './usernames.js';
import type { WhmAccount } from './whm-answers.js';
import type { NewAccount, WhmClient } from './whm-client.js';
import { packageFor, toSnapshot } from './whm-mapping.js';

const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;
const EMAIL = /^[^\s@]{1,64}@[a-z0-9.-]{1,190}$/i;

/** How an account comes to be, once for each service. */
export class Creation {
  private readonly ledger: Ledger;
  private readonly passwords: Passwords;

  constructor(
    private readonly context: PluginContext<WhmConfig>,
    private readonly client: WhmClient,
  ) {
    this.ledger = new Ledger(context);
    this.passwords = new Passwords(context);
  }

  async create(request: CreateServer, { signal }: CallOptions): Promise<ServerSnapshot> {
    const username = usernameOf(request.serviceId);
    const existing = await this.client.account(username);
    if (existing) return this.describe(existing, await this.ledger.read(username));
    await this.demandRest(username);
    const order = await this.orderFor(username, request.spec);
    return this.make(request.serviceId, order, this.client.during(signal));
  }

  /** The account as it is now: while WHM may still be at it, or with the password of its first hour. */
  describe(account: WhmAccount, entry: Entry | undefined): ServerSnapshot {
    const { username } = this.context.config;
    if (this.ledger.workLeftMs(entry) > 0) return toSnapshot(account, username, { state: 'creating' });
    const password = entry?.password && this.passwords.tell(account.user, entry.password);
    return toSnapshot(account, username, { password });
  }

  /** Nobody listens any more, and WHM may still be making the account: a second order would meet the first one half-way. */
  private async demandRest(username: string): Promise<void> {
    const retryAfterMs = this.ledger.workLeftMs(await this.ledger.read(username));
    if (retryAfterMs === 0) return;
    throw PluginFailure.retryable('WHM may still be making the account that was asked for', { code: 'at-work', retryAfterMs });
  }

  /** Everything that can be wrong is looked at first: for a package that it does not know WHM may take its default. */
  private async orderFor(
    username: string,
    { plan, hostname, addons = {} }: CreateServer['spec'],
  ): Promise<Omit<NewAccount, 'password'>> {
    const domain = hostname.toLowerCase();
    if (!DOMAIN.test(domain)) {
      const publicMessage = 'Web hosting needs a domain name such as example.com; names in other alphabets are written as xn--….';
      throw PluginFailure.final(`${domain} is no domain name`, { code: 'bad-domain', publicMessage });
    }
    const { username: reseller, contactEmail } = this.context.config;
    const found = packageFor(await this.client.packages(), plan, reseller);
    if (!found) throw PluginFailure.final(`WHM has no package ${plan}`, { code: 'no-such-plan' });
    const wished = addons['contactEmail'];
    const contactemail = typeof wished === 'string' && EMAIL.test(wished) ? wished : contactEmail;
    const dedicated = addons['dedicatedIp'] === true ? ({ ip: 'y' } as const) : {};
    return { username, domain, plan: found.name, ...(contactemail && { contactemail }), ...dedicated };
  }

  private async make(serviceId: string, order: Omit<NewAccount, 'password'>, client: WhmClient): Promise<ServerSnapshot> {
    const { username, domain, plan } = order;
    const word = this.passwords.begin();
    const entry: Entry = { serviceId, password: word };
    const password = this.passwords.derive(username, word.word);
    await this.ledger.write(username, { ...entry, askedAt: this.context.clock.now().toISOString() });
    let ip: string;
    try {
      ip = await client.createAccount({ ...order, password });
    } catch (error) {
      // Whatever is not known to have been refused may still be under way: the book goes on saying so.
      if (!(error instanceof PluginFailure) || error.kind === 'unknown') throw error;
      return this.afterRefusal(error, entry, username, client);
    }
    await this.ledger.write(username, entry);
    return toSnapshot(newAccount(username, domain, plan, ip), this.context.config.username, { password });
  }

  /** An account that is there in spite of a refusal is one that an earlier order has made. */
  private async afterRefusal(failure: PluginFailure, entry: Entry, username: string, client: WhmClient): Promise<ServerSnapshot> {
    const account = failure.kind === 'final' ? await client.account(username).catch(inDoubt) : undefined;
    if (!account) {
      await this.ledger.strike(username);
      throw failure;
    }
    await this.ledger.write(username, { serviceId: entry.serviceId });
    return toSnapshot(account, this.context.config.username);
  }
}

/** What cannot be looked up after a refusal leaves the refusal in doubt. */
function inDoubt(cause: unknown): never {
  throw PluginFailure.unknown('WHM refused an account, and whether there is one could not be found out', {
    code: 'no-answer',
    cause,
  });
}

/** What WHM has promised; how much it holds will be seen at the next look. */
const newAccount = (user: string, domain: string, plan: string, ip: string): WhmAccount => ({
  user,
  domain,
  plan,
  ip,
  ipv6: [],
  suspended: '0',
  isLocked: false,
  diskUsed: '',
  diskLimit: '',
  inodesUsed: '',
  inodesLimit: '',
  startedAt: undefined,
});
