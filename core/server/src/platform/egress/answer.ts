import { PluginFailure } from '@hostwright/sdk';
import type { Response as Received } from 'undici';

const LARGEST_ANSWER = 20 * 1024 * 1024;
const WITHOUT_BODY = [204, 205, 304];

/** The answer as the platform's own Response, which vendors' libraries recognise, with a bound on its size. */
export function wrapAnswer(received: Received, url: URL, redirected: boolean): Response {
  if (received.status < 200 || received.status > 599) {
    throw PluginFailure.unknown(`${url.host} answered with the status ${received.status}`, { code: 'bad-answer' });
  }
  const body = WITHOUT_BODY.includes(received.status) ? null : (received.body as ReadableStream<Uint8Array> | null);
  const response = new Response(body?.pipeThrough(bounded(url)) ?? null, {
    status: received.status,
    statusText: received.statusText,
    headers: [...received.headers],
  });
  return Object.defineProperties(response, { url: { value: url.href }, redirected: { value: redirected } });
}

function bounded(url: URL): TransformStream<Uint8Array, Uint8Array> {
  let size = 0;
  return new TransformStream({
    transform(chunk, controller) {
      size += chunk.byteLength;
      if (size > LARGEST_ANSWER) throw PluginFailure.unknown(`${url.host} answers without end`, { code: 'answer-too-large' });
      controller.enqueue(chunk);
    },
  });
}
