import { PluginFailure, type BoundedFetch, type PluginContext } from '@hostwright/sdk';
import { addressOf, fetchFor, type WhmConfig } from './settings.js';
import {
  fieldsOf,
  listOf,
  readAccount,
  readBandwidth,
  readPackage,
  readRights,
  readSession,
  textOf,
  type WhmAccount,
  type WhmBandwidth,
  type WhmPackage,
  type WhmSession,
} from './whm-answers.js';
import { toFailure, toRefusal, unreadable, type Effect } from './whm-failure.js';

export interface NewAccount {
  readonly username: string;
  readonly domain: string;
  readonly plan: string;
  readonly password: string;
  readonly contactemail?: string;
  readonly ip?: 'y';
}

type Parameters = Readonly<Record<string, string>>;

/** One method for each function of WHM. Whatever changes something, or carries a password, is posted. */
export class WhmClient {
  private readonly fetch: BoundedFetch;

  constructor(
    private readonly context: PluginContext<WhmConfig>,
    private readonly signal?: AbortSignal,
  ) {
    this.fetch = fetchFor(context);
  }

  /** The same client, whose calls end with the call of the core that they belong to. */
  during(signal: AbortSignal): WhmClient {
    return new WhmClient(this.context, signal);
  }

  async version(): Promise<string> {
    return textOf(fieldsOf(await this.read('version'), 'the version'), 'version');
  }

  async rights(): Promise<ReadonlySet<string>> {
    return readRights(await this.read('myprivs'));
  }

  async packages(): Promise<readonly WhmPackage[]> {
    const data = fieldsOf(await this.read('listpkgs', { want: 'creatable' }), 'the packages');
    return listOf(data['pkg'], 'pkg').map(readPackage);
  }

  async accounts(search: Parameters = {}): Promise<readonly WhmAccount[]> {
    const data = fieldsOf(await this.read('listaccts', search), 'the accounts');
    return listOf(data['acct'], 'acct').map(readAccount);
  }

  /** A search that finds nothing says so; of one account alone WHM says in a sentence that it is not there. */
  async account(user: string): Promise<WhmAccount | undefined> {
    const found = await this.accounts({ search: user, searchtype: 'user', searchmethod: 'exact' });
    return found.find(account => account.user === user);
  }

  /** Answers the address of the new account, where WHM tells it. */
  async createAccount(account: NewAccount): Promise<string> {
    const data = await this.change('createacct', { ...account });
    const ip = typeof data === 'object' && data !== null && 'ip' in data ? data.ip : undefined;
    return typeof ip === 'string' ? ip : '';
  }

  async suspend(user: string, reason: string): Promise<void> {
    await this.change('suspendacct', { user, reason });
  }

  async unsuspend(user: string): Promise<void> {
    await this.change('unsuspendacct', { user });
  }

  async remove(username: string): Promise<void> {
    await this.change('removeacct', { username });
  }

  async changePackage(user: string, pkg: string): Promise<void> {
    await this.change('changepackage', { user, pkg });
  }

  async setPassword(user: string, password: string): Promise<void> {
    await this.change('passwd', { user, password });
  }

  async bandwidth(user: string): Promise<WhmBandwidth | undefined> {
    return readBandwidth(await this.read('showbw', { searchtype: 'user', search: user }), user);
  }

  /** Posted, so that no log of addresses has it; a second session does no harm, so it may be asked for again. */
  async session(user: string): Promise<WhmSession> {
    return readSession(await this.call('POST', 'create_user_session', { user, service: 'cpaneld' }, 'read'));
  }

  private read(name: string, parameters: Parameters = {}): Promise<unknown> {
    return this.call('GET', name, parameters, 'read');
  }

  private change(name: string, parameters: Parameters): Promise<unknown> {
    return this.call('POST', name, parameters, 'change');
  }

  private async call(method: 'GET' | 'POST', name: string, parameters: Parameters, effect: Effect): Promise<unknown> {
    const { config, secrets } = this.context;
    const address = addressOf(config, name);
    const form = new URLSearchParams({ 'api.version': '1', ...parameters });
    if (method === 'GET') address.search = form.toString();
    const response = await this.fetch(address, {
      method,
      headers: { authorization: `whm ${config.username}:${secrets.get('token')}`, accept: 'application/json' },
      ...(this.signal && { signal: this.signal }),
      ...(method === 'POST' && { body: form }),
    });
    if (!response.ok) throw toFailure(response, effect);
    const hidden = [secrets.get('token'), parameters['password'] ?? ''];
    return resultOf(await bodyOf(response, effect), name, hidden);
  }
}

async function bodyOf(response: Response, effect: Effect): Promise<unknown> {
  const text = await response.text().catch((cause: unknown) => {
    const details = { code: 'no-answer', cause };
    throw PluginFailure[effect === 'read' ? 'retryable' : 'unknown']('The answer of WHM broke off', details);
  });
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // A page of HTML: the port of something else, or a sign-in page before WHM.
    throw unreadable('JSON; the address may be that of something else');
  }
}

/** The status says nothing: only `metadata.result` counts. */
function resultOf(body: unknown, name: string, hidden: readonly string[]): unknown {
  const answer = fieldsOf(body, 'a body');
  if (answer['metadata'] === undefined) {
    // So says the door-keeper in front of the functions.
    const denied = JSON.stringify(answer['cpanelresult'] ?? '');
    if (/denied|permission/i.test(denied)) throw toRefusal('Access denied', name, hidden);
    throw unreadable('metadata');
  }
  const { result, reason } = fieldsOf(answer['metadata'], 'metadata');
  if (Number(result) === 1) return answer['data'];
  if (Number(result) !== 0 || result === '' || result === null) throw unreadable('a result');
  throw toRefusal(typeof reason === 'string' ? reason : '', name, hidden);
}
