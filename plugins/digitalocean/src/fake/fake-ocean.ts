import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '@hostwright/sdk';
import { Account } from './account.js';
import { Refusal } from './refusal.js';
import { Routes, type Answered, type Asked } from './routes.js';
import type { Body } from './droplet-desk.js';
import { Troubles } from './troubles.js';

export const FAKE_OCEAN_TOKENS = { token: 'dop_v1_0123456789abcdef', readOnly: 'dop_v1_readonly_0123456789' } as const;

export interface FakeOceanOptions {
  readonly port?: number;
  readonly host?: string;
  readonly clock?: Clock;
  /** How long each action takes. Absent: until `finishWork()`. */
  readonly workMs?: number;
  /** What is wrong with a request's body, one line for each fault; any fault is refused with 422. */
  readonly checkRequest?: (method: string, path: string, body: Body) => readonly string[];
}

const LARGEST_BODY = 256 * 1024;

/** A program that speaks as much of DigitalOcean's protocol as the plugin does, and remembers. */
export class FakeOcean {
  /** Every body that did not fit the description, and every fault of the fake itself. */
  readonly faults: string[] = [];
  readonly calls: string[] = [];
  readonly tokens = new Set<string>([FAKE_OCEAN_TOKENS.token]);
  readonly troubles = new Troubles();
  readonly account: Account;
  private readonly routes: Routes;
  private readonly server: Server;

  constructor(private readonly options: FakeOceanOptions) {
    this.account = new Account(options.clock ?? { now: () => new Date() }, options.workMs);
    this.routes = new Routes(this.account);
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  async listen(): Promise<this> {
    const { port = 0, host = '127.0.0.1' } = this.options;
    await new Promise<void>((resolve, reject) => this.server.once('error', reject).listen(port, host, resolve));
    return this;
  }

  /** The setting `apiUrl`. */
  get url(): string {
    return `http://${this.options.host ?? '127.0.0.1'}:${(this.server.address() as AddressInfo).port}/v2`;
  }

  plant(name: string): string {
    const { body } = this.routes.answer({
      method: 'POST',
      path: '/v2/droplets',
      query: new URLSearchParams(),
      body: { name, size: 's-1vcpu-1gb', image: 'debian-13-x64' },
    });
    return String((body as { readonly droplet: { readonly id: number } }).droplet.id);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const asked = await readRequest(request);
      this.calls.push(`${asked.method} ${asked.path}`);
      this.account.passTime();
      this.demandToken(request, asked.method);
      const trouble = this.troubles.next(asked.method);
      if (trouble?.kind === 'slow-down')
        return send(response, { status: 429, body: errorBody(new Refusal(429, 'too_many_requests')) }, trouble.headers);
      if (trouble?.kind === 'refusal') throw new Refusal(trouble.status, trouble.id, trouble.message);
      if (trouble?.kind === 'page')
        return void response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
      const answer = this.answer(asked);
      if (trouble?.kind === 'lost') return void response.destroy();
      if (trouble?.kind === 'failed') throw new Refusal(500, 'server_error', 'something went wrong');
      send(response, answer);
    } catch (error) {
      if (!(error instanceof Refusal))
        this.faults.push(`the fake failed: ${error instanceof Error ? error.stack : String(error)}`);
      const refusal = error instanceof Refusal ? error : new Refusal(500, 'server_error', 'the fake has failed');
      send(response, { status: refusal.status, body: errorBody(refusal) });
    }
  }

  private demandToken({ headers }: IncomingMessage, method: string): void {
    const token = headers.authorization?.replace(/^Bearer /, '') ?? '';
    if (token === FAKE_OCEAN_TOKENS.readOnly) {
      if (method !== 'GET') throw new Refusal(403, 'forbidden', 'You are not authorized to perform this operation');
    } else if (!this.tokens.has(token)) {
      throw new Refusal(401, 'unauthorized', 'Unable to authenticate you');
    }
  }

  private answer(asked: Asked): Answered {
    const faults = this.options.checkRequest?.(asked.method, asked.path, asked.body) ?? [];
    if (faults.length === 0) return this.routes.answer(asked);
    this.faults.push(...faults.map(fault => `${asked.method} ${asked.path}: ${fault}`));
    throw new Refusal(422, 'unprocessable_entity', faults.join('; '));
  }
}

async function readRequest(request: IncomingMessage): Promise<Asked> {
  const url = new URL(request.url ?? '/', 'http://fake');
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  const text = Buffer.concat(parts).toString('utf8');
  if (text.length > LARGEST_BODY) throw new Refusal(400, 'bad_request', 'The body is too large');
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    body: bodyOf(text),
  };
}

function bodyOf(text: string): Body {
  if (text === '') return {};
  try {
    const body = JSON.parse(text) as unknown;
    if (typeof body === 'object' && body !== null) return body as Body;
  } catch {
    // Said below, as of every other body that is none.
  }
  throw new Refusal(400, 'bad_request', 'The body is not a JSON object');
}

const errorBody = ({ id, message }: Refusal): object => ({ id, message, request_id: 'fake' });

function send(response: ServerResponse, { status, body }: Answered, headers: Readonly<Record<string, string>> = {}): void {
  const limits = { 'ratelimit-limit': '5000', 'ratelimit-remaining': '4999' };
  const type = body ? { 'content-type': 'application/json' } : {};
  response.writeHead(status, { ...limits, ...type, ...headers }).end(body && JSON.stringify(body));
}
