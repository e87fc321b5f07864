import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '@hostwright/sdk';
import { Account, type AccountKeys, type AccountState } from './account.js';
import { Api } from './api.js';
import { BrowserDesk } from './browser-desk.js';
import { decodeForm, FormFault, type FormObject } from './form.js';
import { HostedPage } from './hosted-page.js';
import { invalid, Refusal } from './refusal.js';
import { STRIPE_JS_STAND_IN } from './stripe-js.js';
import { Tills } from './tills.js';
import { API_VERSION, type StripeEvent } from './things.js';
import { Troubles } from './troubles.js';
import { Webhooks } from './webhooks.js';

export const FAKE_STRIPE_KEYS: AccountKeys = {
  secretKey: 'sk_test_0123456789abcdefghijklmn',
  publishableKey: 'pk_test_0123456789abcdefghijklmn',
};

export interface FakeStripeOptions {
  readonly port?: number;
  readonly host?: string;
  /** Where browsers reach it, when that is another address than the one it listens at. */
  readonly publicUrl?: string;
  readonly clock?: Clock;
  readonly accounts?: readonly AccountKeys[];
  readonly webhookRetriesMs?: readonly number[];
  /** Keeps everything over a restart. */
  readonly stateFile?: string;
  /** What is wrong with a request's decoded body, one line for each fault; any fault is refused with 400. */
  readonly checkRequest?: (method: string, path: string, body: FormObject) => readonly string[];
}

const LARGEST_BODY = 256 * 1024;

/** A program that speaks as much of Stripe's protocol as the plugin does, and remembers. */
export class FakeStripe {
  /** Every body that did not fit the description, and every fault of the fake itself. */
  readonly faults: string[] = [];
  readonly webhooks: Webhooks;
  readonly troubles = new Troubles();
  readonly tills: Tills;
  readonly accounts: readonly Account[];
  private readonly api: Api;
  private readonly page: HostedPage;
  private readonly desk: BrowserDesk;
  private readonly server: Server;
  private base = '';

