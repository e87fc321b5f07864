import type { BoundedFetch } from '../../context.js';

type Ask = () => Promise<Response>;

/** What happens to one request: it may be passed on, and the plugin may or may not see the answer. */
export type Fault = (ask: Ask) => Promise<Response>;

export const RETRY_AFTER_SECONDS = 7;

/** The provider acts, and the connection is cut before its answer. */
export const lostAnswer: Fault = async ask => {
  await drained(ask);
  throw new TypeError('fetch failed', { cause: Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' }) });
};

/** The provider acts, and its answer comes after our patience is over. */
export const timedOut: Fault = async ask => {
  await drained(ask);
  throw new DOMException('The operation was aborted due to timeout', 'TimeoutError');
};

/** The provider acts, and something in front of it answers with an error. */
export const failedAfterActing: Fault = async ask => {
  await drained(ask);
  return answer(500, { error: { code: 'internal_error', type: 'api_error', message: 'Something went wrong' } });
};

/** Nobody listens: the request never left. */
export const unreachable: Fault = async () => {
  throw new TypeError('fetch failed', { cause: Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }) });
};

/** The provider does nothing and asks for patience. */
export const slowedDown: Fault = async () =>
  answer(
    429,
    { error: { code: 'rate_limit', type: 'rate_limit_error', message: 'Too many requests' } },
    { 'retry-after': String(RETRY_AFTER_SECONDS) },
  );

/** The provider refuses the key, and repeats it. */
export const repeatedSecrets =
  (secrets: readonly string[]): Fault =>
  async () =>
    answer(401, {
      error: { code: 'unauthorized', type: 'invalid_request_error', message: `No such key: ${secrets.join(' ')}` },
    });

/** The wire between a plugin and its provider, which can be broken at any request. */
export class Line {
  private count = 0;
  private plan: { readonly at: number; readonly fault: Fault; readonly lasts: boolean } | undefined;
  private hit: string | undefined;

  constructor(private readonly inner: BoundedFetch) {}

  get requests(): number {
    return this.count;
  }

  /** Whether the planned fault has happened. */
  get wasBroken(): boolean {
    return this.hit !== undefined;
  }

  /** The method of the first request that met the fault. */
  get brokenMethod(): string | undefined {
    return this.hit;
  }

  /** The request with this number, counted from now, meets the fault; with `lasts`, so does every later one. */
  breakAt(request: number, fault: Fault, lasts = false): void {
    this.plan = { at: this.count + request, fault, lasts };
  }

  mend(): void {
    this.plan = undefined;
  }

  readonly fetch: BoundedFetch = async (input, init) => {
    this.count += 1;
    const plan = this.plan;
    const ask = (): Promise<Response> => this.inner(input, init);
    if (!plan || this.count < plan.at || (this.count > plan.at && !plan.lasts)) return ask();
    this.hit ??= init?.method ?? (input instanceof Request ? input.method : 'GET');
    return plan.fault(ask);
  };
}

async function drained(ask: Ask): Promise<void> {
  await (await ask()).arrayBuffer();
}

function answer(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
}
