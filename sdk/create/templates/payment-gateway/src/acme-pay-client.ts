import { PluginFailure, type CallOptions, type PluginContext } from '@hostwright/sdk';
import { toFailure } from './acme-pay-mapping.js';

export interface AcmePayConfig {
  readonly merchant: string;
}

/** A charge as Acme Pay tells of it; sums are whole minor units, written out. */
export interface AcmePayCharge {
  readonly id: string;
  readonly payment: string;
  readonly status: string;
  readonly amount: string;
  readonly currency: string;
  readonly page: string;
  readonly decline?: string;
}

export interface AcmePayRefund {
  readonly id: string;
  readonly status: string;
  readonly amount: string;
  readonly currency: string;
}

export type NewCharge = Pick<AcmePayCharge, 'payment' | 'amount' | 'currency'> & { readonly back: string };

const API = 'https://api.acme-pay.test/v1';

/** One method for each call of the provider's interface. */
export class AcmePayClient {
  constructor(private readonly context: PluginContext<AcmePayConfig>) {}

  createCharge(charge: NewCharge, call: CallOptions): Promise<AcmePayCharge> {
    return this.ask('POST', 'charges', call, { ...charge, merchant: this.context.config.merchant });
  }

  charge(id: string): Promise<AcmePayCharge> {
    return this.ask('GET', `charges/${encodeURIComponent(id)}`);
  }

  chargesOf(payment: string): Promise<readonly AcmePayCharge[]> {
    return this.ask('GET', `charges?payment=${encodeURIComponent(payment)}`);
  }

  cancelCharge(id: string, call: CallOptions): Promise<AcmePayCharge> {
    return this.ask('POST', `charges/${encodeURIComponent(id)}/cancel`, call);
  }

  createRefund(chargeId: string, amount: string, call: CallOptions): Promise<AcmePayRefund> {
    return this.ask('POST', `charges/${encodeURIComponent(chargeId)}/refunds`, call, { amount });
  }

  refund(id: string): Promise<AcmePayRefund> {
    return this.ask('GET', `refunds/${encodeURIComponent(id)}`);
  }

  private async ask<T>(method: 'GET' | 'POST', path: string, change?: CallOptions, body: object = {}): Promise<T> {
    const response = await this.context.fetch(`${API}/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.context.secrets.get('apiKey')}`,
        ...(change && { 'content-type': 'application/json', 'idempotency-key': change.idempotencyKey }),
      },
      ...(change && { signal: change.signal, body: JSON.stringify(body) }),
    });
    if (!response.ok) throw toFailure(response, change !== undefined);
    return (await response.json().catch((cause: unknown) => {
      throw PluginFailure.unknown('Acme Pay answered something unreadable', { code: 'bad-answer', cause });
    })) as T;
  }
}
