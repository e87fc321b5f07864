import type { IncomingMessage, ServerResponse } from 'node:http';

export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

const LARGEST_BODY = 64 * 1024;

export async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LARGEST_BODY) throw new Refusal(413, 'too_large', 'The body is too large');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

export function readJson(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body === '' ? '{}' : body);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new Refusal(400, 'bad_json', 'The body is no JSON object');
}

/** A text field of a request; `pattern` says what it may hold. */
export function textField(body: Readonly<Record<string, unknown>>, name: string, pattern: RegExp): string {
  const value = body[name];
  if (typeof value === 'string' && value.length <= 2000 && pattern.test(value)) return value;
  throw new Refusal(422, 'invalid_field', `"${name}" is missing or not valid`);
}

export function textMap(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response
    .writeHead(status, { ...headers, 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(value));
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
