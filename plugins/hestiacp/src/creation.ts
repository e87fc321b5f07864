import { PluginFailure, type CreateServer, type PluginContext, type ServerSnapshot } from '@hostwright/sdk';
import type { HestiaClient, HestiaUser } from './hestia-client.js';
import { toSnapshot } from './hestia-mapping.js';
import { labelOf, usernameOf } from './labels.js';
import { Ledger, type Entry } from './ledger.js';
import { Passwords } from './passwords.js';
import type { HestiaConfig } from './settings.js';

const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;
const EMAIL = /^[a-z0-9._%+-]{1,64}@[a-z0-9.-]{1,190}\.[a-z0-9-]{2,63}$/i;

const TAKEN = 'This domain is already in use on the server. If it is yours, write to us.';
const NO_DOMAIN = 'Web hosting needs a domain name such as example.com; names in other alphabets are written as xn--….';

/** First the user, then the domain: two commands, and a process may die between them. */
export class Creation {
  private readonly ledger: Ledger;
  private readonly passwords: Passwords;

  constructor(private readonly context: PluginContext<HestiaConfig>) {
    this.ledger = new Ledger(context);
    this.passwords = new Passwords(context);
  }

  /** A user whose domain was refused serves nobody: it is removed before another one is made. */
  async create(request: CreateServer, client: HestiaClient): Promise<ServerSnapshot> {
    const username = usernameOf(request.serviceId);
    const existing = await client.user(username);
    const answer = existing && (await this.goOn(existing, client));
    if (answer && answer.state !== 'failed') return answer;
    if (answer) await this.clear(username, client);
    await this.demandRest(username);
    return this.make(request, client);
  }

  /** The account as it is, with everything done that can be done now. */
  async goOn(user: HestiaUser, client: HestiaClient): Promise<ServerSnapshot> {
    const entry = await this.ledger.read(user.user);
    if (this.ledger.workLeftMs(entry) > 0) return this.describe(user, entry, 'creating');
    if (!entry?.needsDomain) return this.describe(user, entry);
    const refusal = await this.addDomain(user, entry, client);
    if (!refusal) return this.describe(user, entry);
    return toSnapshot(user, this.context.config, { state: 'failed', domain: entry.domain, problem: refusal.code });
  }

  private describe(user: HestiaUser, entry: Entry | undefined, state?: 'creating'): ServerSnapshot {
    const password = state || !entry?.password ? undefined : this.passwords.tell(user.user, entry.password);
    return toSnapshot(user, this.context.config, { ...(state && { state }), domain: entry?.domain, password });
  }

  private async make({ serviceId, spec }: CreateServer, client: HestiaClient): Promise<ServerSnapshot> {
    const { domain, email } = this.readOrder(spec);
    const user = usernameOf(serviceId);
    const entry: Entry = { domain, password: this.passwords.begin(), needsDomain: true };
    const password = this.passwords.derive(user, entry.password!.word);
    await this.ledger.write(user, { ...entry, askedAt: this.context.clock.now().toISOString() });
    try {
      await client.addUser({ user, password, email, plan: spec.plan, name: labelOf({ domain, serviceId }) });
    } catch (error) {
      // Whatever is not known to have been refused may still be under way: the book goes on saying so.
      if (error instanceof PluginFailure && error.kind !== 'unknown') await this.ledger.strike(user);
      throw error;
    }
    await this.ledger.write(user, entry);
    return this.finish(user, client);
  }

  private async finish(username: string, client: HestiaClient): Promise<ServerSnapshot> {
    const [user, entry] = [await client.user(username), await this.ledger.read(username)];
    if (!user || !entry) throw PluginFailure.unknown('The user that was made is not there', { code: 'bad-answer' });
    const refusal = await this.addDomain(user, entry, client);
    if (!refusal) return this.describe(user, entry);
    await this.clear(username, client);
    const isTaken = refusal.code === 'exists' || refusal.code === 'in-use';
    throw PluginFailure.final(`The panel refused the domain ${entry.domain}: ${refusal.message}`, {
      code: isTaken ? 'domain-taken' : 'bad-domain',
      publicMessage: isTaken ? TAKEN : 'The server does not take this domain name.',
    });
  }

  /** The refusal, if it was one. A website that stands in spite of it has been made before, or only its DNS zone was refused. */
  private async addDomain(user: HestiaUser, entry: Entry, client: HestiaClient): Promise<PluginFailure | undefined> {
    if (!hasWebsite(user)) {
      try {
        await client.addDomain(user.user, entry.domain);
      } catch (error) {
        if (!(error instanceof PluginFailure) || error.kind !== 'final' || NOT_ASKED.has(error.code)) throw error;
        if (!hasWebsite(await client.user(user.user))) return error;
        this.context.log.warn('The panel has the website and refused something of its domain', { domain: entry.domain });
      }
    }
    const { needsDomain: _, ...rest } = entry;
    await this.ledger.write(user.user, rest);
    return undefined;
  }

  private async clear(username: string, client: HestiaClient): Promise<void> {
    await client.remove(username).catch(whenMissing);
    await this.ledger.strike(username);
  }

  /** Nobody listens any more, and the panel may still be making the user: a second order would meet the first one half-way. */
  private async demandRest(username: string): Promise<void> {
    const retryAfterMs = this.ledger.workLeftMs(await this.ledger.read(username));
    if (retryAfterMs === 0) return;
    throw PluginFailure.retryable('The panel may still be making the user that was asked for', { code: 'at-work', retryAfterMs });
  }

  private readOrder({ hostname, addons = {} }: CreateServer['spec']): { readonly domain: string; readonly email: string } {
    const domain = hostname.toLowerCase();
    if (!DOMAIN.test(domain)) {
      throw PluginFailure.final(`${domain} is no domain name`, { code: 'bad-domain', publicMessage: NO_DOMAIN });
    }
    if (addons['dedicatedIp'] === true) {
      const publicMessage = 'An address of its own is not available on this server.';
      throw PluginFailure.final('The panel gives no user an address of its own', { code: 'no-dedicated-ip', publicMessage });
    }
    const wished = addons['contactEmail'];
    return { domain, email: typeof wished === 'string' && EMAIL.test(wished) ? wished : this.context.config.contactEmail };
  }
}

/** The key was turned away: the panel was asked nothing about the domain. */
const NOT_ASKED: ReadonlySet<string> = new Set(['unauthorized', 'forbidden', 'api-disabled', 'no-api']);

const hasWebsite = (user: HestiaUser | undefined): boolean => user !== undefined && Number(user.domains.used) > 0;

/** Every other failure goes on. */
function whenMissing(error: unknown): undefined {
  if (error instanceof PluginFailure && error.code === 'not-there') return undefined;
  throw error;
}
