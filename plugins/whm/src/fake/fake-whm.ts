import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Clock } from '@hostwright/sdk';
import type { FakeAccount, FakePackage } from './accounts.js';
import { FUNCTIONS, RIGHT_OF } from './functions.js';
import { panelPage } from './panel-page.js';
import { Refusal, Turned } from './refusal.js';
import { ServerRoom } from './server-room.js';
import { Troubles } from './troubles.js';

export const FAKE_WHM = { username: 'root', token: 'FAKEWHM0123456789ABCDEFGHIJKLMNO' } as const;

export interface FakeWhmOptions {
  readonly port?: number;
  readonly clock?: Clock;
  readonly tls?: { readonly key: string; readonly certificate: string };
  readonly packages?: readonly FakePackage[];
  readonly stateFile?: string;
  /** Where browsers reach the panel; the fake's own address unless told. */
  readonly panelUrl?: string;
  /** What is wrong with the parameters of a function; such a request is refused and remembered. */
  readonly checkRequest?: (method: string, path: string, fields: Readonly<Record<string, string>>) => readonly string[];
}

export interface FakeCall {
  readonly method: string;
  readonly name: string;
  /** The address as a log would have it. */
  readonly address: string;
}

const LARGEST_BODY = 64 * 1024;
const READS: ReadonlySet<string> = new Set(['version', 'myprivs', 'listpkgs', 'listaccts', 'accountsummary', 'showbw']);

/** A program that speaks as much of WHM API 1 as the plugin does, and remembers. */
export class FakeWhm {
  readonly troubles = new Troubles();
  readonly faults: string[] = [];
  readonly calls: FakeCall[] = [];
  readonly room: ServerRoom;
  /** Rights that the token does not have. */
  readonly lacking = new Set<string>();
  private readonly server: Server;
  private readonly now: () => number;

  constructor(private readonly options: FakeWhmOptions) {
    const clock = options.clock ?? { now: () => new Date() };
    this.now = () => clock.now().getTime();
    this.room = new ServerRoom({ now: this.now, packages: options.packages, stateFile: options.stateFile });
    const listener = (request: IncomingMessage, response: ServerResponse): void => void this.serve(request, response);
    const { tls } = options;
    this.server = tls ? createTlsServer({ key: tls.key, cert: tls.certificate }, listener) : createServer(listener);
  }

  async listen(): Promise<this> {
    const { port = 0 } = this.options;
    await new Promise<void>((resolve, reject) => this.server.once('error', reject).listen(port, '127.0.0.1', resolve));
    return this;
  }

  /** The setting `apiUrl`. */
  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `${this.options.tls ? 'https' : 'http'}://127.0.0.1:${port}`;
  }

  get accounts(): readonly FakeAccount[] {
    return [...this.room.accounts.values()];
  }

  /** Somebody makes an account in WHM itself; answers its user. */
  plant(user: string, domain = `${user}.example.org`): string {
    const wish = { username: user, domain, plan: this.room.packages[0]?.name ?? '', password: 'planted-by-hand' };
    return this.room.create(new URLSearchParams(wish)).user;
  }

  /** From now on WHM says this of the account where it says whether it is suspended. */
  say(user: string, word: string): void {
    this.room.account(user).suspended = word;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://whm');
    if (url.pathname.startsWith('/cpsess')) return panelPage(response, url.searchParams.get('session') ?? '');
    const name = url.pathname.replace(/^\/json-api\//, '');
    try {
      const fields = await fieldsOf(request, url);
      this.calls.push({ method: request.method ?? '', name, address: request.url ?? '' });
      const body = this.answer(request, name, fields);
      if (body === undefined) return void response.destroy();
      send(response, 200, body);
    } catch (error) {
      if (error instanceof Refusal) return send(response, 200, envelope(name, 0, error.message));
      if (error instanceof Turned) return void response.writeHead(error.status, error.headers).end(error.message);
      this.faults.push(`the fake failed: ${error instanceof Error ? error.stack : String(error)}`);
      response.writeHead(500).end('the fake has failed');
    }
  }

  private answer({ method = '', headers }: IncomingMessage, name: string, fields: URLSearchParams): unknown {
    const { username, token } = FAKE_WHM;
    if (headers.authorization !== `whm ${username}:${token}`) throw new Turned(401, '<html>Access denied</html>');
    const work = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (!work) throw new Turned(404, 'Function not found');
    const right = RIGHT_OF[name];
    if (right !== undefined && this.lacking.has(right)) throw new Turned(403, 'Permission denied');
    this.check(method, name, fields);
    const trouble = this.troubles.next(READS.has(name));
    if (trouble?.kind === 'slow-down') throw new Turned(429, 'slow down', { 'retry-after': String(trouble.seconds) });
    if (trouble?.kind === 'refusal') throw new Refusal(trouble.reason);
    if (trouble?.kind === 'page') throw new Turned(200, '<html>Sign in</html>');
    if (trouble?.kind === 'denied')
      return { cpanelresult: { error: 'Access denied', data: { reason: 'Access denied', result: '0' } } };
    const panelUrl = this.options.panelUrl ?? this.url;
    const { reason, data, raw } = work(this.room, { name, fields, now: this.now(), panelUrl, rights: this.rights() });
    if (trouble?.kind === 'lost') return undefined;
    if (trouble?.kind === 'failed') throw new Turned(500, 'something went wrong');
    return envelope(name, 1, reason ?? 'OK', data, raw);
  }

  private check(method: string, name: string, fields: URLSearchParams): void {
    const faults = [...(this.options.checkRequest?.(method, `/${name}`, Object.fromEntries(fields)) ?? [])];
    if (method === 'GET' && fields.has('password')) faults.push('a password stands in an address');
    if (faults.length === 0) return;
    this.faults.push(...faults.map(fault => `${name}: ${fault}`));
    throw new Refusal(faults.join('; '));
  }

  private rights(): readonly string[] {
    return [...new Set(Object.values(RIGHT_OF))].filter(right => !this.lacking.has(right));
  }
}

function envelope(command: string, result: 0 | 1, reason: string, data?: unknown, raw?: string) {
  return {
    metadata: { version: 1, command, reason, result, ...(raw && { output: { raw } }) },
    ...(data !== undefined && { data }),
  };
}

async function fieldsOf(request: IncomingMessage, url: URL): Promise<URLSearchParams> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  const text = Buffer.concat(parts).toString('utf8');
  if (text.length > LARGEST_BODY) throw new Turned(413, 'the body is too large');
  return new URLSearchParams([...url.searchParams, ...new URLSearchParams(text)]);
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Starts a make-believe WHM; it listens when the promise is kept. */
export const startFakeWhm = (options: FakeWhmOptions = {}): Promise<FakeWhm> => new FakeWhm(options).listen();
