import { createHash } from 'node:crypto';
import { PluginFailure, type PluginContext } from '@hostwright/sdk';
import { AccessToken } from './access-token.js';
import {
  readCapture,
  readError,
  readEventTypes,
  readOrder,
  readRefund,
  readVerdict,
  readWebhook,
  readWebhooks,
  type PayPalCapture,
  type PayPalOrder,
  type PayPalRefund,
  type PayPalWebhook,
} from './paypal-answers.js';
import type { PayPalMoney } from './paypal-amounts.js';
import { apiAddress, type PayPalConfig } from './paypal-config.js';
import { toFailure } from './paypal-failures.js';
import { readTransactions, type TransactionPage } from './paypal-transactions.js';

/** What makes a call safe to repeat: PayPal answers a known `key` with what it did the first time. */
export interface Change {
  readonly key: string;
  readonly signal?: AbortSignal;
}

export interface NewRefund {
  readonly amount: PayPalMoney;
  readonly custom_id: string;
}

export interface TransactionQuery {
  readonly from: Date;
  readonly until: Date;
  readonly page: number;
  readonly size: number;
}

interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: string | Uint8Array;
  /** Absent for calls that change nothing. */
  readonly change?: Partial<Change>;
}

/** PayPal's limit for the request id of an order. */
const LONGEST_KEY = 108;

/** One method for each call of PayPal's interface. */
export class PayPalClient {
  readonly token: AccessToken;

  constructor(private readonly context: PluginContext<PayPalConfig>) {
    this.token = new AccessToken(context);
  }

  async createOrder(body: string, change: Change): Promise<PayPalOrder> {
    return readOrder(await this.json({ method: 'POST', path: 'v2/checkout/orders', body, change }));
  }

  async order(id: string): Promise<PayPalOrder> {
    return readOrder(await this.json({ method: 'GET', path: `v2/checkout/orders/${encodeURIComponent(id)}` }));
  }

  async captureOrder(id: string, change: Change): Promise<PayPalOrder> {
    const path = `v2/checkout/orders/${encodeURIComponent(id)}/capture`;
    return readOrder(await this.json({ method: 'POST', path, body: '{}', change }));
  }

  async capture(id: string): Promise<PayPalCapture> {
    return readCapture(await this.json({ method: 'GET', path: `v2/payments/captures/${encodeURIComponent(id)}` }));
  }

  async refundCapture(id: string, refund: NewRefund, change: Change): Promise<PayPalRefund> {
    const path = `v2/payments/captures/${encodeURIComponent(id)}/refund`;
    return readRefund(await this.json({ method: 'POST', path, body: JSON.stringify(refund), change }));
  }

  async refund(id: string): Promise<PayPalRefund> {
    return readRefund(await this.json({ method: 'GET', path: `v2/payments/refunds/${encodeURIComponent(id)}` }));
  }

  async forgetToken(id: string, signal: AbortSignal): Promise<void> {
    await this.call({ method: 'DELETE', path: `v3/vault/payment-tokens/${encodeURIComponent(id)}`, change: { signal } });
  }

  async webhooks(): Promise<readonly PayPalWebhook[]> {
    return readWebhooks(await this.json({ method: 'GET', path: 'v1/notifications/webhooks' }));
  }

  async eventTypes(): Promise<readonly string[]> {
    return readEventTypes(await this.json({ method: 'GET', path: 'v1/notifications/webhooks-event-types' }));
  }

  async createWebhook(url: string, eventTypes: readonly string[]): Promise<PayPalWebhook> {
    const body = JSON.stringify({ url, event_types: eventTypes.map(name => ({ name })) });
    return readWebhook(await this.json({ method: 'POST', path: 'v1/notifications/webhooks', body, change: {} }));
  }

  async changeWebhook(id: string, eventTypes: readonly string[]): Promise<void> {
    const path = `v1/notifications/webhooks/${encodeURIComponent(id)}`;
    const body = JSON.stringify([{ op: 'replace', path: '/event_types', value: eventTypes.map(name => ({ name })) }]);
    await this.call({ method: 'PATCH', path, body, change: {} });
  }

  async deleteWebhook(id: string): Promise<void> {
    await this.call({ method: 'DELETE', path: `v1/notifications/webhooks/${encodeURIComponent(id)}`, change: {} });
  }

  /** PayPal's own opinion of a signature; a question, although it is posted. */
  async verifySignature(body: Uint8Array): Promise<string> {
    return readVerdict(await this.json({ method: 'POST', path: 'v1/notifications/verify-webhook-signature', body }));
  }

  async transactions({ from, until, page, size }: TransactionQuery): Promise<TransactionPage> {
    const query = new URLSearchParams({
      start_date: from.toISOString(),
      end_date: until.toISOString(),
      fields: 'transaction_info',
      balance_affecting_records_only: 'Y',
      page_size: String(size),
      page: String(page),
    });
    return readTransactions(await this.json({ method: 'GET', path: `v1/reporting/transactions?${query.toString()}` }));
  }

  private async json(request: Request): Promise<unknown> {
    const response = await this.call(request);
    return response.json().catch((cause: unknown) => {
      const kind = request.change ? PluginFailure.unknown : PluginFailure.retryable;
      throw kind(`PayPal answered ${response.status} with something unreadable`, { code: 'bad-answer', cause });
    });
  }

  /** A token that PayPal has withdrawn early is replaced once: what is refused with 401 has done nothing. */
  private async call(request: Request): Promise<Response> {
    const token = await this.token.get();
    const response = await this.send(request, token);
    if (response.status !== 401) return this.accepted(request, response);
    await response.body?.cancel();
    this.token.forget(token);
    return this.accepted(request, await this.send(request, await this.token.get()));
  }

  private send({ method, path, body, change }: Request, token: string): Promise<Response> {
    return this.context.fetch(new URL(path, apiAddress(this.context.config)), {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(change && { prefer: 'return=representation' }),
        ...(change?.key !== undefined && { 'paypal-request-id': asRequestId(change.key) }),
      },
      ...(change?.signal && { signal: change.signal }),
      ...(body !== undefined && { body: body as NonNullable<RequestInit['body']> }),
    });
  }

  private async accepted({ method, path, change }: Request, response: Response): Promise<Response> {
    if (response.ok) return response;
    const answer: unknown = await response.json().catch(() => undefined);
    const failure = toFailure(response.status, response.headers, answer, change !== undefined);
    const debugId = readError(answer).debugId ?? response.headers.get('paypal-debug-id') ?? undefined;
    const [place] = path.split('?');
    this.context.log.warn('PayPal refused a request', {
      method,
      path: place,
      status: response.status,
      code: failure.code,
      debugId,
    });
    throw failure;
  }
}

const asRequestId = (key: string): string => (key.length <= LONGEST_KEY ? key : createHash('sha256').update(key).digest('hex'));
