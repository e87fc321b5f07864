import type { IncomingMessage } from 'node:http';

/** Parameters as texts: a form carries nothing else. */
export type Fields = Readonly<Record<string, string>>;

/** An answer that is no success. Proxmox says it in the status line and in the body. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly errors?: Readonly<Record<string, string>>,
  ) {
    super(message);
  }
}

const LARGEST_BODY = 512 * 1024;

export async function readFields(request: IncomingMessage): Promise<Fields> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LARGEST_BODY) throw new Refusal(413, 'request body too large');
    parts.push(part);
  }
  const text = Buffer.concat(parts).toString('utf8');
  if (text === '') return {};
  if (!(request.headers['content-type'] ?? '').includes('json')) return Object.fromEntries(new URLSearchParams(text));
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new Refusal(400, 'Parameter verification failed.');
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, String(item)]));
}

export function required(fields: Fields, name: string): string {
  const value = fields[name];
  if (value !== undefined && value !== '') return value;
  throw verification({ [name]: 'property is missing and it is not optional' });
}

export const verification = (errors: Readonly<Record<string, string>>): Refusal =>
  new Refusal(400, 'Parameter verification failed.', errors);
