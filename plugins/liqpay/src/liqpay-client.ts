import { PluginFailure, type Money } from '@hostwright/sdk';
import {
  parseJson,
  readDone,
  readPayment,
  readRefund,
  readReport,
  type Answer,
  type LiqPayOrder,
  type LiqPayRefund,
} from './liqpay-answers.js';
import { httpFailure } from './liqpay-errors.js';
import { addressOf, versionOf, type LiqPayContext } from './liqpay-settings.js';
import { Decimal, encodeFields, signatureOf, type Fields, type SignedData } from './liqpay-wire.js';

export interface NewPayment {
  readonly orderId: string;
  readonly amount: Money;
  readonly description: string;
  readonly language: 'uk' | 'en';
  readonly serverUrl: string;
}

export interface NewCheckout extends NewPayment {
  readonly resultUrl: string | undefined;
  readonly expiresAt: Date;
  readonly payTypes: string | undefined;
  readonly savesCard: boolean;
}

export interface NewTokenPayment extends NewPayment {
  readonly cardToken: string;
  readonly ip: string;
}

/** One method for each call of LiqPay's interface. */
export class LiqPayClient {
  constructor(private readonly context: LiqPayContext) {}

  /** The address and the signed fields of a payment page; LiqPay hears of the payment when a browser brings them. */
  checkout(payment: NewCheckout): SignedData & { readonly url: URL } {
    const { resultUrl, expiresAt, payTypes, savesCard } = payment;
    const fields = {
      action: 'pay',
      ...paymentFields(payment),
      result_url: resultUrl,
      expired_date: expiresAt.toISOString().slice(0, 19).replace('T', ' '),
      paytypes: payTypes,
      recurringbytoken: savesCard ? '1' : undefined,
    };
    return { url: addressOf(this.context.config, 'api/3/checkout'), ...this.sign(fields) };
  }

  async status(orderId: string): Promise<Answer<LiqPayOrder>> {
    return readPayment(await this.read({ action: 'status', order_id: orderId }));
  }

  async payByToken(payment: NewTokenPayment, signal: AbortSignal): Promise<Answer<LiqPayOrder>> {
    const { cardToken, ip } = payment;
    const fields = { action: 'paytoken', ...paymentFields(payment), card_token: cardToken, ip, recurring: true };
    return readPayment(await this.change(fields, signal));
  }

  async refund(orderId: string, amount: Money, signal: AbortSignal): Promise<Answer<LiqPayRefund>> {
    return readRefund(await this.change({ action: 'refund', order_id: orderId, amount: Decimal.of(amount) }, signal));
  }

  async deleteToken(cardToken: string, signal: AbortSignal): Promise<Answer<true>> {
    const fields = { action: 'token_update', card_token: cardToken, card_token_action: 'DELETE' };
    return readDone(await this.change(fields, signal));
  }

  /** Both ends are included. */
  async report(from: Date, to: Date): Promise<Answer<readonly LiqPayOrder[]>> {
    const period = { date_from: from.getTime(), date_to: to.getTime() };
    return readReport(await this.read({ action: 'reports', resp_format: 'json', ...period }));
  }

  private read(fields: Fields): Promise<unknown> {
    return this.send(fields);
  }

  private change(fields: Fields, signal: AbortSignal): Promise<unknown> {
    return this.send(fields, signal);
  }

  private async send(fields: Fields, change?: AbortSignal): Promise<unknown> {
    const { data, signature } = this.sign(fields);
    const response = await this.context.fetch(addressOf(this.context.config, 'api/request'), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({ data, signature }).toString(),
      ...(change && { signal: change }),
    });
    if (!response.ok) throw httpFailure(response.status, response.headers, change !== undefined);
    try {
      return parseJson(await response.text());
    } catch (cause) {
      // A page for people, or half an answer: a read may be repeated, of a change nothing is known.
      const message = 'LiqPay answered with something unreadable';
      const details = { code: 'bad-answer', cause };
      throw change ? PluginFailure.unknown(message, details) : PluginFailure.retryable(message, details);
    }
  }

  private sign(fields: Fields): SignedData {
    const version = versionOf(this.context.config);
    const data = encodeFields({ version, public_key: this.context.config.publicKey, ...fields });
    return { data, signature: signatureOf(data, this.context.secrets.get('privateKey'), version) };
  }
}

function paymentFields({ orderId, amount, description, language, serverUrl }: NewPayment): Fields {
  return {
    order_id: orderId,
    amount: Decimal.of(amount),
    currency: amount.currency,
    description,
    language,
    server_url: serverUrl,
  };
}
