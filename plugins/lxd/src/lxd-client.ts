import { PluginFailure, type BoundedFetch, type CallOptions, type TlsIdentity } from '@hostwright/sdk';
import {
  fieldsOf,
  items,
  readDiskSnapshot,
  readImage,
  readInstance,
  readOperation,
  readOperations,
  readServer,
  unreadable,
  type LxdDiskSnapshot,
  type LxdImage,
  type LxdInstance,
  type LxdOperation,
  type LxdServer,
  type Texts,
} from './lxd-answers.js';
import { hasCode, refusal, toFailure } from './lxd-failures.js';
import { filled, projectOf, type LxdContext } from './lxd-settings.js';

export interface NewInstance {
  readonly name: string;
  readonly type: 'container';
  readonly source: Readonly<Record<string, string>>;
  readonly profiles: readonly string[];
  readonly config: Texts;
  readonly devices: Readonly<Record<string, Texts>>;
}

export interface InstanceChange {
  readonly config?: Texts;
  readonly devices?: Readonly<Record<string, Texts>>;
}

export interface FilePush {
  readonly path: string;
  readonly mode: string;
  /** Absent: a directory. */
  readonly content?: string;
}

/** How a background operation stands after we waited a little. */
export interface Awaited {
  readonly isOver: boolean;
  readonly metadata: Readonly<Record<string, unknown>>;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

interface Ask {
  readonly path: string;
  /** A question whose silence leaves a change in the dark that was asked for before. */
  readonly isAboutChange?: true;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly raw?: { readonly text: string | undefined; readonly headers: Readonly<Record<string, string>> };
}

const SUCCESS = 200;
const WAIT_SECONDS = 5;

/** One method for each call of the daemon's interface, version 1.0. */
export class LxdClient {
  private trusted: BoundedFetch | undefined;

  constructor(
    private readonly context: LxdContext,
    private readonly call?: Pick<CallOptions, 'signal'>,
    private readonly parent?: LxdClient,
  ) {}

  /** The same client for one change of the core's: its patience is ours. */
  during(call: Pick<CallOptions, 'signal'>): LxdClient {
    return new LxdClient(this.context, call, this);
  }

  /** Made when it is needed first, because settings are not read while the plugin is built; then one for all calls. */
  private get fetch(): BoundedFetch {
    if (this.parent) return this.parent.fetch;
    this.trusted ??= this.context.tlsFetch(this.identity());
    return this.trusted;
  }

  identity(): TlsIdentity {
    const { fingerprint, authority, certificate } = this.context.config;
    return {
      certificate,
      key: this.context.secrets.get('key'),
      ...(filled(fingerprint) !== undefined && { fingerprint: fingerprint! }),
      ...(filled(authority) !== undefined && { authority: authority! }),
    };
  }

  async server(): Promise<LxdServer> {
    return readServer(await this.ask('GET', { path: '' }));
  }

  async images(): Promise<readonly LxdImage[]> {
    return items(await this.ask('GET', { path: 'images', query: { recursion: '1' } })).map(readImage);
  }

  /** Throws when there is none of that name. */
  async poolOrNetwork(kind: 'storage-pools' | 'networks' | 'profiles', name: string): Promise<void> {
    await this.ask('GET', { path: `${kind}/${encodeURIComponent(name)}` });
  }

  async instance(name: string): Promise<LxdInstance | undefined> {
    const found = this.ask('GET', { path: instancePath(name), query: { recursion: '1' } });
    return found.then(readInstance, whenMissing);
  }

  async instances(): Promise<readonly LxdInstance[]> {
    return items(await this.ask('GET', { path: 'instances', query: { recursion: '2' } })).map(readInstance);
  }

  async operations(): Promise<readonly LxdOperation[]> {
    return readOperations(await this.ask('GET', { path: 'operations', query: { recursion: '1' } }));
  }

  /** Waits a little for what somebody began, and throws what the daemon says against it. */
  async follow(operation: string): Promise<Awaited> {
    return this.awaited(await this.operationAfterWait(operation));
  }

  create(instance: NewInstance): Promise<Awaited> {
    return this.perform('POST', { path: 'instances', body: instance });
  }

  /** Config and devices are merged into what is there; an empty value takes a key away. */
  async change(name: string, change: InstanceChange): Promise<void> {
    await this.ask('PATCH', { path: instancePath(name), body: change });
  }

  setState(name: string, action: 'start' | 'stop', options: { force?: boolean; timeout?: number } = {}): Promise<Awaited> {
    const body = { action, force: options.force ?? false, timeout: options.timeout ?? 30 };
    return this.perform('PUT', { path: `${instancePath(name)}/state`, body });
  }

  remove(name: string): Promise<Awaited> {
    return this.perform('DELETE', { path: instancePath(name) });
  }

  rebuild(name: string, source: Readonly<Record<string, string>>): Promise<Awaited> {
    return this.perform('POST', { path: `${instancePath(name)}/rebuild`, body: { source } });
  }

  async snapshots(name: string): Promise<readonly LxdDiskSnapshot[]> {
    return items(await this.ask('GET', { path: `${instancePath(name)}/snapshots`, query: { recursion: '1' } })).map(
      readDiskSnapshot,
    );
  }

