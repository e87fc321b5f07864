import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Clock } from '@hostwright/sdk';
import { COMMANDS } from './commands.js';
import { Exit, Panel, type FakePackage, type FakeUser } from './panel.js';
import { Troubles } from './troubles.js';

export const FAKE_HESTIA = {
  accessKey: 'FAKEACCESSKEY0123456',
  secretKey: 'fakesecretkey_0123456789abcdefghijklmnop',
  address: '192.0.2.20',
} as const;

export interface FakeHestiaOptions {
  readonly port?: number;
  readonly clock?: Clock;
  readonly tls?: { readonly key: string; readonly certificate: string };
  readonly packages?: readonly FakePackage[];
  readonly stateFile?: string;
  /** What is wrong with a form; such a request is ended with 1 and remembered. */
  readonly checkRequest?: (method: string, path: string, form: Readonly<Record<string, string>>) => readonly string[];
}

const LARGEST_BODY = 64 * 1024;

/** Statuses that the panel gives with its exit codes; 400 with every other. */
const STATUSES: Readonly<Record<number, number>> = { 2: 422, 5: 401, 6: 401, 9: 401, 10: 401, 21: 401 };

/** A program that speaks as much of HestiaCP's API as the plugin does, and remembers. */
export class FakeHestia {
  readonly troubles = new Troubles();
  readonly faults: string[] = [];
  /** Commands in the order in which they came. */
  readonly calls: string[] = [];
  readonly panel: Panel;
  /** Commands that the key may not run. */
  readonly forbidden = new Set<string>();
  isSwitchedOff = false;
  private readonly server: Server;

  constructor(private readonly options: FakeHestiaOptions) {
    const clock = options.clock ?? { now: () => new Date() };
    this.panel = new Panel({ now: () => clock.now().getTime(), packages: options.packages, stateFile: options.stateFile });
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

  /** The users that are customers. */
  get users(): readonly FakeUser[] {
    return [...this.panel.users.values()].filter(({ role }) => role === 'user');
  }

  /** Somebody makes a user in the panel itself; answers its name. */
  plant(user: string, name = 'Somebody Else'): string {
    const plan = this.panel.packages[0]?.name ?? '';
    return this.panel.add({ user, name, email: 'else@example.org', plan, password: 'planted-by-hand' }).user;
  }

  /** From now on the panel says this of the user where it says whether it is suspended. */
  say(user: string, word: string): void {
    this.panel.user(user).suspended = word;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      if (request.method !== 'POST' || request.url !== '/api/') return void response.writeHead(404).end('not found');
      const form = Object.fromEntries(new URLSearchParams(await bodyOf(request)));
      this.answer(form, response);
    } catch (error) {
      if (error instanceof Exit) return ended(response, error.code, error.message);
      this.faults.push(`the fake failed: ${error instanceof Error ? error.stack : String(error)}`);
      response.writeHead(500).end('the fake has failed');
    }
  }

  private answer(form: Readonly<Record<string, string>>, response: ServerResponse): void {
    const { cmd = '' } = form;
    this.calls.push(cmd);
    this.demandKey(form);
    const faults = this.options.checkRequest?.('POST', '/api/', form) ?? [];
    this.faults.push(...faults.map(fault => `${cmd}: ${fault}`));
    if (faults.length > 0) throw new Exit(1, `Error: ${faults.join('; ')}`);
    const trouble = this.troubles.next(cmd.startsWith('v-list-'));
    if (trouble?.kind === 'slow-down') return void response.writeHead(429, { 'retry-after': String(trouble.seconds) }).end();
    if (trouble?.kind === 'page') return void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in</h1>');
    if (trouble?.kind === 'exit' && !trouble.acts) throw new Exit(trouble.code, 'Error: as ordered');
    const given = Array.from({ length: 13 }, (_, index) => form[`arg${index + 1}`]).filter(value => value !== undefined);
    const text = COMMANDS[cmd]?.(this.panel, given);
    if (text === undefined) throw new Exit(127, 'Error: command not found');
    if (trouble?.kind === 'lost') return void response.destroy();
    if (trouble?.kind === 'failed') return void response.writeHead(500).end('something went wrong');
    if (trouble?.kind === 'exit') throw new Exit(trouble.code, 'Error: as ordered');
    ended(response, 0, text);
  }

  private demandKey({ access_key: key, secret_key: secret, cmd = '' }: Readonly<Record<string, string>>): void {
    if (this.isSwitchedOff) throw new Exit(11, 'Error: API has been disabled');
    if (key !== FAKE_HESTIA.accessKey || secret !== FAKE_HESTIA.secretKey) throw new Exit(9, 'Error: key doesn’t exist');
    if (this.forbidden.has(cmd)) throw new Exit(10, `Error: Key ${key} don't have permission to run the command ${cmd}`);
  }
}

function ended(response: ServerResponse, code: number, text: string): void {
  const status = code > 0 ? (STATUSES[code] ?? 400) : text === '' ? 204 : 200;
  const type = text.startsWith('{') ? { 'content-type': 'application/json; charset=utf-8' } : {};
  response.writeHead(status, { 'hestia-exit-code': String(code), ...type }).end(text);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  const text = Buffer.concat(parts).toString('utf8');
  if (text.length > LARGEST_BODY) throw new Exit(1, 'Error: the body is too large');
  return text;
}

/** Starts a make-believe HestiaCP; it listens when the promise is kept. */
export const startFakeHestia = (options: FakeHestiaOptions = {}): Promise<FakeHestia> => new FakeHestia(options).listen();
