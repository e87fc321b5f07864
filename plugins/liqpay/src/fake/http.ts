import type { IncomingMessage, ServerResponse } from 'node:http';

/** An answer that is no success; `code` is in the words of LiqPay. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 200,
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
    parts.push(part);
    size += part.length;
    if (size > LARGEST_BODY) throw new Refusal('err_wrong', 'The body is too large', 413);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** `target` is where the form leads to in the end: browsers hold a redirect after a form to the same rule. */
export function sendPage(response: ServerResponse, status: number, html: string, target?: string): void {
  const origin = target !== undefined && URL.canParse(target) ? ` ${new URL(target).origin}` : '';
  const policy = `default-src 'none'; style-src 'unsafe-inline'; form-action 'self'${origin}; frame-ancestors 'none'; base-uri 'none'`;
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    .end(html);
}

export function sendJson(
  response: ServerResponse,
  json: string,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): void {
  response
    .writeHead(status, { ...headers, 'content-type': 'application/json;charset=UTF-8', 'cache-control': 'no-store' })
    .end(json);
}

export function redirect(response: ServerResponse, target: string, status = 303): void {
  response.writeHead(status, { location: target, 'cache-control': 'no-store' }).end();
}
