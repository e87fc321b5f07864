import type { Answer, Body, Input, OperationId, Operations, Query } from '@hostwright/sdk/http';
import { ApiProblem, problemOf } from './api-problem.js';

type Needed<Key extends string, Value> = [Value] extends [undefined]
  ? object
  : object extends Value
    ? { readonly [K in Key]?: Value }
    : { readonly [K in Key]: Value };

type Operation<Id extends OperationId> = Operations[Id];

/** What a call needs, by its contract: only the parts that the operation has. */
export type CallOptions<Id extends OperationId> = Needed<'params', Input<Operation<Id>>['params']> &
  Needed<'query', Query<Operation<Id>>> &
  Needed<'body', Body<Operation<Id>>> & { readonly idempotencyKey?: string; readonly signal?: AbortSignal };

export type CallAnswer<Id extends OperationId> = Answer<Operation<Id>>;

/** Who is calling. A session implements it; without one the calls are a visitor's. */
export interface Credentials {
  token(): string | undefined;
  /** Gets a fresh token; false when nobody is signed in any more. */
  renew(): Promise<boolean>;
}

export interface ApiOptions {
  /** Where the API lives, such as `https://shop.example`; no slash at the end. */
  readonly origin: string;
  /** The calls that are made from here: a widget carries no others. */
  readonly routes: Readonly<Partial<Record<OperationId, string>>>;
  /** Publishable key of a widget on a foreign site. */
  readonly key?: string | undefined;
  readonly fetch?: typeof fetch;
}

interface LooseOptions {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

const RENEWABLE: readonly string[] = ['session-ended', 'not-signed-in'];

/** The HTTP API, typed by its contract. Answers are what the contract says; every refusal is an `ApiProblem`. */
export class Api {
  readonly origin: string;
  credentials: Credentials | undefined;
  private readonly key: string | undefined;
  private readonly routes: ApiOptions['routes'];
  private readonly fetch: typeof fetch;

  constructor(options: ApiOptions) {
    this.origin = options.origin;
    this.key = options.key;
    this.routes = options.routes;
    this.fetch = options.fetch ?? ((input, init) => fetch(input, init));
  }

  async call<Id extends OperationId>(
    id: Id,
    ...[options]: object extends CallOptions<Id> ? [options?: CallOptions<Id>] : [options: CallOptions<Id>]
  ): Promise<CallAnswer<Id>> {
    const response = await this.send(id, (options ?? {}) as LooseOptions);
    if (response.status === 204) return null as CallAnswer<Id>;
    if (response.headers.get('content-type')?.startsWith('application/pdf')) {
      return new Uint8Array(await response.arrayBuffer()) as CallAnswer<Id>;
    }
    return (await response.json()) as CallAnswer<Id>;
  }

  /** An expired session is renewed once and the call repeated; a second refusal is the caller's to show. */
  private async send(id: OperationId, options: LooseOptions): Promise<Response> {
    const token = this.credentials?.token();
    const response = await this.request(id, options, token);
    if (response.ok) return response;
    const problem = await problemOf(response);
    if (problem.status !== 401 || !RENEWABLE.includes(problem.code) || !this.credentials) throw problem;
    if (this.credentials.token() === token && !(await this.credentials.renew())) throw problem;
    const second = await this.request(id, options, this.credentials.token());
    if (!second.ok) throw await problemOf(second);
    return second;
  }

  /** One request with no second try; sessions use it to renew themselves. */
  async once<Id extends OperationId>(id: Id, body?: Body<Operation<Id>>): Promise<CallAnswer<Id>> {
    const response = await this.request(id, { body }, undefined);
    if (!response.ok) throw await problemOf(response);
    return (response.status === 204 ? null : await response.json()) as CallAnswer<Id>;
  }

  private async request(id: OperationId, options: LooseOptions, token: string | undefined): Promise<Response> {
    const [method, path] = this.routes[id]!.split(' ') as [string, string];
    const headers: Record<string, string> = { Accept: 'application/json, application/problem+json, application/pdf' };
    if (options.body !== undefined) headers['Content-Type'] = 'application/json';
    if (this.key) headers['X-Hostwright-Key'] = this.key;
    if (token) headers['Authorization'] = `Bearer ${token}`;
    if (options.idempotencyKey) headers['Idempotency-Key'] = options.idempotencyKey;
    try {
      return await this.fetch(this.origin + fill(path, options.params ?? {}) + queryString(options.query ?? {}), {
        method,
        headers,
        credentials: 'include',
        ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
        ...(options.signal && { signal: options.signal }),
      });
    } catch (error) {
      if (error instanceof TypeError) throw new ApiProblem('offline', 0, [], { detail: error.message });
      throw error;
    }
  }
}

function fill(path: string, params: Readonly<Record<string, unknown>>): string {
  return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
}

function queryString(query: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  return entries.length ? `?${new URLSearchParams(entries.map(([name, value]) => [name, String(value)]))}` : '';
}
