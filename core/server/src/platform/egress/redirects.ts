import { PluginFailure } from '@hostwright/sdk';

/** One request on its way. */
export interface Hop {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer> | undefined;
}

interface Answer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
}

const REDIRECTS = [301, 302, 303, 307, 308];

/** What another host may know. A key travels in any header, so this lists what is kept rather than what is dropped. */
const HARMLESS = ['accept', 'accept-language', 'user-agent'];
const OF_A_BODY = ['content-type', 'content-encoding', 'content-language', 'content-location', 'content-length'];

/** Where an answer sends its reader, as the fetch standard has it (HTTP-redirect fetch); undefined when it sends nowhere. */
export function nextHop(hop: Hop, answer: Answer): Hop | undefined {
  const location = REDIRECTS.includes(answer.status) ? answer.headers.get('location') : null;
  if (location === null) return undefined;
  const url = URL.parse(location, hop.url);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw PluginFailure.final(`${hop.url.host} redirects to something that is no address`, { code: 'bad-redirect' });
  }
  const becomesGet =
    answer.status === 303 ? !['GET', 'HEAD'].includes(hop.method) : [301, 302].includes(answer.status) && hop.method === 'POST';
  const body = becomesGet ? undefined : hop.body;
  const leaves = url.origin !== hop.url.origin;
  if (leaves && body)
    throw PluginFailure.final(`${hop.url.host} wants the request's body sent to ${url.host}`, { code: 'redirect-refused' });
  return { url, method: becomesGet ? 'GET' : hop.method, headers: headersFor(hop.headers, leaves, becomesGet), body };
}

function headersFor(headers: Headers, leaves: boolean, becomesGet: boolean): Headers {
  return new Headers(
    [...headers].filter(([name]) => (leaves ? HARMLESS.includes(name) : !becomesGet || !OF_A_BODY.includes(name))),
  );
}
