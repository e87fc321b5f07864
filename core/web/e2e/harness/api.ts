import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import type { z } from 'zod';
import { operations, ROUTES, type OperationId } from '@hostwright/sdk/http';
import { serverPort, type Shop } from './addresses.js';

interface Answer {
  readonly status: number;
  readonly location: string | undefined;
  readonly body: string;
}

/** Names under `localhost` are known to browsers, not to every resolver: the address is the machine's, the name a header. */
export function send(
  port: number,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body = '',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, method, path, headers }, response => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          location: response.headers.location,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    call.once('error', reject).end(body);
  });
}

interface Call {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

type AnswerOf<Id extends OperationId> = (typeof operations)[Id]['answer'] extends infer Schema extends z.ZodType
  ? z.output<Schema>
  : never;

/** One person at one shop's API. */
export class ShopApi {
  token: string | undefined;

  constructor(private readonly shop: Shop) {}

  async call<Id extends OperationId>(operationId: Id, { params = {}, query = {}, body }: Call = {}): Promise<AnswerOf<Id>> {
    const [method, template] = ROUTES[operationId].split(' ') as [string, string];
    const path = template.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
    const search = new URLSearchParams(query).toString();
    const answer = await send(
      serverPort,
      method,
      search ? `${path}?${search}` : path,
      {
        host: this.shop.host,
        accept: 'application/json',
        'idempotency-key': randomUUID(),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(this.token && { authorization: `Bearer ${this.token}` }),
      },
      body === undefined ? '' : JSON.stringify(body),
    );
    if (answer.status >= 300) throw new Error(`${operationId} at ${this.shop.host} answered ${answer.status}: ${answer.body}`);
    return (answer.body === '' ? undefined : JSON.parse(answer.body)) as AnswerOf<Id>;
  }
}

/** The owner of a shop, signed in. */
export async function ownerOf(shop: Shop): Promise<ShopApi> {
  const api = new ShopApi(shop);
  api.token = (await api.call('staffSignIn', { body: shop.owner })).accessToken;
  return api;
}
