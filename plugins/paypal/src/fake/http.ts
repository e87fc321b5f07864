import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** A refusal in PayPal's shape. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly word: string,
    readonly details: readonly Readonly<Record<string, string>>[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(word);
  }

  get body(): object {
    if (this.status === 401) return { error: this.word, error_description: 'Client Authentication failed' };
    return {
      name: this.word,
      message: 'The requested action could not be performed.',
      debug_id: randomBytes(7).toString('hex').slice(0, 13),
      details: this.details,
      links: [],
    };
  }
}

export const unprocessable = (issue: string): Refusal =>
  new Refusal(422, 'UNPROCESSABLE_ENTITY', [{ issue, description: `The request fails with ${issue}.` }]);

export const invalid = (issue: string, field = '/'): Refusal =>
  new Refusal(400, 'INVALID_REQUEST', [{ issue, field, description: `The request fails with ${issue}.` }]);

export const notFound = (): Refusal =>
  new Refusal(404, 'RESOURCE_NOT_FOUND', [{ issue: 'INVALID_RESOURCE_ID', description: 'There is no such resource.' }]);

const LARGEST_BODY = 256 * 1024;

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LARGEST_BODY) throw new Refusal(413, 'REQUEST_TOO_LARGE');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

export type Json = Readonly<Record<string, unknown>>;

export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const type = { 'content-type': 'application/json', 'paypal-debug-id': randomBytes(6).toString('hex') };
  if (value === undefined) response.writeHead(status, headers).end();
  else response.writeHead(status, { ...type, ...headers }).end(JSON.stringify(value));
}

/** `targets` are the addresses a form may lead to: browsers hold a redirect after a form to the same rule. */
export function sendPage(response: ServerResponse, status: number, html: string, targets: readonly string[] = []): void {
  const origins = targets.filter(target => URL.canParse(target)).map(target => new URL(target).origin);
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `form-action ${["'self'", ...new Set(origins)].join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ];
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy.join('; '),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    .end(html);
}

export function redirect(response: ServerResponse, target: string): void {
  response.writeHead(303, { location: target, 'cache-control': 'no-store' }).end();
}
