import { PluginFailure, type PluginContext } from '@hostwright/sdk';
import {
  fieldsOf,
  optionalText,
  readAction,
  readImage,
  readKeyId,
  readLocation,
  readPage,
  readServer,
  readType,
  text,
  type HetznerAction,
  type HetznerImage,
  type HetznerServer,
  type HetznerType,
  type Page,
} from './answers.js';
import { toFailure, unreadable } from './failures.js';
import { addressOf, type HetznerConfig } from './settings.js';

export type Labels = Readonly<Record<string, string>>;

/** The body of a create call, in Hetzner's words. */
export interface NewServer {
  readonly name: string;
  readonly server_type: string;
  readonly image: string;
  readonly location?: string;
  readonly ssh_keys?: readonly string[];
  readonly user_data?: string;
  readonly labels: Labels;
  readonly public_net: { readonly enable_ipv4: boolean; readonly enable_ipv6: boolean };
}

/** Something was begun; some answers carry the new password of root, once. */
export interface Begun {
  readonly action: HetznerAction | undefined;
  readonly password: string | undefined;
}

export interface MetricsWindow {
  readonly start: string;
  readonly end: string;
  readonly step: number;
}

type Query = Readonly<Record<string, string | readonly string[]>>;

const MOST_PAGES = 40;

/** One method for each call of Hetzner's interface. */
export class HetznerClient {
  constructor(private readonly context: PluginContext<HetznerConfig>) {}

  async createServer(server: NewServer, signal?: AbortSignal): Promise<Begun & { readonly server: HetznerServer }> {
    const answer = await this.change('POST', 'servers', server, signal);
    return { ...begunOf(answer), server: readServer(fieldsOf(answer, 'a body')['server']) };
  }

  /** `undefined` when there is no such server. */
  async server(id: string): Promise<HetznerServer | undefined> {
    if (!/^\d{1,16}$/.test(id)) return undefined;
    const answer = await this.read(`servers/${id}`).catch(whenMissing);
    return answer === undefined ? undefined : readServer(fieldsOf(answer, 'a body')['server']);
  }

  async serversOf(serviceId: string): Promise<readonly HetznerServer[]> {
    return (await this.serversAt(1, { label_selector: `service_id==${serviceId}` })).items;
  }

  async serversAt(page: number, query: Query = {}): Promise<Page<HetznerServer>> {
    return readPage(await this.read('servers', { ...query, page: String(page), per_page: '50' }), 'servers', readServer);
  }

  async label(id: string, labels: Labels, signal?: AbortSignal): Promise<HetznerServer> {
    const answer = await this.change('PUT', `servers/${id}`, { labels }, signal);
    return readServer(fieldsOf(answer, 'a body')['server']);
  }

  async act(id: string, action: string, body?: object, signal?: AbortSignal): Promise<Begun> {
    return begunOf(await this.change('POST', `servers/${id}/actions/${action}`, body, signal));
  }

  async console(id: string): Promise<{ readonly url: string; readonly password: string }> {
    const answer = fieldsOf(await this.change('POST', `servers/${id}/actions/request_console`), 'a body');
    return { url: text(answer, 'wss_url'), password: text(answer, 'password') };
  }

  /** Newest first. */
  async actionsOf(id: string): Promise<readonly HetznerAction[]> {
    const answer = await this.read(`servers/${id}/actions`, { sort: 'id:desc', per_page: '50' });
    return readPage(answer, 'actions', readAction).items;
  }

  async action(id: number): Promise<HetznerAction> {
    return readAction(fieldsOf(await this.read(`actions/${id}`), 'a body')['action']);
  }

  /** Succeeds when it is gone already. */
  async deleteServer(id: string, signal?: AbortSignal): Promise<void> {
    await this.change('DELETE', `servers/${id}`, undefined, signal).catch(whenMissing);
  }

  types(): Promise<readonly HetznerType[]> {
    return this.all('server_types', {}, readType);
  }

