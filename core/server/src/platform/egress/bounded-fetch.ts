import { PluginFailure, type BoundedFetch as Fetch } from '@hostwright/sdk';
import { fetch as send, type Dispatcher, type RequestInit as SendInit } from 'undici';
import { wrapAnswer } from './answer.js';
import { AddressRefused, type Carrier } from './egress.js';
import { mayReach } from './hosts.js';
import { nextHop, type Hop } from './redirects.js';
import { toFailure } from './transport-failure.js';

export interface Bounds {
  /** `host`, `host:port` or `*.host`; nothing else is reached. */
  readonly hosts: readonly string[];
  readonly timeoutMs?: number;
  /** A certificate of ours is meant for the far end alone: no redirect leads away from it. */
  readonly staysAtOrigin?: boolean;
}

type Redirect = Request['redirect'];

const TIMEOUT_MS = 15_000;
/** With a signal of the caller the limit is the caller's, up to this. */
const LONGEST_MS = 60_000;
const MOST_REDIRECTS = 5;
const LARGEST_REQUEST = 20 * 1024 * 1024;

/** The WHATWG fetch inside the bounds that a manifest sets. */
export class BoundedFetch {
  constructor(
    private readonly carrier: Carrier,
    private readonly bounds: Bounds,
  ) {}

  readonly fetch: Fetch = async (input, init) => {
    const { hop, redirect } = await firstHop(input, init);
    const timer = AbortSignal.timeout(init?.signal ? LONGEST_MS : (this.bounds.timeoutMs ?? TIMEOUT_MS));
    const callers = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    const signal = callers ? AbortSignal.any([callers, timer]) : timer;
    return this.follow(hop, redirect, signal, 0);
  };

  private async follow(hop: Hop, redirect: Redirect, signal: AbortSignal, hops: number): Promise<Response> {
    const answer = await this.once(hop, signal);
    const next = redirect === 'manual' ? undefined : nextHop(hop, answer);
    if (!next) return wrapAnswer(answer, hop.url, hops > 0);
    await answer.body?.cancel();
    if (redirect === 'error')
      throw PluginFailure.final(`${hop.url.host} redirects, which the caller does not allow`, { code: 'redirected' });
    if (this.bounds.staysAtOrigin && next.url.origin !== hop.url.origin)
      throw PluginFailure.final(`${hop.url.host} redirects to ${next.url.host}, which another certificate may be for`, {
        code: 'redirect-refused',
      });
    if (hops === MOST_REDIRECTS)
      throw PluginFailure.final(`${hop.url.host} redirects more than ${MOST_REDIRECTS} times`, { code: 'redirect-loop' });
    return this.follow(next, redirect, signal, hops + 1);
  }

  private async once({ url, method, headers, body }: Hop, signal: AbortSignal) {
    const dispatcher = this.dispatcherFor(url);
    const trace = { sent: false };
    const init: SendInit = {
      method,
      headers: [...headers],
      ...(body && { body }),
      redirect: 'manual',
      signal,
      dispatcher: noticing(dispatcher, () => (trace.sent = true)),
    };
    try {
      return await send(url, init);
    } catch (error) {
      // Whatever goes wrong on the way is sorted by one question: can the other side have acted?
      throw toFailure(error, url, trace.sent, signal);
    }
  }

  private dispatcherFor(url: URL): Dispatcher {
    const allowed = mayReach(this.bounds.hosts, url);
    if (!allowed) throw PluginFailure.final(`The manifest does not name ${url.host}`, { code: 'host-not-allowed' });
    try {
      return this.carrier.agentFor(url);
    } catch (error) {
      if (error instanceof AddressRefused) throw PluginFailure.final(error.message, { code: 'host-not-allowed', cause: error });
      throw error;
    }
  }
}

/** Reads whatever fetch takes into one shape; a form or a stream becomes bytes, so that a redirect can send it again. */
async function firstHop(input: Parameters<Fetch>[0], init: RequestInit | undefined): Promise<{ hop: Hop; redirect: Redirect }> {
  try {
    const request = new Request(input, { ...init, signal: null });
    const url = new URL(request.url);
    const bytes = request.body ? new Uint8Array(await request.arrayBuffer()) : undefined;
    if (bytes && bytes.length > LARGEST_REQUEST) throw new TypeError('The body is too large');
    const headers = new Headers(request.headers);
    headers.delete('host');
    return { hop: { url, method: request.method, headers, body: bytes }, redirect: request.redirect };
  } catch (error) {
    // fetch itself throws a TypeError for an address or a header that cannot be sent.
    throw PluginFailure.final('The request cannot be sent as it is', { code: 'bad-request', cause: error });
  }
}

/** Tells when the request is put on a connection: until then nobody outside knows of it. */
function noticing(dispatcher: Dispatcher, onSent: () => void): Dispatcher {
  return dispatcher.compose(dispatch => (options, handler) => {
    const noticed = Object.create(handler, {
      onRequestStart: {
        value(this: Dispatcher.DispatchHandler, ...all: Parameters<NonNullable<Dispatcher.DispatchHandler['onRequestStart']>>) {
          onSent();
          return handler.onRequestStart?.apply(this, all);
        },
      },
    }) as Dispatcher.DispatchHandler;
    return dispatch(options, noticed);
  });
}
