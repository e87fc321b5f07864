import { PluginFailure, type PluginContext } from '@hostwright/sdk';
import {
  fieldsOf,
  readAccount,
  readAction,
  readCopy,
  readDroplet,
  readImage,
  readPage,
  readRegion,
  readSize,
  type Action,
  type Copy,
  type Droplet,
  type Image,
  type Page,
  type Region,
  type Size,
} from './answers.js';
import { toFailure, unreadable } from './failures.js';
import { addressOf, type OceanConfig } from './settings.js';

/** The body of a create call, in DigitalOcean's words. */
export interface NewDroplet {
  readonly name: string;
  readonly size: string;
  readonly image: string;
  readonly region?: string;
  readonly ssh_keys?: readonly string[];
  readonly user_data?: string;
  readonly ipv6: boolean;
  readonly vpc_uuid?: string;
  readonly tags: readonly string[];
}

/** The body of an action, in DigitalOcean's words. */
export interface NewAction {
  readonly type: string;
  readonly [field: string]: unknown;
}

type Query = Readonly<Record<string, string>>;
type Change = 'POST' | 'DELETE';

const PAGE_SIZE = 100;
const MOST_PAGES = 40;

/** One method for each call of DigitalOcean's interface. */
export class OceanClient {
  constructor(private readonly context: PluginContext<OceanConfig>) {}

  async createDroplet(droplet: NewDroplet, signal?: AbortSignal): Promise<Droplet> {
    const answer = await this.change('POST', 'droplets', droplet, signal);
    return readDroplet(fieldsOf(answer, 'a body')['droplet']);
  }

  /** `undefined` when there is no such droplet. */
  async droplet(id: string): Promise<Droplet | undefined> {
    if (!/^\d{1,16}$/.test(id)) return undefined;
    const answer = await this.read(`droplets/${id}`).catch(whenMissing);
    return answer === undefined ? undefined : readDroplet(fieldsOf(answer, 'a body')['droplet']);
  }

  async dropletsWith(tag: string): Promise<readonly Droplet[]> {
    return (await this.dropletsAt(1, { tag_name: tag })).items;
  }

  async dropletsAt(page: number, query: Query = {}): Promise<Page<Droplet>> {
    return this.page('droplets', 'droplets', page, readDroplet, query);
  }

  async act(id: string, action: NewAction, signal?: AbortSignal): Promise<Action> {
    const answer = await this.change('POST', `droplets/${id}/actions`, action, signal);
    return readAction(fieldsOf(answer, 'a body')['action']);
  }

  /** Newest first. */
  async actionsOf(id: string): Promise<readonly Action[]> {
    const { items } = await this.page(`droplets/${id}/actions`, 'actions', 1, readAction);
    return items.toSorted((left, right) => right.id - left.id);
  }

  async action(id: number): Promise<Action> {
    return readAction(fieldsOf(await this.read(`actions/${id}`), 'a body')['action']);
  }

  /** Succeeds when it is gone already. */
  async deleteDroplet(id: string, signal?: AbortSignal): Promise<void> {
    await this.change('DELETE', `droplets/${id}`, undefined, signal).catch(whenMissing);
  }

  copiesOf(id: string): Promise<readonly Copy[]> {
    return this.all(`droplets/${id}/snapshots`, 'snapshots', readCopy);
  }

  async deleteCopy(id: string, signal?: AbortSignal): Promise<void> {
    await this.change('DELETE', `snapshots/${id}`, undefined, signal).catch(whenMissing);
  }

  /** A tag must be there before it can be tied to a droplet; one that is there already is as good. */
  async tie(tag: string, dropletId: string, signal?: AbortSignal): Promise<void> {
    await this.change('POST', 'tags', { name: tag }, signal);
    await this.change(
      'POST',
      `tags/${tag}/resources`,
      { resources: [{ resource_id: dropletId, resource_type: 'droplet' }] },
      signal,
    );
  }

  async untie(tag: string, dropletId: string, signal?: AbortSignal): Promise<void> {
    const resources = [{ resource_id: dropletId, resource_type: 'droplet' }];
    await this.change('DELETE', `tags/${tag}/resources`, { resources }, signal).catch(whenMissing);
  }

  /** The tag of one droplet; what it is tied to stays. Tags of services that have ended would pile up. */
  async deleteTag(tag: string, signal?: AbortSignal): Promise<void> {
    await this.change('DELETE', `tags/${tag}`, undefined, signal).catch(whenMissing);
  }

  sizes(): Promise<readonly Size[]> {
    return this.all('sizes', 'sizes', readSize);
  }

  images(): Promise<readonly Image[]> {
    return this.all('images', 'images', readImage, { type: 'distribution' });
  }

  regions(): Promise<readonly Region[]> {
    return this.all('regions', 'regions', readRegion);
  }

  async account(): Promise<{ readonly status: string; readonly dropletLimit: number }> {
    return readAccount(fieldsOf(await this.read('account'), 'a body')['account']);
  }

  async hasKey(fingerprint: string): Promise<boolean> {
    const answer = await this.read(`account/keys/${encodeURIComponent(fingerprint)}`).catch(whenMissing);
    return answer !== undefined;
  }

  async createKey(name: string, publicKey: string, signal?: AbortSignal): Promise<void> {
    await this.change('POST', 'account/keys', { name, public_key: publicKey }, signal);
  }

  private async all<T>(path: string, name: string, read: (item: unknown) => T, query: Query = {}): Promise<readonly T[]> {
    const found: T[] = [];
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const { items, isLast } = await this.page(path, name, page, read, query);
      found.push(...items);
      if (isLast) break;
    }
    return found;
  }

  private async page<T>(
    path: string,
    name: string,
    page: number,
    read: (item: unknown) => T,
    query: Query = {},
  ): Promise<Page<T>> {
    return readPage(await this.read(path, { ...query, page: String(page), per_page: String(PAGE_SIZE) }), name, read);
  }

  private read(path: string, query: Query = {}): Promise<unknown> {
    const address = addressOf(this.context.config, path);
    for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
    return this.call('GET', address);
  }

  private change(method: Change, path: string, body?: object, signal?: AbortSignal): Promise<unknown> {
    return this.call(method, addressOf(this.context.config, path), body, signal);
  }

  private async call(method: 'GET' | Change, address: URL, body?: object, signal?: AbortSignal): Promise<unknown> {
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
    const message = `The answer of DigitalOcean broke off after ${response.status}`;
    throw isRead ? PluginFailure.retryable(message, details) : PluginFailure.unknown(message, details);
  });
  if (body === '') return {};
  try {
    return JSON.parse(body) as unknown;
  } catch {
    // What is in front of DigitalOcean answers in HTML when it is in trouble: the status says enough.
    return UNREADABLE;
  }
}

/** Every other failure goes on. */
function whenMissing(error: unknown): undefined {
  if (error instanceof PluginFailure && (error.code === 'not-found' || error.code === 'http-404')) return undefined;
  throw error;
}