  createSnapshot(name: string, snapshot: string): Promise<Awaited> {
    return this.perform('POST', { path: `${instancePath(name)}/snapshots`, body: { name: snapshot, stateful: false } });
  }

  restoreSnapshot(name: string, snapshot: string): Promise<Awaited> {
    return this.perform('PUT', { path: instancePath(name), body: { restore: snapshot } });
  }

  removeSnapshot(name: string, snapshot: string): Promise<Awaited> {
    return this.perform('DELETE', { path: `${instancePath(name)}/snapshots/${encodeURIComponent(snapshot)}` });
  }

  async push(name: string, file: FilePush): Promise<void> {
    const headers = {
      'x-lxd-type': file.content === undefined ? 'directory' : 'file',
      'x-lxd-mode': file.mode,
      'x-lxd-uid': '0',
      'x-lxd-gid': '0',
      'x-lxd-write': 'overwrite',
      'content-type': 'application/octet-stream',
    };
    await this.ask('POST', {
      path: `${instancePath(name)}/files`,
      query: { path: file.path },
      raw: { text: file.content, headers },
    });
  }

  /** The exit code of a command, 127 when there is no such command. */
  async run(name: string, command: readonly string[]): Promise<number> {
    const body = { command, 'wait-for-websocket': false, interactive: false, 'record-output': false };
    const started = this.started(await this.ask('POST', { path: `${instancePath(name)}/exec`, body }));
    const ended = await this.operationAfterWait(started.id);
    const code = ended?.metadata['return'];
    if (typeof code === 'number') return code;
    if (ended && /not found/i.test(ended.error)) return 127;
    throw PluginFailure.retryable('A command in the container has not ended', { code: 'still-working', retryAfterMs: 2000 });
  }

  /** A shell that waits for somebody to connect; answers the operation and the secrets of its sockets. */
  async openShell(name: string, body: object): Promise<{ readonly id: string; readonly secrets: Texts }> {
    const started = this.started(await this.ask('POST', { path: `${instancePath(name)}/exec`, body }));
    const secrets = fieldsOf(started.metadata['fds'], 'fds') as Texts;
    return { id: started.id, secrets };
  }

  socketUrl(operation: string, secret: string): string {
    const url = this.address(`operations/${operation}/websocket`, { secret });
    url.protocol = url.protocol.replace('http', 'ws');
    return url.href;
  }

  /** Begins a background operation and waits a little for its end. Throws what the daemon says against it. */
  private async perform(method: Method, ask: Ask): Promise<Awaited> {
    const started = this.started(await this.ask(method, ask));
    return this.awaited(await this.operationAfterWait(started.id));
  }

  private awaited(operation: LxdOperation | undefined): Awaited {
    if (!operation) return { isOver: true, metadata: {} };
    if (operation.statusCode >= 400) throw refusal(operation.error, 'operation-failed');
    return { isOver: operation.statusCode === SUCCESS, metadata: operation.metadata };
  }

  private started(metadata: unknown): LxdOperation {
    const operation = readOperation(metadata);
    if (!operation.id) throw unreadable('an operation');
    return operation;
  }

  /** The daemon forgets an operation seconds after its end: then the instance itself must tell what became of it. */
  private async operationAfterWait(id: string): Promise<LxdOperation | undefined> {
    const path = `operations/${encodeURIComponent(id)}/wait`;
    return this.ask('GET', { path, query: { timeout: String(WAIT_SECONDS) }, isAboutChange: true }).then(
      readOperation,
      whenMissing,
    );
  }

  /** The `metadata` of the answer: what was asked for, or the operation that was begun. */
  private async ask(method: Method, { path, query, body, raw, isAboutChange }: Ask): Promise<unknown> {
    const response = await this.fetch(this.address(path, query), {
      method,
      ...(this.call && { signal: this.call.signal }),
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      ...(raw && { headers: raw.headers, ...(raw.text !== undefined && { body: raw.text }) }),
    });
    const answer: unknown = await response.json().catch((cause: unknown) => {
      throw PluginFailure.unknown(`LXD answered ${response.status} with something unreadable`, { code: 'bad-answer', cause });
    });
    const fields = fieldsOf(answer, 'an object');
    const text = typeof fields['error'] === 'string' ? fields['error'] : undefined;
    if (!response.ok) throw toFailure(response.status, response.headers, text, method !== 'GET' || isAboutChange === true);
    if (fields['type'] === 'error') throw refusal(text ?? '', 'refused');
    return fields['metadata'];
  }

  private address(path: string, query: Readonly<Record<string, string>> = {}): URL {
    const base = this.context.config.address;
    if (!URL.canParse(base)) throw PluginFailure.final('The address of LXD is not valid', { code: 'bad-settings' });
    const url = new URL(`/1.0${path && `/${path}`}`, base);
    for (const [name, value] of Object.entries({ project: projectOf(this.context.config), ...query }))
      url.searchParams.set(name, value);
    return url;
  }
}

const instancePath = (name: string): string => `instances/${encodeURIComponent(name)}`;

function whenMissing(error: unknown): undefined {
  if (hasCode(error, 'no-such-server', 'http-404')) return undefined;
  throw error;
}