  constructor(private readonly options: FakeStripeOptions) {
    const clock = options.clock ?? { now: () => new Date() };
    const now = (): number => Math.floor(clock.now().getTime() / 1000);
    const states = readState(options.stateFile);
    this.accounts = (options.accounts ?? [FAKE_STRIPE_KEYS]).map(keys => new Account(keys, now, states[keys.publishableKey]));
    this.webhooks = new Webhooks(now, options.webhookRetriesMs);
    this.tills = new Tills((account, type, thing) => this.tell(account, type, thing), { refundsWait: false });
    this.api = new Api(this.tills, now, () => this.url);
    this.page = new HostedPage(this.tills);
    this.desk = new BrowserDesk(this.tills, () => this.accounts);
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  async listen(): Promise<this> {
    const { port = 0, host = '127.0.0.1' } = this.options;
    await new Promise<void>((resolve, reject) => this.server.once('error', reject).listen(port, host, resolve));
    this.base = `http://${host}:${(this.server.address() as AddressInfo).port}`;
    return this;
  }

  get url(): string {
    return this.options.publicUrl ?? this.base;
  }

  /** Address of the stand-in for Stripe.js. */
  get scriptUrl(): string {
    return `${this.url}/endive/stripe.js`;
  }

  async close(): Promise<void> {
    await this.webhooks.close();
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  save(): void {
    if (this.options.stateFile === undefined) return;
    const states = Object.fromEntries(this.accounts.map(account => [account.keys.publishableKey, account.state]));
    writeFileSync(this.options.stateFile, JSON.stringify(states));
  }

  /** Something has happened: it is noted, and told to every endpoint that wants to hear of it. */
  tell(account: Account, type: string, thing: object): void {
    const event: StripeEvent = account.add('event', {
      type,
      api_version: API_VERSION,
      data: { object: account.tell(thing) },
      livemode: false,
    });
    for (const { url, status, enabled_events: wanted, _secret: secret } of account.all('webhook_endpoint')) {
      if (status === 'enabled' && (wanted.includes(type) || wanted.includes('*'))) this.webhooks.send({ event, url, secret });
    }
    this.save();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const url = new URL(request.url ?? '/', 'http://fake');
      const body = await readBody(request);
      if (url.pathname.startsWith('/v1/')) this.serveApi(request, url, body, response);
      else if (url.pathname.startsWith('/js/')) this.serveBrowser(url.pathname, body, response);
      else if (url.pathname.endsWith('/stripe.js')) sendScript(response);
      else if (url.pathname.startsWith('/c/pay/')) this.page.serve(this.sessionAt(url.pathname), request, body, response);
      else throw invalid('Nothing is here');
      this.save();
    } catch (error) {
      if (response.destroyed || response.headersSent) return;
      const isRefusal = error instanceof Refusal;
      if (!isRefusal)
        this.faults.push(`the fake failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      const refusal = isRefusal ? error : new Refusal(500, { type: 'api_error', message: 'The fake has failed' });
      sendJson(response, refusal.status, { error: refusal.error }, refusal.headers);
    }
  }

  private serveApi(request: IncomingMessage, url: URL, body: string, response: ServerResponse): void {
    const { pathname: path } = url;
    const method = request.method ?? 'GET';
    const account = this.accountOf(request);
    const trouble = method === 'GET' ? this.troubles.nextRead() : this.troubles.nextChange(path);
    if (trouble?.kind === 'slow-down')
      throw new Refusal(
        429,
        { type: 'invalid_request_error', code: 'rate_limit', message: 'Too many requests' },
        trouble.headers,
      );
    const answer = this.once(account, request, method, path, body, url.search.slice(1));
    if (trouble?.kind === 'lost') return void response.destroy();
    if (trouble?.kind === 'failed')
      return sendJson(response, 500, { error: { type: 'api_error', message: 'An unknown error occurred' } });
    sendJson(response, answer.status, answer.body, answer.headers);
  }

  private once(account: Account, request: IncomingMessage, method: string, path: string, body: string, query: string) {
    const key = request.headers['idempotency-key'];
    const keyed = method === 'POST' && typeof key === 'string' ? key : undefined;
    const print = `${path}\n${body}`;
    const known = keyed === undefined ? undefined : account.recall(keyed, print);
    if (known) return { ...known, headers: { 'idempotent-replayed': 'true' } };
    const answer = this.answer(account, method, path, this.readForm(method, path, method === 'GET' ? query : body));
    // Refusals that come before anything was done are not kept.
    if (keyed !== undefined && answer.isKept) account.remember(keyed, print, answer.status, answer.body);
    return { ...answer, headers: {} };
  }

  private answer(account: Account, method: string, path: string, form: FormObject) {
    try {
      return { status: 200, body: this.api.answer({ account, method, path, form }), isKept: true };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: error.status, body: { error: error.error }, isKept: error.status === 402 };
    }
  }

  private readForm(method: string, path: string, text: string): FormObject {
    try {
      const form = decodeForm(text);
      const faults = this.options.checkRequest?.(method, path, method === 'GET' ? {} : form) ?? [];
      if (faults.length === 0) return form;
      this.faults.push(...faults.map(fault => `${method} ${path}: ${fault}`));
      throw invalid(faults.join('; '));
    } catch (error) {
      if (!(error instanceof FormFault)) throw error;
      this.faults.push(`${method} ${path}: ${error.message}`);
      throw invalid(error.message);
    }
  }

  private accountOf(request: IncomingMessage): Account {
    const account = this.accounts.find(({ keys }) => request.headers.authorization === `Bearer ${keys.secretKey}`);
    if (!account) throw new Refusal(401, { type: 'invalid_request_error', message: 'Invalid API Key provided' });
    return account;
  }

  private serveBrowser(path: string, body: string, response: ServerResponse): void {
    const anywhere = { 'access-control-allow-origin': '*' };
    try {
      sendJson(response, 200, this.desk.answer(path, new URLSearchParams(body)), anywhere);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      sendJson(response, error.status, { error: error.error }, anywhere);
    }
  }

  private sessionAt(path: string) {
    const id = decodeURIComponent(path.slice('/c/pay/'.length));
    for (const account of this.accounts) {
      const session = account.find('checkout.session', id);
      if (session) return { account, session };
    }
    return undefined;
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LARGEST_BODY) throw invalid('The body is too large');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const named = { 'content-type': 'application/json', 'request-id': 'req_fake', 'stripe-version': API_VERSION };
  response.writeHead(status, { ...named, ...headers }).end(JSON.stringify(value));
}

function sendScript(response: ServerResponse): void {
  const headers = { 'content-type': 'text/javascript; charset=utf-8', 'cross-origin-resource-policy': 'cross-origin' };
  response.writeHead(200, headers).end(STRIPE_JS_STAND_IN);
}

function readState(file: string | undefined): Readonly<Record<string, AccountState>> {
  if (file === undefined) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, AccountState>;
  } catch (error) {
    // The first start has nothing to remember.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
