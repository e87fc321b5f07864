import { PluginFailure, type PluginContext } from '@hostwright/sdk';
import { readCharge, readCharges, readRefund, type SandboxCharge, type SandboxRefund } from './sandbox-answers.js';
import { toFailure } from './sandbox-mapping.js';

export interface SandboxPayConfig {
  readonly apiUrl: string;
}

export interface NewCharge {
  readonly amount: string;
  readonly currency: string;
  readonly description: string;
  readonly merchant: string;
  readonly locale: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly return_url: string;
  readonly cancel_url: string;
  readonly notify_url: string;
}

export interface NewRefund {
  readonly amount: string;
  readonly reason?: string;
  readonly metadata: Readonly<Record<string, string>>;
}

interface Change {
  readonly key: string;
  readonly signal: AbortSignal;
  readonly body?: object;
}

/** One method for each call of the provider's interface. */
export class SandboxClient {
  constructor(private readonly context: PluginContext<SandboxPayConfig>) {}

  async createCharge(charge: NewCharge, key: string, signal: AbortSignal): Promise<SandboxCharge> {
    return readCharge(await this.call('POST', 'charges', { key, signal, body: charge }));
  }

  async charge(id: string): Promise<SandboxCharge> {
    return readCharge(await this.call('GET', `charges/${encodeURIComponent(id)}`));
  }

  async chargesOf(paymentId: string): Promise<readonly SandboxCharge[]> {
    return readCharges(await this.call('GET', `charges?metadata_payment_id=${encodeURIComponent(paymentId)}`));
  }

  async cancelCharge(id: string, key: string, signal: AbortSignal): Promise<SandboxCharge> {
    return readCharge(await this.call('POST', `charges/${encodeURIComponent(id)}/cancel`, { key, signal }));
  }

  async createRefund(chargeId: string, refund: NewRefund, key: string, signal: AbortSignal): Promise<SandboxRefund> {
    return readRefund(await this.call('POST', `charges/${encodeURIComponent(chargeId)}/refunds`, { key, signal, body: refund }));
  }

  async refund(id: string): Promise<SandboxRefund> {
    return readRefund(await this.call('GET', `refunds/${encodeURIComponent(id)}`));
  }

  private async call(method: 'GET' | 'POST', path: string, change?: Change): Promise<unknown> {
    const response = await this.context.fetch(this.address(path), {
      method,
      headers: {
        authorization: `Bearer ${this.context.secrets.get('apiKey')}`,
        ...(change && { 'content-type': 'application/json', 'idempotency-key': change.key }),
      },
      ...(change && { signal: change.signal, body: JSON.stringify(change.body ?? {}) }),
    });
    const answer: unknown = await response.json().catch((cause: unknown) => {
      throw PluginFailure.unknown(`Sandbox Pay answered ${response.status} with something unreadable`, {
        code: 'bad-answer',
        cause,
      });
    });
    if (!response.ok) throw toFailure(response.status, response.headers, answer, change !== undefined);
    return answer;
  }

  private address(path: string): URL {
    const base = this.context.config.apiUrl;
    if (!URL.canParse(base)) throw PluginFailure.final('The address of Sandbox Pay is not valid', { code: 'bad-settings' });
    return new URL(`v1/${path}`, base.endsWith('/') ? base : `${base}/`);
  }
}
