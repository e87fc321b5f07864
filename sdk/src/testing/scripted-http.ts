import { PluginFailure } from '../failure.js';
import type { BoundedFetch } from '../context.js';

export interface ScriptedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
}

type Answer = (request: ScriptedRequest) => Response | Promise<Response>;

/** A provider made of documented answers, for vendors that have no program of their own to talk to. */
export class ScriptedHttp {
  readonly seen: ScriptedRequest[] = [];
  private readonly routes = new Map<string, Answer[]>();

  /** The next answer for that address; the last one given stays. The query string is not part of the address. */
  on(
    method: string,
    url: string,
  ): {
    reply(status: number, body?: unknown, headers?: Record<string, string>): void;
    answer(answer: Answer): void;
    lose(): void;
  } {
    const add = (answer: Answer): void => {
      const key = `${method} ${url}`;
      this.routes.set(key, [...(this.routes.get(key) ?? []), answer]);
    };
    return {
      reply: (status, body, headers = {}) => add(() => responseOf(status, body, headers)),
      answer: add,
      lose: () => add(() => Promise.reject(PluginFailure.unknown('The answer did not arrive', { code: 'no-answer' }))),
    };
  }

  readonly fetch: BoundedFetch = async (input, init) => {
    const asked = new Request(input, init);
    const request = { method: asked.method, url: asked.url, headers: asked.headers, body: await asked.text() };
    this.seen.push(request);
    const key = `${request.method} ${request.url.split('?')[0]}`;
    const answers = this.routes.get(key);
    const answer = answers && answers.length > 1 ? answers.shift() : answers?.[0];
    if (!answer) throw new Error(`Nothing was scripted for ${key}`);
    return answer(request);
  };
}

function responseOf(status: number, body: unknown, headers: Record<string, string>): Response {
  if (body === undefined) return new Response(null, { status, headers });
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? 'text/plain' : 'application/json';
  return new Response(text, { status, headers: { 'content-type': type, ...headers } });
}
