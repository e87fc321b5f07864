import { PluginFailure, type BoundedFetch, type PluginContext } from '@hostwright/sdk';
import { toFailure, toRefusal, unreadable, type Effect } from './hestia-failure.js';
import { addressOf, fetchFor, type HestiaConfig } from './settings.js';

/** What we read of a user of the panel; all of it is text there. Sizes are megabytes, or `unlimited`. */
export interface HestiaUser {
  readonly user: string;
  readonly name: string;
  readonly plan: string;
  readonly role: string;
  /** `yes`, `no`, or a word of tomorrow. */
  readonly suspended: string;
  readonly disk: Used;
  readonly traffic: Used;
  readonly domains: Used;
  readonly databases: Used;
  readonly mailboxes: string;
  readonly madeAt: string;
}

export interface Used {
  readonly used: string;
  readonly limit: string;
}

export interface HestiaPackage {
  readonly name: string;
  readonly facts: Readonly<Record<string, string>>;
}

export interface NewUser {
  readonly user: string;
  readonly password: string;
  readonly email: string;
  readonly plan: string;
  readonly name: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** One method for each command of the panel. All of them are posted; which of them change something their names say. */
export class HestiaClient {
  private readonly fetch: BoundedFetch;

  constructor(
    private readonly context: PluginContext<HestiaConfig>,
    private readonly signal?: AbortSignal,
  ) {
    this.fetch = fetchFor(context);
  }

  /** The same client inside of a change: its calls end with the core's, and what goes wrong leaves the change in doubt. */
  during(signal: AbortSignal): HestiaClient {
    return new HestiaClient(this.context, signal);
  }

  /** `undefined` when there is no such user. */
  async user(user: string): Promise<HestiaUser | undefined> {
    const listed = await this.list('v-list-user', [user]).catch(whenMissing);
    return listed?.[user] === undefined ? undefined : readUser(user, listed[user]);
  }

  async users(): Promise<readonly HestiaUser[]> {
    return Object.entries(await this.list('v-list-users')).map(([user, fields]) => readUser(user, fields));
  }

  async packages(): Promise<readonly HestiaPackage[]> {
    return Object.entries(await this.list('v-list-user-packages')).map(([name, fields]) => readPackage(name, fields));
  }

  async addUser({ user, password, email, plan, name }: NewUser): Promise<void> {
    await this.run('v-add-user', [user, password, email, plan, name]);
  }

  async addDomain(user: string, domain: string): Promise<void> {
    await this.run('v-add-domain', [user, domain]);
  }

  async suspend(user: string): Promise<void> {
    await this.run('v-suspend-user', [user]);
  }

  async unsuspend(user: string): Promise<void> {
    await this.run('v-unsuspend-user', [user]);
  }

  async remove(user: string): Promise<void> {
    await this.run('v-delete-user', [user]);
  }

  async changePackage(user: string, plan: string): Promise<void> {
    await this.run('v-change-user-package', [user, plan]);
  }

  async setPassword(user: string, password: string): Promise<void> {
    await this.run('v-change-user-password', [user, password]);
  }

  private async list(command: string, given: readonly string[] = []): Promise<Fields> {
    const text = await this.run(command, [...given, 'json'], this.signal ? 'change' : 'read');
    try {
      return fieldsOf(JSON.parse(text) as unknown);
    } catch (error) {
      throw error instanceof PluginFailure ? error : unreadable('JSON');
    }
  }

  /** What the command wrote. How it ended stands in a header of its own; without it something else has answered. */
  private async run(command: string, given: readonly string[], effect: Effect = 'change'): Promise<string> {
    const { config, secrets } = this.context;
    const body = new URLSearchParams({
      access_key: config.accessKey,
      secret_key: secrets.get('secretKey'),
      cmd: command,
      returncode: 'no',
      ...Object.fromEntries(given.map((value, index) => [`arg${index + 1}`, value])),
    });
    const response = await this.fetch(addressOf(config), { method: 'POST', body, ...(this.signal && { signal: this.signal }) });
    const exitCode = response.headers.get('hestia-exit-code');
    if (exitCode === null || !/^\d{1,3}$/.test(exitCode)) {
      if (!response.ok) throw toFailure(response, effect);
      throw unreadable('an exit code; the address may be that of something else');
    }
    const text = await response.text().catch((cause: unknown) => {
      throw PluginFailure[effect === 'read' ? 'retryable' : 'unknown']('The answer broke off', { code: 'no-answer', cause });
    });
    if (exitCode !== '0') throw toRefusal(command, Number(exitCode), text);
    return text;
  }
}

function readUser(user: string, value: unknown): HestiaUser {
  const fields = fieldsOf(value);
  const word = (name: string): string => wordOf(fields[name]);
  const used = (name: string, limit: string): Used => ({ used: word(name), limit: word(limit) });
  return {
    user,
    name: word('NAME'),
    plan: word('PACKAGE'),
    role: word('ROLE'),
    suspended: word('SUSPENDED'),
    disk: used('U_DISK', 'DISK_QUOTA'),
    traffic: used('U_BANDWIDTH', 'BANDWIDTH'),
    domains: used('U_WEB_DOMAINS', 'WEB_DOMAINS'),
    databases: used('U_DATABASES', 'DATABASES'),
    mailboxes: word('U_MAIL_ACCOUNTS'),
    madeAt: `${word('DATE')}T${word('TIME')}Z`,
  };
}

function readPackage(name: string, value: unknown): HestiaPackage {
  const fields = fieldsOf(value);
  const facts = {
    diskMb: wordOf(fields['DISK_QUOTA']),
    trafficMb: wordOf(fields['BANDWIDTH']),
    domains: wordOf(fields['WEB_DOMAINS']),
    databases: wordOf(fields['DATABASES']),
    mailboxesOfADomain: wordOf(fields['MAIL_ACCOUNTS']),
  };
  return { name, facts };
}

function fieldsOf(value: unknown): Fields {
  // An empty list is written as a list.
  if (Array.isArray(value) && value.length === 0) return {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unreadable('a table');
  return value as Fields;
}

const wordOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

/** Every other failure goes on. */
function whenMissing(error: unknown): undefined {
  if (error instanceof PluginFailure && error.code === 'not-there') return undefined;
  throw error;
}