  systemImages(architecture: string): Promise<readonly HetznerImage[]> {
    return this.all('images', { type: 'system', status: 'available', architecture }, readImage);
  }

  snapshotsOf(serverId: string): Promise<readonly HetznerImage[]> {
    return this.all('images', { type: 'snapshot', label_selector: `server_id==${serverId}` }, readImage);
  }

  async deleteImage(id: string, signal?: AbortSignal): Promise<void> {
    await this.change('DELETE', `images/${id}`, undefined, signal).catch(whenMissing);
  }

  locations(): Promise<readonly { readonly name: string; readonly city: string; readonly country: string }[]> {
    return this.all('locations', {}, readLocation);
  }

  async keyOf(fingerprint: string): Promise<string | undefined> {
    return readPage(await this.read('ssh_keys', { fingerprint }), 'ssh_keys', readKeyId).items[0];
  }

  async createKey(name: string, publicKey: string, signal?: AbortSignal): Promise<string> {
    const answer = await this.change('POST', 'ssh_keys', { name, public_key: publicKey }, signal);
    return readKeyId(fieldsOf(answer, 'a body')['ssh_key']);
  }

  async metrics(id: string, { start, end, step }: MetricsWindow): Promise<unknown> {
    const query = { type: ['cpu', 'disk', 'network'], start, end, step: String(step) };
    return fieldsOf(await this.read(`servers/${id}/metrics`, query), 'a body')['metrics'];
  }

  private async all<T>(name: string, query: Query, read: (item: unknown) => T): Promise<readonly T[]> {
    const found: T[] = [];
    let page: number | undefined = 1;
    for (let count = 0; page !== undefined && count < MOST_PAGES; count += 1) {
      const answer: Page<T> = readPage(await this.read(name, { ...query, page: String(page), per_page: '50' }), name, read);
      found.push(...answer.items);
      page = answer.next;
    }
    return found;
  }

  private read(path: string, query: Query = {}): Promise<unknown> {
    const address = addressOf(this.context.config, path);
    for (const [name, value] of Object.entries(query)) {
      for (const one of typeof value === 'string' ? [value] : value) address.searchParams.append(name, one);
    }
    return this.call('GET', address);
  }

  private change(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object, signal?: AbortSignal): Promise<unknown> {
    return this.call(method, addressOf(this.context.config, path), body, signal);
  }

  private async call(method: string, address: URL, body?: object, signal?: AbortSignal): Promise<unknown> {
    const response = await this.context.fetch(address, {
      method,
      headers: {
        authorization: `Bearer ${this.context.secrets.get('token')}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(signal && { signal }),
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer = await bodyOf(response, method === 'GET');
    if (response.ok && answer !== UNREADABLE) return answer;
    if (response.ok) throw unreadable('a body');
    const error = { status: response.status, headers: response.headers, body: answer };
    throw toFailure(error, method === 'GET' ? 'read' : 'change', this.context.clock.now());
  }
}

const UNREADABLE = Symbol('unreadable');

async function bodyOf(response: Response, isRead: boolean): Promise<unknown> {
  const body = await response.text().catch((cause: unknown) => {
    const details = { code: 'no-answer', cause };
    const message = `The answer of Hetzner broke off after ${response.status}`;
    throw isRead ? PluginFailure.retryable(message, details) : PluginFailure.unknown(message, details);
  });
  if (body === '') return {};
  try {
    return JSON.parse(body) as unknown;
  } catch {
    // What is in front of Hetzner answers in HTML when it is in trouble: the status says enough.
    return UNREADABLE;
  }
}

function begunOf(answer: unknown): Begun {
  const { action, root_password: password } = fieldsOf(answer, 'a body');
  return { action: action === undefined || action === null ? undefined : readAction(action), password: optionalText(password) };
}

/** Every other failure goes on. */
function whenMissing(error: unknown): undefined {
  if (error instanceof PluginFailure && (error.code === 'not-found' || error.code === 'http-404')) return undefined;
  throw error;
}
